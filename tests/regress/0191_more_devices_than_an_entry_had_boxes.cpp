// 150 people of 8 devices each are 1200 boxes, and an entry had room for 1024. What others say of
// their own devices so ended the process of whoever spoke to all of them, with a check.
#include "tests/people/meet_and_talk.hpp"
#include "wire/entry.hpp"

namespace kith::node::test {
namespace {

struct FullCircle : ::testing::Test {
  /// Somebody with a list as long as lists may be.
  PersonId somebody(std::uint64_t seed) {
    const Person other{"p" + std::to_string(seed), seed};
    auto list = *wire::open_device_list(other.node->identity().device_list);
    const auto transport = list.devices.front().transport;
    while (list.devices.size() < limits::devices_per_person_max) {
      DeviceId one;
      ana.entropy.fill(one.raw);
      list.devices.push_back({one, transport});
    }
    std::ranges::sort(list.devices, {}, &wire::ListedDevice::device);
    Contact contact{other.node->person(),
                    wire::sign_device_list(list, other.node->identity().person),
                    {other.node->prekeys().newest().record},
                    seal::PairSecret::random(ana.entropy)};
    (void)ana.take(ana.node->put_contact(std::move(contact), other.node->own_name(), ana.tick()));
    return other.node->person();
  }
  std::size_t boxes_of_last() {
    const auto strand = ana.node->strands().of_circle(garden).front();
    const auto next = ana.node->strands().spans(strand).back().span.next;
    const auto lean = ana.store->entry({strand, {next.value - 1}}).value();
    return wire::decode_boxes(wire::decode_entry(*lean)->entry.boxes).slots.size();
  }
  void include_all() {
    std::vector<PersonId> everyone;
    for (std::uint64_t i = 0; i < limits::persons_max; ++i) everyone.push_back(somebody(2000 + i));
    (void)ana.take(ana.node->include(garden, everyone, {}, ana.tick()));
  }
  void say_in_another_epoch() {
    ana.now = ana.now + limits::epoch_age_max;
    ana.say(garden, "to all of you");
  }

  Person ana{"Ana", 1910};
  CircleNumber garden = ana.circle("garden");
};

TEST_F(FullCircle, of_people_with_many_devices_is_spoken_to) {
  include_all();
  const auto devices = limits::persons_max * limits::devices_per_person_max;
  EXPECT_GE(boxes_of_last(), devices);
  say_in_another_epoch();
  EXPECT_EQ(boxes_of_last(), devices);
}

TEST_F(FullCircle, has_a_box_left_for_a_recovery_key) {
  include_all();
  const auto key = crypto::RecoverySecret::generate(ana.entropy);
  (void)ana.take(ana.node->keep(kinds::RecoveryKey{key.public_key(), true}, ana.tick()));
  say_in_another_epoch();
  EXPECT_EQ(boxes_of_last(), limits::persons_max * limits::devices_per_person_max + 1);
}

}  // namespace
}  // namespace kith::node::test
