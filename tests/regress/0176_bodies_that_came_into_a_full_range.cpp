// Ben forgot a hundred long letters of Ana's, and carried her log to Cem: there they were a few
// bytes each, so one signature was kept for all of them. Ana gave Cem the letters themselves. Now
// what lay between two signatures was more than a range holds: as soon as Dov asked Cem for them,
// Cem's process ended, and did so again whenever the two met. Who meant harm had to sign nothing
// for it. Nor did a quota count what came in that way: a body was counted by its stand-in alone.
#include "tests/people/meet_and_talk.hpp"
#include "wire/entry.hpp"

namespace kith::node::test {
namespace {

constexpr std::size_t letters = 110;  // more than a range holds

struct FullRange : ::testing::Test {
  FullRange() {
    for (auto* one : everyone) {
      for (auto* other : everyone) {
        if (one < other) meet_by_cards(*one, *other);
      }
    }
    (void)ana.take(ana.node->include(
        garden, {ben.node->person(), cem.node->person(), dov.node->person()}, {}, ana.tick()));
    for (std::size_t i = 0; i < letters; ++i) ana.say(garden, letter());
    (void)sync(ben, ana);
    const auto strand = strand_of(ben);
    for (const auto seq : with_bodies(ben)) {
      (void)ben.take(ben.node->forget({strand, seq}, ben.tick()));
    }
  }
  /// Of letters and digits without an order: it does not get much shorter.
  std::string letter() {
    static constexpr std::string_view letters64 =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    std::string text(60'000, ' ');
    for (auto& one : text) {
      state = state * 6364136223846793005U + 1442695040888963407U;
      one = letters64[state >> 58];
    }
    return text;
  }
  StrandNumber strand_of(Person& who) {
    for (const auto strand : who.node->strands().of_circle(circle_called(who, "garden"))) {
      if (who.node->strands().strand(strand).person == ana.node->person()) return strand;
    }
    ADD_FAILURE() << "no log of Ana's";
    return {};
  }
  std::vector<Seq> with_bodies(Person& who) {
    std::vector<Seq> seqs;
    const Seq last{limits::seq_max};
    EXPECT_TRUE(who.store->scan(strand_of(who), {}, last, [&](Seq seq, ByteView lean) {
      if (wire::decode_entry(lean)->entry.body_size > 1024) seqs.push_back(seq);
      return true;
    }));
    return seqs;
  }
  /// What Ben holds of it, up to the last entry before `next`, under one signature.
  ByteVec in_one(Seq next) {
    const auto strand = strand_of(ben);
    const auto& circle = ben.node->strands().id_of(ben.node->strands().strand(strand).circle);
    wire::RangeView range{circle, ben.node->strands().strand(strand).log, {}, {}, {}};
    range.previous = *ben.node->opener().link_before({strand, {}});
    kept.clear();
    for (Seq seq{}; seq < next; seq = seq.successor()) {
      kept.push_back(**ben.store->entry({strand, seq}));
    }
    for (std::uint64_t seq = 0; seq < kept.size(); ++seq) {
      range.entries.push_back(
          {*ben.node->opener().place_of({strand, {seq}}), wire::decode_entry(kept[seq])->entry});
    }
    range.signature = (*ana.store->head_from(strand_of(ana), {next.value - 1}))->signature;
    return wire::encode_range(range);
  }
  Seq end_of(Person& who) { return who.node->strands().spans(strand_of(who)).back().span.next; }

  Person ana{"Ana", 101};
  Person ben{"Ben", 102};
  Person cem{"Cem", 103};
  Person dov{"Dov", 104};
  std::array<Person*, 4> everyone{&ana, &ben, &cem, &dov};
  CircleNumber garden = ana.circle("garden");
  std::vector<ByteVec> kept;
  std::uint64_t state = 7;
};

TEST_F(FullRange, letters_that_came_later_are_handed_on) {
  (void)sync(cem, ben);
  EXPECT_EQ(cem.node->wanted().all().size(), letters);
  for (int i = 0; i < 8 && !cem.node->wanted().all().empty(); ++i) {
    cem.now = cem.now + std::chrono::hours{2};  // then what did not come is asked for again
    (void)sync(cem, ana);
  }
  ASSERT_TRUE(cem.node->wanted().all().empty());
  (void)sync(dov, cem);
  const auto heard = dov.texts(circle_called(dov, "garden"));
  EXPECT_EQ(heard.size(), letters);
  EXPECT_EQ(std::ranges::count(heard, "?"), 0);
}

TEST_F(FullRange, a_range_that_could_never_be_whole_is_not_taken) {
  const auto all = in_one(end_of(ben));
  ASSERT_LT(all.size(), limits::range_bytes_max);
  const auto carrier = ben.node->person();
  const auto taken = cem.node->take_range(all, cem.tick(), &carrier);
  ASSERT_FALSE(taken.has_value());
  EXPECT_EQ(taken.error(), Refusal::bent_stand_in);
  (void)sync(cem, ben);
  EXPECT_EQ(end_of(cem), end_of(ben));
}

TEST_F(FullRange, stand_ins_count_as_what_they_stand_for) {
  cem.node->quotas().set({{1000, 1000}, {64 * 1024, 1024}, {10, 10}});
  (void)sync(cem, ben);
  EXPECT_TRUE(cem.node->wanted().all().empty());
  const auto refused = cem.node->quotas().refused();
  ASSERT_EQ(refused.size(), 1U);
  EXPECT_EQ(refused.front().person, ana.node->person());
}

}  // namespace
}  // namespace kith::node::test
