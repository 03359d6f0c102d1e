// Eve remembered how her last session with Ana had ended, and Ana did not, as she had refused some
// of it. So Eve said at once that she had sent all, and then heard what Ana holds and sent the
// rest. Ana took the first word for the last: before the first of it had come whole she noted both
// digests, and from then on both took each other for equal.
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

constexpr std::size_t segment = 1400;

/// As a network brings it: in pieces that are smaller than what is said.
void bring(Talker& from, Talker& to) {
  const auto bytes = std::exchange(from.out, {});
  for (std::size_t at = 0; at < bytes.size() && !to.ending; at += segment) {
    to.exchange->feed(ByteView{bytes}.subspan(at, std::min(segment, bytes.size() - at)));
    to.run();
  }
}

TEST(CaughtUpEarly, what_was_refused_comes_when_there_is_room) {
  Person ana{"Ana", 21};
  Person eve{"Eve", 22};
  meet_by_cards(ana, eve);
  ana.node->quotas().set({{6, 24}, {1U << 26, 1U << 26}, {10, 10}});
  const auto garden = eve.circle("garden");
  include(eve, garden, ana);
  for (int i = 0; i < 3; ++i) eve.say(garden, "few");
  (void)sync(ana, eve);
  for (int i = 0; i < 10; ++i) eve.say(garden, std::string(40'000, 'x'));
  (void)sync(ana, eve);
  ASSERT_FALSE(ana.node->quotas().refused().empty());
  ana.now = eve.now = std::max(ana.tick(), eve.tick());
  Talk talk{ana, eve};
  talk.one.run();
  talk.other.run();
  while (!talk.one.out.empty() || !talk.other.out.empty()) {
    bring(talk.one, talk.other);
    bring(talk.other, talk.one);
  }
  talk.one.exchange->finish();
  talk.other.exchange->finish();
  talk.settle();
  ana.node->quotas().set({});
  (void)sync(ana, eve);
  EXPECT_EQ(ana.texts(circle_called(ana, "garden")).size(), 13U);
}

}  // namespace
}  // namespace kith::node::test
