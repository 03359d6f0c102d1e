// Where an entry lies in a table: strand and seq in one signed 64-bit rowid, strand first, so that
// a strand's entries stand together and in order.
#pragma once

#include <cstdint>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "node/records.hpp"

namespace kith::store {

inline constexpr unsigned seq_bits = 40;
inline constexpr std::uint32_t strands_max = std::uint32_t{1} << 23;  // what a rowid has room for
static_assert(limits::seq_max == (std::uint64_t{1} << seq_bits) - 1);

[[nodiscard]] inline std::int64_t row_id(node::StrandNumber strand, Seq seq) {
  check(strand.value < strands_max && seq.value <= limits::seq_max);
  return static_cast<std::int64_t>((std::uint64_t{strand.value} << seq_bits) | seq.value);
}

[[nodiscard]] inline std::int64_t row_id(node::EntryKey key) { return row_id(key.strand, key.seq); }

/// The greatest rowid that a strand can have; the least is that of seq 0.
[[nodiscard]] inline std::int64_t last_row_id(node::StrandNumber strand) {
  return row_id(strand, Seq{limits::seq_max});
}

[[nodiscard]] inline node::EntryKey key_at(std::int64_t row) {
  const auto bits = static_cast<std::uint64_t>(row);
  return {{static_cast<std::uint32_t>(bits >> seq_bits)}, {bits & limits::seq_max}};
}

}  // namespace kith::store
