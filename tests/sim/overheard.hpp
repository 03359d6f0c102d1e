// A session of two persons with an ear at each end: a twin that has the same keys and the same
// draws, and so hears every message that comes there, in the order and the size in which it comes.
// Refuses to know what is made of it.
#pragma once

#include <compare>
#include <utility>

#include "sim/session.hpp"
#include "sync/channel.hpp"
#include "tests/seeded_entropy.hpp"

namespace kith::sim {

/// A message on its way, and how many bytes of the stream came with it.
struct Frame {
  bool to_caller{};
  std::uint8_t type{};  // 0: what was moved at once, as it is on the wire
  std::uint64_t bytes{};
  auto operator<=>(const Frame&) const = default;
};

class Ear {
 public:
  static Ear of_caller(Person& caller, Person& called, test::SeededEntropy& draws) {
    const auto& contacts = caller.node().contacts();
    const auto* secret = contacts.secret_to_call(called.id());
    return Ear{sync::Channel::initiator(caller.node().identity().transport.clone(),
                                        contacts.listed(called.id()).front().transport,
                                        pair_id(secret->view()), psk_of(*secret), draws),
               secret->clone(), true};
  }
  static Ear of_called(Person& caller, Person& called, test::SeededEntropy& draws) {
    const auto* secret = caller.node().contacts().secret_to_call(called.id());
    return Ear{sync::Channel::responder(called.node().identity().transport.clone(), draws),
               secret->clone(), false};
  }

  void hear(ByteView bytes, std::vector<Frame>& frames) {
    if (!bytes.empty()) frames.push_back({at_caller_, 0, bytes.size()});
    while (true) {
      auto event = channel_.next();
      check(event.has_value());  // what honest ends say is understood
      if (*event) {
        take(std::move(**event), frames);
      } else if (bytes.empty()) {
        return;
      } else {
        (void)channel_.take_output();
        bytes = channel_.feed(bytes);
      }
    }
  }

 private:
  Ear(sync::Channel channel, seal::PairSecret secret, bool at_caller)
      : channel_(std::move(channel)), secret_(std::move(secret)), at_caller_(at_caller) {}
  static crypto::noise::Psk psk_of(const seal::PairSecret& secret) {
    const auto key = seal::pair_key(secret, seal::PairUse::session);
    return *crypto::noise::Psk::from(key.view());
  }
  void take(sync::Event event, std::vector<Frame>& frames) {
    if (std::holds_alternative<sync::PskWanted>(event)) channel_.supply_psk(psk_of(secret_));
    if (auto* one = std::get_if<sync::Received>(&event)) {
      const auto encoded = sync::encode_message(std::move(one->message));
      frames.push_back({at_caller_, encoded.type, encoded.body.size()});
    }
  }

  sync::Channel channel_;
  seal::PairSecret secret_;
  bool at_caller_;
};

/// A whole session by one clock over a perfect wire. Requires: they can talk.
inline std::vector<Frame> overheard(Person& caller, Person& called) {
  const auto now = std::max(caller.now(), called.now());
  caller.set_clock(now);
  called.set_clock(now);
  auto callers_draws = dynamic_cast<test::SeededEntropy&>(caller.entropy()).twin();
  auto calleds_draws = dynamic_cast<test::SeededEntropy&>(called.entropy()).twin();
  auto at_caller = Ear::of_caller(caller, called, callers_draws);
  auto at_called = Ear::of_called(caller, called, calleds_draws);
  auto session = dial(caller, called);
  check(session.has_value());
  std::vector<Frame> frames;
  const auto settle = [&] {
    session->caller.run();
    session->called.run();
    while (session->caller.has_written() || session->called.has_written()) {
      const auto there = session->caller.take_written();
      at_called.hear(there, frames);
      session->called.receive(there);
      const auto back = session->called.take_written();
      at_caller.hear(back, frames);
      session->caller.receive(back);
    }
  };
  settle();
  session->caller.exchange().finish();
  session->called.exchange().finish();
  settle();
  if (session->called.ending()) session->caller.cut();
  check(session->caller.ending() == node::Ending::finished);
  return frames;
}

}  // namespace kith::sim
