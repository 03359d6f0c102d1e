// Things in real logs: found by kind or by what refers to what, the same either way; what is
// malformed, from the future, huge, about nothing, or for another changes no view but its own place
// in the talk; what this program does not know is kept and passed on as it came.
#include "node/things.hpp"

#include "kinds/events.hpp"
#include "kinds/proposals.hpp"
#include "kinds/taking_part.hpp"
#include "tests/people/forged_log.hpp"
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

using kinds::KindNumber;
using kinds::Position;

constexpr std::array deciding{KindNumber::proposal, KindNumber::stance, KindNumber::agreement};

Things things_of(Person& person) {
  return {person.node->store(), person.node->strands(), person.node->opener()};
}

kinds::Proposals folded(const std::vector<kinds::Seen>& entries) {
  kinds::Proposals fold;
  for (const auto& seen : entries) fold.add(seen);
  return fold;
}

struct ThingsTest : ::testing::Test {
  ThingsTest() {
    meet_by_cards(ana, eve);
    garden = ana.circle("garden");
    include(ana, garden, eve);
    ana.say(garden, "hello");
    (void)sync(eve, ana);
    join(eve, circle_called(eve, "garden"));
    (void)sync(eve, ana);
  }
  Link says(Person& who, const kinds::Body& body, const std::vector<Reference>& answers = {}) {
    const auto circle = circle_called(who, "garden");
    Saying saying{"", answers, std::nullopt, body};
    return who.take(who.node->say(circle, saying, who.tick())).link;
  }
  static kinds::Stance stance(const Link& version, Position position) {
    return {version, static_cast<std::uint64_t>(position), std::nullopt, {}};
  }
  EntryKey key_of(Person& who, const Link& link) {
    who.index();
    return who.node->store().with_prefix(prefix_of(link)).value().front();
  }
  kinds::ProposalView view(Person& who, const Link& link) {
    const auto found = things_of(who).around(key_of(who, link), deciding);
    EXPECT_TRUE(found.has_value());
    return *folded(*found).view(link);
  }

  Person ana{"Ana", 1};
  Person eve{"Eve", 2};
  CircleNumber garden;
};

TEST_F(ThingsTest, are_found_alike_by_kind_and_by_what_refers_to_what) {
  const auto water = says(ana, kinds::Proposal{"water", std::nullopt, {}});
  const auto less = says(ana, kinds::Proposal{"less", std::nullopt, {}}, {reference_of(water)});
  says(ana, kinds::Proposal{"a cake", std::nullopt, {}});
  for (int i = 0; i < 50; ++i) ana.say(garden, "weather", {reference_of(water)});
  (void)sync(eve, ana);
  says(eve, stance(water, Position::cannot_live_with_it), {reference_of(water)});
  says(eve, stance(less, Position::with_it), {reference_of(less)});
  says(eve, kinds::Proposal{"beside", std::nullopt, {}}, {reference_of(less)});
  (void)sync(eve, ana);
  ana.index();
  const auto all = things_of(ana).of_kinds(garden, deciding);
  ASSERT_TRUE(all.has_value());
  EXPECT_EQ(all->size(), 6U);  // none of the talk
  EXPECT_EQ(things_of(ana).around(key_of(ana, water), deciding)->size(), 5U);
  const auto fold = folded(*all);
  for (const auto& first : fold.all()) EXPECT_EQ(view(ana, first), fold.view(first));
  EXPECT_EQ(view(eve, water), view(ana, water));
  EXPECT_EQ(view(ana, less), view(ana, water));
}

struct Hostile : ThingsTest {
  Hostile() : log(eve, ana.node->strands().id_of(garden), ana) {
    water = says(ana, kinds::Proposal{"water", std::nullopt, {}});
    (void)sync(eve, ana);
    says(eve, stance(water, Position::with_it), {reference_of(water)});
    (void)sync(eve, ana);
    log.open(place(0, 0, 0), log.to_readers());
  }
  wire::Meta meta(wire::Kind kind, std::vector<Reference> references = {}) {
    return {eve.tick(), std::move(kind), std::move(references), std::nullopt, {}};
  }
  void write(const wire::Meta& meta, const ByteVec& body) {
    ++written;
    log.put_body(place(written, 0, static_cast<std::uint16_t>(written)), meta, body, {});
  }
  void arrives() {
    ++ana.now.micros;
    (void)ana.take(ana.node->take_range(log.all(), ana.tick()));
    ana.index();
  }
  std::vector<ShownEntry> shown() {
    auto entries = ana.node->view().last(garden, written);
    EXPECT_TRUE(entries.has_value());
    return *entries;
  }

  ForgedLog log;
  Link water{};
  std::uint16_t written{};
};

TEST_F(Hostile, bodies_change_no_view) {
  const auto before = view(ana, water);
  const auto on_it = std::vector{reference_of(water)};
  const auto kind = [](KindNumber number) { return static_cast<std::uint64_t>(number); };
  const auto good = kinds::encode_body(stance(water, Position::cannot_live_with_it));
  auto short_link = good;
  short_link[3] = 0x1f;
  // Not of its form; about nothing; about something that it does not refer to; of another kind's
  // form.
  write(meta(kind(KindNumber::stance), on_it), short_link);
  write(meta(kind(KindNumber::stance), on_it), wire::CborWriter{}.map(0).take());
  write(meta(kind(KindNumber::stance), on_it), wire::CborWriter{}.text("no map").take());
  Link nothing{{9, 9, 9}};
  write(meta(kind(KindNumber::stance), {reference_of(nothing)}),
        kinds::encode_body(stance(nothing, Position::with_it)));
  write(meta(kind(KindNumber::stance)), good);
  write(meta(kind(KindNumber::agreement), on_it), good);
  write(meta(kind(KindNumber::proposal), on_it), good);
  arrives();
  auto after = view(ana, water);
  // The one of proposal's kind stands beside, of eve, unreadable: it is no version of ana's.
  EXPECT_EQ(after.beside.size(), 1U);
  after.beside.clear();
  EXPECT_EQ(after, before);
  const auto entries = shown();
  ASSERT_EQ(entries.size(), 7U);
  EXPECT_TRUE(entries[0].unreadable && entries[1].unreadable && entries[2].unreadable);
  EXPECT_FALSE(entries[3].unreadable);
  EXPECT_EQ(entries[3].unseen_answers, 1U);
  EXPECT_TRUE(entries[5].unreadable && entries[6].unreadable);
}

TEST_F(Hostile, speaks_for_nobody_else) {
  const auto bens = says(ana, stance(water, Position::stands_aside), {reference_of(water)});
  auto replacing = stance(water, Position::with_it);
  replacing.instead = {reference_of(bens)};
  write(meta(std::uint64_t{5}, {reference_of(water)}), kinds::encode_body(replacing));
  // A version of ana's proposal that is not ana's.
  write(meta(std::uint64_t{4}, {reference_of(water)}),
        kinds::encode_body(kinds::Proposal{"no water", "water", {}}));
  arrives();
  const auto after = view(ana, water);
  EXPECT_EQ(after.versions.size(), 1U);
  const auto anas = std::ranges::count_if(
      after.stances, [&](const auto& said) { return said.where.author == ana.node->person(); });
  EXPECT_EQ(anas, 1);
}

TEST_F(Hostile, from_the_future_and_huge_stays_what_it_is) {
  auto late = meta(std::uint64_t{4});
  late.time = WallTime{static_cast<std::int64_t>(limits::time_micros_end - 1)};
  const std::string huge(60'000, 'x');
  write(late, kinds::encode_body(kinds::Proposal{huge, std::nullopt, {}}));
  auto odd = stance(water, static_cast<Position>(1'000'000));
  write({WallTime{late.time.micros}, std::uint64_t{5}, {reference_of(water)}, std::nullopt, {}},
        kinds::encode_body(odd));
  arrives();
  const auto fold = folded(*things_of(ana).of_kinds(garden, deciding));
  EXPECT_EQ(fold.all().size(), 2U);
  const auto after = view(ana, water);
  // Eve has two logs here, as with two devices: neither of her words takes the place of the other.
  EXPECT_EQ(after.stances.size(), 2U);
}

// Malformed, about nothing, about what it does not refer to, of the far future, and for another.
TEST_F(Hostile, words_on_an_event_change_no_view) {
  constexpr std::array meeting{KindNumber::event, KindNumber::event_turn, KindNumber::coming};
  const auto events = [&] {
    kinds::Events fold;
    ana.index();
    const auto found = things_of(ana).of_kinds(garden, meeting);
    for (const auto& seen : *found) fold.add(seen);
    return fold;
  };
  const kinds::Event assembly{"assembly", {4'000'000'000}, "Europe/Madrid", {}, {}, {}, {}, {}, {}};
  const auto ours = says(ana, assembly);
  const auto before = events().all();
  const auto on_it = std::vector{reference_of(ours)};
  auto party = assembly;
  party.title = "party";
  party.repeat = "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30";
  const auto changes = kinds::encode_body(kinds::EventTurn{ours, 0, {}, {}, party, {}});
  auto cut = changes;
  cut.resize(cut.size() / 2);
  write(meta(std::uint64_t{12}, on_it), changes);
  write(meta(std::uint64_t{12}, on_it),
        kinds::encode_body(kinds::EventTurn{ours, 1, {}, {}, {}, {}}));
  write(meta(std::uint64_t{12}, on_it), cut);
  write(meta(std::uint64_t{13}, on_it), changes);
  write(meta(std::uint64_t{13}), kinds::encode_body(kinds::Coming{ours, 0, {}, {}, {}}));
  const Link nothing{{9, 9, 9}};
  write(meta(std::uint64_t{13}, {reference_of(nothing)}),
        kinds::encode_body(kinds::Coming{nothing, 0, {}, {}, {}}));
  arrives();
  EXPECT_EQ(events().all(), before);
  // What eve brings is eve's, whatever it is of; and eve's word is eve's, also from the future.
  write(meta(std::uint64_t{11}), kinds::encode_body(party));
  write(meta(std::uint64_t{13}, on_it),
        kinds::encode_body(kinds::Coming{ours, 1'000'000, {}, {}, kinds::CivilDay{2'932'896}}));
  arrives();
  EXPECT_EQ(events().all().size(), 2U);
  const auto after = *events().view(ours);
  ASSERT_EQ(after.coming.size(), 1U);
  EXPECT_EQ(after.coming[0].author, eve.node->person());
  EXPECT_EQ(after.now, before[0].now);
}

// Whatever somebody says of taking part, of recognising or of going on: whom I include stays.
TEST_F(Hostile, words_on_being_together_include_nobody_and_end_nothing) {
  const auto before = ana.node->audience(garden, ana.tick());
  const auto eves = eve.node->person();
  write(meta(std::uint64_t{14}), kinds::encode_body(kinds::TakingPart{WallTime{1}, "over", {}}));
  write(meta(std::uint64_t{15}),
        kinds::encode_body(kinds::ReForm{ana.node->strands().id_of(garden), {}}));
  write(meta(std::uint64_t{17}), kinds::encode_body(kinds::IWas{"ana", ana.node->person(), {}}));
  write(meta(std::uint64_t{43}),
        kinds::encode_body(kinds::Recognition{eves, ana.node->person(), true}));
  arrives();
  EXPECT_EQ(ana.node->audience(garden, ana.tick()), before);
  constexpr std::array parts{KindNumber::taking_part};
  const auto found = things_of(ana).of_kinds(garden, parts);
  kinds::TakingParts fold;
  for (const auto& seen : *found) fold.add(seen);
  EXPECT_FALSE(fold.until(ana.node->person()).has_value());
  EXPECT_EQ(fold.until(eves), WallTime{1});
}

TEST_F(Hostile, or_from_a_later_version_is_kept_shown_and_passed_on_as_it_came) {
  const auto body = wire::CborWriter{}.map(2).key(0).text("a dance").key(77).text("unknown").take();
  write(meta(std::uint64_t{99}, {reference_of(water)}), body);
  write(meta(std::string{"dance"}), body);
  write(meta(std::uint64_t{4}),
        wire::CborWriter{}.map(2).key(0).text("x").key(77).boolean(true).take());
  arrives();
  const auto entries = shown();
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(std::get<std::uint64_t>(entries[0].kind), 99U);
  EXPECT_EQ(std::get<std::string>(entries[1].kind), "dance");
  EXPECT_FALSE(entries[0].body || entries[0].unreadable || entries[1].body ||
               entries[1].unreadable);
  EXPECT_TRUE(entries[2].body.has_value());  // a field that is not known is passed over
  EXPECT_EQ(ana.node->store().things(garden, 99).value().size(), 1U);
  const auto strand = ana.node->strands().of_log(log.id()).front();
  EXPECT_EQ(range_from(*ana.node, strand, {0}), log.all());
}

}  // namespace
}  // namespace kith::node::test
