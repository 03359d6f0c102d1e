// People who meet by cards and sync in sessions, over a wire in memory: what tests of company
// share. Refuses to know any one test.
#pragma once

#include "node/exchange.hpp"
#include "tests/people/two_people.hpp"

namespace kith::node::test {

/// Both take the other's card.
inline void meet_by_cards(Person& one, Person& other) {
  const auto ones = one.take(one.node->new_card({}, one.tick()));
  const auto others = other.take(other.node->new_card({}, other.tick()));
  (void)one.take(one.node->meet(others, other.node->own_name(), Verification::met, one.tick()));
  (void)other.take(other.node->meet(ones, one.node->own_name(), Verification::met, other.tick()));
}

/// One end of a session in memory.
struct Talker {
  Person& person;
  std::unique_ptr<Exchange> exchange;
  ByteVec out{};  // written and not delivered yet
  std::optional<Ending> ending{};
  bool hurries{};  // leaves in the same breath in which it has caught up

  /// Steps until there is nothing more to do.
  void run() {
    while (!ending) {
      auto turn = exchange->step(person.now);
      EXPECT_TRUE(person.store->commit(turn.commit, turn.durability).has_value());
      out.insert(out.end(), turn.send.begin(), turn.send.end());
      ending = turn.ending;
      if (hurries && exchange->caught_up()) exchange->finish();
      if (!turn.more) break;
    }
  }
};

inline DeviceId device_of(Person& person) { return person.node->device(); }

struct Talk {
  Talk(Person& caller, Person& called)
      : one{caller, nullptr}, other{called, Exchange::answer(*called.node, called.entropy)} {
    auto dialled =
        Exchange::dial(*caller.node, caller.entropy, called.node->person(), called.node->device());
    EXPECT_TRUE(dialled.has_value());
    if (dialled) one.exchange = std::move(*dialled);
  }

  /// Moves bytes until both are silent. Gives up after so many moves.
  void settle(std::size_t moves_max = 10'000) {
    one.run();
    other.run();
    for (std::size_t i = 0; i < moves_max; ++i) {
      if (one.out.empty() && other.out.empty()) return;
      move(one, other);
      move(other, one);
    }
    ADD_FAILURE() << "the two never fall silent";
  }
  void finish() {
    settle();
    one.exchange->finish();
    other.exchange->finish();
    settle();
  }

  Talker one;
  Talker other;

 private:
  static void move(Talker& from, Talker& to) {
    if (from.out.empty()) return;
    const auto bytes = std::move(from.out);
    from.out.clear();
    if (!to.ending) to.exchange->feed(bytes);
    to.run();
  }
};

/// A whole session: both end caught up.
inline Tally sync(Person& one, Person& other) {
  one.now = other.now = std::max(one.tick(), other.tick());
  Talk talk{one, other};
  talk.settle();
  EXPECT_TRUE(talk.one.exchange->caught_up());
  EXPECT_TRUE(talk.other.exchange->caught_up());
  talk.finish();
  EXPECT_EQ(talk.one.ending, Ending::finished);
  EXPECT_EQ(talk.other.ending, Ending::finished);
  return talk.one.exchange->tally();
}

inline CircleNumber circle_called(Person& person, const std::string& name) {
  person.index();
  for (const auto circle : person.node->circles()) {
    if (person.node->name_of(circle) == name) return circle;
  }
  ADD_FAILURE() << person.node->own_name() << " knows no circle " << name;
  return {};
}

inline void include(Person& who, CircleNumber circle, Person& whom, const Inclusion& how = {}) {
  (void)who.take(who.node->include(circle, {whom.node->person()}, how, who.tick()));
}

inline void join(Person& who, CircleNumber circle) {
  who.index();
  const auto persons = who.node->to_join(circle, who.now).persons;
  (void)who.take(who.node->include(circle, persons, {}, who.tick()));
}

}  // namespace kith::node::test
