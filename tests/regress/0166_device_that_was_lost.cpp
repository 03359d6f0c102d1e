// Ben's device was stolen, and his new list is without it. Nothing new opened at whoever he hears
// of: the thief's copy went on to open what was written in the running epoch, for up to a week.
// docs/threat-model.md promises that it does not.
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

struct LostDevice : ::testing::Test {
  LostDevice() {
    meet_by_cards(ana, ben);
    include(ana, garden, ben);
    tell_of({ben.node->device(), DeviceId{{1}}});
    ana.say(garden, "to both devices");
  }
  void tell_of(const std::vector<DeviceId>& devices) {
    auto list = *wire::open_device_list(ben.node->identity().device_list);
    list.version = {++version};
    const auto transport = list.devices.front().transport;
    list.devices.clear();
    for (const auto& device : devices) list.devices.push_back({device, transport});
    std::ranges::sort(list.devices, {}, &wire::ListedDevice::device);
    Heard heard;
    heard.device_list = wire::sign_device_list(list, ben.node->identity().person);
    auto step = ana.node->heard_from(ben.node->person(), heard);
    EXPECT_TRUE(ana.store->commit(step.commit, Durability::full).has_value());
  }
  EpochNumber epoch_of_last() {
    const auto strand = ana.node->strands().of_circle(garden).front();
    const auto& span = ana.node->strands().spans(strand).back().span;
    return ana.node->opener().place_of({strand, {span.next.value - 1}})->epoch;
  }

  Person ana{"Ana", 21};
  Person ben{"Ben", 22};
  CircleNumber garden = ana.circle("garden");
  std::uint64_t version = 1;
};

TEST_F(LostDevice, hears_nothing_from_the_next_entry_on) {
  const auto before = epoch_of_last();
  tell_of({ben.node->device()});
  ana.say(garden, "without it");
  EXPECT_EQ(epoch_of_last().value, before.value + 1);
  ana.say(garden, "and once only");
  EXPECT_EQ(epoch_of_last().value, before.value + 1);
}

TEST_F(LostDevice, hears_nothing_after_a_start_either) {
  const auto before = epoch_of_last();
  tell_of({ben.node->device()});
  ana.reopen();
  ana.say(garden, "without it");
  EXPECT_EQ(epoch_of_last().value, before.value + 1);
}

TEST_F(LostDevice, one_more_device_opens_nothing) {
  const auto before = epoch_of_last();
  tell_of({ben.node->device(), DeviceId{{1}}, DeviceId{{2}}});
  ana.say(garden, "to all three");
  EXPECT_EQ(epoch_of_last(), before);
}

}  // namespace
}  // namespace kith::node::test
