// Two who share a secret, an end of a channel each, and the stream between them in the test's hand.
#pragma once

#include "sync/channel.hpp"
#include "tests/seeded_entropy.hpp"
#include "tests/sync/sample_messages.hpp"
#include "tests/wire/raw_bytes.hpp"

namespace kith::test {

/// What came out of a channel, in order, and why it is over.
struct Heard {
  std::vector<std::string> events;  // "psk wanted", "ready", or the message's bytes in hex
  std::optional<sync::ChannelFault> fault;
};

[[nodiscard]] inline std::string name_of(const sync::Event& event) {
  if (std::holds_alternative<sync::PskWanted>(event)) return "psk wanted";
  if (std::holds_alternative<sync::Ready>(event)) return "ready";
  return to_hex(bytes_of(std::get<sync::Received>(event).message));
}

/// Takes all events; answers PskWanted with `psk`.
inline void hear(sync::Channel& channel, const crypto::noise::Psk& psk, Heard& heard) {
  for (;;) {
    auto event = channel.next();
    if (!event) {
      heard.fault = event.error();
      return;
    }
    if (!*event) return;
    heard.events.push_back(name_of(**event));
    if (std::holds_alternative<sync::PskWanted>(**event)) channel.supply_psk(psk.clone());
  }
}

inline void feed_all(sync::Channel& channel, ByteView bytes, const crypto::noise::Psk& psk,
                     Heard& heard) {
  while (!bytes.empty()) {
    bytes = channel.feed(bytes);
    hear(channel, psk, heard);
  }
}

/// ana calls ben. Both ends, and what each of them heard.
struct TwoEnds {
  SeededEntropy entropy{77};
  crypto::TransportSecret ana = crypto::TransportSecret::generate(entropy);
  crypto::TransportSecret ben = crypto::TransportSecret::generate(entropy);
  crypto::noise::Psk psk = crypto::noise::Psk::random(entropy);
  PairId pair = filled<PairId>(0x5a);
  sync::Channel left =
      sync::Channel::initiator(ana.clone(), ben.public_key(), pair, psk.clone(), entropy);
  sync::Channel right = sync::Channel::responder(ben.clone(), entropy);
  Heard at_left;
  Heard at_right;

  void to_right(ByteView bytes) { feed_all(right, bytes, psk, at_right); }
  void to_left(ByteView bytes) { feed_all(left, bytes, psk, at_left); }
  /// Carries until neither has anything to write.
  void carry() {
    while (left.has_output() || right.has_output()) {
      to_right(left.take_output());
      to_left(right.take_output());
    }
  }
};

using Names = std::vector<std::string>;

inline void send_samples(sync::Channel& channel) {
  for (auto& message : sample_messages()) channel.send(std::move(message));
}

[[nodiscard]] inline Names sample_names() {
  Names names;
  for (const auto& message : sample_messages()) {
    names.push_back(to_hex(bytes_of(message)));
  }
  return names;
}

[[nodiscard]] inline Names after(Names first, const Names& then) {
  first.insert(first.end(), then.begin(), then.end());
  return first;
}

[[nodiscard]] inline sync::Message digest(std::uint8_t filler) {
  return sync::Digest{filled<sync::DigestHash>(filler)};
}

// All that the two write, when each sends all samples: what ana writes comes in two pieces.
struct Recording {
  ByteVec first;
  ByteVec second;
  ByteVec rest;

  Recording() {
    TwoEnds two;
    send_samples(two.left);
    first = two.left.take_output();
    two.to_right(first);
    second = two.right.take_output();
    two.to_left(second);
    rest = two.left.take_output();
  }
};

}  // namespace kith::test
