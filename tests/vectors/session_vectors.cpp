#include "tests/vectors/session_vectors.hpp"

#include "sync/channel.hpp"
#include "tests/seeded_entropy.hpp"
#include "tests/vectors/author.hpp"
#include "tests/vectors/sync_vectors.hpp"
#include "wire/varint.hpp"

namespace kith::test {
namespace {

namespace noise = crypto::noise;

ByteVec drawn(Entropy& entropy) {
  ByteVec bytes(32);
  entropy.fill(bytes);
  return bytes;
}

sync::Presence presence_of(const Person& person, const PairId& held, Entropy& entropy) {
  const auto& device = person.devices.front();
  return {.device_list = wire::sign_device_list(person.list(), person.key),
          .prekeys = {wire::sign_prekey(device.published(), device.key)},
          .ways = {"tcp:ana.example:4000"},
          .held = {held},
          .fresh = sync::Fresh::random(entropy),
          .face = {},
          .newest_first = false};
}

struct Talk {
  SeededEntropy entropy{1010};
  Person ana{entropy, 1};
  Person ben{entropy, 2};
  seal::PairSecret secret = seal::PairSecret::random(entropy);
  PairId pair = pair_id(secret.view());
  OneSecret left_drawn{drawn(entropy)};
  OneSecret right_drawn{drawn(entropy)};
  sync::Channel left =
      sync::Channel::initiator(own(ana), own(ben).public_key(), pair, psk(), left_drawn);
  sync::Channel right = sync::Channel::responder(own(ben), right_drawn);
  noise::Handshake left_twin = noise::Handshake::initiator(own(ana), own(ben).public_key(), psk(),
                                                           as_bytes("kith session 1"), left_drawn);
  noise::Handshake right_twin =
      noise::Handshake::responder(own(ben), as_bytes("kith session 1"), right_drawn);
  std::optional<noise::Transport> at_left;
  std::optional<noise::Transport> at_right;
  ordered_json stream = ordered_json::array();

  static crypto::TransportSecret own(const Person& person) {
    return person.devices.front().transport.clone();
  }
  [[nodiscard]] noise::Psk psk() const { return psk_of(secret); }

  // What one wrote, taken apart; `open` says what each Noise message holds.
  template <class Open>
  void record(const char* from, const ByteVec& written, Open open) {
    wire::ByteReader reader{written};
    while (reader.left() > 0) {
      const auto message = *reader.take(*reader.take_fixed<std::uint16_t>());
      const ByteVec plain = open(message);
      stream.push_back({{"from", from}, {"noise", to_hex(message)}, {"plain", to_hex(plain)}});
    }
  }

  void from_left() {
    const auto written = left.take_output();
    record("initiator", written, [&](ByteView message) -> ByteVec {
      if (at_right) return *at_right->receive.decrypt({}, message);
      const auto outcome = *right_twin.read_message(message);
      if (const auto* first = std::get_if<noise::Payload>(&outcome)) return first->bytes;
      auto third = *right_twin.supply_psk(psk());
      at_right = right_twin.split();
      return third;
    });
    deliver(right, written);
  }

  void from_right() {
    const auto written = right.take_output();
    record("responder", written, [&](ByteView message) -> ByteVec {
      if (at_left) return *at_left->receive.decrypt({}, message);
      auto second = std::get<noise::Payload>(*left_twin.read_message(message)).bytes;
      (void)*left_twin.write_message({});
      at_left = left_twin.split();
      return second;
    });
    deliver(left, written);
  }

  void deliver(sync::Channel& channel, ByteView bytes) {
    while (!bytes.empty()) {
      bytes = channel.feed(bytes);
      for (auto event = channel.next(); *event; event = channel.next()) {
        if (std::holds_alternative<sync::PskWanted>(**event)) channel.supply_psk(psk());
      }
    }
  }
};

}  // namespace

ordered_json session_json() {
  Talk talk;
  (void)*talk.left_twin.write_message(talk.pair.view());
  talk.from_left();
  (void)*talk.right_twin.write_message({});
  talk.left.send(presence_of(talk.ana, talk.pair, talk.entropy));
  talk.left.send(sync::Digest{talk.entropy.make<sync::DigestHash>()});
  talk.from_right();
  talk.from_left();
  talk.right.send(presence_of(talk.ben, talk.pair, talk.entropy));
  talk.right.send(sync::Digest{talk.entropy.make<sync::DigestHash>()});
  talk.right.send(sync::Frontiers{});
  talk.from_right();
  talk.left.send(sync::CaughtUp{});
  talk.from_left();
  talk.right.send(sync::CaughtUp{});
  talk.right.send(sync::End{});
  talk.from_right();
  talk.left.send(sync::End{});
  talk.from_left();
  return {{"what", "two who share nothing yet"},
          {"initiator", to_hex(Talk::own(talk.ana).view())},
          {"initiator_ephemeral", to_hex(talk.left_drawn.view())},
          {"responder", to_hex(Talk::own(talk.ben).view())},
          {"responder_ephemeral", to_hex(talk.right_drawn.view())},
          {"pair", to_hex(talk.secret.view())},
          {"pair_id", to_hex(talk.pair.view())},
          {"handshake_hash", to_hex(talk.left_twin.handshake_hash().view())},
          {"stream", talk.stream}};
}

}  // namespace kith::test
