// The bytes in which a store keeps what is held of an epoch's tree. Local: never sent.
// Refuses to know where they lie; the caller wipes them.
//
//   count u16 · (depth u8 · index u16 · secret 32) … · (leaf u16 · meta key 64 · body hash 32) …
//
// The highest bit of a leaf is set where others had punctured it, and not this device.
#pragma once

#include "base/result.hpp"
#include "seal/secret_tree.hpp"

namespace kith::seal {

[[nodiscard]] ByteVec encode_keys(const KeySet& keys);

/// Nothing where the bytes are not what encode_keys wrote: the store is damaged.
[[nodiscard]] std::optional<KeySet> decode_keys(ByteView bytes);

}  // namespace kith::seal
