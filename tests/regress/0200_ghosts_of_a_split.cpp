// Many logs grew at once, so SQLite split pages in the middle of a tree. A split packs the cells
// that stay anew, and what went lay on in the gap before them: bodies that were forgotten since
// stood on pages of the disk, for whoever opens the home. secure_delete does not clear it. Pages in
// memory kept it, too, and brought it back to the log with the next change. Found by reading.
#include <gtest/gtest.h>

#include <algorithm>

#include "store/page_cipher.hpp"
#include "tests/store/store_home.hpp"

namespace kith::store::test {
namespace {

constexpr std::uint32_t logs = 20;
constexpr std::uint64_t entries_each = 150;

struct Regress0200 : ::testing::Test {
  // Of all logs in turn, a few at a time.
  void grow(std::uint64_t from, std::uint64_t to, std::string_view what) {
    for (auto seq = from; seq < to; seq += 3) {
      Batch batch;
      for (std::uint32_t log = 0; log < logs; ++log) {
        auto put = entries(log, seq, seq + 2);
        for (auto& lean : put.lean) lean = said(what);
        batch.push_back(std::move(put));
      }
      ASSERT_TRUE(commits(*home.store, batch));
    }
  }
  ByteVec said(std::string_view what) {
    std::string text;
    const auto times = 4 + home.entropy.make<Bytes<struct DieTag, 1>>().raw[0] % 27;
    for (int i = 0; i < times; ++i) text += what;
    return bytes(text);
  }
  void forget_all() {
    Batch batch;
    for (std::uint32_t log = 0; log < logs; ++log) {
      for (std::uint64_t seq = 0; seq < entries_each; ++seq) {
        batch.push_back(change::ReplaceEntry{at(log, seq), bytes("a stand-in")});
      }
    }
    ASSERT_TRUE(commits(*home.store, batch));
  }
  // Of all logs in turn.
  void put_epochs(std::string_view keys, change::Before before) {
    Batch batch;
    for (std::uint32_t epoch = 0; epoch < 100; ++epoch) {
      for (std::uint32_t log = 0; log < logs; ++log) {
        const node::EpochRecord record{{log}, {{epoch * 50}, {epoch}, {0}}, said(keys), {}};
        batch.push_back(change::PutEpoch{record, before});
      }
    }
    ASSERT_TRUE(commits(*home.store, batch));
  }
  // On how many pages, opened, of the database and its log.
  std::size_t pages_with(std::string_view what) {
    return pages_of("home", 0, 0, PageRole::main, what) +
           pages_of("home-wal", log_header_bytes, frame_header_bytes, PageRole::wal, what);
  }
  std::size_t pages_of(const char* file, std::size_t first, std::size_t between, PageRole role,
                       std::string_view what) {
    const PageCipher cipher{key_number(1)};
    const auto image = home.disk.image(file);
    std::size_t found = 0;
    for (auto at = first + between; at + page_bytes <= image.size(); at += page_bytes + between) {
      ByteVec page{image.data() + at, image.data() + at + page_bytes};
      if (!cipher.open(PageSpan{page.data(), page_bytes}, {role, at})) continue;
      const auto sought = as_bytes(what);
      found += std::ranges::search(page, sought).empty() ? 0 : 1;
    }
    return found;
  }

  SqliteHome home;
};

TEST_F(Regress0200, what_was_forgotten_is_in_no_gap_of_a_page) {
  grow(0, entries_each, "onlywords");
  ASSERT_GT(pages_with("onlywords"), 50U);
  forget_all();
  EXPECT_EQ(pages_with("onlywords"), 0U);
}

// What is written over all the time asks for no empty log.
TEST_F(Regress0200, nor_does_a_page_in_memory_bring_it_back) {
  put_epochs("onlykeys", change::Before::may_stay);
  ASSERT_GT(pages_with("onlykeys"), 50U);
  put_epochs("less", change::Before::is_to_be_gone);
  EXPECT_EQ(pages_with("onlykeys"), 0U);
  put_epochs("other", change::Before::may_stay);
  ASSERT_GT(pages_with("other"), 50U);
  EXPECT_EQ(pages_with("onlykeys"), 0U);
}

}  // namespace
}  // namespace kith::store::test
