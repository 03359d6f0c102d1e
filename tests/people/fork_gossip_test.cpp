// Whoever hears of one story alone is told by those who hold both, and passes it on; whoever never
// heard the author there, or only before the stories part, is told nothing.
#include "log/fork.hpp"
#include "tests/people/forged_log.hpp"
#include "tests/people/liar.hpp"

namespace kith::node::test {
namespace {

using ::testing::Test;

struct ForkGossip : Test {
  ForkGossip() {
    std::vector<Person*> all{&ana, &ben, &fay, &dan, &eve};
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (std::size_t j = i + 1; j < all.size(); ++j) meet_by_cards(*all[i], *all[j]);
    }
    circle.raw[0] = 0xfe;
  }
  void hand(Person& to, const ByteVec& range) {
    auto step = to.node->take_range(range, to.tick());
    ASSERT_TRUE(step.has_value());
    (void)to.take(std::move(step));
    to.index();
  }
  [[nodiscard]] static wire::AudienceList list_of(const std::vector<Person*>& readers) {
    wire::AudienceList list;
    for (const auto* reader : readers) list.push_back({reader->node->person(), std::nullopt});
    std::ranges::sort(list, {}, &wire::Hearer::person);
    return list;
  }
  /// Dan hears the beginning alone; what follows is one story to three, another to Ana alone.
  void tell_two_stories() {
    log.emplace(eve, circle, std::vector{&ana, &ben, &fay, &dan});
    log->open(place(0, 0, 0), list_of({&ana, &ben, &fay, &dan}), "hello");
    log->open(place(1, 1, 0), list_of({&ana, &ben, &fay}), "we agreed");
    log->tell(place(2, 1, 1), "with all of you");
    common = log->range(0, 0);
    to_three = log->range(1, 2);
    log->rewind(1);
    log->another_secret({1});
    log->open(place(1, 1, 0), list_of({&ana}), "we never agreed");
    to_ana = log->range(1, 1);
    for (auto* person : {&ana, &ben, &fay, &dan}) hand(*person, common);
    for (auto* person : {&ana, &ben, &fay}) hand(*person, to_three);
    hand(ana, to_ana);
  }
  [[nodiscard]] bool knows(const Person& person) const {
    const auto strands = person.node->strands().of_log(log->id());
    return !strands.empty() && std::ranges::all_of(strands, [&](StrandNumber number) {
      return person.node->strands().strand(number).forked;
    });
  }
  [[nodiscard]] const Forks::Known* proof_of(const Person& person) const {
    return person.node->forks().find(log->id());
  }

  /// Two stories of a log of that author, one entry each, that Ana and Ben hear and Ana holds.
  LogId fork_one_more(Person& author) {
    CircleId other;
    other.raw[0] = 0xfd;
    other.raw[1] = ++circles;
    ForgedLog forked{author, other, std::vector{&ana, &ben}};
    forked.open(place(0, 0, 0), list_of({&ana, &ben}), "one");
    hand(ana, forked.all());
    forked.rewind(0);
    forked.open(place(0, 0, 0), list_of({&ana, &ben}), "another");
    hand(ana, forked.all());
    return forked.id();
  }
  /// What Ana says to somebody who says that nothing is held.
  [[nodiscard]] std::vector<sync::Message> said_by_ana(Person& caller, bool names_it = false) {
    Liar liar{caller, ana};
    liar.greet();
    if (names_it) liar.say(sync::KnownForks{{log->id()}});
    liar.hand_over_nothing();
    liar.say(sync::CaughtUp{});
    liar.settle();
    EXPECT_FALSE(liar.ending().has_value());
    return liar.take_heard();
  }
  template <class Message>
  [[nodiscard]] static std::size_t count(const std::vector<sync::Message>& said) {
    return static_cast<std::size_t>(std::ranges::count_if(
        said, [](const auto& one) { return std::holds_alternative<Message>(one); }));
  }

  Person ana{"Ana", 21};
  Person ben{"Ben", 22};
  Person fay{"Fay", 23};
  Person dan{"Dan", 24};
  Person eve{"Eve", 25};
  CircleId circle;
  std::uint8_t circles{};
  std::optional<ForgedLog> log;
  ByteVec common;
  ByteVec to_three;
  ByteVec to_ana;
};

TEST_F(ForkGossip, whoever_holds_one_story_hears_of_the_other_by_its_proof) {
  tell_two_stories();
  ASSERT_TRUE(knows(ana));
  ASSERT_FALSE(knows(ben));
  (void)sync(ben, ana);
  EXPECT_TRUE(knows(ben));
  ASSERT_NE(proof_of(ben), nullptr);
  const auto proof = wire::decode_fork_proof(proof_of(ben)->record);
  ASSERT_TRUE(proof.has_value());
  EXPECT_TRUE(log::verify_fork_proof(*proof).has_value());
  EXPECT_EQ(proof->log, log->id());
  EXPECT_EQ(proof_of(ben)->seq, Seq{1});
}

TEST_F(ForkGossip, who_was_told_tells_others_and_remembers_it) {
  tell_two_stories();
  (void)sync(ben, ana);
  ben.reopen();
  EXPECT_TRUE(knows(ben));
  ASSERT_NE(proof_of(ben), nullptr);
  (void)sync(ben, fay);
  EXPECT_TRUE(knows(fay));
  ASSERT_NE(proof_of(fay), nullptr);
  EXPECT_EQ(proof_of(fay)->record, proof_of(ana)->record);
}

TEST_F(ForkGossip, what_was_held_before_anyone_made_proofs_is_proven_later) {
  tell_two_stories();
  ana.reopen();
  (void)sync(ana, ben);
  EXPECT_TRUE(knows(ben));
}

TEST_F(ForkGossip, a_session_that_goes_on_hears_what_another_brought) {
  tell_two_stories();
  Talk talk{fay, ben};
  talk.settle();
  EXPECT_FALSE(knows(fay));
  (void)sync(ben, ana);
  talk.settle();
  EXPECT_TRUE(knows(fay));
  talk.finish();
  EXPECT_EQ(talk.one.ending, Ending::finished);
}

TEST_F(ForkGossip, it_is_told_when_nothing_else_is_new) {
  tell_two_stories();
  (void)sync(ben, fay);
  (void)sync(ben, fay);
  (void)sync(ana, ben);
  EXPECT_EQ(sync(ben, fay).round_trips, 1U);
  EXPECT_TRUE(knows(fay));
}

TEST_F(ForkGossip, whoever_names_it_is_not_told) {
  tell_two_stories();
  (void)sync(ana, fay);
  const auto first = said_by_ana(ben);
  EXPECT_EQ(count<sync::KnownForks>(first), 1U);
  EXPECT_EQ(count<sync::ForkProof>(first), 1U);
  const auto again = said_by_ana(ben, true);
  EXPECT_EQ(count<sync::KnownForks>(again), 1U);
  EXPECT_EQ(count<sync::ForkProof>(again), 0U);
}

TEST_F(ForkGossip, the_author_is_told_too) {
  tell_two_stories();
  (void)sync(ana, fay);
  EXPECT_EQ(count<sync::ForkProof>(said_by_ana(eve)), 1U);
}

// Dan heard the beginning, and would learn that it goes on; Gil never heard of it.
TEST_F(ForkGossip, others_hear_the_same_whether_there_is_a_fork_or_not) {
  Person gil{"Gil", 26};
  meet_by_cards(ana, gil);
  tell_two_stories();
  (void)sync(ana, fay);
  ASSERT_NE(proof_of(ana), nullptr);
  for (auto* other : {&dan, &gil}) {
    for (const bool names_it : {false, true}) {
      const auto said = said_by_ana(*other, names_it);
      EXPECT_EQ(count<sync::KnownForks>(said), 0U);
      EXPECT_EQ(count<sync::ForkProof>(said), 0U);
    }
  }
  (void)sync(dan, ana);
  EXPECT_FALSE(knows(dan));
}

TEST_F(ForkGossip, false_proofs_end_nothing_and_are_looked_at_up_to_a_limit) {
  tell_two_stories();
  (void)sync(ana, fay);
  const auto proof = proof_of(ana)->record;
  auto bent = proof;
  bent.back() ^= 1;
  for (const auto before : {limits::fork_proofs_heard_max, limits::fork_proofs_heard_max - 1}) {
    ASSERT_FALSE(knows(ben));
    Liar liar{eve, ben};
    liar.greet();
    liar.hand_over_nothing();
    for (std::size_t i = 0; i < before; ++i) {
      liar.say(sync::ForkProof{i % 2 == 0 ? bent : wire::CborWriter{}.integer(1).take()});
    }
    liar.say(sync::ForkProof{proof});
    liar.settle();
    EXPECT_FALSE(liar.ending().has_value());
    EXPECT_EQ(knows(ben), before < limits::fork_proofs_heard_max);
  }
}

TEST_F(ForkGossip, a_proof_of_a_log_that_is_not_held_is_passed_over) {
  tell_two_stories();
  (void)sync(ana, fay);
  Person gil{"Gil", 26};
  meet_by_cards(ana, gil);
  Liar liar{ana, gil};
  liar.greet();
  liar.hand_over_nothing();
  liar.say(sync::ForkProof{proof_of(ana)->record});
  liar.settle();
  EXPECT_FALSE(liar.ending().has_value());
  EXPECT_TRUE(gil.node->forks().all().empty());
}

TEST_F(ForkGossip, known_forks_are_named_once) {
  tell_two_stories();
  Liar liar{eve, ben};
  liar.greet();
  liar.say(sync::KnownForks{{log->id()}});
  liar.settle();
  EXPECT_FALSE(liar.ending().has_value());
  liar.say(sync::KnownForks{});
  liar.settle();
  EXPECT_EQ(liar.ending(), Ending::malformed);
}

TEST_F(ForkGossip, of_one_person_so_many_proofs_are_kept_and_in_a_session_so_many_told) {
  std::set<LogId> logs;
  for (std::size_t i = 1; i <= limits::fork_proofs_of_person_max + 1; ++i) {
    logs.insert(fork_one_more(eve));
    (void)sync(ana, fay);
    EXPECT_EQ(ana.node->forks().all().size(), std::min(i, limits::fork_proofs_of_person_max));
  }
  for (const auto& one : logs) {
    for (const auto number : ana.node->strands().of_log(one)) {
      EXPECT_TRUE(ana.node->strands().strand(number).forked);
    }
  }
  static_assert(limits::fork_proofs_told_max <= limits::fork_proofs_of_person_max);
  EXPECT_EQ(count<sync::ForkProof>(said_by_ana(ben)), limits::fork_proofs_told_max);
  (void)fork_one_more(dan);
  (void)sync(ana, fay);
  EXPECT_EQ(ana.node->forks().all().size(), limits::fork_proofs_of_person_max + 1);
  EXPECT_EQ(count<sync::ForkProof>(said_by_ana(ben)), limits::fork_proofs_told_max);
  (void)sync(ben, ana);
  (void)sync(ben, ana);
  EXPECT_EQ(ben.node->forks().all().size(), limits::fork_proofs_of_person_max + 1);
}

}  // namespace
}  // namespace kith::node::test
