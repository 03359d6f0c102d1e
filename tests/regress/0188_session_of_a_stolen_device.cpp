// Ben's device was stolen while a session with Ana was open, and his new list is without it. New
// sessions were refused, and the next entry opened an epoch without a box for it; but the session
// went on, was served that entry, and was handed its keys as soon as it said that they are closed.
// docs/threat-model.md promises that it hears nothing from the next entry on.
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

struct StolenDevice : ::testing::Test {
  StolenDevice() {
    meet_by_cards(ana, ben);
    include(ana, garden, ben);
    ana.say(garden, "while it was his");
  }
  /// By another road than the session.
  void list_of_ben(const DeviceId& device) {
    auto list = *wire::open_device_list(ben.node->identity().device_list);
    list.version = {list.version.value + 1};
    list.devices.front().device = device;
    Heard heard;
    heard.device_list = wire::sign_device_list(list, ben.node->identity().person);
    auto step = ana.node->heard_from(ben.node->person(), heard);
    EXPECT_TRUE(ana.store->commit(step.commit, Durability::full).has_value());
  }
  std::size_t entries_at_thief() {
    const auto log = ana.node->strands().strand(ana.node->strands().of_circle(garden).front()).log;
    std::size_t held = 0;
    for (const auto strand : ben.node->strands().of_log(log)) {
      for (const auto& span : ben.node->strands().spans(strand)) {
        held += span.span.next.value - span.span.from.value;
      }
    }
    return held;
  }

  Person ana{"Ana", 21};
  Person ben{"Ben", 22};
  CircleNumber garden = ana.circle("garden");
};

TEST_F(StolenDevice, hears_nothing_in_a_session_that_is_open_either) {
  Talk talk{ben, ana};
  talk.settle();
  const auto before = entries_at_thief();
  ASSERT_GT(before, 0U);
  list_of_ben(DeviceId{{1}});
  ana.say(garden, "without it");
  talk.settle();
  EXPECT_EQ(talk.other.ending, Ending::stranger);
  EXPECT_EQ(entries_at_thief(), before);
}

TEST_F(StolenDevice, goes_on_where_the_list_goes_on_naming_it) {
  Talk talk{ben, ana};
  talk.settle();
  const auto before = entries_at_thief();
  list_of_ben(ben.node->device());
  ana.say(garden, "with it");
  talk.settle();
  EXPECT_EQ(talk.other.ending, std::nullopt);
  EXPECT_EQ(entries_at_thief(), before + 1);
}

}  // namespace
}  // namespace kith::node::test
