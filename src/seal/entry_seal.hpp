// Seals and opens the meta and body of one entry under its leaf. Knows keys, places and padding;
// refuses to know whose keys they are, what a body says, and whether the link holds.
//
// The composition is SIV: one 32-byte tag is the pseudo-random function of all plaintext and its
// place, and the nonce of the cipher. Misuse-resistant and key-committing.
// Source: docs/protocol.md §4.3 (Rogaway and Shrimpton 2006, RFC 5297 §2; Bellare and Hoang 2022
// §3).
#pragma once

#include "seal/secret_tree.hpp"
#include "wire/header.hpp"

namespace kith::seal {

enum class SealError {
  does_not_open,  // the keys, the place or a byte is not what the tag was made over
};

/// Appends the sealed entry in lean form. Returns its tag.
///
/// Shape:    meta: encode_meta's bytes; body: one CBOR item, unpadded, compressed or not, or empty
/// for none;
///           boxes: a whole boxes part or empty.
/// Requires: place.leaf is 0 exactly where the entry opens an epoch.
EntryTag seal_entry(ByteVec& out, const NodeSecret& leaf, const LogId& log,
                    const wire::Place& place, ByteView meta, ByteView body, ByteView boxes);
/// The same with the leaf's keys. Requires: both are held.
EntryTag seal_entry(ByteVec& out, const LeafKeys& keys, const LogId& log, const wire::Place& place,
                    ByteView meta, ByteView body, ByteView boxes);

struct OpenedEntry {
  ByteVec meta;  // padded plaintext
  ByteVec body;  // the CBOR item, unpadded and decompressed; empty: none, or forgotten
  bool body_is_item =
      true;            // false: the body is not as docs/protocol.md §3.6 says; `body` is empty
  BodyHash body_hash;  // that which the tag covers; zero where there is no body
};

/// Decrypts and compares the tag. Without a body key, or where the body was forgotten, only meta is
/// returned, and then the body's hash must stand in its place.
[[nodiscard]] Result<OpenedEntry, SealError> open_entry(const LeafKeys& keys, const LogId& log,
                                                        const wire::Place& place,
                                                        const wire::EntryView& entry);

}  // namespace kith::seal
