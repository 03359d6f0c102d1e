// A contact who says in a session what the protocol does not let one say: the session ends, or
// takes no harm; the node goes on with everyone else.
#include <functional>

#include "tests/people/forged_log.hpp"
#include "tests/people/liar.hpp"

namespace kith::node::test {
namespace {

using ::testing::Test;

struct MaliceTalk : Test {
  MaliceTalk() {
    meet_by_cards(ana, eve);
    meet_by_cards(ana, ben);
    garden = ana.circle("garden");
    include(ana, garden, eve);
    ana.say(garden, "hello");
    (void)sync(eve, ana);
  }
  std::optional<Ending> ending_after(const std::function<void(Liar&)>& lies) {
    Liar liar{eve, ana};
    lies(liar);
    liar.settle();
    return liar.ending();
  }
  LogId log_of(Person& person, CircleNumber circle) {
    for (const auto strand : person.node->strands().of_circle(circle)) {
      const auto& record = person.node->strands().strand(strand);
      if (record.person == person.node->person()) return record.log;
    }
    return {};
  }
  Person ana{"Ana", 1};
  Person eve{"Eve", 2};
  Person ben{"Ben", 3};
  CircleNumber garden;
};

TEST_F(MaliceTalk, whatever_is_said_out_of_its_turn_ends_the_session) {
  const auto forged = [&] {
    ForgedLog log{eve, ana.node->strands().id_of(garden), ana};
    log.open(place(0, 0, 0), log.to_readers());
    return log.all();
  };
  const std::vector<std::pair<std::string, std::function<void(Liar&)>>> lies{
      {"a digest first", [](Liar& l) { l.say(sync::Digest{}); }},
      {"two presences", [](Liar& l) { l.say(l.presence()), l.say(l.presence()); }},
      {"a presence late", [](Liar& l) { l.greet(), l.say(l.presence()); }},
      {"a range before the digest", [&](Liar& l) { l.say(l.presence()), l.say_range(forged()); }},
      {"frontiers before the digest",
       [](Liar& l) { l.say(l.presence()), l.say(sync::Frontiers{}); }},
      {"caught up before the digest",
       [](Liar& l) { l.say(l.presence()), l.say(sync::CaughtUp{}); }},
      {"credit before the digest", [](Liar& l) { l.say(l.presence()), l.say(sync::Credit{1}); }},
      {"refuse before the digest", [](Liar& l) { l.say(l.presence()), l.say(sync::Refuse{}); }},
      {"frontiers twice",
       [](Liar& l) { l.greet(), l.say(sync::Frontiers{}), l.say(sync::Frontiers{}); }},
      {"empty frontiers without end",
       [](Liar& l) {
         l.greet(), l.say(sync::Frontiers{true, {}});
       }},
  };
  for (const auto& [name, lie] : lies) {
    EXPECT_EQ(ending_after(lie), Ending::malformed) << name;
  }
  expect_well(ana, ben);
}

TEST_F(MaliceTalk, a_presence_with_anothers_records_ends_the_session) {
  EXPECT_EQ(ending_after([&](Liar& liar) {
              auto presence = liar.presence();
              presence.device_list = ben.node->identity().device_list;
              liar.say(std::move(presence));
            }),
            Ending::malformed);
  EXPECT_EQ(ending_after([&](Liar& liar) {
              auto presence = liar.presence();
              presence.prekeys = {ben.node->prekeys().newest().record};
              liar.say(std::move(presence));
            }),
            Ending::malformed);
  EXPECT_EQ(ending_after([&](Liar& liar) {
              auto presence = liar.presence();
              presence.device_list[presence.device_list.size() / 2] ^= 1;
              liar.say(std::move(presence));
            }),
            Ending::malformed);
  const auto* contact = ana.node->contacts().find(eve.node->person());
  EXPECT_EQ(contact->device_list, eve.node->identity().device_list);
  expect_well(ana, ben);
}

TEST_F(MaliceTalk, a_face_of_someone_else_in_a_presence_is_passed_over) {
  const auto before = ana.node->contacts().find(eve.node->person())->face;
  const auto bens = ben.take(StepOf<ByteVec>{ben.node->own_face(ben.now)});
  EXPECT_EQ(ending_after([&](Liar& liar) {
              auto presence = liar.presence();
              presence.face = bens;
              liar.say(std::move(presence));
              liar.say(sync::Digest{});
            }),
            std::nullopt);
  EXPECT_EQ(ana.node->contacts().find(eve.node->person())->face, before);
}

TEST_F(MaliceTalk, frontiers_beyond_their_limits_end_the_session_however_they_are_cut) {
  const auto logs = [&](std::size_t count, std::uint8_t first) {
    sync::Frontiers frontiers{true, {}};
    for (std::size_t i = 0; i < count; ++i) {
      LogId log{};
      log.raw[0] = first;
      log.raw[1] = static_cast<std::uint8_t>(i >> 8);
      log.raw[2] = static_cast<std::uint8_t>(i);
      frontiers.logs.push_back({log, {{{0}, {1}, {}}}});
    }
    return frontiers;
  };
  const auto many = [&](int messages) {
    return ending_after([&](Liar& liar) {
      liar.greet();
      for (int i = 0; i < messages; ++i) liar.say(logs(8192, static_cast<std::uint8_t>(i)));
    });
  };
  EXPECT_EQ(many(2), std::nullopt);
  EXPECT_EQ(many(3), Ending::malformed);
  EXPECT_EQ(ending_after([&](Liar& liar) {
              liar.greet();
              liar.say(logs(2, 1));
              liar.say(logs(2, 0));
            }),
            Ending::malformed);
  const auto spans = [&](std::uint64_t count) {
    return ending_after([&](Liar& liar) {
      liar.greet();
      sync::LogFrontier frontier{log_of(ana, garden), {}};
      for (std::uint64_t i = 0; i < count; ++i) frontier.spans.push_back({{i}, {i + 1}, {}});
      liar.say(sync::Frontiers{false, {frontier}});
    });
  };
  EXPECT_EQ(spans(limits::log_spans_max), std::nullopt);
  EXPECT_EQ(spans(limits::log_spans_max + 1), Ending::malformed);
  expect_well(ana, ben);
}

TEST_F(MaliceTalk, frontiers_that_lie_bring_no_more_than_they_may_have) {
  const auto secret = ana.circle("secret");
  ana.say(secret, "for nobody");
  const auto hidden = log_of(ana, secret);
  const auto shown = log_of(ana, garden);
  const std::vector<std::vector<sync::HeldSpan>> lies{
      {{{0}, {limits::seq_max + 1}, {}}},                // all there could ever be
      {{{limits::seq_max}, {limits::seq_max + 1}, {}}},  // at the end of the world
      {},                                                // refuses it
  };
  for (const auto& spans : lies) {
    Liar liar{eve, ana};
    liar.greet();
    std::vector<sync::LogFrontier> logs{{hidden, {}}, {shown, spans}};
    std::ranges::sort(logs, {}, &sync::LogFrontier::log);
    liar.say(sync::Frontiers{false, logs});
    liar.settle();
    EXPECT_EQ(liar.ending(), std::nullopt);
    for (const auto& message : liar.all_heard()) {
      const auto* range = std::get_if<sync::RangeBytes>(&message);
      if (range == nullptr) continue;
      EXPECT_NE(wire::decode_range(range->bytes)->log, hidden);
    }
  }
  expect_well(ana, ben);
}

// Branches of a fork overlap and may begin at one place, so spans may, too: what is not so is only
// that one of them stands twice, or out of its order.
TEST_F(MaliceTalk, spans_over_each_other_are_stories_and_spans_twice_are_no_frontier) {
  for (int i = 0; i < 7; ++i) ana.say(garden, "and again");
  const auto log = log_of(ana, garden);
  const auto strand = ana.node->strands().of_log(log).front();
  const auto end = ana.node->strands().spans(strand).back().span.next.value;
  const auto head = [&](std::uint64_t last) {
    return *ana.node->opener().link_of({strand, {last}});
  };
  const auto invented = [](std::uint8_t which) {
    Link link{};
    link.raw[0] = which;
    return link;
  };
  struct Heard {
    std::optional<Ending> ending;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> entries;  // of the log: from, next
    bool operator==(const Heard&) const = default;
  };
  const auto told = [&](std::vector<sync::HeldSpan> spans) {
    Liar liar{eve, ana};
    liar.greet();
    liar.say(sync::Frontiers{false, {{log, std::move(spans)}}});
    liar.settle();
    Heard heard{liar.ending(), {}};
    for (const auto& message : liar.all_heard()) {
      const auto* bytes = std::get_if<sync::RangeBytes>(&message);
      const auto range =
          bytes != nullptr ? wire::decode_range(bytes->bytes) : Fail{wire::RangeError{}};
      if (!range || range->log != log) continue;
      const auto from = range->entries.front().place.seq.value;
      heard.entries.emplace_back(from, from + range->entries.size());
    }
    return heard;
  };
  const Heard nothing{std::nullopt, {}};
  const Heard all{std::nullopt, {{0, end}}};
  const Heard refused{Ending::malformed, {}};

  EXPECT_EQ(told({}), nothing);  // refuses the log
  EXPECT_EQ(told({{{0}, {end}, head(end - 1)}}), nothing);
  // Over each other, and each is true: what both leave out is lacking.
  EXPECT_EQ(told({{{0}, {4}, head(3)}, {{2}, {6}, head(5)}}), (Heard{std::nullopt, {{6, end}}}));
  EXPECT_EQ(told({{{0}, {6}, head(5)}, {{2}, {4}, head(3)}}), (Heard{std::nullopt, {{6, end}}}));
  // Over each other, and one tells another story: what it says to hold counts for nothing.
  EXPECT_EQ(told({{{0}, {4}, head(3)}, {{2}, {6}, invented(1)}}),
            (Heard{std::nullopt, {{4, end}}}));
  // From one place, by ascending heads: a fork.
  EXPECT_EQ(told({{{0}, {1}, invented(1)}, {{0}, {2}, invented(2)}, {{0}, {end}, invented(3)}}),
            all);
  auto fork = std::vector<sync::HeldSpan>{{{0}, {5}, head(4)}, {{0}, {end}, invented(7)}};
  std::ranges::sort(fork, {}, &sync::HeldSpan::head);
  EXPECT_EQ(told(fork), (Heard{std::nullopt, {{5, end}}}));
  // The same one twice, also where it ends elsewhere, and whatever does not ascend.
  EXPECT_EQ(told({{{0}, {4}, head(3)}, {{0}, {4}, head(3)}}), refused);
  EXPECT_EQ(told({{{0}, {1}, invented(1)}, {{0}, {2}, invented(1)}}), refused);
  EXPECT_EQ(told({{{0}, {1}, invented(2)}, {{0}, {2}, invented(1)}}), refused);
  EXPECT_EQ(told({{{2}, {4}, head(3)}, {{0}, {1}, head(0)}}), refused);
  expect_well(ana, ben);
}

TEST_F(MaliceTalk, an_invented_head_is_another_story_and_gets_mine) {
  Liar liar{eve, ana};
  liar.greet();
  Link invented{};
  invented.raw[5] = 7;
  liar.say(sync::Frontiers{false, {{log_of(ana, garden), {{{0}, {2}, invented}}}}});
  liar.settle();
  EXPECT_EQ(liar.ending(), std::nullopt);
  EXPECT_EQ(liar.heard<sync::RangeBytes>(), 1U);
}

TEST_F(MaliceTalk, closed_again_and_again_is_answered_a_few_times) {
  Liar liar{eve, ana};
  liar.greet();
  liar.hand_over_nothing();
  const auto log = log_of(ana, garden);
  for (int i = 0; i < 20; ++i) {
    sync::Closed closed;
    for (std::size_t k = 0; k < limits::closed_spans_max; ++k) {
      closed.spans.push_back({log, {0}, {limits::seq_max + 1}});
    }
    liar.say(std::move(closed));
  }
  liar.settle();
  EXPECT_EQ(liar.ending(), std::nullopt);
  EXPECT_EQ(liar.heard<sync::Handed>(), limits::closed_answers_max);
}

TEST_F(MaliceTalk, closed_of_a_log_that_they_may_not_hear_is_not_answered) {
  const auto secret = ana.circle("secret");
  include(ana, secret, ben);
  ana.say(secret, "for ben");
  Liar liar{eve, ana};
  liar.greet();
  liar.hand_over_nothing();
  liar.say(sync::Closed{{{log_of(ana, secret), {0}, {100}}, {LogId{}, {0}, {1}}}});
  liar.settle();
  EXPECT_EQ(liar.heard<sync::Handed>(), 0U);
  (void)ana.take(ana.node->part(garden, {eve.node->person()}, {}, ana.tick()));
  liar.say(sync::Closed{{{log_of(ana, garden), {0}, {100}}}});
  liar.settle();
  EXPECT_EQ(liar.heard<sync::Handed>(), 0U);
  EXPECT_EQ(liar.ending(), std::nullopt);
}

TEST_F(MaliceTalk, refusals_without_end_end_the_session) {
  const auto refuse = [&](std::size_t count) {
    return ending_after([&](Liar& liar) {
      liar.greet();
      for (std::size_t i = 0; i < count; ++i) {
        LogId log{};
        log.raw[0] = static_cast<std::uint8_t>(i >> 8);
        log.raw[1] = static_cast<std::uint8_t>(i);
        liar.say(sync::Refuse{log});
      }
    });
  };
  EXPECT_EQ(refuse(limits::refusals_max), std::nullopt);
  EXPECT_EQ(refuse(limits::refusals_max + 1), Ending::malformed);
}

TEST_F(MaliceTalk, credit_beyond_all_measure_changes_nothing) {
  Liar liar{eve, ana};
  liar.greet();
  liar.hand_over_nothing();
  for (int i = 0; i < 100; ++i) liar.say(sync::Credit{UINT32_MAX});
  liar.settle();
  EXPECT_EQ(liar.ending(), std::nullopt);
  EXPECT_EQ(liar.heard<sync::RangeBytes>(), 1U);
}

TEST_F(MaliceTalk, a_stream_that_is_bent_anywhere_ends_and_harms_nobody) {
  for (std::size_t seed = 0; seed < 60; ++seed) {
    Liar liar{eve, ana};
    liar.greet();
    liar.hand_over_nothing();
    std::size_t turn = 0;
    liar.settle([&](ByteVec& out) {
      if (out.empty() || turn++ != seed % 3) return;
      const auto at = (seed * 7919) % out.size();
      switch (seed % 4) {
        case 0:
          out[at] ^= static_cast<std::uint8_t>(1U << (seed % 8));
          break;
        case 1:
          out.resize(at);
          break;
        case 2:
          out.insert(out.end(), out.begin(), out.end() - static_cast<std::ptrdiff_t>(at));
          break;
        default:
          std::ranges::rotate(out, out.begin() + static_cast<std::ptrdiff_t>(at));
      }
    });
    liar.cut();
    EXPECT_TRUE(liar.ending().has_value()) << seed;
  }
  expect_well(ana, ben);
}

TEST_F(MaliceTalk, a_caller_whose_sessions_are_always_cut_is_still_known) {
  for (std::size_t i = 0; i < 2 * limits::pair_secrets_max; ++i) {
    Talk talk{ben, ana};
    // Ana's presence never arrives.
    talk.one.run();
    talk.other.exchange->feed(std::exchange(talk.one.out, {}));
    talk.other.run();
    const auto second = std::exchange(talk.other.out, {});
    talk.one.exchange->feed(second);
    talk.one.run();
    talk.other.exchange->feed(std::exchange(talk.one.out, {}));
    talk.other.run();
    talk.other.exchange->feed_end();
    talk.other.run();
  }
  expect_well(ana, ben);
  expect_well(ben, ana);
}

}  // namespace
}  // namespace kith::node::test
