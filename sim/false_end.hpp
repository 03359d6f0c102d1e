// An end of a session that has the keys of a real person and says whatever it is made to say.
// Refuses to know what for, and what carries its bytes.
#pragma once

#include <utility>

#include "node/node.hpp"
#include "sync/channel.hpp"

namespace kith::sim {

class FalseEnd {
 public:
  /// Calls `victim` as `self`. Nothing: no secret in common, or no device of theirs is known.
  [[nodiscard]] static std::optional<FalseEnd> dial(node::Node& self, Entropy& entropy,
                                                    const PersonId& victim);

  void say(sync::Message message) { channel_.send(std::move(message)); }
  /// What an honest node says first.
  void greet() {
    say(presence());
    say(sync::Digest{});
  }
  [[nodiscard]] sync::Presence presence();
  void say_range(const ByteVec& range) { say(sync::RangeBytes{range}); }
  void hand_over_nothing() { say(sync::Frontiers{}); }

  [[nodiscard]] ByteVec take_output() { return channel_.take_output(); }
  [[nodiscard]] bool has_output() const { return channel_.has_output(); }
  void hear(ByteView bytes);

  [[nodiscard]] const std::vector<sync::Message>& all_heard() const { return heard_; }
  [[nodiscard]] std::vector<sync::Message> take_heard() { return std::exchange(heard_, {}); }
  /// Every message as it stood on the wire, opened.
  [[nodiscard]] const std::vector<ByteVec>& captured() const { return captured_; }

 private:
  FalseEnd(node::Node& self, Entropy& entropy, sync::Channel channel)
      : self_(&self), entropy_(&entropy), channel_(std::move(channel)) {}

  node::Node* self_;
  Entropy* entropy_;
  sync::Channel channel_;
  std::vector<sync::Message> heard_;
  std::vector<ByteVec> captured_;
};

}  // namespace kith::sim
