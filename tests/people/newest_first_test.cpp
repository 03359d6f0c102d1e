// The newest end first, for who asks: what comes first, what a cut leaves, and what a liar can do
// about it. Real nodes and sessions; five weeks, so that each log is cut into an epoch a week.
// Source: docs/protocol.md §10.6.
#include <random>

#include "node/sharing.hpp"
#include "tests/people/liar.hpp"

namespace kith::node::test {
namespace {

constexpr int weeks = 5;
constexpr std::chrono::hours week{7 * 24};

/// Ana and Cem talked for weeks in a circle that Ben hears, and Ben was away.
struct Absence {
  Absence() {
    meet_by_cards(ana, ben);
    meet_by_cards(ana, cem);
    meet_by_cards(cem, ben);
    garden = ana.circle("garden");
    include(ana, garden, cem);
    (void)ana.take(ana.node->include(garden, {ben.node->person()}, {}, ana.tick()));
    (void)node::test::sync(cem, ana);
    cems = circle_called(cem, "garden");
    (void)cem.take(
        cem.node->include(cems, {ana.node->person(), ben.node->person()}, {}, cem.tick()));
    for (int i = 0; i < weeks; ++i) {
      if (i > 0) ana.now = cem.now = std::max(ana.now, cem.now) + week;
      for (int line = 0; line < 3; ++line) {
        ana.say(garden, "ana " + std::to_string(i) + "." + std::to_string(line));
        cem.say(cems, "cem " + std::to_string(i) + "." + std::to_string(line));
      }
      (void)node::test::sync(cem, ana);
    }
    ben.now = ana.now = cem.now = std::max(ana.now, cem.now);
  }

  Person ana{"Ana", 71};
  Person ben{"Ben", 72};
  Person cem{"Cem", 73};
  CircleNumber garden;
  CircleNumber cems;
};

/// A session of Ben's with somebody, message by message, until so many of them brought something.
class Hearing {
 public:
  Hearing(Person& ben, Person& other, AskedOrder asked)
      : ben_(ben),
        ben_end_(
            *Exchange::dial(*ben.node, ben.entropy, other.node->person(), device_of(other), asked)),
        other_{other, Exchange::answer(*other.node, other.entropy)} {}

  /// False: it is over, or nothing comes any more, and fewer brought something.
  bool until_brought(std::size_t most, const std::function<void()>& after = {}) {
    for (int quiet = 0; quiet < 3;) {
      auto turn = ben_end_->step(ben_.now);
      EXPECT_TRUE(ben_.store->commit(turn.commit, turn.durability).has_value());
      if (!turn.send.empty()) other_.exchange->feed(turn.send);
      other_.run();
      quiet = turn.more || !turn.send.empty() || !other_.out.empty() ? 0 : quiet + 1;
      if (!other_.out.empty()) ben_end_->feed(std::exchange(other_.out, {}));
      fresh += turn.fresh;
      if (turn.ending) return false;
      if (turn.fresh == 0) continue;
      if (after) after();
      if (++brought == most) return true;
    }
    return false;
  }
  /// To its end, as two who go in peace.
  void finish() {
    (void)until_brought(0);
    EXPECT_TRUE(ben_end_->caught_up() && other_.exchange->caught_up());
    ben_end_->finish();
    other_.exchange->finish();
    (void)until_brought(0);
    EXPECT_EQ(other_.ending, Ending::finished);
  }

  [[nodiscard]] Tally bens() const { return ben_end_->tally(); }
  [[nodiscard]] Tally others() const { return other_.exchange->tally(); }

  std::size_t brought{};
  std::size_t fresh{};

 private:
  Person& ben_;
  std::unique_ptr<Exchange> ben_end_;
  Talker other_;
};

std::optional<StrandNumber> strand_by(const Person& holder, const Person& author,
                                      const CircleId& circle) {
  const auto number = holder.node->strands().number_of(circle);
  if (!number) return std::nullopt;
  for (const auto strand : holder.node->strands().of_circle(*number)) {
    if (holder.node->strands().strand(strand).person == author.node->person()) return strand;
  }
  return std::nullopt;
}

/// Every strand that somebody holds: its spans and entries, as they lie there.
std::map<std::pair<LogId, std::size_t>, std::string> all_of(Person& person) {
  std::map<std::pair<LogId, std::size_t>, std::string> all;
  const auto& strands = person.node->strands();
  for (const auto circle : strands.circles()) {
    for (const auto strand : strands.of_circle(circle)) {
      std::string bytes;
      for (const auto& span : strands.spans(strand)) {
        bytes += std::to_string(span.span.from.value) + "-" + std::to_string(span.span.next.value);
        EXPECT_TRUE(person.store
                        ->scan(strand, span.span.from, {span.span.next.value - 1},
                               [&](Seq, ByteView lean) {
                                 bytes.append(lean.begin(), lean.end());
                                 return true;
                               })
                        .has_value());
      }
      const auto& log = strands.strand(strand).log;
      const auto story = static_cast<std::size_t>(
          std::ranges::count_if(all, [&](const auto& one) { return one.first.first == log; }));
      all[{log, story}] = std::move(bytes);
    }
  }
  return all;
}

std::vector<std::string> garden_of(Person& person) {
  return person.texts(circle_called(person, "garden"));
}

/// What Ben comes to hold by sessions in the ordinary order.
struct Ordinary {
  Ordinary() {
    Absence absence;
    Hearing hearing{absence.ben, absence.ana, AskedOrder::oldest_first};
    hearing.finish();
    fresh = hearing.fresh;
    messages = hearing.brought;
    EXPECT_EQ(hearing.others().sent, fresh);
    held = all_of(absence.ben);
    texts = garden_of(absence.ben);
  }
  std::size_t fresh{};
  std::size_t messages{};
  std::map<std::pair<LogId, std::size_t>, std::string> held;
  std::vector<std::string> texts;
};

TEST(NewestFirst, of_each_log_the_last_week_comes_first_and_can_be_read) {
  Absence absence;
  auto& ana = absence.ana;
  auto& ben = absence.ben;
  auto& cem = absence.cem;
  const auto id = ana.node->strands().id_of(absence.garden);
  Hearing hearing{ben, ana, AskedOrder::newest_first};
  const auto has_newest = [&](const Person& author) {
    const auto bens = strand_by(ben, author, id);
    return bens && ben.node->strands().spans(*bens).back().span.next ==
                       ana.node->strands().spans(*strand_by(ana, author, id)).back().span.next;
  };
  bool newest_of_both = false;
  std::size_t held = 0;
  while (!newest_of_both && hearing.until_brought(hearing.brought + 1)) {
    newest_of_both = has_newest(ana) && has_newest(cem);
    held = hearing.fresh;
  }
  ASSERT_TRUE(newest_of_both);
  const auto texts = garden_of(ben);
  ASSERT_GE(texts.size(), 6U);
  const std::set<std::string> last(texts.end() - 6, texts.end());
  EXPECT_EQ(last, (std::set<std::string>{"ana 4.0", "ana 4.1", "ana 4.2", "cem 4.0", "cem 4.1",
                                         "cem 4.2"}))
      << "the newest is read while the middle is still to come";
  EXPECT_EQ(std::ranges::count(texts, "ana 2.0"), 0);
  EXPECT_EQ(std::ranges::count(texts, "cem 2.0"), 0);
  hearing.finish();
  EXPECT_LT(held, hearing.fresh / 2 + 4);
  const Ordinary ordinary;
  EXPECT_EQ(hearing.fresh, ordinary.fresh);
  EXPECT_EQ(hearing.others().sent, ordinary.fresh) << "nothing twice";
  EXPECT_EQ(hearing.bens().sent, 0U);
  EXPECT_EQ(all_of(ben), ordinary.held);
  EXPECT_EQ(garden_of(ben), ordinary.texts);
}

TEST(NewestFirst, cut_behind_any_message_and_gone_on_with_everything_comes_once) {
  const Ordinary ordinary;
  ASSERT_GT(ordinary.messages, 8U);
  EXPECT_EQ(ordinary.texts.size(), static_cast<std::size_t>(weeks * 6));
  for (std::size_t cut = 1; cut <= ordinary.messages; ++cut) {
    SCOPED_TRACE(cut);
    Absence absence;
    auto& ben = absence.ben;
    std::size_t fresh = 0;
    // Cut again and again: with Ana, then with Cem, who carries the same; the last one is whole.
    for (int session = 0; session < 4; ++session) {
      auto& other = session % 2 == 0 ? absence.ana : absence.cem;
      const auto asked = session == 2 ? AskedOrder::oldest_first : AskedOrder::newest_first;
      Hearing hearing{ben, other, asked};
      session == 3 ? hearing.finish() : (void)hearing.until_brought(cut);
      fresh += hearing.fresh;
      ben.reopen();
      ben.index();
    }
    Hearing whole{ben, absence.ana, AskedOrder::newest_first};
    whole.finish();
    EXPECT_EQ(garden_of(ben), ordinary.texts);
    for (const auto& [log, bytes] : ordinary.held) {
      const auto held = all_of(ben);
      const auto there = held.find(log);
      ASSERT_NE(there, held.end());
      EXPECT_EQ(there->second, bytes);
    }
    std::size_t entries = 0;
    for (const auto& circle : ben.node->circles()) {
      for (const auto strand : ben.node->strands().of_circle(circle)) {
        if (ben.node->strands().strand(strand).person == ben.node->person()) continue;
        for (const auto& span : ben.node->strands().spans(strand)) {
          entries += span.span.next.value - span.span.from.value;
        }
      }
    }
    EXPECT_GE(entries, fresh + whole.fresh) << "what came counted once";
  }
}

TEST(NewestFirst, what_is_said_meanwhile_comes_too_and_nothing_goes_back) {
  Absence absence;
  auto& [ana, ben, cem, garden, cems] = absence;
  Hearing hearing{ben, ana, AskedOrder::newest_first};
  ASSERT_TRUE(hearing.until_brought(3));
  ana.now = ana.now + week;  // an epoch of its own
  ana.say(garden, "meanwhile, one");
  ASSERT_TRUE(hearing.until_brought(5));
  ana.now = ana.now + week;
  ana.say(garden, "meanwhile, two");
  hearing.finish();
  const auto texts = garden_of(ben);
  EXPECT_EQ(texts.size(), static_cast<std::size_t>(weeks * 6 + 2));
  EXPECT_EQ(texts.back(), "meanwhile, two");
  EXPECT_EQ(hearing.bens().sent, 0U);
  EXPECT_EQ(hearing.others().sent, hearing.fresh);
}

TEST(NewestFirst, both_may_ask_and_each_gets_what_the_other_said) {
  Absence absence;
  auto& [ana, ben, cem, garden, cems] = absence;
  Hearing{ben, ana, AskedOrder::newest_first}.finish();
  const auto bens = circle_called(ben, "garden");
  join(ben, bens);
  for (int i = 0; i < weeks; ++i) {
    ben.now = ben.now + week;
    ben.say(bens, "ben " + std::to_string(i));
  }
  cem.now = ben.now;
  cem.say(cems, "cem, too");
  Talk talk{cem, ben};
  talk.one.exchange = *Exchange::dial(*cem.node, cem.entropy, ben.node->person(), device_of(ben),
                                      AskedOrder::newest_first);
  talk.other.exchange = Exchange::answer(*ben.node, ben.entropy, AskedOrder::newest_first);
  talk.finish();
  EXPECT_EQ(talk.one.ending, Ending::finished);
  EXPECT_EQ(cem.texts(cems), garden_of(ben));
  EXPECT_EQ(std::ranges::count(cem.texts(cems), "ben 0"), 1);
  EXPECT_EQ(std::ranges::count(garden_of(ben), "cem, too"), 1);
}

/// Ana's logs as Ben may have them, cut as she would.
std::vector<ByteVec> ranges_for(Person& ana, Person& ben) {
  std::vector<ByteVec> made;
  const auto shares = shares_with(*ana.node, ben.node->person()).value();
  const auto pieces = lacking(*ana.node, shares, {}, PieceOrder::oldest_first).value();
  for (const auto& piece : pieces) {
    made.push_back(ana.node->serving().range(piece.strand, piece.stretch, 1 << 20).value()->bytes);
  }
  return made;
}

TEST(NewestFirst, a_liar_who_sends_in_another_order_does_no_harm) {
  const Ordinary ordinary;
  for (unsigned seed = 0; seed < 6; ++seed) {
    SCOPED_TRACE(seed);
    Absence absence;
    auto& [ana, ben, cem, garden, cems] = absence;
    {
      Liar liar{ana, ben, AskedOrder::newest_first};
      liar.greet();
      liar.settle();
      liar.hand_over_nothing();
      auto ranges = ranges_for(ana, ben);
      if (seed > 0) std::shuffle(ranges.begin(), ranges.end(), std::mt19937{seed});
      if (seed % 2 == 1) ranges.resize(ranges.size() * 2 / 3);
      for (const auto& range : ranges) {
        liar.say_range(range);
        liar.say_range(range);
        liar.settle();
      }
      liar.settle();
      EXPECT_EQ(liar.ending(), std::nullopt);
      liar.cut();
    }
    ben.reopen();
    Hearing{ben, ana, AskedOrder::newest_first}.finish();
    EXPECT_EQ(all_of(ben), ordinary.held);
    EXPECT_EQ(garden_of(ben), ordinary.texts);
  }
}

TEST(NewestFirst, who_asks_and_lies_of_what_they_hold_gets_no_more_than_they_may_have) {
  Absence absence;
  auto& [ana, ben, cem, garden, cems] = absence;
  const auto aside = ana.circle("aside");
  ana.say(aside, "not for Ben");
  Liar liar{ben, ana};
  auto presence = liar.presence();
  presence.newest_first = true;
  liar.say(std::move(presence));
  liar.say(sync::Digest{});
  liar.settle();
  const auto shares = shares_with(*ana.node, ben.node->person()).value();
  sync::Frontiers lies;
  for (auto& [log, spans] : holdings_of(shares)) {
    auto head = spans.front().head;
    head.raw[0] ^= 1;
    lies.logs.push_back({log, {{{1}, {2}, head}, {{3}, {1U << 30}, head}}});
  }
  liar.say(std::move(lies));
  liar.settle();
  std::set<LogId> theirs;
  for (const auto& share : shares) theirs.insert(share.log);
  std::size_t ranges = 0;
  for (const auto& message : liar.all_heard()) {
    const auto* range = std::get_if<sync::RangeBytes>(&message);
    if (range == nullptr) continue;
    ++ranges;
    const auto read = wire::decode_range(range->bytes);
    ASSERT_TRUE(read.has_value());
    EXPECT_TRUE(theirs.contains(read->log));
  }
  EXPECT_GT(ranges, 0U);
  liar.cut();
  expect_well(ana, cem);
}

// Whether Ben's node asks Ana for the newest first.
bool asks(Person& ana, Person& ben, AskedOrder asked) {
  Liar liar{ana, ben, asked};
  liar.greet();
  liar.settle();
  const auto& heard = liar.all_heard();
  const auto* presence = heard.empty() ? nullptr : std::get_if<sync::Presence>(&heard.front());
  EXPECT_NE(presence, nullptr);
  liar.cut();
  return presence != nullptr && presence->newest_first;
}

TEST(NewestFirst, is_asked_for_by_whoever_had_no_whole_session_for_a_day) {
  Absence absence;
  auto& [ana, ben, cem, garden, cems] = absence;
  using enum AskedOrder;
  EXPECT_FALSE(asks(ana, ben, newest_if_long_ago)) << "at first";
  EXPECT_FALSE(asks(ana, ben, oldest_first));
  Hearing{ben, ana, newest_if_long_ago}.finish();
  EXPECT_FALSE(asks(ana, ben, newest_if_long_ago));
  EXPECT_TRUE(asks(ana, ben, newest_first));
  const auto met = ben.now;
  ben.now = met + long_ago_min - std::chrono::seconds{1};
  EXPECT_FALSE(asks(ana, ben, newest_if_long_ago));
  ben.now = met + long_ago_min;
  EXPECT_TRUE(asks(ana, ben, newest_if_long_ago));
  ben.now = met - std::chrono::hours{1};
  EXPECT_TRUE(asks(ana, ben, newest_if_long_ago)) << "by a clock that went back nobody knows";
}

}  // namespace
}  // namespace kith::node::test
