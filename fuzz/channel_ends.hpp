// Two ends of a channel with keys that never change, and someone who holds the keys of one of them
// and seals whatever they like. Knows nothing of what is claimed of them.
#pragma once

#include "base/limits.hpp"
#include "fuzz/fixed_keys.hpp"
#include "fuzz/require.hpp"
#include "sync/channel.hpp"
#include "tests/seeded_entropy.hpp"
#include "wire/varint.hpp"

namespace kith::fuzz {

namespace noise = crypto::noise;

struct Heard {
  std::size_t messages = 0;
  bool ready = false;
  ByteVec said;  // of all messages, as they are encoded
  std::optional<sync::ChannelFault> fault;
};

inline void put_message(ByteVec& out, sync::Encoded message) {
  wire::put_bytes(out, sync::message_head(message));
  wire::put_bytes(out, message.body);
}

inline void hear(sync::Channel& channel, Heard& heard) {
  for (;;) {
    auto event = channel.next();
    if (!event) {
      heard.fault = event.error();
      return;
    }
    if (!*event) return;
    if (std::holds_alternative<sync::PskWanted>(**event)) {
      channel.supply_psk(secret_of<noise::Psk>(9));
    } else if (auto* received = std::get_if<sync::Received>(&**event)) {
      heard.messages += 1;
      put_message(heard.said, sync::encode_message(std::move(received->message)));
    } else {
      heard.ready = true;
    }
  }
}

inline void feed_all(sync::Channel& channel, ByteView bytes, Heard& heard) {
  while (!bytes.empty()) {
    const auto before = bytes.size();
    bytes = channel.feed(bytes);
    require(bytes.size() < before);
    hear(channel, heard);
  }
}

inline Heard feed_all(sync::Channel& channel, ByteView bytes) {
  Heard heard;
  feed_all(channel, bytes, heard);
  return heard;
}

struct Liar {
  noise::Transport transport;
  Heard heard;

  void say(sync::Channel& channel, ByteView chunk) {
    const auto sealed = *transport.send.encrypt({}, chunk);
    ByteVec framed;
    wire::put_fixed(framed, static_cast<std::uint16_t>(sealed.size()));
    wire::put_bytes(framed, sealed);
    feed_all(channel, framed, heard);
  }
};

struct ChannelEnds {
  test::SeededEntropy entropy{1};
  crypto::TransportSecret ana = secret_of<crypto::TransportSecret>(7);
  crypto::TransportSecret ben = secret_of<crypto::TransportSecret>(6);
  sync::Channel left = sync::Channel::initiator(ana.clone(), ben.public_key(), PairId{},
                                                secret_of<noise::Psk>(9), entropy);
  sync::Channel right = sync::Channel::responder(ben.clone(), entropy);

  /// The right end's handshake with someone who then seals by hand.
  [[nodiscard]] Liar liar() {
    auto handshake =
        noise::Handshake::initiator(ana.clone(), ben.public_key(), secret_of<noise::Psk>(9),
                                    as_bytes("kith session 1"), entropy);
    Heard heard;
    const auto say = [&](const ByteVec& message) {
      ByteVec framed;
      wire::put_fixed(framed, static_cast<std::uint16_t>(message.size()));
      wire::put_bytes(framed, message);
      feed_all(right, framed, heard);
    };
    say(*handshake.write_message(PairId{}.view()));
    const auto second = right.take_output();
    require(handshake.read_message(ByteView{second}.subspan(2)).has_value());
    say(*handshake.write_message({}));
    require(heard.ready);
    return {handshake.split(), std::move(heard)};
  }
};

}  // namespace kith::fuzz
