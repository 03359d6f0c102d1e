// A prekey is destroyed after 90 days, a card once it was used, and a key once a body came that its
// reader had refused. All three were written over, and lay on in the write-ahead log of a node that
// went on running, until something else was forgotten: for weeks, and a prekey opens every box that
// was sealed to it. Found by reading.
#include <gtest/gtest.h>

#include "store/page_cipher.hpp"
#include "tests/people/forged_log.hpp"
#include "tests/people/meet_and_talk.hpp"
#include "tests/store/store_home.hpp"

namespace kith::store::test {
namespace {

using node::ValueName;

struct Regress0201 : ::testing::Test {
  void put(node::Change change) { ASSERT_TRUE(commits(*home.store, Batch{std::move(change)})); }
  void put_value(ValueName name, std::string_view value) {
    put(change::PutValue{name, bytes(value)});
  }
  node::EpochRecord epoch_with(std::string_view keys) {
    return {{1}, {{7}, {2}, {0}}, bytes(keys), {}};
  }
  bool is_in_the_log(std::string_view what) {
    const PageCipher cipher{key_number(1)};
    const auto log = home.disk.image("home-wal");
    auto at = log_header_bytes + frame_header_bytes;
    for (; at + page_bytes <= log.size(); at += page_bytes + frame_header_bytes) {
      ByteVec page{log.data() + at, log.data() + at + page_bytes};
      if (!cipher.open(PageSpan{page.data(), page_bytes}, {PageRole::wal, at})) continue;
      const auto sought = as_bytes(what);
      if (!std::ranges::search(page, sought).empty()) return true;
    }
    return false;
  }

  SqliteHome home;
};

TEST_F(Regress0201, prekeys_and_cards_that_are_written_over_leave_the_log) {
  for (const auto name : {ValueName::prekeys, ValueName::cards}) {
    put_value(name, "whatwasdestroyed");
    put_value(name, "what is there now");
    EXPECT_FALSE(is_in_the_log("whatwasdestroyed"));
  }
}

TEST_F(Regress0201, so_do_keys_that_are_to_be_gone) {
  put(change::PutEpoch{epoch_with("wholeofakey")});
  ASSERT_TRUE(is_in_the_log("wholeofakey"));
  put(change::PutEpoch{epoch_with("less of it"), change::Before::is_to_be_gone});
  EXPECT_FALSE(is_in_the_log("wholeofakey"));
}

// Each truncation waits for the disk: what comes in all the time does not ask for it.
TEST_F(Regress0201, what_is_only_replaced_stays_there_for_a_while) {
  put(change::PutEpoch{epoch_with("wholeofakey")});
  put(change::PutEpoch{epoch_with("anotherone")});
  EXPECT_TRUE(is_in_the_log("wholeofakey"));
}

}  // namespace
}  // namespace kith::store::test

namespace kith::node::test {
namespace {

std::size_t keys_to_be_gone(const Batch& batch) {
  return static_cast<std::size_t>(std::ranges::count_if(batch, [](const Change& change) {
    const auto* put = std::get_if<change::PutEpoch>(&change);
    return put != nullptr && put->before == change::Before::is_to_be_gone;
  }));
}

// What a refused body takes along goes the same way as what is forgotten here (forget.cpp).
TEST(Regress, keys_of_what_is_forgotten_are_to_leave_the_log) {
  Person ben{"Ben", 2};
  Person eve{"Eve", 3};
  meet_by_cards(ben, eve);
  ForgedLog log{eve, CircleId{}, ben};
  log.open(place(0, 0, 0), log.to_readers());
  log.tell(place(1, 0, 1), "we agreed");
  log.tell(place(2, 0, 2), "and we dug");
  const auto hand = [&](const ByteVec& range) {
    auto step = ben.node->take_range(range, ben.tick());
    EXPECT_TRUE(step.has_value());
    const auto gone = keys_to_be_gone(step->commit);
    (void)ben.take(std::move(step));
    return gone;
  };
  EXPECT_EQ(hand(log.range(0, 0)), 0U);
  const EntryKey second{ben.node->strands().of_log(log.id()).front(), {1}};
  EXPECT_EQ(hand(log.range(1, 1)), 0U);
  ben.index();
  const auto forgotten = ben.node->forget(second, ben.tick());
  ASSERT_TRUE(forgotten.has_value());
  EXPECT_EQ(keys_to_be_gone(forgotten->commit), 1U);
}

}  // namespace
}  // namespace kith::node::test
