// A run of entries of one log with one signature at its end. Knows layout and limits; links and the
// signature are verified in log/.
//
//   version u8 · circle 32 · log 32 · from u64 · previous 32 · epoch u32 · leaf u16 · count varint
//   · entries · signature 64
//
// Source: docs/protocol.md §6.
#pragma once

#include <vector>

#include "wire/header.hpp"

namespace kith::wire {

enum class RangeError {
  truncated,
  unknown_version,
  out_of_limit,   // too many entries or bytes, a place beyond the last
  bad_entry,      // an entry that is not the canonical lean form
  wrong_opening,  // the first entry's epoch flag does not fit its leaf, or its place a log's begin
  trailing_bytes,
};

struct PlacedEntry {
  Place place;
  EntryView entry;
};

/// Seen in the bytes that hold it.
struct RangeView {
  CircleId circle;
  LogId log;
  Link previous;                     // the link before the first entry; for seq 0 the log id
  std::vector<PlacedEntry> entries;  // 1 to limits::range_entries_max, seqs without holes
  Signature signature;               // over the link of the last
};

[[nodiscard]] Result<RangeView, RangeError> decode_range(ByteView input);

/// Requires: entries placed without holes, within the limits.
[[nodiscard]] ByteVec encode_range(const RangeView& range);

}  // namespace kith::wire
