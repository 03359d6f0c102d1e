// A box to my own recovery key: what opens an epoch of mine, for whoever has that key's secret and
// what my devices share. It looks like a box to a device of somebody else. Refuses to know where
// the key comes from and whether it is in force.
//
//   suite u8 · hint 4 · enc 32 · ciphertext (plaintext, 16 of the cipher)
//
// Source: docs/protocol.md §5.5; HPKE is RFC 9180.
#pragma once

#include <optional>

#include "seal/device_box.hpp"

namespace kith::seal {

/// In all calls `own` is what the author's devices share: the box is of suite 1 under it.
[[nodiscard]] BoxHint recovery_hint(const BoxPlace& place, const crypto::RecoveryPublic& key,
                                    const PairSecret& own);

/// Nothing where the key is one that cannot be sealed to.
[[nodiscard]] std::optional<ByteVec> seal_to_recovery(const BoxPlace& place,
                                                      const crypto::RecoveryPublic& key,
                                                      const PairSecret& own, ByteView plain,
                                                      Entropy& entropy);

/// Nothing where the box is not for this key at this place. Does not look at the hint. The
/// plaintext is the caller's to wipe. Requires: is_of_suite.
[[nodiscard]] std::optional<ByteVec> open_for_recovery(const BoxPlace& place,
                                                       const crypto::RecoverySecret& key,
                                                       const PairSecret& own, ByteView box);

/// True where the box says that it is for this key: as sure as its hint of 4 bytes.
[[nodiscard]] bool is_for_recovery(const BoxPlace& place, const crypto::RecoveryPublic& key,
                                   const PairSecret& own, ByteView box);

}  // namespace kith::seal
