// A peer that has the keys of a real person and says in a session whatever a test makes it say, to
// a node that listens. Refuses to know any one test.
#pragma once

#include <functional>
#include <utility>

#include "sim/false_end.hpp"
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {

/// One end of a session driven by hand; the other is the node of `victim`.
class Liar : public sim::FalseEnd {
 public:
  Liar(Person& self, Person& victim, AskedOrder asked = AskedOrder::oldest_first)
      : FalseEnd(*FalseEnd::dial(*self.node, self.entropy, victim.node->person())),
        other_{victim, Exchange::answer(*victim.node, victim.entropy, asked)} {}

  /// Until both are silent. `bend` may change what the liar writes.
  void settle(const std::function<void(ByteVec&)>& bend = {}) {
    for (int i = 0; i < 1000; ++i) {
      auto out = take_output();
      if (bend) bend(out);
      if (!out.empty() && !other_.ending) other_.exchange->feed(out);
      other_.run();
      if (other_.out.empty() && out.empty() && !has_output()) return;
      hear(std::exchange(other_.out, {}));
    }
    ADD_FAILURE() << "the two never fall silent";
  }
  void cut() {
    other_.exchange->feed_end();
    other_.run();
  }

  [[nodiscard]] std::optional<Ending> ending() const { return other_.ending; }
  [[nodiscard]] Exchange& victim() { return *other_.exchange; }
  template <class Message>
  [[nodiscard]] std::size_t heard() const {
    return static_cast<std::size_t>(std::ranges::count_if(
        all_heard(), [](const auto& one) { return std::holds_alternative<Message>(one); }));
  }

 private:
  Talker other_;
};

/// A node that still does what it should with someone honest.
inline void expect_well(Person& person, Person& honest) {
  const auto circle = person.circle("well " + std::to_string(person.now.micros));
  include(person, circle, honest);
  person.say(circle, "still here");
  (void)sync(honest, person);
  const auto there = honest.node->strands().number_of(person.node->strands().id_of(circle));
  ASSERT_TRUE(there.has_value());
  EXPECT_EQ(honest.texts(*there), std::vector<std::string>{"still here"});
}

}  // namespace kith::node::test
