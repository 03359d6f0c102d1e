// An entry as it stands on the wire, in bundles and in stores: lean, without what its place in the
// log implies. Knows layout and limits; refuses to know keys, authors and what an entry says.
//
//   flags u8 · meta_units varint · [body_size varint] · tag 32 · meta · [body | stand-in 64] ·
//   [boxes]
//
// Source: docs/protocol.md §3.4.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "base/count.hpp"
#include "base/result.hpp"

namespace kith::wire {

enum class EntryError {
  truncated,
  unknown_flag,       // a bit that this version does not know, or bits that exclude each other
  not_canonical,      // a longer varint than needed, a set bit beyond the last box
  size_out_of_limit,  // named in base/limits.hpp
  not_padded,         // a body size that is no Padmé size
};

inline constexpr std::size_t stand_in_bytes = BodyHash::size + SealedHash::size;
using StandIn = Bytes<struct StandInTag, stand_in_bytes>;

enum class BodyState : std::uint8_t { none, sealed, forgotten };

/// A lean entry, seen in the bytes that hold it: valid as long as they are.
struct EntryView {
  bool opens_epoch{};
  std::uint16_t meta_units{};
  BodyState body_state{BodyState::none};
  std::uint32_t body_size{};  // of the sealed body, also when it is forgotten
  EntryTag tag;
  ByteView meta;   // sealed, 16 × meta_units bytes
  ByteView body;   // sealed: body_size bytes; forgotten: its stand-in; none: empty
  ByteView boxes;  // the whole boxes part, empty when there is none
};

struct DecodedEntry {
  EntryView entry;
  std::size_t size{};  // bytes used
};

/// The two halves of a stand-in. Requires: the body is forgotten.
[[nodiscard]] BodyHash body_hash_of(const EntryView& entry);
[[nodiscard]] SealedHash sealed_hash_of(const EntryView& entry);

/// Reads the entry at the front of `input`; more may follow.
[[nodiscard]] Result<DecodedEntry, EntryError> decode_entry(ByteView input);

/// Appends the lean encoding. Requires: an entry within its limits.
void encode_entry(ByteVec& out, const EntryView& entry);

/// A box that stands whole, or the hash that replaced it.
struct BoxSlot {
  bool present{};
  ByteView bytes;  // present: the box; else: 32 bytes, its hash
};

struct BoxesView {
  std::size_t box_size{};
  std::vector<BoxSlot> slots;
};

/// Reads a boxes part that decode_entry found. Requires: exactly such bytes, not empty.
[[nodiscard]] BoxesView decode_boxes(ByteView part);

/// Shape: 1 to limits::boxes_max slots; present ones have `box_size` bytes, others 32.
[[nodiscard]] ByteVec encode_boxes(const BoxesView& boxes);

}  // namespace kith::wire
