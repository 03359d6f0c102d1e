// Three people who know each other, as they stand before a session: ana, who is called; ben, whose
// keys the caller has; cem, whose log ana holds in part, with a body that whoever carried it had
// forgotten. Refuses to know what is said to ana.
#pragma once

#include "fuzz/session_home.hpp"
#include "sim/false_end.hpp"
#include "wire/header.hpp"

namespace kith::fuzz {

struct SessionPeople {
  Home ana{"ana", 1};
  Home ben{"ben", 2};
  Home cem{"cem", 3};
  CircleId circle{};
  std::vector<sync::Encoded> honest;  // what ben has to say to ana, and what others might

  SessionPeople() {
    meet(ana, ben);
    meet(ana, cem);
    meet(ben, cem);
    const auto choir = ana.take(ana.node->new_circle("choir", ana.tick()));
    circle = ana.node->strands().id_of(choir);
    for (auto* who : {&ana, &cem, &ben}) speak(*who);
    record();
  }

 private:
  // Each includes both others, and says three things; ben brings cem's to ana, without one body.
  void speak(Home& who) {
    if (!who.node->strands().number_of(circle)) who.index();
    const auto number = who.node->strands().number_of(circle);
    require(number.has_value());
    std::vector<PersonId> others;
    for (auto* other : {&ana, &ben, &cem}) {
      if (other != &who) others.push_back(other->node->person());
    }
    (void)who.take(who.node->include(*number, others, {}, who.tick()));
    for (const auto* text : {"one", "two", "three"}) (void)who.say(*number, text);
    const auto& author = who.node->person();
    const auto said = who.range(circle, author);
    if (&who == &ana) {
      for (auto* other : {&ben, &cem}) take(*other, said, author);
    } else if (&who == &cem) {
      take(ben, said, author);
      forget_last_of(ben, author);
      take(ana, ben.range(circle, author), ben.node->person());
      honest.push_back(sync::encode_message(body_of_last(said)));
    }
  }
  static void take(Home& home, const ByteVec& range, const PersonId& carrier) {
    (void)home.take(home.node->take_range(range, home.tick(), &carrier));
    home.index();
  }
  void forget_last_of(Home& home, const PersonId& author) {
    const auto view = wire::decode_range(home.range(circle, author));
    for (const auto strand : home.node->strands().of_log(view->log)) {
      const Seq last{view->entries.back().place.seq};
      (void)home.take(home.node->forget({strand, last}, home.tick()));
    }
  }
  [[nodiscard]] static sync::Message body_of_last(const ByteVec& range) {
    const auto view = wire::decode_range(range);
    const auto& last = view->entries.back();
    return sync::Body{view->log, last.place.seq, {last.entry.body.begin(), last.entry.body.end()}};
  }

  // What opens ben's log, as he hands it to whoever says that it is closed.
  void hand_over(const std::vector<node::StrandNumber>& strands) {
    for (const auto strand : strands) {
      const auto log = ana.node->strands().strand(strand).log;
      auto opens = ben.node->repair(ana.node->person(), log, {{0}, {4}}, ben.now);
      require(opens.has_value());
      for (auto& one : *opens) {
        honest.push_back(sync::encode_message(sync::Handed{std::move(one)}));
      }
    }
  }
  // Somebody with ana's keys calls ben, who is honest: what he says is what ben says to ana.
  void record() {
    auto called = sim::FalseEnd::dial(*ana.node, ana.entropy, ben.node->person());
    require(called.has_value());
    End answers{ben, node::Exchange::answer(*ben.node, ben.entropy)};
    called->greet();
    called->hand_over_nothing();
    for (int i = 0; i < 20; ++i) {
      answers.exchange->feed(called->take_output());
      called->hear(answers.run());
    }
    for (auto& message : called->take_heard()) {
      honest.push_back(sync::encode_message(std::move(message)));
    }
    const auto logs = ana.node->strands().of_circle(*ana.node->strands().number_of(circle));
    for (const auto strand : logs) {
      const auto log = ana.node->strands().strand(strand).log;
      honest.push_back(sync::encode_message(sync::Closed{{{log, {0}, {3}}}}));
      honest.push_back(sync::encode_message(sync::Missing{{{log, {3}, SealedHash{}}}}));
      honest.push_back(sync::encode_message(sync::Gone{log, {3}, BodyHash{}}));
      honest.push_back(sync::encode_message(sync::Refuse{log}));
      honest.push_back(sync::encode_message(sync::KnownForks{{log}}));
    }
    hand_over(logs);
    honest.push_back(sync::encode_message(sync::Credit{4096}));
    honest.push_back(sync::encode_message(sync::Agreed{}));
    honest.push_back(sync::encode_message(sync::End{}));
  }
};

}  // namespace kith::fuzz
