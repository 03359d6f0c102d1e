// The clear header of an entry in full: what its link is made of, and what a fork proof shows.
// Knows layout only.
//
//   version u8 · seq u64 · epoch u32 · leaf u16 · meta_units u16 · body_size u32 · tag 32 · parts
//   32
//
// Source: docs/protocol.md §3.1, §7.
#pragma once

#include <optional>

#include "base/bytes.hpp"
#include "base/count.hpp"
#include "wire/entry.hpp"

namespace kith::wire {

inline constexpr std::uint8_t protocol_version = 1;
inline constexpr std::size_t header_bytes = 1 + 8 + 4 + 2 + 2 + 4 + 32 + 32;

/// Where an entry stands: what its lean form leaves out.
struct Place {
  Seq seq;
  EpochNumber epoch;
  LeafIndex leaf;
  /// The seq that leaf 0 would have: places of one epoch that agree in it are of one secret tree.
  [[nodiscard]] std::uint64_t opening() const { return seq.value - leaf.value; }
  auto operator<=>(const Place&) const = default;
};

struct Header {
  Place place;
  std::uint16_t meta_units{};
  std::uint32_t body_size{};
  EntryTag tag;
  PartsHash parts;
  bool operator==(const Header&) const = default;
};

/// Appends header_bytes bytes.
void encode_header(ByteVec& out, const Header& header);

/// Shape: header_bytes bytes; nothing where the version is another or a size is out of its limits.
[[nodiscard]] std::optional<Header> decode_header(ByteView input);

/// BLAKE2b-256 of one whole box.
[[nodiscard]] BoxHash hash_of_box(ByteView box);

/// The hash over an entry's boxes; zero for an empty part. Requires: a part that decode_entry
/// found.
[[nodiscard]] BoxesHash hash_of_boxes(ByteView boxes_part);

/// BLAKE2b-256 of a sealed body; zero for none.
[[nodiscard]] SealedHash hash_of_sealed_body(ByteView body);

/// What stands in the place of a body that is forgotten: the hash of its text, which opens meta,
/// and that of its sealed bytes, which the link covers. Requires: the entry has a body, forgotten
/// or not.
[[nodiscard]] StandIn stand_in_of(const BodyHash& hash, const EntryView& entry);

/// The hash over everything of an entry that is not in its clear header: who carries it changes no
/// byte.
[[nodiscard]] PartsHash hash_of_parts(const EntryView& entry);

/// The full header of a lean entry that stands at `place`.
[[nodiscard]] Header header_of(const EntryView& entry, const Place& place);

/// The place of the entry that follows one at `place`. Nothing where the leaves or the seqs end.
[[nodiscard]] std::optional<Place> following(const Place& place, bool opens_epoch);

}  // namespace kith::wire
