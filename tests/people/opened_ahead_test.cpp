// What comes in is opened before it is asked for, and comes out as it would have: also where its
// body is forgotten in between, where only some of it opens, and where nobody ever asks.
#include "tests/at_once.hpp"
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

// Remembers what was begun, and does it when it is awaited.
class Later final : public Meanwhile {
 public:
  void begin(std::shared_ptr<Job> job) override { begun.push_back(std::move(job)); }
  void await(const Job& job) override {
    ++awaited;
    for (const auto& waiting : begun) {
      if (waiting.get() == &job) waiting->run();
    }
  }

  std::vector<std::shared_ptr<Job>> begun;
  std::size_t awaited{};
};

struct OpenedAheadTest : ::testing::Test {
  OpenedAheadTest() {
    meet(ana, ben);
    garden = ana.circle("garden");
    (void)ana.take(ana.node->include(garden, {ben.node->person()}, {}, ana.tick()));
    for (int i = 0; i < lines; ++i) ana.say(garden, "line " + std::to_string(i));
    ben.now = ana.now;
  }
  Taken take_all(Person& who) {
    Taken taken;
    for (const auto& range : ranges(ana, garden)) {
      taken = who.take(who.node->take_range(range, who.now));
    }
    return taken;
  }
  // Read and opened one by one, as nothing ahead would have it.
  static std::optional<Opened> opened(Person& who, EntryKey key) {
    auto entry = who.node->opener().open(key);
    return entry ? std::optional{std::move(*entry)} : std::nullopt;
  }

  static constexpr int lines = 40;
  test::Person ana{"Ana", 1};
  test::Person ben{"Ben", 2};
  CircleNumber garden;
};

TEST_F(OpenedAheadTest, comes_out_as_it_would_have) {
  kith::test::AtOnce at_once;
  ben.node->opener().opened_ahead().work_with(&at_once);
  const auto taken = take_all(ben);
  EXPECT_EQ(at_once.begun, 1U);
  for (auto seq = taken.first; seq < taken.next; seq = seq.successor()) {
    const EntryKey key{taken.strand, seq};
    const auto ahead = opened(ben, key);
    const auto again = opened(ben, key);
    ASSERT_TRUE(ahead && again);
    EXPECT_EQ(ahead->body, again->body);
    EXPECT_EQ(ahead->meta.time.micros, again->meta.time.micros);
    EXPECT_EQ(ahead->place, again->place);
  }
  EXPECT_EQ(ben.texts(ben.node->circles().back()).back(), "line 39");
}

TEST_F(OpenedAheadTest, is_waited_for_once_a_range) {
  Later later;
  ben.node->opener().opened_ahead().work_with(&later);
  (void)take_all(ben);
  EXPECT_EQ(later.awaited, 0U);
  ben.index();
  EXPECT_EQ(later.awaited, 1U);
}

TEST_F(OpenedAheadTest, does_not_bring_back_what_is_forgotten_before_anyone_asked) {
  Later later;
  ben.node->opener().opened_ahead().work_with(&later);
  const auto taken = take_all(ben);
  const EntryKey last{taken.strand, {taken.next.value - 1}};
  (void)ben.take(ben.node->forget(last, ben.tick()));
  const auto entry = opened(ben, last);
  ASSERT_TRUE(entry.has_value());
  EXPECT_EQ(entry->body_state, wire::BodyState::forgotten);
  EXPECT_TRUE(entry->body.empty());
}

TEST_F(OpenedAheadTest, leaves_a_few_to_whoever_asks) {
  kith::test::AtOnce at_once;
  ben.node->opener().opened_ahead().work_with(&at_once, lines + 10);
  (void)take_all(ben);
  EXPECT_EQ(at_once.begun, 0U);
}

TEST_F(OpenedAheadTest, is_done_in_small_jobs_each_let_go_when_all_of_it_was_asked_for) {
  kith::test::AtOnce at_once;
  OpenedAhead ahead;
  ahead.work_with(&at_once);
  constexpr auto entries = 2 * OpenedAhead::entries_a_job + 1;
  constexpr std::size_t bytes = 20'000;
  ahead.begin({{1}, {7}}, LogId{}, std::vector<wire::Place>(entries),
              std::vector<ByteVec>(entries, ByteVec(bytes)), {});
  EXPECT_EQ(at_once.begun, 3U);
  EXPECT_FALSE(ahead.would_begin(100, 2'000'000));
  for (std::uint64_t i = 0; i < OpenedAhead::entries_a_job; ++i)
    EXPECT_EQ(ahead.take({{1}, {7 + i}}, {}), std::nullopt);
  EXPECT_TRUE(ahead.would_begin(100, 2'000'000 - bytes));
}

TEST_F(OpenedAheadTest, holds_no_more_than_its_limit_where_nobody_asks) {
  kith::test::AtOnce at_once;
  OpenedAhead ahead;
  ahead.work_with(&at_once, 1);
  constexpr std::size_t bytes = 100'000;
  std::uint64_t begun = 0;
  while (ahead.would_begin(1, bytes)) {
    ASSERT_LT(begun, 1000U);
    ahead.begin({{1}, {begun++}}, LogId{}, std::vector{wire::Place{}},
                std::vector<ByteVec>{ByteVec(bytes)}, {});
  }
  EXPECT_EQ(begun, 41U);
  EXPECT_EQ(ahead.take({{1}, {0}}, {}), std::nullopt);
  EXPECT_TRUE(ahead.would_begin(1, bytes));
  ahead.drop({1});
  EXPECT_TRUE(ahead.would_begin(1, 41 * bytes));
}

}  // namespace
}  // namespace kith::node::test
