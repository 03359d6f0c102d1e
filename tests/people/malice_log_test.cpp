// A contact whose logs are not what an honest device writes: what may be kept is kept so that
// everyone who holds it can pass it on; the rest is refused, and nobody else takes harm.
#include "node/tie.hpp"
#include "tests/people/forged_log.hpp"
#include "tests/people/liar.hpp"

namespace kith::node::test {
namespace {

using ::testing::Test;

struct MaliceLog : Test {
  MaliceLog() {
    meet_by_cards(ana, eve);
    meet_by_cards(ana, ben);
    meet_by_cards(ben, eve);
    circle.raw[0] = 0xee;
  }
  [[nodiscard]] Result<void, Refusal> hand(Person& to, const ByteVec& range) {
    auto step = to.node->take_range(range, to.tick());
    if (!step) return Fail{step.error()};
    (void)to.take(std::move(step));
    return {};
  }
  [[nodiscard]] wire::AudienceList both() const {
    wire::AudienceList list{{ana.node->person(), {}}, {ben.node->person(), {}}};
    std::ranges::sort(list, {}, &wire::Hearer::person);
    return list;
  }
  std::vector<std::string> heard_by(Person& person) {
    const auto number = person.node->strands().number_of(circle);
    return number ? person.texts(*number) : std::vector<std::string>{};
  }
  void open_for_both(ForgedLog& log, const wire::Place& where, const std::string& text) {
    wire::Meta meta{eve.tick(), std::uint64_t{1}, {}, std::nullopt, {}};
    meta.statement =
        wire::AudienceStatement{both(), log.certificate(), {eve.node->prekeys().newest().record}};
    wire::Handover handover;
    handover.spans.push_back(log.span(where));
    std::vector<seal::Addressed> addressed;
    for (auto* reader : {&ana, &ben}) {
      for (const auto& device : eve.node->contacts().devices_of(reader->node->person(), eve.now)) {
        addressed.push_back({device.prekey, device.pair, &handover});
      }
    }
    const seal::BoxPlace at{circle, eve.node->person(), log.id(), where.epoch, where.seq};
    log.put(where, meta, text,
            seal::seal_boxes(at, addressed, seal::BoxCount::as_addressed, eve.entropy).part);
  }
  /// The first entry hands over to both.
  ForgedLog log_for_both() {
    ForgedLog log{eve, circle, ana};
    open_for_both(log, place(0, 0, 0), "hello");
    return log;
  }

  Person ana{"Ana", 11};
  Person eve{"Eve", 12};
  Person ben{"Ben", 13};
  CircleId circle;
};

TEST_F(MaliceLog, places_that_do_not_go_on_are_still_passed_on_between_honest_people) {
  for (const bool front_first : {true, false}) {
    circle.raw[1] = front_first ? 1 : 2;
    auto log = log_for_both();
    log.tell(place(1, 0, 1), "as it should be");
    open_for_both(log, place(2, 0, 7), "leaves left out");
    open_for_both(log, place(3, 5, 3), "another epoch, in its middle");
    log.tell(place(4, 5, 4), "and so on");
    const std::vector<ByteVec> pieces{log.range(0, 1), log.range(2, 2), log.range(3, 4)};
    ASSERT_TRUE(hand(ana, pieces[0]).has_value());
    for (std::size_t i :
         front_first ? std::vector<std::size_t>{1, 2} : std::vector<std::size_t>{2, 1}) {
      ASSERT_TRUE(hand(ana, pieces[i]).has_value());
    }
    ana.index();
    const auto strand = ana.node->strands().of_log(log.id()).front();
    EXPECT_EQ(ana.node->opener().place_of({strand, {2}}), place(2, 0, 7));
    EXPECT_EQ(ana.node->opener().place_of({strand, {4}}), place(4, 5, 4));
    (void)sync(ben, ana);
    EXPECT_EQ(heard_by(ben), heard_by(ana));
    EXPECT_EQ(heard_by(ben).size(), 5U);
  }
  expect_well(ana, ben);
}

TEST_F(MaliceLog, two_stories_told_to_two_people_are_both_kept_by_both_and_marked) {
  auto log = log_for_both();
  log.tell(place(1, 0, 1), "we agreed");
  const auto to_ana = log.all();
  log.rewind(1);
  log.tell(place(1, 0, 1), "we never agreed");
  log.tell(place(2, 0, 2), "not at all");
  const auto to_ben = log.all();
  ASSERT_TRUE(hand(ana, to_ana).has_value());
  ASSERT_TRUE(hand(ben, to_ben).has_value());
  (void)sync(ana, ben);
  auto anas = heard_by(ana);
  auto bens = heard_by(ben);
  EXPECT_EQ(anas, bens);
  EXPECT_EQ(anas.size(), 4U);
  for (auto* person : {&ana, &ben}) {
    for (const auto strand : person->node->strands().of_log(log.id())) {
      EXPECT_TRUE(person->node->strands().strand(strand).forked);
    }
  }
  const auto quiet = sync(ana, ben);
  EXPECT_EQ(quiet.sent + quiet.received, 0U);
}

// The list in it is of somebody else as well: who was told between the two of us is not to find out
// later that it was more of us.
TEST_F(MaliceLog, an_aside_that_takes_someone_in_later_is_kept_as_it_was_whatever_comes_first) {
  for (const bool front_first : {true, false}) {
    circle.raw[1] = front_first ? 1 : 2;
    ForgedLog log{eve, circle, ana, wire::LogForm::aside};
    log.open(place(0, 0, 0), log.to_readers(), "between us");
    open_for_both(log, place(1, 0, 1), "and ben");
    log.tell(place(2, 0, 2), "to whom is this?");
    std::vector<ByteVec> pieces{log.range(0, 0), log.range(1, 2)};
    if (!front_first) std::ranges::reverse(pieces);
    for (const auto& piece : pieces) {
      ASSERT_TRUE(hand(ana, piece).has_value());
      (void)heard_by(ana);
    }
    EXPECT_EQ(heard_by(ana), (std::vector<std::string>{"between us", "to whom is this?"}));
    for (const auto strand : ana.node->strands().of_log(log.id())) {
      EXPECT_EQ(ana.node->opener().audience_of({strand, {2}}).value(), log.to_readers());
      EXPECT_TRUE(ana.node->hearing().served_to(ben.node->person(), strand)->empty());
    }
    (void)sync(ben, ana);
    EXPECT_TRUE(heard_by(ben).empty());
  }
  expect_well(ana, ben);
}

TEST_F(MaliceLog, a_log_told_in_more_pieces_than_the_limit_is_refused_and_nothing_else) {
  ForgedLog log{eve, circle, ana};
  log.open(place(0, 0, 0), log.to_readers());
  const auto pieces = limits::log_spans_max + 5;
  for (std::uint64_t i = 1; i < 2 * pieces; ++i) {
    log.tell(place(i, static_cast<std::uint32_t>(i / 1000), static_cast<std::uint16_t>(i % 1000)),
             "x");
  }
  std::size_t taken = 0;
  for (std::uint64_t i = 0; i < 2 * pieces; i += 2) {
    const auto done = hand(ana, log.range(i, i));
    if (!done) EXPECT_EQ(done.error(), Refusal::log_full);
    taken += done ? 1 : 0;
  }
  EXPECT_EQ(taken, limits::log_spans_max);
  EXPECT_TRUE(hand(ana, log.range(1, 1)).has_value());  // what closes a hole is welcome
  expect_well(ana, ben);
}

TEST_F(MaliceLog, old_ranges_again_and_bent_ones_change_nothing) {
  const auto garden = ana.circle("garden");
  include(ana, garden, ben);
  ana.say(garden, "one");
  ana.say(garden, "two");
  const auto pieces = ranges(ana, garden);
  ASSERT_TRUE(hand(ben, pieces.front()).has_value());
  const auto before = ben.texts(*ben.node->strands().number_of(ana.node->strands().id_of(garden)));
  const auto again = ben.take(ben.node->take_range(pieces.front(), ben.tick()));
  EXPECT_EQ(again.fresh, 0U);
  const auto size = pieces.front().size();
  for (std::size_t at = 0; at < size; at += at < 111 ? 7 : 13) {
    auto bent = pieces.front();
    bent[at] ^= 0x10;
    const auto done = hand(ben, bent);
    ASSERT_FALSE(done.has_value()) << at;
    // The circle is signed by nobody: its author may have certified the log for that one, too.
    const bool elsewhere = at >= 1 && at <= CircleId::size;
    EXPECT_EQ(done.error(), elsewhere ? Refusal::log_full : Refusal::bad_range) << at;
  }
  EXPECT_EQ(ben.texts(*ben.node->strands().number_of(ana.node->strands().id_of(garden))), before);
}

TEST_F(MaliceLog, a_carrier_who_bends_what_is_sealed_is_refused) {
  const auto garden = ana.circle("garden");
  include(ana, garden, ben);
  ana.say(garden, "one");
  auto bent = ranges(ana, garden).front();
  bent[bent.size() - Signature::size - 1] ^= 0x10;  // the last byte of the last body
  EXPECT_EQ(hand(ben, bent).error(), Refusal::bad_range);
  (void)sync(ben, ana);
  EXPECT_EQ(ben.texts(circle_called(ben, "garden")), std::vector<std::string>{"one"});
}

TEST_F(MaliceLog, a_carrier_who_bends_the_stand_in_of_a_forgotten_body_is_refused) {
  const auto garden = ana.circle("garden");
  include(ana, garden, ben);
  ana.say(garden, "one");
  ana.say(garden, "never mind");
  const auto strand = ana.node->strands().of_circle(garden).front();
  const Seq last{ana.node->strands().spans(strand).back().span.next.value - 1};
  (void)ana.take(ana.node->forget({strand, last}, ana.tick()));
  auto bent = ranges(ana, garden).front();
  const auto stand_in = bent.size() - Signature::size - wire::stand_in_bytes;
  bent[stand_in] ^= 0x10;
  EXPECT_EQ(hand(ben, bent).error(), Refusal::bent_stand_in);
  bent[stand_in] ^= 0x10;
  bent[stand_in + BodyHash::size] ^= 0x10;
  EXPECT_EQ(hand(ben, bent).error(), Refusal::bad_range);
  (void)sync(ben, ana);
  EXPECT_EQ(ben.texts(circle_called(ben, "garden")), (std::vector<std::string>{"one", "?"}));
}

TEST_F(MaliceLog, a_tie_of_two_others_and_a_self_circle_take_no_log_of_a_third) {
  for (const auto& where :
       {tie_of(ana.node->person(), ben.node->person()), ana.node->identity().self_circle}) {
    ForgedLog log{eve, where, ana};
    log.open(place(0, 0, 0), log.to_readers());
    EXPECT_EQ(hand(ana, log.all()).error(), Refusal::unknown_log);
    EXPECT_TRUE(ana.node->strands().of_log(log.id()).empty());
  }
}

TEST_F(MaliceLog, an_audience_with_its_own_author_makes_no_papers) {
  ForgedLog log{eve, circle, ana};
  auto list = log.to_readers();
  list.push_back({eve.node->person(), std::nullopt});
  std::ranges::sort(list, {}, &wire::Hearer::person);
  log.open(place(0, 0, 0), list);
  EXPECT_EQ(hand(ana, log.all()).error(), Refusal::unknown_log);
}

TEST_F(MaliceLog, papers_of_another_in_a_known_log_say_nothing) {
  ForgedLog log{eve, circle, ana};
  log.open(place(0, 0, 0), log.to_readers());
  ASSERT_TRUE(hand(ana, log.all()).has_value());
  // The log's key signs for a second person, whom it makes up: their devices are not Eve's.
  const auto other = crypto::PersonKey::generate(eve.entropy);
  const auto device = crypto::DeviceKey::generate(eve.entropy);
  const wire::DeviceList devices{
      other.public_key(),
      {99},
      {{device.public_key(), ben.node->identity().transport.public_key()}}};
  wire::Meta meta{eve.tick(), std::uint64_t{1}, {}, std::nullopt, {}};
  meta.statement = wire::AudienceStatement{
      log.to_readers(),
      wire::encode_certificate(wire::sign_device_list(devices, other),
                               wire::sign_log_statement({circle, log.id(), other.public_key(),
                                                         device.public_key(), wire::LogForm::main},
                                                        device, log.key())),
      {}};
  log.put(place(1, 0, 1), meta, "i am two", {});
  ASSERT_TRUE(hand(ana, log.range(1, 1)).has_value());
  EXPECT_EQ(heard_by(ana), std::vector<std::string>{"hello"});
  EXPECT_EQ(ana.node->contacts().find(eve.node->person())->device_list,
            eve.node->identity().device_list);
}

TEST_F(MaliceLog, claims_of_pasts_in_logs_of_others_give_nobody_anything) {
  const auto garden = ana.circle("garden");
  include(ana, garden, ben);
  ana.say(garden, "for ben");
  (void)sync(ben, ana);
  const auto anas = ana.node->strands().of_circle(garden).front();
  const auto anas_log = ana.node->strands().strand(anas).log;
  ForgedLog log{eve, ana.node->strands().id_of(garden), ben};
  log.open(place(0, 0, 0), log.to_readers());
  wire::Meta meta{eve.tick(),
                  std::uint64_t{0},
                  {},
                  std::nullopt,
                  {{eve.node->person(), anas_log, {0}, {limits::seq_max}}}};
  log.put_body(place(1, 0, 1), meta, {}, {});
  ASSERT_TRUE(hand(ben, log.all()).has_value());
  ben.index();
  const auto there = ben.node->strands().of_log(anas_log).front();
  EXPECT_TRUE(ben.node->hearing().served_to(eve.node->person(), there).value().empty());
}

TEST_F(MaliceLog, handed_over_spans_fill_no_more_than_their_limits) {
  Liar liar{eve, ana};
  liar.greet();
  const auto strands_before = ana.node->strands().circles().size();
  for (std::uint64_t l = 0; l < 2 * limits::logs_ahead_max; ++l) {
    CircleId where{};
    where.raw[0] = static_cast<std::uint8_t>(l + 1);
    ForgedLog log{eve, where, ana};
    for (std::uint64_t i = 0; i < 3; ++i) {
      wire::Handover handover{{}, log.id(), log.certificate()};
      for (std::uint64_t k = 0; k < 200; ++k) {
        handover.spans.push_back(log.span(place((i * 200 + k) * 1024, 0, 0)));
        handover.spans.back().audience = log.to_readers();
      }
      liar.say(sync::Handed{std::move(handover)});
    }
  }
  liar.settle();
  EXPECT_EQ(liar.ending(), std::nullopt);
  EXPECT_EQ(ana.node->strands().circles().size(), strands_before + limits::logs_ahead_max);
  ana.reopen();
  expect_well(ana, ben);
}

TEST_F(MaliceLog, keys_that_are_wrong_or_for_anothers_log_open_nothing_and_close_nothing) {
  const auto garden = ana.circle("garden");
  include(ana, garden, ben);
  ana.say(garden, "for ben");
  (void)sync(ben, ana);
  const auto anas = ana.node->strands().of_circle(garden).front();
  const auto anas_log = ana.node->strands().strand(anas).log;
  ForgedLog log{eve, ana.node->strands().id_of(garden), ben};
  Liar liar{eve, ben};
  liar.greet();
  wire::Handover stolen{{}, anas_log, log.certificate()};
  stolen.spans.push_back(log.span(place(0, 0, 0)));
  liar.say(sync::Handed{std::move(stolen)});
  wire::Handover far{{}, log.id(), log.certificate()};
  far.spans.push_back(log.span(place(limits::seq_max, UINT32_MAX, 1023)));
  liar.say(sync::Handed{std::move(far)});
  liar.settle();
  EXPECT_EQ(liar.ending(), std::nullopt);
  EXPECT_EQ(ben.texts(*ben.node->strands().number_of(ana.node->strands().id_of(garden))),
            std::vector<std::string>{"for ben"});
}

TEST_F(MaliceLog, ranges_of_nobody_are_kept_aside_up_to_the_limit_and_never_stored) {
  Liar liar{eve, ana};
  liar.greet();
  liar.hand_over_nothing();
  std::size_t bytes = 0;
  std::size_t logs = 0;
  while (bytes < limits::kept_aside_bytes_max + 600'000) {
    ForgedLog log{eve, circle, ana};
    for (std::uint64_t i = 0; i < 9; ++i) {
      log.tell(place(i, 0, static_cast<std::uint16_t>(i)), std::string(60'000, 'x'));
    }
    const auto range = log.all();
    bytes += range.size();
    ++logs;
    liar.say_range(range);
  }
  liar.settle();
  EXPECT_EQ(liar.ending(), std::nullopt);
  EXPECT_GE(liar.heard<sync::Refuse>(), 1U);
  EXPECT_LT(liar.heard<sync::Refuse>(), logs);
  EXPECT_FALSE(ana.node->strands().number_of(circle).has_value());
  expect_well(ana, ben);
}

TEST_F(MaliceLog, nothing_that_anyone_writes_changes_whom_i_include) {
  const auto garden = ana.circle("garden");
  include(ana, garden, ben);
  const auto before = ana.node->audience(garden, ana.now);
  const auto& id = ana.node->strands().id_of(garden);
  ForgedLog log{eve, id, ana};
  log.open(place(0, 0, 0), log.to_readers());
  const std::vector<kinds::Body> acts{
      kinds::Include{id, eve.node->person(), {}, {}}, kinds::Part{id, ben.node->person()},
      kinds::Tombstone{log.id(), {0}}, kinds::CircleName{id, "mine now"}};
  std::uint16_t leaf = 1;
  for (const auto& act : acts) {
    const wire::Meta meta{
        eve.tick(), static_cast<std::uint64_t>(kinds::kind_of(act)), {}, std::nullopt, {}};
    log.put_body(place(leaf, 0, leaf), meta, kinds::encode_body(act), {});
    ++leaf;
  }
  ASSERT_TRUE(hand(ana, log.all()).has_value());
  ana.index();
  EXPECT_EQ(ana.node->audience(garden, ana.now), before);
  EXPECT_EQ(ana.node->name_of(garden), "garden");
  ana.reopen();
  EXPECT_EQ(ana.node->audience(garden, ana.now), before);
}

}  // namespace
}  // namespace kith::node::test
