// Handover boxes: what an entry carries for devices that are to read the log from there on. Knows
// places, sizes and how many; refuses to know who ought to be handed what.
//
//   suite u8 · hint 4 · enc 32 · ciphertext (handover, zeros, 16 of the cipher)
//
// Source: docs/protocol.md §5.2 to §5.4; HPKE is RFC 9180.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "seal/device_box.hpp"
#include "seal/recovery_box.hpp"
#include "wire/handover.hpp"

namespace kith::seal {

/// One box to make. Without a prekey, or with one that cannot be sealed to, it becomes a dummy.
struct Addressed {
  std::optional<wire::Prekey> prekey;
  const PairSecret* pair{};  // nothing: HPKE's base mode
  const wire::Handover* handover{};
  const crypto::RecoveryPublic* recovery{};  // to this instead; `pair` is my own devices'
};

enum class BoxCount {
  as_addressed,  // an opening
  rounded_to_8,  // an entry that includes someone, or hands over a past
};

struct SealedBoxes {
  ByteVec part;                 // the boxes part of the entry
  std::vector<bool> delivered;  // for each addressed, whether it got a real box
};

/// Seals, pads all to one size, adds dummies, shuffles.
///
/// Shape:    1 to limits::boxes_max boxes after rounding.
/// Requires: each handover fits limits::box_bytes_max, all together handovers_bytes_max.
[[nodiscard]] SealedBoxes seal_boxes(const BoxPlace& place, std::span<const Addressed> addressed,
                                     BoxCount count, Entropy& entropy);

/// The greatest handover, encoded, that a box can hold.
[[nodiscard]] std::size_t handover_bytes_max();

/// The hint of a box for this prekey: with `pair` in suite 1, without in suite 2. It says nothing
/// of the place's author. Hints have 4 bytes, so a match promises nothing.
[[nodiscard]] BoxHint hint_for(const BoxPlace& place, const OwnPrekey& prekey,
                               const PairSecret* pair);

/// Nothing where the box is not for this prekey and pair at this place, or holds no handover.
[[nodiscard]] std::optional<wire::Handover> open_box(const BoxPlace& place, const OwnPrekey& prekey,
                                                     const PairSecret* pair, ByteView box);

/// The same of a box for a recovery key. `own` is what the author's devices share.
[[nodiscard]] std::optional<wire::Handover> open_box(const BoxPlace& place,
                                                     const crypto::RecoverySecret& key,
                                                     const PairSecret& own, ByteView box);

}  // namespace kith::seal
