// What SQLite does on a sound disk must work through the VFS, and leave nothing readable.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "sim/fault_vfs.hpp"
#include "store/crypt_vfs.hpp"
#include "tests/store/seeded_home.hpp"

namespace kith::store::test {
namespace {

struct SealedHome {
  FaultVfs disk{"faulty"};
  SeededEntropy entropy{7};
  CryptVfs vfs{key_of(1), entropy, "sealed", "faulty"};
};

const std::string fill =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<2000)"
    "INSERT INTO e(t) SELECT 'secretwords ' || i || hex(zeroblob(100)) FROM n;";

bool shows(const FaultVfs& disk, std::string_view text) {
  const auto wanted = as_bytes(text);
  for (const auto& path : disk.paths()) {
    const auto bytes = disk.image(path);
    if (std::search(bytes.begin(), bytes.end(), wanted.begin(), wanted.end()) != bytes.end()) {
      return true;
    }
  }
  return false;
}

TEST(CryptVfs, what_was_written_is_there_after_reopening) {
  SealedHome home;
  {
    Connection sql{"a", home.vfs.name()};
    ASSERT_EQ(sql.opened, SQLITE_OK);
    ASSERT_EQ(sql.run("CREATE TABLE e(id INTEGER PRIMARY KEY, t);" + fill), SQLITE_OK);
    EXPECT_GT(home.disk.image("a-wal").size(), 200'000U);
  }
  EXPECT_TRUE(home.disk.image("a-wal").empty());
  Connection sql{"a", home.vfs.name()};
  EXPECT_EQ(sql.ask("SELECT count(*), sum(length(t)) FROM e"), "2000|430893|");
  EXPECT_EQ(sql.ask("PRAGMA integrity_check"), "ok|");
  EXPECT_EQ(sql.ask("PRAGMA journal_mode"), "wal|");
  EXPECT_EQ(sql.ask("PRAGMA synchronous"), "2|");
  EXPECT_EQ(home.vfs.damage().pages, 0U);
}

TEST(CryptVfs, spill_savepoint_rollback_and_vacuum_work) {
  SealedHome home;
  Connection sql{"a", home.vfs.name()};
  ASSERT_EQ(sql.run("PRAGMA cache_size=10; CREATE TABLE e(id INTEGER PRIMARY KEY, t);"
                    "CREATE INDEX et ON e(t); BEGIN;" +
                    fill +
                    "SAVEPOINT s; UPDATE e SET t='lost'||t||t; DELETE FROM e WHERE id%2;"
                    "ROLLBACK TO s; UPDATE e SET t=t||'kept'; COMMIT;"),
            SQLITE_OK);
  EXPECT_EQ(sql.ask("SELECT count(*), sum(t GLOB '*kept'), sum(t GLOB 'lost*') FROM e"),
            "2000|2000|0|");
  ASSERT_EQ(sql.run("BEGIN; DELETE FROM e;" + fill + "ROLLBACK;"), SQLITE_OK);
  ASSERT_EQ(sql.run("DELETE FROM e WHERE id>100; VACUUM; PRAGMA wal_checkpoint(TRUNCATE);"),
            SQLITE_OK);
  EXPECT_EQ(sql.ask("SELECT count(*) FROM e"), "100|");
  EXPECT_EQ(sql.ask("PRAGMA integrity_check"), "ok|");
  EXPECT_LT(home.disk.image("a").size(), 120'000U);
  EXPECT_EQ(sql.ask("SELECT count(*) FROM e a, e b ORDER BY a.t || b.t"), "10000|");
}

TEST(CryptVfs, a_log_of_many_spilled_rewrites_is_recovered_after_death) {
  SealedHome home;
  Connection sql{"a", home.vfs.name()};
  ASSERT_EQ(sql.run("PRAGMA cache_size=5; CREATE TABLE e(id INTEGER PRIMARY KEY, t); BEGIN;" +
                    fill + "UPDATE e SET t=t||1; UPDATE e SET t=t||2; COMMIT"),
            SQLITE_OK);
  home.disk.process_death();
  Connection after{"a", home.vfs.name()};
  EXPECT_EQ(after.ask("SELECT count(*), sum(t GLOB '*12') FROM e"), "2000|2000|");
  EXPECT_EQ(after.ask("PRAGMA integrity_check"), "ok|");
}

TEST(CryptVfs, full_text_search_works_and_hides_its_words) {
  SealedHome home;
  {
    Connection sql{"a", home.vfs.name()};
    ASSERT_EQ(sql.run("CREATE VIRTUAL TABLE f USING fts5(t, detail=none);"
                      "CREATE TABLE e(id INTEGER PRIMARY KEY, t);" +
                      fill + "INSERT INTO f SELECT t FROM e;"),
              SQLITE_OK);
    EXPECT_EQ(sql.ask("SELECT count(*) FROM f WHERE f MATCH 'secretwords'"), "2000|");
    EXPECT_FALSE(shows(home.disk, "secretwords"));
  }
  Connection sql{"a", home.vfs.name()};
  EXPECT_EQ(sql.ask("SELECT count(*) FROM f WHERE f MATCH 'secretwords'"), "2000|");
  ASSERT_EQ(sql.run("INSERT INTO f(f) VALUES('integrity-check')"), SQLITE_OK);
}

TEST(CryptVfs, no_file_shows_text_schema_or_the_magic_of_sqlite) {
  SealedHome home;
  Connection sql{"a", home.vfs.name()};
  ASSERT_EQ(sql.run("PRAGMA cache_size=10; CREATE TABLE e(id INTEGER PRIMARY KEY, t);" + fill),
            SQLITE_OK);
  for (const auto& checkpoint : {"", "PRAGMA wal_checkpoint(FULL)"}) {
    ASSERT_EQ(sql.run(checkpoint), SQLITE_OK);
    ASSERT_EQ(home.disk.paths().size(), 2U);
    ASSERT_GT(home.disk.image("a").size(), 0U);
    EXPECT_FALSE(shows(home.disk, "secretwords"));
    EXPECT_FALSE(shows(home.disk, "CREATE TABLE"));
    EXPECT_FALSE(shows(home.disk, "SQLite"));
    EXPECT_FALSE(shows(home.disk, "\x37\x7f\x06\x82"));
    EXPECT_FALSE(shows(home.disk, "\x37\x7f\x06\x83"));
    EXPECT_FALSE(shows(home.disk, "00000000000000000000"));
  }
}

TEST(CryptVfs, two_homes_with_two_keys_live_in_one_process) {
  SealedHome home;
  CryptVfs second{key_of(2), home.entropy, "sealed-2", "faulty"};
  Connection one{"a", home.vfs.name()};
  Connection two{"b", second.name()};
  for (int i = 0; i < 5; ++i) {
    ASSERT_EQ(one.run("CREATE TABLE IF NOT EXISTS e(t); INSERT INTO e VALUES('one')"), SQLITE_OK);
    ASSERT_EQ(two.run("CREATE TABLE IF NOT EXISTS e(t); INSERT INTO e VALUES('two')"), SQLITE_OK);
  }
  EXPECT_EQ(one.ask("SELECT count(*), max(t) FROM e"), "5|one|");
  EXPECT_EQ(two.ask("SELECT count(*), max(t) FROM e"), "5|two|");
}

TEST(CryptVfs, two_connections_see_each_others_commits) {
  SealedHome home;
  Connection one{"a", home.vfs.name()};
  Connection two{"a", home.vfs.name()};
  ASSERT_EQ(one.run("CREATE TABLE e(t)"), SQLITE_OK);
  ASSERT_EQ(two.run("INSERT INTO e VALUES(1)"), SQLITE_OK);
  EXPECT_EQ(one.ask("SELECT count(*) FROM e"), "1|");
  ASSERT_EQ(one.run("BEGIN IMMEDIATE; INSERT INTO e VALUES(2)"), SQLITE_OK);
  EXPECT_EQ(two.run("INSERT INTO e VALUES(3)") & 0xff, SQLITE_BUSY);
  EXPECT_EQ(two.ask("SELECT count(*) FROM e"), "1|");
  ASSERT_EQ(one.run("COMMIT"), SQLITE_OK);
  EXPECT_EQ(two.ask("SELECT count(*) FROM e"), "2|");
}

TEST(CryptVfs, a_wrong_key_is_refused_and_harms_nothing_even_beside_a_live_log) {
  SealedHome home;
  CryptVfs wrong{key_of(2), home.entropy, "wrong", "faulty"};
  {
    Connection sql{"a", home.vfs.name()};
    ASSERT_EQ(sql.run("CREATE TABLE e(t); INSERT INTO e VALUES('here')"), SQLITE_OK);
    home.disk.process_death();
  }
  const auto log = home.disk.image("a-wal");
  ASSERT_FALSE(log.empty());
  EXPECT_EQ(Connection("a", wrong.name()).opened, SQLITE_NOTADB);
  EXPECT_EQ(home.disk.image("a-wal"), log);
  {
    Connection sql{"a", home.vfs.name()};
    EXPECT_EQ(sql.ask("SELECT t FROM e"), "here|");
  }
  EXPECT_EQ(Connection("a", wrong.name()).opened, SQLITE_NOTADB);
  EXPECT_EQ(Connection("a", home.vfs.name()).ask("SELECT t FROM e"), "here|");
}

TEST(CryptVfs, a_plain_database_is_refused) {
  SealedHome home;
  {
    sqlite3* plain = nullptr;
    ASSERT_EQ(sqlite3_open_v2("a", &plain, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "faulty"),
              SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(plain, "CREATE TABLE e(t)", nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(plain);
  }
  EXPECT_EQ(Connection("a", home.vfs.name()).opened, SQLITE_NOTADB);
}

TEST(CryptVfs, what_would_let_plain_bytes_out_is_refused) {
  SealedHome home;
  Connection sql{"a", home.vfs.name()};
  ASSERT_EQ(sql.run("CREATE TABLE e(t)"), SQLITE_OK);
  for (const auto* pragma :
       {"page_size=8192", "mmap_size=1000000", "auto_vacuum=FULL", "journal_mode=DELETE",
        "journal_mode=MEMORY", "temp_store=FILE", "temp_store=0"}) {
    EXPECT_EQ(sql.run(std::string{"PRAGMA "} + pragma), SQLITE_ERROR) << pragma;
  }
  EXPECT_EQ(sql.ask("PRAGMA page_size"), "4096|");
  sqlite3_vfs* vfs = sqlite3_vfs_find(home.vfs.name());
  std::vector<std::uint64_t> file(static_cast<std::size_t>(vfs->szOsFile));
  EXPECT_EQ(vfs->xOpen(vfs, nullptr, reinterpret_cast<sqlite3_file*>(file.data()),
                       SQLITE_OPEN_TEMP_DB | SQLITE_OPEN_CREATE | SQLITE_OPEN_READWRITE, nullptr),
            SQLITE_CANTOPEN);
}

TEST(CryptVfs, without_prepare_nothing_is_written_rather_than_cut) {
  SealedHome home;
  sqlite3* raw = nullptr;
  ASSERT_EQ(sqlite3_open_v2("a", &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, home.vfs.name()),
            SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(raw, "CREATE TABLE e(t)", nullptr, nullptr, nullptr), SQLITE_IOERR);
  sqlite3_close(raw);
  EXPECT_EQ(Connection("a", home.vfs.name()).opened, SQLITE_OK);
}

}  // namespace
}  // namespace kith::store::test
