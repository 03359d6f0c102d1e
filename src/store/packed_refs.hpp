// Which entries have a link that begins so, packed: some seven bytes a row, where a tree of rows
// takes three times that and touches a page for nearly each. Keeps the first 30 bits of a prefix:
// whoever asks compares the whole link. Pure; refuses to know SQLite.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/bytes.hpp"

namespace kith::store {

struct PackedRef {
  std::uint32_t prefix{};  // packed_prefix of a link's
  std::int64_t id{};       // row_id of the entry

  friend auto operator<=>(const PackedRef&, const PackedRef&) = default;
};

/// Four of them fill a page of the database.
inline constexpr std::size_t block_refs = 128;

[[nodiscard]] constexpr std::uint32_t packed_prefix(std::uint64_t prefix) {
  return static_cast<std::uint32_t>(prefix >> 34);
}

/// The length of the first block of these: block_refs, and what else has the last one's prefix.
[[nodiscard]] std::size_t block_of(std::span<const PackedRef> refs);

/// Requires: `refs` ascends.
[[nodiscard]] ByteVec pack(std::span<const PackedRef> refs);
/// Ascending. Nothing: the bytes are damaged.
[[nodiscard]] std::optional<std::vector<PackedRef>> unpack(ByteView bytes);

}  // namespace kith::store
