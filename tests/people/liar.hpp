// A peer that has the keys of a real person and says in a session whatever a test makes it say.
// Refuses to know any one test.
#pragma once

#include <functional>
#include <utility>

#include "sync/channel.hpp"
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {

/// One end of a session driven by hand; the other is the node of `victim`.
class Liar {
 public:
  Liar(Person& self, Person& victim)
      : self_(self), other_{victim, Exchange::answer(*victim.node, victim.entropy)} {
    const auto* contact = self.node->contacts().find(victim.node->person());
    const auto key = seal::pair_key(*contact->pair, seal::PairUse::session);
    channel_.emplace(sync::Channel::initiator(
        self.node->identity().transport.clone(),
        self.node->contacts().listed(victim.node->person()).front().transport,
        pair_id(contact->pair->view()), *crypto::noise::Psk::from(key.view()), self.entropy));
  }

  void say(sync::Message message) { channel_->send(std::move(message)); }
  /// What an honest node says first.
  void greet() {
    say(presence());
    say(sync::Digest{});
  }
  [[nodiscard]] sync::Presence presence() {
    return {self_.node->identity().device_list,
            {self_.node->prekeys().newest().record},
            {},
            {},
            sync::Fresh::random(self_.entropy),
            std::nullopt,
            false};
  }
  void say_range(const ByteVec& range) { say(sync::RangeBytes{range}); }
  void hand_over_nothing() { say(sync::Frontiers{}); }

  /// Until both are silent. `bend` may change what the liar writes.
  void settle(const std::function<void(ByteVec&)>& bend = {}) {
    for (int i = 0; i < 1000; ++i) {
      auto out = channel_->take_output();
      if (bend) bend(out);
      if (!out.empty() && !other_.ending) other_.exchange->feed(out);
      other_.run();
      if (other_.out.empty() && out.empty() && !channel_->has_output()) return;
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
        heard_, [](const auto& one) { return std::holds_alternative<Message>(one); }));
  }
  [[nodiscard]] const std::vector<sync::Message>& all_heard() const { return heard_; }
  /// Every message as it stood on the wire, opened.
  [[nodiscard]] const std::vector<ByteVec>& captured() const { return captured_; }

 private:
  void hear(const ByteVec& bytes) {
    ByteView rest{bytes};
    while (true) {
      auto event = channel_->next();
      if (!event) return;
      if (*event) {
        if (auto* one = std::get_if<sync::Received>(&**event)) {
          auto encoded = sync::encode_message(std::move(one->message));
          captured_.push_back(encoded.body);
          auto again = sync::decode_message(encoded.type, std::move(encoded.body));
          heard_.push_back(std::move(**again));
        }
        continue;
      }
      if (rest.empty()) return;
      rest = channel_->feed(rest);
    }
  }

  Person& self_;
  Talker other_;
  std::optional<sync::Channel> channel_;
  std::vector<sync::Message> heard_;
  std::vector<ByteVec> captured_;
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
