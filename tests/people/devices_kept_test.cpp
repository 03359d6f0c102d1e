// What is kept of the devices of others ends when their person says that they have them no more:
// eight at once may be listed, and as many one after the other as anyone likes.
#include "node/session_memory.hpp"
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

struct DeviceForEach : ::testing::Test {
  DeviceForEach() {
    meet_by_cards(ana, eve);
    meet_by_cards(ana, ben);
    const auto garden = ana.circle("garden");
    (void)ana.take(
        ana.node->include(garden, {eve.node->person(), ben.node->person()}, {}, ana.tick()));
    ana.say(garden, "hello");
  }
  std::size_t kept(FactKind kind) { return ana.store->facts(kind)->size(); }
  /// Eve says that she has that one device and no other.
  void eve_has(std::uint8_t number) {
    wire::DeviceList list{eve.node->person(), {100U + number}, {}};
    DeviceId device{{number}};
    list.devices.push_back({device, eve.node->identity().transport.public_key()});
    Heard heard;
    heard.device_list = wire::sign_device_list(list, eve.node->identity().person);
    (void)ana.take(StepOf<Done>{ana.node->heard_from(eve.node->person(), heard)});
  }

  Person ana{"Ana", 1};
  Person ben{"Ben", 2};
  Person eve{"Eve", 3};
};

TEST_F(DeviceForEach, leaves_nothing_once_its_person_has_it_no_more) {
  (void)sync(ana, ben);
  (void)sync(ana, eve);
  ASSERT_EQ(kept(FactKind::met), 2U);
  ASSERT_EQ(kept(FactKind::reached), 2U);
  for (std::uint8_t number = 1; number < 20; ++number) {
    eve_has(number);
    Batch batch;
    remember(eve.node->person(), DeviceId{{number}}, {}, batch);
    ASSERT_TRUE(ana.store->commit(batch, Durability::full).has_value());
  }
  EXPECT_EQ(kept(FactKind::met), 2U);
  EXPECT_EQ(kept(FactKind::reached), 1U);
  EXPECT_TRUE(*remembered(*ana.store, ben.node->person(), ben.node->device()));
}

}  // namespace
}  // namespace kith::node::test
