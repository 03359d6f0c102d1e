// Who I am on this device: the person, device and transport keys, the signed device list, and my
// prekeys. Knows how they are kept; refuses to know where.
// Source: docs/protocol.md §2.
#pragma once

#include <optional>
#include <vector>

#include "base/entropy.hpp"
#include "seal/box.hpp"
#include "wire/certificate.hpp"
#include "wire/prekey.hpp"

namespace kith::node {

struct Identity {
  crypto::PersonKey person;
  crypto::DeviceKey device;
  crypto::TransportSecret transport;
  CircleId self_circle;          // the circle of my own devices, where my self log lives
  seal::PairSecret own_devices;  // shared among them
  ByteVec device_list;           // signed record

  [[nodiscard]] static Identity generate(Entropy& entropy);
  [[nodiscard]] PersonId person_id() const { return person.public_key(); }
  [[nodiscard]] DeviceId device_id() const { return device.public_key(); }
};

/// Secret: the caller wipes it.
[[nodiscard]] ByteVec encode_identity(const Identity& identity);
[[nodiscard]] std::optional<Identity> decode_identity(ByteView bytes);

/// My prekeys on this device, newest last.
class Prekeys {
 public:
  struct Kept {
    seal::OwnPrekey own;
    wire::Prekey shown;
    ByteVec record;  // signed
  };

  /// Makes a new one when the newest is too old (or there is none), destroys those past their time.
  /// True where anything changed and has to be kept.
  bool renew(const Identity& identity, WallTime now, Entropy& entropy);

  [[nodiscard]] const std::vector<Kept>& all() const { return kept_; }
  /// Requires: renew was called once.
  [[nodiscard]] const Kept& newest() const;

  /// Secret: the caller wipes it.
  [[nodiscard]] ByteVec encode() const;
  [[nodiscard]] static std::optional<Prekeys> decode(ByteView bytes);

 private:
  std::vector<Kept> kept_;
};

}  // namespace kith::node
