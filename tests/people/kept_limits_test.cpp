// How much of what people say and hand over costs or fills a home, at its limits: as much counts,
// one more does not.
#include "node/heads.hpp"
#include "tests/people/forged_log.hpp"
#include "tests/people/liar.hpp"
#include "wire/entry.hpp"

namespace kith::node::test {
namespace {

using ::testing::Test;

struct KeptLimits : Test {
  KeptLimits() {
    meet_by_cards(ana, eve);
    circle.raw[0] = 0xee;
  }
  /// A boxes part of so many slots of those bytes.
  static ByteVec part_of(const std::vector<ByteVec>& boxes) {
    wire::BoxesView view{boxes.front().size(), {}};
    for (const auto& box : boxes) view.slots.push_back({true, box});
    return wire::encode_boxes(view);
  }
  /// A box of Eve's for Ana at that place of the log, that opens it from there on.
  ByteVec box_at(ForgedLog& log, const wire::Place& where) {
    wire::Handover handover;
    handover.spans.push_back(log.span(where));
    const auto part = log.boxes(where, handover);
    const auto slot = wire::decode_boxes(part).slots.front().bytes;
    return {slot.begin(), slot.end()};
  }
  void tell(ForgedLog& log, const wire::Place& where, const ByteVec& boxes) {
    log.put(where, {eve.tick(), std::uint64_t{1}, {}, std::nullopt, {}}, "x", boxes);
  }
  /// States who hears, and hands over by the last of these boxes.
  void state(ForgedLog& log, const wire::Place& where, const ByteVec& boxes) {
    wire::Meta meta{eve.tick(), std::uint64_t{1}, {}, std::nullopt, {}};
    meta.statement = wire::AudienceStatement{
        log.to_readers(), log.certificate(), {eve.node->prekeys().newest().record}};
    log.put(where, meta, "here", boxes);
  }
  [[nodiscard]] bool taken(const ByteVec& range) {
    const auto step = ana.node->take_range(range, ana.tick());
    if (!step) EXPECT_EQ(step.error(), Refusal::unknown_log);
    return step.has_value();
  }
  static wire::Place nth(std::uint64_t i) {
    return place(i, static_cast<std::uint32_t>(i / 1000), static_cast<std::uint16_t>(i % 1000));
  }
  Person ana{"Ana", 81};
  Person eve{"Eve", 82};
  CircleId circle;
};

TEST_F(KeptLimits, so_many_hints_are_computed_for_a_range_and_what_needs_more_is_not_opened) {
  while (ana.node->cards().unused().size() < limits::cards_unused_max) {
    (void)ana.take(ana.node->new_card({}, ana.tick()));
  }
  // For each entry with boxes: what I share with its possible author, whatever nobody used,
  // nothing.
  const auto* contact = ana.node->contacts().find(eve.node->person());
  const auto each =
      ((contact->pair ? 1 : 0) + contact->opens.size() + limits::cards_unused_max + 1) *
      ana.node->prekeys().all().size();
  // The pair's comes first: it is computed where any is left.
  const auto most = (limits::hint_tries_max - 1) / each;
  ASSERT_LT(most + 2, limits::range_entries_max);
  for (const auto& [before, opens] : std::vector<std::pair<std::uint64_t, bool>>{
           {most - 1, true}, {most, true}, {most + 1, false}}) {
    ForgedLog log{eve, circle, ana};
    const auto bad = part_of({box_at(log, place(limits::seq_max, 0, 0))});
    for (std::uint64_t i = 0; i < before; ++i) tell(log, nth(i), bad);
    state(log, nth(before), part_of({box_at(log, nth(before))}));
    EXPECT_EQ(taken(log.all()), opens) << before;
  }
}

TEST_F(KeptLimits, so_many_boxes_of_a_range_are_tried_whose_hint_is_right_and_no_more) {
  for (const auto& [before, opens] :
       std::vector<std::pair<std::size_t, bool>>{{limits::box_openings_max - 2, true},
                                                 {limits::box_openings_max - 1, true},
                                                 {limits::box_openings_max, false}}) {
    ForgedLog log{eve, circle, ana};
    std::uint64_t at = 0;
    auto left = before;
    while (left > 0) {
      auto bad = box_at(log, nth(at));
      bad.back() ^= 1;
      const auto here = std::min(left, limits::boxes_max);
      tell(log, nth(at), part_of(std::vector(here, bad)));
      left -= here;
      ++at;
    }
    state(log, nth(at), part_of({box_at(log, nth(at))}));
    EXPECT_EQ(taken(log.all()), opens) << before;
  }
}

TEST_F(KeptLimits, so_many_agreed_secrets_are_kept_and_the_newest_unused_one_gives_way) {
  const auto& whom = eve.node->person();
  const auto agree = [&] {
    const auto secret = seal::PairSecret::random(ana.entropy);
    Heard heard;
    heard.agreed_secret.emplace(ByteVec(secret.view().begin(), secret.view().end()));
    (void)ana.take(StepOf<Done>{ana.node->heard_from(whom, heard)});
    return pair_id(secret.view());
  };
  const auto agreed = [&] { return ana.node->contacts().find(whom)->agreed; };
  std::vector<PairId> made;
  while (made.size() < limits::agreed_secrets_max) {
    made.push_back(agree());
    EXPECT_EQ(agreed(), made);
  }
  made.back() = agree();
  EXPECT_EQ(agreed(), made);
  // One that they name is in use; the one before it gives way then.
  Heard named;
  named.held = {made.back()};
  (void)ana.take(StepOf<Done>{ana.node->heard_from(whom, named)});
  const auto more = agree();
  made.erase(made.end() - 2);
  made.push_back(more);
  EXPECT_EQ(agreed(), made);
}

TEST_F(KeptLimits, so_many_logs_of_whom_i_ignored_are_remembered) {
  Person ben{"Ben", 83};
  meet_by_cards(ana, ben);
  auto contact = clone(*ana.node->contacts().find(eve.node->person()));
  contact.acceptance = Acceptance::ignored;
  (void)ana.take(ana.node->put_contact(std::move(contact), "eve", ana.tick()));
  const auto remembered = [&] { return ana.store->facts(FactKind::refused_log).value().size(); };
  Liar liar{ben, ana};
  liar.greet();
  liar.hand_over_nothing();
  const auto say_logs = [&](std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      ForgedLog log{eve, circle, ana};
      log.open(place(0, 0, 0), log.to_readers());
      liar.say_range(log.all());
    }
    liar.settle();
  };
  say_logs(limits::refused_logs_max - 1);
  EXPECT_EQ(remembered(), limits::refused_logs_max - 1);
  say_logs(1);
  EXPECT_EQ(remembered(), limits::refused_logs_max);
  say_logs(1);
  EXPECT_EQ(remembered(), limits::refused_logs_max);
  EXPECT_EQ(liar.heard<sync::Refuse>(), limits::refused_logs_max + 1);
  EXPECT_EQ(liar.ending(), std::nullopt);
}

TEST_F(KeptLimits, so_many_asides_are_open_and_the_one_used_longest_ago_closes) {
  const auto garden = ana.circle("garden");
  std::vector<std::unique_ptr<Person>> others;
  for (std::uint64_t i = 0; i < limits::asides_open_max + 2; ++i) {
    others.push_back(std::make_unique<Person>("other " + std::to_string(i), 900 + i));
    meet(ana, *others.back());
    include(ana, garden, *others.back());
  }
  const auto tell = [&](std::size_t whom) {
    Saying saying{"between us"};
    saying.to.emplace({others[whom]->node->person()});
    (void)ana.take(ana.node->say(garden, saying, ana.tick()));
    return ana.node->strands().of_circle(garden).size();
  };
  ana.say(garden, "to all");
  std::size_t logs = 1;
  for (std::size_t i = 0; i < limits::asides_open_max; ++i) EXPECT_EQ(tell(i), ++logs);
  for (std::size_t i = 0; i < limits::asides_open_max; ++i) EXPECT_EQ(tell(i), logs);
  EXPECT_EQ(tell(0), logs);                          // so that another one was used longest ago
  EXPECT_EQ(tell(limits::asides_open_max), ++logs);  // the second one closes for it
  EXPECT_EQ(tell(0), logs);
  EXPECT_EQ(tell(2), logs);
  EXPECT_EQ(tell(1), ++logs);
}

TEST_F(KeptLimits, an_epoch_has_so_many_entries_and_the_next_write_opens_another) {
  const auto garden = ana.circle("garden");
  std::vector<Brought> brought(limits::epoch_entries_max - 1,
                               {{"a line", std::nullopt, std::nullopt, std::nullopt}, {}});
  (void)ana.take(ana.node->bring(garden, brought, {}, ana.tick()));
  const auto strand = ana.node->strands().of_circle(garden).front();
  const auto last = [&] {
    const auto end = ana.node->strands().spans(strand).back().span.next.value;
    return ana.node->opener().place_of({strand, {end - 1}}).value();
  };
  EXPECT_EQ(last().leaf.value, limits::epoch_entries_max - 2);
  ana.say(garden, "the last of it");
  EXPECT_EQ(last().epoch.value, 0U);
  EXPECT_EQ(last().leaf.value, limits::epoch_entries_max - 1);
  ana.say(garden, "the first of another");
  EXPECT_EQ(last().epoch.value, 1U);
  EXPECT_EQ(last().leaf.value, 0U);
}

TEST_F(KeptLimits, a_prekey_is_the_newest_for_so_long_and_is_kept_for_so_long) {
  using std::chrono::microseconds;
  const auto& prekeys = ana.node->prekeys();
  const auto at = [&](WallTime now) { (void)ana.take(StepOf<ByteVec>{ana.node->own_face(now)}); };
  const auto first = prekeys.newest().shown;
  at(first.made + limits::prekey_renew_age - microseconds{1});
  EXPECT_EQ(prekeys.newest().shown.counter, first.counter);
  at(first.made + limits::prekey_renew_age);
  EXPECT_NE(prekeys.newest().shown.counter, first.counter);
  const auto is_kept = [&] {
    return std::ranges::any_of(
        prekeys.all(), [&](const auto& kept) { return kept.shown.counter == first.counter; });
  };
  at(first.made + limits::prekey_keep_age);
  EXPECT_TRUE(is_kept());
  at(first.made + limits::prekey_keep_age + microseconds{1});
  EXPECT_FALSE(is_kept());
}

TEST_F(KeptLimits, a_head_takes_the_place_of_the_one_before_up_to_so_many_entries_and_bytes) {
  const auto heads_after = [&](std::uint64_t entries, std::uint64_t bytes) {
    store::MemoryStore store;
    const StrandNumber strand{1};
    const EntryKey before{strand, {entries - 1}};
    EXPECT_TRUE(store.commit({change::PutHead{{before, {}, entries, bytes}}}, Durability::full)
                    .has_value());
    const EntryKey last{strand, {entries}};
    Batch batch;
    EXPECT_TRUE(keep_head(store, {last, {}, 1, 100, false}, batch).has_value());
    return batch.size();  // one put, and one dropped where both are one now
  };
  EXPECT_EQ(heads_after(limits::head_entries_max - 2, 1000), 2U);
  EXPECT_EQ(heads_after(limits::head_entries_max - 1, 1000), 2U);
  EXPECT_EQ(heads_after(limits::head_entries_max, 1000), 1U);
  EXPECT_EQ(heads_after(10, limits::head_bytes_max - 101), 2U);
  EXPECT_EQ(heads_after(10, limits::head_bytes_max - 100), 2U);
  EXPECT_EQ(heads_after(10, limits::head_bytes_max - 99), 1U);
}

}  // namespace
}  // namespace kith::node::test
