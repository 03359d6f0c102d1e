// Boxes and what they hold: those of the example log, and some made by hand.
#pragma once

#include "tests/vectors/entry_vectors.hpp"

namespace kith::test {

/// To whom a box is sealed, and where it travels. Without a pair secret it is of suite 2.
struct BoxTo {
  seal::BoxPlace place;
  const Device* device{};
  const seal::PairSecret* pair{};
};

/// A box as protocol.md says it is made, around whatever bytes.
[[nodiscard]] ByteVec raw_box(const BoxTo& to, ByteView plain, Entropy& entropy);
/// The same with a psk and a key of hints that need not be those of the pair secret.
[[nodiscard]] ByteVec raw_box(const BoxTo& to, ByteView psk, ByteView hint_key, ByteView plain,
                              Entropy& entropy);

/// What its reader needs; "box" is still to be added.
[[nodiscard]] ordered_json reader_json(std::string_view what, const BoxTo& to);

/// The refused boxes.
[[nodiscard]] ordered_json refused_boxes();

/// The whole file, as it is committed.
[[nodiscard]] std::string make_handover_vectors();

}  // namespace kith::test
