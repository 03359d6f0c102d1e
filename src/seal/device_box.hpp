// A box to one device: what handover boxes and the keys of a bundle have in common. Knows suites,
// hints, pair secrets and dummies; refuses to know what a box holds and where it travels.
//
//   suite u8 · hint 4 · enc 32 · ciphertext (plaintext, 16 of the cipher)
//
// Source: docs/protocol.md §5.2 to §5.4; HPKE is RFC 9180.
#pragma once

#include <optional>

#include "base/entropy.hpp"
#include "crypto/hash.hpp"
#include "crypto/hpke.hpp"
#include "wire/prekey.hpp"

namespace kith::seal {

using PairSecret = crypto::Secret<struct PairTag, 32>;
using PairKey = crypto::Secret<struct PairKeyTag, 32>;

/// Of a box under a pair secret, and how HPKE's psk is named in it.
inline constexpr std::uint8_t suite_psk = 1;
inline constexpr std::string_view psk_id = "kith/1 pair";

/// The uses of a pair secret, which itself keys nothing.
enum class PairUse : std::uint8_t {
  box = 0,
  hint = 1,
  session = 2,
  agreement = 3,
  beacon = 4,
  onion = 5
};
[[nodiscard]] PairKey pair_key(const PairSecret& pair, PairUse use);

/// A prekey of this device, with its secret.
struct OwnPrekey {
  DeviceId device;
  Counter counter;
  crypto::PrekeySecret secret;
};

/// Where a box belongs, as its info or its hint says: a context, and what stands before device and
/// counter.
struct BoxBinding {
  crypto::Context context;
  ByteVec bytes;
};

/// The entry in which a handover box travels, and its author.
struct BoxPlace {
  CircleId circle;
  PersonId author;
  LogId log;
  EpochNumber epoch;
  Seq seq;
};

using BoxHint = Bytes<struct BoxHintTag, 4>;

inline constexpr std::size_t device_box_front_bytes = 1 + BoxHint::size;
inline constexpr std::size_t device_box_overhead_bytes =
    device_box_front_bytes + crypto::hpke::overhead_bytes;

/// In all calls below no `pair` means HPKE's base mode, suite 2; with one it is suite 1.
[[nodiscard]] BoxHint box_hint(const BoxBinding& hint, const DeviceId& device, Counter counter,
                               const crypto::PrekeyPublic& prekey, const PairSecret* pair);

/// Nothing where the prekey is one that cannot be sealed to.
[[nodiscard]] std::optional<ByteVec> seal_to_device(const BoxBinding& info, const BoxBinding& hint,
                                                    const wire::Prekey& prekey,
                                                    const PairSecret* pair, ByteView plain,
                                                    Entropy& entropy);

/// True where the box is of the right suite and longer than its overhead.
[[nodiscard]] bool is_of_suite(ByteView box, const PairSecret* pair);

/// Requires: a box of any suite.
[[nodiscard]] BoxHint hint_of(ByteView box);

/// Nothing where the box is not for this prekey and pair. Does not look at the hint. The plaintext
/// is the caller's to wipe. Requires: is_of_suite.
[[nodiscard]] std::optional<ByteVec> open_for_device(const BoxBinding& info,
                                                     const OwnPrekey& prekey,
                                                     const PairSecret* pair, ByteView box);

/// What no device opens and nobody can tell from a box of suite 1.
[[nodiscard]] ByteVec dummy_box(std::size_t plain_bytes, Entropy& entropy);

}  // namespace kith::seal
