// A contact who says too much of one thing, or plays with times and with what is meant for one: the
// session goes on or ends as it should, what is kept has its limit, and nothing of others is
// harmed.
#include "node/tie.hpp"
#include "tests/people/forged_log.hpp"
#include "tests/people/liar.hpp"

namespace kith::node::test {
namespace {

using ::testing::Test;
using Texts = std::vector<std::string>;

struct MaliceFlood : Test {
  MaliceFlood() {
    meet_by_cards(ana, eve);
    meet_by_cards(ana, ben);
    circle.raw[0] = 0xee;
  }
  /// In a session, which has to go on.
  void tell(const std::vector<ByteVec>& ranges) {
    Liar liar{eve, ana};
    liar.greet();
    liar.hand_over_nothing();
    for (const auto& range : ranges) liar.say_range(range);
    liar.settle();
    EXPECT_EQ(liar.ending(), std::nullopt);
    ana.index();
  }
  Texts heard() {
    const auto number = ana.node->strands().number_of(circle);
    return number ? ana.texts(*number) : Texts{};
  }
  wire::Meta listing(ForgedLog& log, const wire::AudienceList& list) {
    wire::Meta meta{eve.tick(), std::uint64_t{1}, {}, std::nullopt, {}};
    meta.statement =
        wire::AudienceStatement{list, log.certificate(), {eve.node->prekeys().newest().record}};
    return meta;
  }
  /// An entry that lists whom no encoder would, for the reader to open all the same.
  void list_too_many(ForgedLog& log, const wire::Place& where, const std::string& text) {
    const auto list = crowd(limits::persons_max + 1);
    wire::CborWriter out;
    out.map(5).key(0).integer(static_cast<std::uint64_t>(eve.tick().micros)).key(1).integer(1);
    out.key(3).array(list.size());
    for (const auto& hearer : list) out.array(1).bytes(hearer.person.view());
    out.key(4).bytes(log.certificate()).key(5).array(1);
    out.bytes(eve.node->prekeys().newest().record);
    auto meta = out.take();
    meta.resize((meta.size() + limits::meta_unit_bytes - 1) / limits::meta_unit_bytes *
                limits::meta_unit_bytes);
    wire::Handover handover;
    handover.spans.push_back(log.span(where));
    log.put_bytes(where, meta, kinds::encode_body(kinds::Message{text}),
                  log.boxes(where, handover));
  }
  [[nodiscard]] wire::AudienceList crowd(std::size_t size) const {
    wire::AudienceList list{{ana.node->person(), std::nullopt}};
    while (list.size() < size) {
      PersonId person{};
      person.raw[0] = static_cast<std::uint8_t>(list.size());
      person.raw[1] = 1;
      list.push_back({person, std::nullopt});
    }
    std::ranges::sort(list, {}, &wire::Hearer::person);
    return list;
  }
  [[nodiscard]] wire::AudienceList until(WallTime anas, WallTime bens) const {
    wire::AudienceList list{{ana.node->person(), anas}, {ben.node->person(), bens}};
    std::ranges::sort(list, {}, &wire::Hearer::person);
    return list;
  }

  Person ana{"Ana", 51};
  Person eve{"Eve", 52};
  Person ben{"Ben", 53};
  CircleId circle;
};

TEST_F(MaliceFlood, a_list_of_151_people_makes_its_entry_unreadable_and_changes_no_audience) {
  ForgedLog log{eve, circle, ana};
  log.open(place(0, 0, 0), log.to_readers());
  list_too_many(log, place(1, 0, 1), "all of you");
  log.tell(place(2, 0, 2), "just you");
  tell({log.all()});
  EXPECT_EQ(heard(), (Texts{"hello", "just you"}));
  const auto strand = ana.node->strands().of_log(log.id()).front();
  EXPECT_EQ(ana.node->opener().audience_of({strand, {2}}).value(), log.to_readers());
  log.put(place(3, 0, 3), listing(log, crowd(limits::persons_max)), "as many as may be", {});
  tell({log.all()});
  EXPECT_EQ(heard().back(), "as many as may be");
  expect_well(ana, ben);
}

TEST_F(MaliceFlood, a_log_that_begins_with_151_people_has_no_papers) {
  ForgedLog log{eve, circle, ana};
  list_too_many(log, place(0, 0, 0), "all of you");
  tell({log.all()});
  EXPECT_TRUE(ana.node->strands().of_log(log.id()).empty());
  expect_well(ana, ben);
}

TEST_F(MaliceFlood, thousands_of_greetings_give_a_circle_one_name_and_take_none_of_mine) {
  const auto garden = ana.circle("garden");
  ForgedLog log{eve, circle, ana};
  log.open(place(0, 0, 0), log.to_readers());
  for (std::uint16_t i = 1; i <= 900; ++i) {
    const kinds::Body body = kinds::Greeting{i == 1 ? "garden" : "name " + std::to_string(i)};
    const wire::Meta meta{eve.tick(), static_cast<std::uint64_t>(kinds::kind_of(body)), {}, {}, {}};
    log.put_body(place(i, 0, i), meta, kinds::encode_body(body), {});
  }
  tell({log.all()});
  EXPECT_EQ(ana.store->facts(FactKind::greeting)->size(), 1U);
  EXPECT_EQ(ana.node->name_of(garden), "garden");
  const auto eves = *ana.node->strands().number_of(circle);
  EXPECT_TRUE(ana.node->name_of(eves).starts_with("garden ("));
  expect_well(ana, ben);
}

TEST_F(MaliceFlood, leases_in_the_past_equal_and_falling_are_taken_as_they_stand) {
  const auto garden = ana.circle("garden");
  include(ana, garden, ben, {ana.now + std::chrono::hours{48}, std::nullopt});
  const auto mine = ana.node->audience(garden, ana.now);
  const auto past = eve.now - std::chrono::hours{24 * 365};
  const auto later = eve.now + std::chrono::hours{24};
  ForgedLog log{eve, circle, ana};
  log.open(place(0, 0, 0), until(past, past), "over before it began");
  log.put(place(1, 0, 1), listing(log, until(later, later)), "longer", {});
  log.put(place(2, 0, 2), listing(log, until(later, later)), "the same", {});
  log.put(place(3, 0, 3), listing(log, until(past, WallTime{})), "shorter", {});
  tell({log.all()});
  EXPECT_EQ(heard(), (Texts{"over before it began", "longer", "the same", "shorter"}));
  const auto number = *ana.node->strands().number_of(circle);
  const auto told = ana.node->addressed_by(eve.node->person(), number);
  EXPECT_EQ((wire::AudienceList{told.begin(), told.end()}), until(past, WallTime{}));
  // Whom I address and until when is mine to say, and so is whether my clock is right.
  EXPECT_EQ(ana.node->audience(garden, ana.now), mine);
  EXPECT_TRUE(ana.node->clock_is_sure(ana.now));
  expect_well(ana, ben);
}

TEST_F(MaliceFlood, claims_of_pasts_without_end_are_kept_up_to_the_limit_of_their_author_alone) {
  ForgedLog log{eve, circle, ana};
  log.open(place(0, 0, 0), log.to_readers());
  std::uint64_t claims = 0;
  constexpr std::uint64_t in_one_entry = 300;
  for (std::uint16_t i = 1; claims < limits::pasts_given_max + 1000; ++i) {
    wire::Meta meta{eve.tick(), std::uint64_t{0}, {}, std::nullopt, {}};
    for (std::uint64_t k = 0; k < in_one_entry; ++k, ++claims) {
      meta.past.push_back({ben.node->person(), log.id(), {claims}, {claims}});
    }
    log.put_body(place(i, 0, i), meta, {}, {});
  }
  tell({log.all()});
  EXPECT_EQ(ana.store->facts(FactKind::past_given)->size(), limits::pasts_given_max);
  ana.reopen();
  // What is honestly given is still given, here and at those who hold what the other claimed.
  const auto garden = ana.circle("garden");
  ana.say(garden, "long ago");
  include(ana, garden, ben, {std::nullopt, WallTime{}});
  (void)sync(ben, ana);
  EXPECT_EQ(ben.texts(circle_called(ben, "garden")), Texts{"long ago"});
  expect_well(ana, ben);
}

// Both are through the handshake under the same secret before either says who they are.
TEST_F(MaliceFlood, a_card_used_by_two_at_once_belongs_to_whoever_speaks_first) {
  Person dov{"Dov", 54};
  Person liv{"Liv", 55};
  const auto card = ana.take(ana.node->new_card({}, ana.tick()));
  for (auto* one : {&dov, &liv}) {
    const auto theirs = one->take(one->node->new_card({}, one->tick()));
    (void)one->take(one->node->meet(card, "Ana", Verification::pasted, one->tick()));
    const auto& name = one->node->own_name();
    (void)ana.take(ana.node->meet(theirs, name, Verification::pasted, ana.tick()));
  }
  Talk first{dov, ana};
  Talk second{liv, ana};
  const auto move = [](Talker& from, Talker& to, std::size_t bytes_max) {
    from.run();
    const auto size = std::min(bytes_max, from.out.size());
    to.exchange->feed(ByteView{from.out}.first(size));
    from.out.erase(from.out.begin(), from.out.begin() + static_cast<std::ptrdiff_t>(size));
    to.run();
  };
  constexpr std::size_t all = 1 << 20;
  constexpr std::size_t third_message = 2 + 64;
  for (auto* talk : {&first, &second}) {
    move(talk->one, talk->other, all);
    move(talk->other, talk->one, all);
    move(talk->one, talk->other, third_message);
    EXPECT_TRUE(talk->other.exchange->person().has_value());
  }
  second.settle();
  first.settle();
  EXPECT_EQ(second.other.ending, std::nullopt);
  EXPECT_EQ(first.other.ending, Ending::stranger);
  second.finish();
  EXPECT_EQ(second.other.ending, Ending::finished);
  (void)sync(liv, ana);
  Talk again{dov, ana};
  again.settle();
  EXPECT_EQ(again.other.ending, Ending::stranger);
  expect_well(ana, ben);
}

// Eve knows both persons before they know each other, and so the name of the circle in which they
// will be alone.
TEST_F(MaliceFlood, a_log_put_into_a_tie_before_the_two_met_takes_no_part_in_it) {
  Person dov{"Dov", 56};
  circle = tie_of(ana.node->person(), dov.node->person());
  ForgedLog log{eve, circle, ana};
  log.open(place(0, 0, 0), log.to_readers(), "i was here first");
  tell({log.all()});
  EXPECT_EQ(heard(), Texts{"i was here first"});
  const auto planted = *ana.node->strands().number_of(circle);
  meet_by_cards(ana, dov);
  EXPECT_EQ(ana.node->tie_with(dov.node->person()), planted);
  const auto only_dov = wire::AudienceList{{dov.node->person(), std::nullopt}};
  EXPECT_EQ(ana.node->audience(planted, ana.now), only_dov);
  log.tell(place(1, 0, 1), "and i stay");
  Liar liar{eve, ana};
  liar.greet();
  liar.hand_over_nothing();
  liar.say_range(log.range(1, 1));
  liar.settle();
  EXPECT_EQ(liar.ending(), std::nullopt);
  EXPECT_EQ(liar.heard<sync::Refuse>(), 1U);
  EXPECT_EQ(heard(), Texts{"i was here first"});
  // The tie works: an introduction goes there, and to nobody else.
  (void)sync(dov, ana);
  (void)ana.take(ana.node->introduce({{ben.node->person(), dov.node->person()}}, ana.tick()));
  (void)sync(dov, ana);
  dov.index();
  EXPECT_EQ(dov.node->open_offers().size(), 1U);
  EXPECT_EQ(dov.node->heard_in(*dov.node->tie_with(ana.node->person())),
            std::vector<PersonId>{ana.node->person()});
  expect_well(ana, ben);
}

}  // namespace
}  // namespace kith::node::test
