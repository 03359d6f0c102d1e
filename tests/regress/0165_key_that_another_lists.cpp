// Mal, whom Ana knows, listed Ben's transport key as one of their own. When Ben called under a card
// of Ana's that nobody had used yet, he was taken for Mal, what he said of himself was not Mal's,
// and the session was closed: each time, until Ana happened to reach him.
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

struct ListsAnothersKey : ::testing::Test {
  ListsAnothersKey() {
    meet_by_cards(ana, mal);
    (void)sync(mal, ana);
    meet_by_cards(ana, ben);
    auto list = *wire::open_device_list(mal.node->identity().device_list);
    list.version = {list.version.value + 1};
    list.devices.push_back({ben.node->device(), ben.node->identity().transport.public_key()});
    std::ranges::sort(list.devices, {}, &wire::ListedDevice::device);
    Heard heard;
    heard.device_list = wire::sign_device_list(list, mal.node->identity().person);
    auto step = ana.node->heard_from(mal.node->person(), heard);
    EXPECT_TRUE(ana.store->commit(step.commit, Durability::full).has_value());
  }
  bool ben_reaches_ana() {
    ana.now = ben.now = std::max(ana.tick(), ben.tick());
    Talk talk{ben, ana};
    talk.settle();
    return talk.one.exchange->caught_up();
  }

  Person ana{"Ana", 21};
  Person ben{"Ben", 22};
  Person mal{"Mal", seed_below(ben)};

  /// Whoever has the lower id is asked first.
  static std::uint64_t seed_below(const Person& other) {
    for (std::uint64_t seed = 30;; ++seed) {
      if (Person{"Mal", seed}.node->person() < other.node->person()) return seed;
    }
  }
};

TEST_F(ListsAnothersKey, keeps_nobody_out_for_longer_than_a_call) {
  const bool at_once = ben_reaches_ana();
  EXPECT_TRUE(at_once || ben_reaches_ana());
}

}  // namespace
}  // namespace kith::node::test
