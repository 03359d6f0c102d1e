// Bodies compressed before they are sealed, in Zstandard (RFC 8878) with one dictionary for ever.
// Knows one CBOR item at a time; refuses to know what it says, and which bodies are compressed.
// Source: docs/protocol.md §3.6, decisions/0036.
#pragma once

#include "base/bytes.hpp"

namespace kith::seal {

/// A CBOR byte string that holds the item compressed where its sealed body is the smaller for it;
/// otherwise the item as it is.
[[nodiscard]] ByteVec compressed_body(ByteView item);

/// Puts a compressed body's map in its place, of at most limits::body_bytes_max, and at most four
/// times as long; leaves every other item. Returns false where a byte string holds no such map.
///
/// Requires: `item` is one canonical CBOR item.
[[nodiscard]] bool decompress_body(ByteVec& item);

}  // namespace kith::seal
