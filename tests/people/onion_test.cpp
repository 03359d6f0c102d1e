// Whoever shares a secret with a device may come to its onion service; nobody else does.
#include "node/onion.hpp"

#include <algorithm>

#include "crypto/base32.hpp"
#include "store/memory_store.hpp"
#include "tests/people/device.hpp"
#include "tests/seeded_entropy.hpp"

namespace kith::node::test {
namespace {

class Onion : public ::testing::Test {
 protected:
  Device ana{"ana", 1};
  Device ben{"ben", 2};
  Device eve{"eve", 3};

  // Toward `host`, as `guest` goes to it now.
  [[nodiscard]] static bool lets_in(Device& host, Device& guest) {
    const auto service = service_of(host);
    const auto* secret = guest.node->contacts().secret_to_call(host.node->person());
    if (secret == nullptr) return false;
    const auto callers = onion_callers(*host.node, service);
    return std::ranges::count(callers, onion_caller(*secret, service).public_key()) == 1;
  }
  [[nodiscard]] static crypto::OnionPublic service_of(const Device& host) {
    return *crypto::OnionPublic::from(host.node->device().view());  // one of its own will do
  }
};

TEST_F(Onion, is_open_to_whom_one_met_and_to_nobody_else) {
  EXPECT_TRUE(onion_callers(*ana.node, service_of(ana)).empty());
  meet(ana, ben);
  EXPECT_TRUE(lets_in(ana, ben));
  EXPECT_TRUE(lets_in(ben, ana));
  EXPECT_FALSE(lets_in(ana, eve));
}

TEST_F(Onion, is_open_to_who_took_a_card_before_anything_came_back) {
  const auto card = ana.take(ana.node->new_card({}, morning));
  (void)ben.take(ben.node->meet(card, "ana", Verification::met, morning));
  EXPECT_TRUE(lets_in(ana, ben));
}

// Over Tor alone nobody else would tell them.
TEST_F(Onion, is_open_again_to_who_remembers_a_newer_secret_than_its_owner) {
  meet(ana, ben);
  const auto person = ana.node->person();
  auto newer = clone(*ben.node->contacts().find(person));
  newer.opens.push_back(newer.pair->clone());
  newer.pair = seal::PairSecret::random(ben.entropy());  // of a later ana, who was put back
  (void)ben.take(ben.node->put_contact(std::move(newer), "ana", morning));
  EXPECT_FALSE(lets_in(ana, ben));
  ben.node->note_call(person, false);
  EXPECT_TRUE(lets_in(ana, ben));
  ben.node->note_call(person, false);
  EXPECT_FALSE(lets_in(ana, ben)) << "a way that is down must not keep from the newest";
  ben.node->note_call(person, false);
  ben.node->note_call(person, false);
  EXPECT_TRUE(lets_in(ana, ben));
  ben.node->note_call(person, true);
  EXPECT_FALSE(lets_in(ana, ben)) << "whoever answered knows the newest";
}

TEST_F(Onion, each_service_has_keys_of_its_own) {
  meet(ana, ben);
  const auto* known = ben.node->contacts().find(ana.node->person());
  EXPECT_NE(onion_caller(*known->pair, service_of(ana)).public_key(),
            onion_caller(*known->pair, service_of(ben)).public_key());
}

TEST_F(Onion, callers_are_ascending_each_once_and_few_enough) {
  meet(ana, ben);
  for (std::size_t i = 0; i < limits::cards_unused_max + 3; ++i) {
    (void)ana.take(ana.node->new_card({}, morning));
  }
  const auto callers = onion_callers(*ana.node, service_of(ana));
  EXPECT_GE(callers.size(), limits::cards_unused_max + 1);
  EXPECT_LE(callers.size(), onion_callers_max);
  EXPECT_TRUE(std::ranges::is_sorted(callers));
  EXPECT_EQ(std::ranges::adjacent_find(callers), callers.end());
  EXPECT_TRUE(lets_in(ana, ben));
}

TEST_F(Onion, beyond_its_limit_whom_one_met_come_first_and_older_cards_go) {
  meet(ana, ben);
  for (std::size_t i = 0; i < limits::cards_unused_max; ++i) {
    (void)ana.take(ana.node->new_card({}, morning));
  }
  // As many people as leave no room for the cards, each with one secret.
  std::vector<std::unique_ptr<Device>> others;
  for (std::uint64_t i = 1; i < onion_callers_max - 10; ++i) {
    others.push_back(std::make_unique<Device>("p" + std::to_string(i), 1000 + i));
    const auto card = others.back()->take(others.back()->node->new_card({}, morning));
    (void)ana.take(
        ana.node->meet(card, others.back()->node->own_name(), Verification::met, morning));
  }
  const auto callers = onion_callers(*ana.node, service_of(ana));
  EXPECT_EQ(callers.size(), onion_callers_max);
  EXPECT_TRUE(lets_in(ana, ben));
  const auto may_come = [&](const seal::PairSecret& secret) {
    const auto key = onion_caller(secret, service_of(ana)).public_key();
    return std::ranges::count(callers, key) == 1;
  };
  for (const auto& [person, contact] : ana.node->contacts().all()) {
    EXPECT_TRUE(may_come(*contact.pair));
  }
  const auto& cards = ana.node->cards().unused();
  EXPECT_TRUE(may_come(cards.back()));
  EXPECT_FALSE(may_come(cards.front()));
}

TEST(OnionService, what_is_kept_of_a_service_comes_back_and_what_is_damaged_says_so) {
  store::MemoryStore store;
  EXPECT_FALSE(onion_service(store)->has_value());
  kith::test::SeededEntropy entropy{7};
  OnionService made{crypto::OnionKey::generate(entropy), std::string(55, 'a') + "d.onion"};
  ASSERT_TRUE(store.commit({kept(made)}, Durability::full).has_value());
  const auto held = onion_service(store);
  ASSERT_TRUE(held.has_value() && held->has_value());
  EXPECT_EQ((*held)->key.public_key(), made.key.public_key());
  EXPECT_EQ((*held)->host, made.host);
  ASSERT_TRUE(
      store.commit({change::PutValue{ValueName::onion, {1, 2}}}, Durability::full).has_value());
  EXPECT_FALSE(onion_service(store).has_value());
}

TEST(OnionService, over_tor_alone_is_remembered) {
  store::MemoryStore store;
  EXPECT_EQ(*roads(store), Roads::any);
  ASSERT_TRUE(store.commit({kept(Roads::only_tor)}, Durability::full).has_value());
  EXPECT_EQ(*roads(store), Roads::only_tor);
  ASSERT_TRUE(
      store.commit({change::PutValue{ValueName::roads, {2}}}, Durability::full).has_value());
  EXPECT_FALSE(roads(store).has_value());
}

TEST_F(Onion, a_host_is_one_of_version_3_or_none) {
  const auto& id = service_of(ana);
  ByteVec whole(id.raw.begin(), id.raw.end());
  whole.insert(whole.end(), {0, 0, 3});
  EXPECT_EQ(onion_public(crypto::to_base32(whole) + ".onion"), id);
  whole.back() = 2;
  EXPECT_EQ(onion_public(crypto::to_base32(whole) + ".onion"), std::nullopt);
  for (const auto* host : {"", ".onion", "x.onion", "example.org"}) {
    EXPECT_EQ(onion_public(host), std::nullopt) << host;
  }
}

}  // namespace
}  // namespace kith::node::test
