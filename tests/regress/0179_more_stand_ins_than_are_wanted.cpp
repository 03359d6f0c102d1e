// Of bodies that a carrier had forgotten 4096 were wanted in all, and what stood behind them was
// never wanted again: whoever was the first to bring Cem a long log of Ana's, all of it by
// stand-ins, took the rest of her words from him for good, though he met her every day. And whoever
// had their own log brought so, and never said a word of its bodies, took from everybody else's.
#include "node/forget.hpp"
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

constexpr std::size_t behind = 300;

struct ManyStandIns : ::testing::Test {
  ManyStandIns() {
    for (auto* one : everyone) {
      for (auto* other : everyone) {
        if (one < other) meet_by_cards(*one, *other);
      }
    }
  }
  CircleNumber says(Person& who, std::size_t lines) {
    const auto circle = who.circle("of " + who.node->own_name());
    (void)who.take(
        who.node->include(circle, {ben.node->person(), cem.node->person()}, {}, who.tick()));
    const std::vector<Brought> brought(lines, {{"a line", std::nullopt, std::nullopt, {}}, {}});
    (void)who.take(who.node->bring(circle, brought, {}, who.tick()));
    return circle;
  }
  /// As somebody would who hears it and forgot all of it.
  void bring_to_cem(Person& author, CircleNumber circle) {
    const auto carrier = ben.node->person();
    auto& node = *author.node;
    for (const auto& whole : ranges(author, circle)) {
      auto range = *wire::decode_range(whole);
      const auto strand = node.strands().of_log(range.log).front();
      std::vector<ByteVec> kept;
      kept.reserve(range.entries.size());
      for (auto& placed : range.entries) {
        auto keys = node.opener().leaf_keys({strand, placed.place.seq});
        auto without = without_body(**keys, range.log, placed);
        if (!without) continue;
        kept.push_back(std::move(without->lean));
        placed.entry = wire::decode_entry(kept.back())->entry;
      }
      (void)cem.take(cem.node->take_range(wire::encode_range(range), cem.tick(), &carrier));
    }
    cem.index();
  }
  std::size_t without_words(Person& author, CircleNumber circle) {
    const auto own = author.node->strands().of_circle(circle).front();
    const auto log = author.node->strands().strand(own).log;
    const auto strand = cem.node->strands().of_log(log).front();
    std::size_t found = 0;
    const Seq last{limits::seq_max};
    EXPECT_TRUE(cem.store->scan(strand, {}, last, [&](Seq, ByteView lean) {
      found += wire::decode_entry(lean)->entry.body_state == wire::BodyState::forgotten ? 1 : 0;
      return true;
    }));
    return found;
  }

  Person ana{"Ana", 101};
  Person ben{"Ben", 102};
  Person cem{"Cem", 103};
  Person eve{"Eve", 104};
  std::array<Person*, 4> everyone{&ana, &ben, &cem, &eve};
};

TEST_F(ManyStandIns, all_come_in_the_end) {
  const auto circle = says(ana, limits::wanted_bodies_max + behind);
  bring_to_cem(ana, circle);
  ASSERT_GE(without_words(ana, circle), limits::wanted_bodies_max + behind);
  EXPECT_EQ(cem.node->wanted().all().size(), limits::wanted_bodies_max);
  cem.reopen();
  for (int i = 0; i < 20 && without_words(ana, circle) > 0; ++i) {
    cem.now = cem.now + std::chrono::hours{2};
    (void)sync(cem, ana);
  }
  EXPECT_EQ(without_words(ana, circle), 0U);
  EXPECT_TRUE(cem.node->wanted().all().empty());
  EXPECT_TRUE(cem.node->wanted().left().empty());
}

TEST_F(ManyStandIns, of_one_author_leave_room_for_those_of_others) {
  bring_to_cem(eve, says(eve, limits::wanted_bodies_max + 1));
  EXPECT_EQ(cem.node->wanted().all().size(), limits::wanted_bodies_max);
  const auto circle = says(ana, 1);
  bring_to_cem(ana, circle);
  EXPECT_GT(cem.node->wanted().all().size(), limits::wanted_bodies_max);
  (void)sync(cem, ana);
  EXPECT_EQ(without_words(ana, circle), 0U);
}

}  // namespace
}  // namespace kith::node::test
