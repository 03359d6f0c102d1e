// Reads vectors as a stranger would: says of each entry what opens, and of a range, a box or a
// record only whether it holds. What it says comes from src/; it only puts the parts together.
#pragma once

#include <map>
#include <string>

#include "seal/box.hpp"
#include "seal/secret_tree.hpp"
#include "tests/vectors/vector_json.hpp"
#include "wire/range.hpp"

namespace kith::test {

/// All that is held, by log and epoch. Several for one epoch: whichever opens counts.
using Held = std::map<std::pair<LogId, EpochNumber>, std::vector<seal::KeySet>>;

[[nodiscard]] Held held_of(const json& epochs);

struct Seen {
  std::string state;  // as tools/kith_vectors.py names them
  ByteVec meta;       // plaintexts, padded
  ByteVec body;       // unpadded, decompressed
};

[[nodiscard]] Seen see(const wire::RangeView& range, const wire::PlacedEntry& placed,
                       const Held& held);

/// True where the range is well-formed and its signature verifies.
[[nodiscard]] bool range_holds(ByteView range);

/// What the box of a vector hands over: nothing where it does not open or is no handover, or its
/// certificate is not that of its log and circle.
[[nodiscard]] std::optional<wire::Handover> opened_box(const json& vector);

}  // namespace kith::test
