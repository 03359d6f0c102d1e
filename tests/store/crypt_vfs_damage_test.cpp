// Whatever happens to the bytes on disk, what is read is a state that once was committed, or an
// error.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>

#include "sim/fault_vfs.hpp"
#include "store/crypt_vfs.hpp"
#include "tests/store/seeded_home.hpp"

namespace kith::store::test {
namespace {

const std::string everything = "SELECT count(*), group_concat(id || t) FROM e";

/// A database with a log that was not checkpointed, as a killed process leaves it.
struct Specimen {
  explicit Specimen(std::uint64_t seed, std::uint8_t key = 1) : entropy(seed) {
    Connection sql{"a", vfs(key)};
    (void)sql.run("CREATE TABLE e(id INTEGER PRIMARY KEY, t); CREATE INDEX et ON e(t)");
    for (int i = 0; i < 6; ++i) {
      change(sql, i);
    }
    (void)sql.run("PRAGMA wal_checkpoint(TRUNCATE)");
    states.clear();
    states.insert(sql.ask(everything));
    checkpointed = *states.begin();
    main = disk.image("a");
    for (int i = 6; i < 12; ++i) {
      change(sql, i);
    }
    last = sql.ask(everything);
    main_with_log = disk.image("a");
    log = disk.image("a-wal");
    disk.process_death();
  }

  void change(Connection& sql, int i) {
    const auto mark = std::string(1, static_cast<char>('a' + i));
    EXPECT_EQ(sql.run("BEGIN; UPDATE e SET t=t||'" + mark + "' WHERE id%3=0;" +
                      "INSERT INTO e(t) VALUES('" + std::string(40, mark[0]) +
                      "'),(zeroblob(9000)||'" + std::string(9000, mark[0]) + "'),(2); COMMIT"),
              SQLITE_OK);
    states.insert(sql.ask(everything));
  }

  const char* vfs(std::uint8_t key) {
    if (!crypt) {
      crypt = std::make_unique<CryptVfs>(key_of(key), entropy, "sealed", "faulty");
    }
    return crypt->name();
  }

  void lay_out(const ByteVec& main_image, const ByteVec& log_image) {
    disk.process_death();
    disk.remove("a-journal");
    disk.remove("a-wal");
    disk.set_image("a", main_image);
    if (!log_image.empty()) {
      disk.set_image("a-wal", log_image);
    }
  }

  /// Everything that can be read, or "error CODE".
  std::string look() {
    Connection sql{"a", crypt->name()};
    if (sql.opened != SQLITE_OK) {
      return "error " + std::to_string(sql.opened);
    }
    const auto by_table = sql.ask(everything);
    const auto by_index = sql.ask("SELECT sum(instr(t, '~')) FROM e INDEXED BY et WHERE t>''");
    return by_index.starts_with("error") ? by_index : by_table;
  }

  [[nodiscard]] bool harmless(const std::string& seen) const {
    return seen.starts_with("error") || states.count(seen) != 0;
  }

  FaultVfs disk{"faulty"};
  SeededEntropy entropy;
  std::unique_ptr<CryptVfs> crypt;
  std::set<std::string> states;
  std::string checkpointed;
  std::string last;
  ByteVec main;
  ByteVec main_with_log;
  ByteVec log;
};

const std::string ioerr_data = "error " + std::to_string(SQLITE_IOERR_DATA);
const std::string not_ours = "error " + std::to_string(SQLITE_NOTADB);

TEST(CryptVfsDamage, a_flipped_bit_of_the_database_is_an_error_with_its_place) {
  Specimen it{1};
  std::mt19937_64 random{1};
  for (int i = 0; i < 300; ++i) {
    const auto bits = i < 100 ? page_bytes * 8 : it.main.size() * 8;  // page 1, then anywhere
    const auto bit = random() % bits;
    it.lay_out(it.main, {});
    it.disk.flip_bit("a", bit);
    const auto before = it.crypt->damage().pages;
    const auto seen = it.look();
    if (bit / 8 < page_bytes) {
      EXPECT_EQ(seen, not_ours) << "without its log, a page 1 of rubbish is any other key's";
      continue;
    }
    EXPECT_EQ(seen, ioerr_data) << bit;
    EXPECT_GT(it.crypt->damage().pages, before);
    EXPECT_EQ(it.crypt->damage().last->offset, bit / 8 / page_bytes * page_bytes);
  }
}

TEST(CryptVfsDamage, a_flipped_bit_of_the_log_gives_an_earlier_commit_or_an_error) {
  Specimen it{2};
  std::mt19937_64 random{2};
  for (int i = 0; i < 300; ++i) {
    it.lay_out(it.main_with_log, it.log);
    const auto bit = i < 64 ? static_cast<std::uint64_t>(i * 5) : random() % (it.log.size() * 8);
    it.disk.flip_bit("a-wal", bit);
    const auto seen = it.look();
    EXPECT_TRUE(it.states.count(seen) != 0) << bit;
  }
}

TEST(CryptVfsDamage, a_log_frame_damaged_while_in_use_is_an_error) {
  Specimen it{3};
  it.lay_out(it.main_with_log, it.log);
  Connection sql{"a", it.crypt->name()};
  ASSERT_EQ(sql.ask("SELECT count(*) FROM e"), "36|");
  for (std::uint64_t at = 100; at < it.log.size(); at += page_bytes) {
    it.disk.flip_bit("a-wal", at * 8);
  }
  ASSERT_EQ(sqlite3_db_release_memory(sql.handle()), SQLITE_OK);
  Connection other{"a", it.crypt->name()};
  EXPECT_EQ(
      other.opened == SQLITE_OK ? other.ask(everything) : "error " + std::to_string(other.opened),
      ioerr_data);
  EXPECT_EQ(it.crypt->damage().last->role, PageRole::wal);
}

TEST(CryptVfsDamage, a_cut_database_is_an_error_and_never_zeros) {
  Specimen it{4};
  std::mt19937_64 random{4};
  for (int i = 0; i < 120; ++i) {
    const auto bytes = i < 40 ? static_cast<std::size_t>(i) * page_bytes % it.main.size()
                              : random() % it.main.size();
    const auto end = static_cast<std::ptrdiff_t>(bytes);
    it.lay_out(ByteVec(it.main.begin(), it.main.begin() + end), {});
    EXPECT_TRUE(it.look().starts_with("error")) << bytes;
    it.lay_out(ByteVec(it.main_with_log.begin(), it.main_with_log.begin() + end), it.log);
    const auto seen = it.look();
    EXPECT_TRUE(it.harmless(seen)) << bytes;
  }
}

TEST(CryptVfsDamage, a_database_cut_to_nothing_is_refused_while_its_log_is_there) {
  Specimen it{5};
  it.lay_out({}, it.log);
  EXPECT_EQ(it.look(), "error " + std::to_string(SQLITE_CORRUPT));
  EXPECT_EQ(it.disk.image("a-wal"), it.log);
}

TEST(CryptVfsDamage, a_cut_log_gives_an_earlier_commit) {
  Specimen it{6};
  std::mt19937_64 random{6};
  for (int i = 0; i < 150; ++i) {
    const auto bytes = static_cast<std::ptrdiff_t>(i < 40 ? i : random() % it.log.size());
    it.lay_out(it.main_with_log, ByteVec(it.log.begin(), it.log.begin() + bytes));
    EXPECT_TRUE(it.states.count(it.look()) != 0) << bytes;
  }
  it.lay_out(it.main_with_log, it.log);
  EXPECT_EQ(it.look(), it.last);
}

void swap_blocks(ByteVec& bytes, std::size_t one, std::size_t two, std::size_t size) {
  const auto at = [&](std::size_t offset) {
    return bytes.begin() + static_cast<std::ptrdiff_t>(offset);
  };
  std::swap_ranges(at(one), at(one + size), at(two));
}

TEST(CryptVfsDamage, swapped_pages_and_frames_are_noticed) {
  Specimen it{7};
  const auto pages = it.main.size() / page_bytes;
  for (std::size_t one = 1; one < pages; ++one) {
    auto main = it.main;
    swap_blocks(main, one * page_bytes, (one % (pages - 1) + 1) * page_bytes, page_bytes);
    it.lay_out(main, {});
    const auto seen = it.look();
    EXPECT_EQ(seen, ioerr_data) << one;
  }
  constexpr auto frame = frame_header_bytes + page_bytes;
  const auto frames = (it.log.size() - log_header_bytes) / frame;
  for (std::size_t one = 0; one + 1 < frames; ++one) {
    auto log = it.log;
    swap_blocks(log, log_header_bytes + one * frame, log_header_bytes + (one + 1) * frame, frame);
    it.lay_out(it.main_with_log, log);
    EXPECT_TRUE(it.states.count(it.look()) != 0) << one;
  }
}

TEST(CryptVfsDamage, pages_of_another_home_are_noticed) {
  ByteVec foreign;
  ByteVec foreign_log;
  {
    Specimen other{8, 2};
    foreign = other.main;
    foreign_log = other.log;
  }
  Specimen it{8, 1};
  ASSERT_EQ(foreign.size(), it.main.size());
  for (std::size_t page = 0; page < it.main.size() / page_bytes; ++page) {
    auto main = it.main;
    std::copy_n(foreign.begin() + static_cast<std::ptrdiff_t>(page * page_bytes), page_bytes,
                main.begin() + static_cast<std::ptrdiff_t>(page * page_bytes));
    it.lay_out(main, {});
    EXPECT_EQ(it.look(), page == 0 ? not_ours : ioerr_data) << page;
  }
  it.lay_out(it.main_with_log, foreign_log);
  EXPECT_EQ(it.look(), it.checkpointed);
}

TEST(CryptVfsDamage, a_torn_page_that_the_log_holds_is_healed_also_page_1) {
  Specimen it{9};
  std::mt19937_64 random{9};
  ByteVec checkpointed_main;
  it.lay_out(it.main_with_log, it.log);
  EXPECT_EQ(it.look(), it.last);
  checkpointed_main = it.disk.image("a");
  for (std::size_t page = 0; page < it.main.size() / page_bytes; ++page) {
    auto main = it.main;  // half of the page from before the checkpoint, half from after
    const auto from = static_cast<std::ptrdiff_t>(page * page_bytes);
    const auto cut = static_cast<std::ptrdiff_t>(512 * (1 + random() % 7));
    std::copy_n(checkpointed_main.begin() + from, cut, main.begin() + from);
    it.lay_out(main, it.log);
    EXPECT_EQ(it.look(), it.last) << page;
  }
}

}  // namespace
}  // namespace kith::store::test
