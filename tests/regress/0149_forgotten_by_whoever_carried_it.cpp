// Ben forgot something that Ana had said, for himself. Cem, who hears Ana too, met Ben before he
// met Ana: he got the entry without its words, its links were whole, and so nothing ever told that
// anything was missing. What one person forgot for themself was gone for everybody whom they met
// first; and whoever carried an entry could close it for good by a bent hash. Found by a second
// implementation that was written from the protocol alone.
#include "node/bodies.hpp"
#include "node/bundles.hpp"
#include "tests/people/found.hpp"
#include "tests/people/meet_and_talk.hpp"
#include "wire/header.hpp"

namespace kith::node::test {
namespace {

struct ForgottenByCarrier : ::testing::Test {
  ForgottenByCarrier() {
    for (auto* one : everyone) {
      for (auto* other : everyone) {
        if (one < other) meet_by_cards(*one, *other);
      }
    }
    (void)ana.take(ana.node->include(
        garden, {ben.node->person(), cem.node->person(), dov.node->person()}, {}, ana.tick()));
    ana.say(garden, "water on Monday");
    said = strand_of(ana);
  }
  StrandNumber strand_of(Person& who) {
    for (const auto strand : who.node->strands().of_circle(circle_called(who, "garden"))) {
      if (who.node->strands().strand(strand).person == ana.node->person()) return strand;
    }
    ADD_FAILURE() << "no log of Ana's";
    return {};
  }
  /// Ana's last entry, where `who` holds it.
  EntryKey last(Person& who) {
    const auto strand = strand_of(who);
    return {strand, {who.node->strands().spans(strand).back().span.next.value - 1}};
  }
  void forgets(Person& who) { (void)who.take(who.node->forget(last(who), who.tick())); }
  std::string heard(Person& who) { return who.texts(circle_called(who, "garden")).back(); }

  Person ana{"Ana", 101};
  Person ben{"Ben", 102};
  Person cem{"Cem", 103};
  Person dov{"Dov", 104};
  std::array<Person*, 4> everyone{&ana, &ben, &cem, &dov};
  CircleNumber garden = ana.circle("garden");
  StrandNumber said;
};

TEST_F(ForgottenByCarrier, comes_from_the_author) {
  (void)sync(ben, ana);
  forgets(ben);
  (void)sync(cem, ben);
  EXPECT_EQ(heard(cem), "?");
  EXPECT_EQ(cem.node->wanted().all().size(), 1U);
  cem.reopen();
  (void)sync(cem, ana);
  EXPECT_EQ(heard(cem), "water on Monday");
  EXPECT_TRUE(cem.node->wanted().all().empty());
  EXPECT_EQ(found_by(*cem.node, "monday").size(), 1U);
  EXPECT_EQ(heard(ben), "?");
}

TEST_F(ForgottenByCarrier, comes_from_somebody_else_who_hears_it) {
  (void)sync(ben, ana);
  (void)sync(dov, ana);
  forgets(ben);
  (void)sync(cem, ben);
  (void)sync(dov, cem);
  EXPECT_EQ(heard(cem), "water on Monday");
}

TEST_F(ForgottenByCarrier, comes_also_where_nothing_else_is_new) {
  (void)sync(cem, ana);  // they agree, and remember
  ana.say(garden, "and on Friday");
  (void)sync(ben, ana);
  forgets(ben);
  (void)sync(cem, ben);
  EXPECT_EQ(heard(cem), "?");
  (void)sync(dov, ana);
  (void)sync(dov, cem);
  EXPECT_EQ(heard(cem), "and on Friday");
}

TEST_F(ForgottenByCarrier, is_asked_for_no_more_once_the_author_says_that_it_is_gone) {
  (void)sync(ben, ana);
  (void)sync(dov, ana);
  forgets(ben);
  forgets(ana);
  (void)sync(cem, ben);
  (void)sync(cem, ana);
  EXPECT_TRUE(cem.node->wanted().all().empty());
  (void)sync(cem, dov);
  EXPECT_EQ(heard(cem), "?");
}

TEST_F(ForgottenByCarrier, is_not_asked_for_where_its_author_had_forgotten_it) {
  (void)sync(dov, ana);
  forgets(ana);
  (void)sync(cem, ana);
  EXPECT_TRUE(cem.node->wanted().all().empty());
}

TEST_F(ForgottenByCarrier, is_not_wanted_by_whoever_forgot_it_too) {
  (void)sync(ben, ana);
  forgets(ben);
  (void)sync(cem, ben);
  forgets(cem);
  EXPECT_TRUE(cem.node->wanted().all().empty());
  (void)sync(cem, ana);
  EXPECT_EQ(heard(cem), "?");
}

TEST_F(ForgottenByCarrier, is_wanted_where_a_file_brought_it) {
  (void)sync(ben, ana);
  forgets(ben);
  auto written = write_bundle(*ben.node, ben.entropy, {cem.node->person()}, ben.tick());
  ASSERT_TRUE(written.has_value());
  const auto file = ben.take(StepOf<WrittenBundle>{std::move(*written)}).file;
  auto reading = BundleReading::open(*cem.node, file);
  ASSERT_TRUE(reading.has_value());
  while (true) {
    auto turn = reading->step(*cem.node, cem.tick());
    ASSERT_TRUE(cem.store->commit(turn.commit, Durability::full).has_value());
    if (turn.done) break;
  }
  EXPECT_EQ(heard(cem), "?");
  EXPECT_EQ(cem.node->wanted().all().size(), 1U);
}

TEST_F(ForgottenByCarrier, is_given_to_nobody_who_does_not_hear_it) {
  Person eve{"Eve", 105};
  meet_by_cards(ana, eve);
  (void)sync(ben, ana);
  const auto lean = **ana.store->entry(last(ana));
  const auto whole = wire::decode_entry(lean)->entry;
  const sync::MissingBody missing{ana.node->strands().strand(said).log, last(ana).seq,
                                  wire::hash_of_sealed_body(whole.body)};
  const auto to_eve = answer_missing(*ana.node, eve.node->person(), missing);
  ASSERT_TRUE(to_eve.has_value());
  EXPECT_FALSE(to_eve->has_value());
  const auto to_cem = answer_missing(*ana.node, cem.node->person(), missing);
  ASSERT_TRUE(to_cem.has_value());
  EXPECT_TRUE(to_cem->has_value());
}

TEST_F(ForgottenByCarrier, takes_no_other_body_and_none_that_nobody_wanted) {
  (void)sync(ben, ana);
  const auto log = ana.node->strands().strand(said).log;
  const auto lean = **ana.store->entry(last(ana));
  const auto body = wire::decode_entry(lean)->entry.body;
  ByteVec other{body.begin(), body.end()};
  other.back() ^= 1;
  (void)ben.take(ben.node->take_body(log, last(ben).seq, ByteView{other}));
  EXPECT_EQ(heard(ben), "water on Monday");
  forgets(ben);
  (void)sync(cem, ben);
  for (const auto& offered : {other, ByteVec(32, 1), ByteVec{}}) {
    const auto step = cem.node->take_body(log, last(cem).seq, offered);
    ASSERT_TRUE(step.has_value());
    EXPECT_TRUE(step->commit.empty());
  }
  EXPECT_EQ(cem.node->wanted().all().size(), 1U);
  (void)ben.take(ben.node->take_body(log, last(ben).seq, body));
  EXPECT_EQ(heard(ben), "?") << "what I forgot does not come back";
}

// Ben takes the boxes out that would have shown it, and bends the hash.
struct BentByCarrier : ForgottenByCarrier {
  ByteVec bent(Seq from) {
    const auto bytes = *range_from(*ana.node, said, from);
    auto range = *wire::decode_range(bytes);
    std::vector<ByteVec> parts;
    parts.reserve(2 * range.entries.size());
    for (auto& placed : range.entries) {
      auto& entry = placed.entry;
      if (!entry.boxes.empty()) {
        auto boxes = wire::decode_boxes(entry.boxes);
        std::vector<BoxHash> hashes;
        hashes.reserve(boxes.slots.size());
        for (auto& slot : boxes.slots) {
          hashes.push_back(wire::hash_of_box(slot.bytes));
          slot = {false, hashes.back().view()};
        }
        parts.push_back(wire::encode_boxes(boxes));
        entry.boxes = parts.back();
      }
      if (entry.body_state != wire::BodyState::sealed) continue;
      const auto stand_in = wire::stand_in_of(BodyHash{{9}}, entry);
      parts.emplace_back(stand_in.view().begin(), stand_in.view().end());
      entry.body_state = wire::BodyState::forgotten;
      entry.body = parts.back();
    }
    return wire::encode_range(range);
  }
};

TEST_F(BentByCarrier, opens_once_the_author_is_met) {
  (void)sync(cem, ana);
  (void)ana.take(ana.node->part(garden, {dov.node->person()}, {}, ana.tick()));
  ana.say(garden, "and on Friday");
  const auto first = last(ana).seq;  // opens an epoch, whose keys its boxes bring
  const auto carrier = ben.node->person();
  const auto taken = cem.take(cem.node->take_range(bent(first), cem.tick(), &carrier));
  EXPECT_EQ(taken.fresh, 1U);
  EXPECT_EQ(heard(cem), "water on Monday");
  (void)sync(cem, ana);
  EXPECT_EQ(heard(cem), "and on Friday");
  EXPECT_TRUE(cem.node->wanted().all().empty());
}

TEST_F(BentByCarrier, is_mended_by_the_authors_word_where_it_is_gone) {
  (void)sync(cem, ana);
  (void)ana.take(ana.node->part(garden, {dov.node->person()}, {}, ana.tick()));
  ana.say(garden, "never mind");
  const auto first = last(ana).seq;
  const auto carrier = ben.node->person();
  (void)cem.take(cem.node->take_range(bent(first), cem.tick(), &carrier));
  forgets(ana);
  (void)sync(cem, ana);
  EXPECT_TRUE(cem.node->wanted().all().empty());
  EXPECT_EQ(cem.texts(circle_called(cem, "garden")),
            (std::vector<std::string>{"water on Monday", "?"}));
}

}  // namespace
}  // namespace kith::node::test
