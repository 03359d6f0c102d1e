// What one side may ask for or say in a session, at its limits: as much is answered, one more is
// not.
#include <numeric>

#include "tests/people/liar.hpp"
#include "wire/entry.hpp"

namespace kith::node::test {
namespace {

using ::testing::Test;

struct SessionLimits : Test {
  SessionLimits() {
    meet_by_cards(ana, eve);
    meet_by_cards(ana, ben);
    garden = ana.circle("garden");
    include(ana, garden, eve);
  }
  /// Text that compresses to little less than it is.
  std::string noise(std::size_t size) {
    ByteVec bytes(size);
    ana.entropy.fill(bytes);
    std::string text(size, ' ');
    for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>(' ' + bytes[i] % 95);
    return text;
  }
  /// The last entry of Ana's, as a body that is missing.
  sync::MissingBody last_said() {
    const auto strand = ana.node->strands().of_circle(garden).front();
    const Seq last{ana.node->strands().spans(strand).back().span.next.value - 1};
    const auto lean = ana.store->entry({strand, last}).value();
    const auto entry = wire::decode_entry(*lean)->entry;
    body_bytes = entry.body.size();
    return {ana.node->strands().strand(strand).log, last, wire::hash_of_sealed_body(entry.body)};
  }
  static void ask(Liar& liar, const sync::MissingBody& body, std::size_t times) {
    while (times > 0) {
      const auto now = std::min(times, limits::missing_bodies_max);
      liar.say(sync::Missing{std::vector(now, body)});
      times -= now;
    }
  }
  std::size_t bytes_of_bodies(const Liar& liar) {
    std::size_t bytes = 0;
    for (const auto& message : liar.all_heard()) {
      if (const auto* body = std::get_if<sync::Body>(&message)) bytes += body->sealed.size();
    }
    return bytes;
  }
  Person ana{"Ana", 71};
  Person eve{"Eve", 72};
  Person ben{"Ben", 73};
  CircleNumber garden;
  std::size_t body_bytes{};
};

TEST_F(SessionLimits, so_many_bodies_are_given_and_no_more) {
  ana.say(garden, "short");
  const auto body = last_said();
  for (const auto& [asked, given] : std::vector<std::pair<std::size_t, std::size_t>>{
           {limits::bodies_given_max - 1, limits::bodies_given_max - 1},
           {limits::bodies_given_max, limits::bodies_given_max},
           {limits::bodies_given_max + 1, limits::bodies_given_max}}) {
    Liar liar{eve, ana};
    liar.greet();
    liar.hand_over_nothing();
    ask(liar, body, asked);
    liar.settle();
    EXPECT_EQ(liar.ending(), std::nullopt);
    EXPECT_EQ(liar.heard<sync::Body>(), given);
  }
  expect_well(ana, ben);
}

TEST_F(SessionLimits, so_many_bytes_of_bodies_are_given_and_no_more) {
  // As many of each size as fit, the greatest first: the smallest fills what is left to the byte.
  auto left = limits::body_bytes_given_max;
  std::size_t count = 0;
  std::vector<std::pair<sync::MissingBody, std::size_t>> asked;
  for (const auto size : {60'000, 2'000, 1}) {
    ana.say(garden, noise(static_cast<std::size_t>(size)));
    const auto body = last_said();
    asked.emplace_back(body, left / body_bytes);
    count += left / body_bytes;
    left %= body_bytes;
  }
  ASSERT_EQ(left, 0U);
  ASSERT_LT(count + 1, limits::bodies_given_max);
  auto& [smallest, times] = asked.back();
  ASSERT_GT(times, 0U);
  --times;
  Liar liar{eve, ana};
  liar.greet();
  liar.hand_over_nothing();
  for (const auto& [body, so_many] : asked) ask(liar, body, so_many);
  liar.settle();
  EXPECT_EQ(bytes_of_bodies(liar), limits::body_bytes_given_max - body_bytes);
  ask(liar, smallest, 2);
  liar.settle();
  EXPECT_EQ(bytes_of_bodies(liar), limits::body_bytes_given_max);
  EXPECT_EQ(liar.ending(), std::nullopt);
  expect_well(ana, ben);
}

TEST_F(SessionLimits, frontiers_have_so_many_spans_in_all_their_messages) {
  constexpr std::size_t logs = limits::frontier_spans_max / limits::log_spans_max;
  static_assert(logs * limits::log_spans_max == limits::frontier_spans_max);
  // In two messages; the last log has so many less, or one log more follows.
  const auto told = [&](std::size_t less, bool one_more) {
    Liar liar{eve, ana};
    liar.greet();
    sync::Frontiers frontiers{true, {}};
    for (std::size_t i = 0; i < logs; ++i) {
      LogId log{};
      log.raw[0] = static_cast<std::uint8_t>(i);
      sync::LogFrontier frontier{log, {}};
      const auto spans = limits::log_spans_max - (i + 1 == logs ? less : 0);
      for (std::uint64_t k = 0; k < spans; ++k)
        frontier.spans.push_back({{2 * k}, {2 * k + 1}, {}});
      frontiers.logs.push_back(std::move(frontier));
      if (i + 1 == logs / 2) liar.say(std::exchange(frontiers, {true, {}}));
    }
    LogId last{};
    last.raw[0] = 255;
    if (one_more) frontiers.logs.push_back({last, {{{0}, {1}, {}}}});
    frontiers.more = false;
    liar.say(std::move(frontiers));
    liar.settle();
    return liar.ending();
  };
  EXPECT_EQ(told(1, false), std::nullopt);
  EXPECT_EQ(told(0, false), std::nullopt);
  EXPECT_EQ(told(1, true), std::nullopt);
  EXPECT_EQ(told(0, true), Ending::malformed);
  expect_well(ana, ben);
}

TEST_F(SessionLimits, ranges_are_sent_up_to_the_credit_and_the_last_may_overdraw_it) {
  for (int i = 0; i < 170; ++i) ana.say(garden, noise(50'000));
  Liar liar{eve, ana};
  liar.greet();
  liar.hand_over_nothing();
  liar.settle();
  const auto sent = [&] {
    std::vector<std::int64_t> sizes;
    for (const auto& message : liar.all_heard()) {
      const auto* range = std::get_if<sync::RangeBytes>(&message);
      if (range != nullptr) sizes.push_back(static_cast<std::int64_t>(range->bytes.size()));
    }
    return sizes;
  };
  const auto sum = [](const auto& sizes) {
    return std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0});
  };
  auto sizes = sent();
  ASSERT_GT(sizes.size(), 1U);
  EXPECT_GE(sum(sizes), limits::credit_bytes);
  EXPECT_LT(sum(sizes) - sizes.back(), limits::credit_bytes);
  // What it was overdrawn by is not enough, one byte more is.
  const auto over = static_cast<std::uint32_t>(sum(sizes) - limits::credit_bytes);
  const auto before = sizes.size();
  if (over > 0) liar.say(sync::Credit{over});
  liar.settle();
  EXPECT_EQ(sent().size(), before);
  liar.say(sync::Credit{1});
  liar.settle();
  EXPECT_EQ(sent().size(), before + 1);
  EXPECT_EQ(liar.ending(), std::nullopt);
}

TEST_F(SessionLimits, credit_of_any_size_lets_so_much_be_sent_before_more_is_given) {
  const auto text = noise(65'000);
  std::int64_t said = 0;
  while (said < limits::credit_bytes_max + 4 * 1024 * 1024) {
    ana.say(garden, text);
    (void)last_said();
    said += static_cast<std::int64_t>(body_bytes);
  }
  Liar liar{eve, ana};
  liar.greet();
  for (int i = 0; i < 3; ++i) liar.say(sync::Credit{UINT32_MAX});
  liar.hand_over_nothing();
  liar.settle();
  std::int64_t sent = 0;
  std::int64_t last = 0;
  for (const auto& message : liar.all_heard()) {
    const auto* range = std::get_if<sync::RangeBytes>(&message);
    if (range != nullptr) sent += last = static_cast<std::int64_t>(range->bytes.size());
  }
  EXPECT_GE(sent, limits::credit_bytes_max);
  EXPECT_LT(sent - last, limits::credit_bytes_max);
  EXPECT_EQ(liar.ending(), std::nullopt);
}

TEST_F(SessionLimits, a_turn_writes_so_much_and_goes_on_in_the_next) {
  for (int i = 0; i < 40; ++i) ana.say(garden, noise(50'000));
  Talk talk{eve, ana};
  std::vector<std::size_t> written;
  const auto run = [&](Talker& talker) {
    while (!talker.ending) {
      auto turn = talker.exchange->step(talker.person.now);
      ASSERT_TRUE(talker.person.store->commit(turn.commit, turn.durability).has_value());
      if (!turn.send.empty() && &talker == &talk.other) written.push_back(turn.send.size());
      talker.out.insert(talker.out.end(), turn.send.begin(), turn.send.end());
      talker.ending = turn.ending;
      if (!turn.more) break;
    }
  };
  eve.now = ana.now = std::max(eve.tick(), ana.tick());
  for (int i = 0; i < 1000; ++i) {
    run(talk.one);
    run(talk.other);
    if (talk.one.out.empty() && talk.other.out.empty()) break;
    talk.other.exchange->feed(std::exchange(talk.one.out, {}));
    talk.one.exchange->feed(std::exchange(talk.other.out, {}));
  }
  const auto most = *std::ranges::max_element(written);
  EXPECT_GE(most, limits::exchange_output_bytes);
  EXPECT_LT(most, limits::exchange_output_bytes + limits::chunk_bytes_max + 2 + 16);
  EXPECT_TRUE(talk.one.exchange->caught_up());
}

}  // namespace
}  // namespace kith::node::test
