// Nothing acknowledged is lost: power cut at every operation of a workload, full disks, failing
// syncs.
#include <gtest/gtest.h>

#include <string>

#include "sim/fault_vfs.hpp"
#include "store/crypt_vfs.hpp"
#include "tests/store/seeded_home.hpp"

namespace kith::store::test {
namespace {

constexpr int commits_max = 14;

struct Home {
  FaultVfs disk{"faulty"};
  SeededEntropy entropy{7};
  CryptVfs vfs{key_of(1), entropy, "sealed", "faulty"};
  int acknowledged{};

  // Commits numbers 1..14, through small and complete checkpoints and a reopening, until it dies.
  void work() {
    for (int half = 0; half < 2; ++half) {
      Connection sql{"a", vfs.name()};
      if (sql.opened != SQLITE_OK ||
          sql.run("PRAGMA wal_autocheckpoint=9; PRAGMA cache_size=8;"
                  "CREATE TABLE IF NOT EXISTS e(id INTEGER PRIMARY KEY, t)") != SQLITE_OK) {
        return;
      }
      for (int i = 0; i < commits_max / 2; ++i) {
        const auto number = std::to_string(acknowledged + 1);
        if (sql.run("BEGIN; INSERT INTO e VALUES(" + number +
                    ", zeroblob(6000)); UPDATE e SET t=hex(randomblob(1000))||" + number +
                    " WHERE id%4=0; UPDATE e SET t=" + number + " WHERE id=1; COMMIT") !=
            SQLITE_OK) {
          return;
        }
        ++acknowledged;
      }
      (void)sql.run(half == 0 ? "PRAGMA wal_checkpoint(TRUNCATE)" : "DELETE FROM e WHERE id<0");
    }
  }

  // What was acknowledged is there; of what was not, at most the one commit under way, and whole.
  void expect_intact(const std::string& when) {
    Connection sql{"a", vfs.name()};
    ASSERT_EQ(sql.opened, SQLITE_OK) << when;
    ASSERT_EQ(sql.run("CREATE TABLE IF NOT EXISTS e(id INTEGER PRIMARY KEY, t)"), SQLITE_OK)
        << when;
    const auto state = sql.ask("SELECT count(*), max(id), (SELECT t FROM e WHERE id=1) FROM e");
    const auto is = [](int number) {
      const auto n = std::to_string(number);
      return number == 0 ? "0|||" : n + "|" + n + "|" + n + "|";
    };
    EXPECT_TRUE(state == is(acknowledged) || state == is(acknowledged + 1))
        << when << " acknowledged " << acknowledged << " found " << state;
    EXPECT_EQ(sql.ask("PRAGMA integrity_check"), "ok|") << when;
  }
};

DiskCounts whole_workload() {
  Home home;
  home.work();
  EXPECT_EQ(home.acknowledged, commits_max);
  home.expect_intact("undisturbed");
  return home.disk.counts();
}

TEST(CryptVfsCrash, nothing_acknowledged_is_lost_by_power_loss_at_any_operation) {
  const auto operations = whole_workload().any;
  ASSERT_GT(operations, 200U);
  for (std::uint64_t at = 1; at <= operations; ++at) {
    for (std::uint64_t seed = 0; seed < 4; ++seed) {
      Home home;
      home.disk.faults.dies_at_any = at;
      home.work();
      home.disk.power_loss(at * 4 + seed);
      home.expect_intact("at " + std::to_string(at) + " seed " + std::to_string(seed));
      if (HasFailure()) {
        return;
      }
    }
  }
}

TEST(CryptVfsCrash, nothing_acknowledged_is_lost_by_death_of_the_process_at_any_operation) {
  const auto operations = whole_workload().any;
  for (std::uint64_t at = 1; at <= operations; at += 2) {
    Home home;
    home.disk.faults.dies_at_any = at;
    home.work();
    home.disk.process_death();
    home.expect_intact("at " + std::to_string(at));
  }
}

TEST(CryptVfsCrash, power_lost_again_during_recovery_loses_nothing) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Home home;
    home.disk.faults.dies_at_any = 60 + seed * 7;
    home.work();
    home.disk.power_loss(seed);
    home.disk.faults.dies_at_any = 1 + seed % 12;
    {
      Connection sql{"a", home.vfs.name()};
      (void)sql.run("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    home.disk.power_loss(seed + 1000);
    home.expect_intact("seed " + std::to_string(seed));
  }
}

TEST(CryptVfsCrash, a_full_disk_says_so_and_harms_nothing) {
  const auto writes = whole_workload().writes;
  int said_full = 0;
  for (std::uint64_t at = 1; at <= writes; at += 3) {
    Home home;
    home.disk.faults.full_from_write = at;
    home.work();
    home.disk.faults.full_from_write = 0;
    home.expect_intact("at " + std::to_string(at));
  }
  Home home;
  Connection sql{"a", home.vfs.name()};
  ASSERT_EQ(sql.run("CREATE TABLE e(id INTEGER PRIMARY KEY, t)"), SQLITE_OK);
  home.disk.faults.full_from_write = home.disk.counts().writes + 2;
  EXPECT_EQ(sql.run("INSERT INTO e(t) VALUES(zeroblob(9000))"), SQLITE_FULL);
  said_full += sql.run("INSERT INTO e(t) VALUES(1)") == SQLITE_FULL ? 1 : 0;
  EXPECT_EQ(said_full, 1);
  home.disk.faults.full_from_write = 0;
  EXPECT_EQ(sql.run("INSERT INTO e(t) VALUES('again')"), SQLITE_OK);
  EXPECT_EQ(sql.ask("SELECT t FROM e"), "again|");
  EXPECT_EQ(sql.ask("PRAGMA integrity_check"), "ok|");
}

TEST(CryptVfsCrash, a_failing_sync_is_an_error_and_never_an_acknowledgement) {
  const auto syncs = whole_workload().syncs;
  ASSERT_GT(syncs, 20U);
  for (std::uint64_t at = 1; at <= syncs; ++at) {
    Home home;
    home.disk.faults.sync_fails_at = at;
    home.work();
    home.disk.power_loss(at);
    home.expect_intact("at " + std::to_string(at));
  }
  Home home;
  Connection sql{"a", home.vfs.name()};
  ASSERT_EQ(sql.run("CREATE TABLE e(t)"), SQLITE_OK);
  home.disk.faults.sync_fails_at = home.disk.counts().syncs + 1;
  EXPECT_EQ(sql.run("INSERT INTO e VALUES(1)"), SQLITE_IOERR_FSYNC);
  EXPECT_EQ(sql.run("INSERT INTO e VALUES(2)"), SQLITE_OK);
  EXPECT_EQ(sql.ask("SELECT * FROM e"), "2|");
}

}  // namespace
}  // namespace kith::store::test
