// What a device is given to read a log from some entry on, as it stands inside a sealed box.
// Holds secrets in types that wipe themselves; refuses to know to whom it goes or how it is sealed.
//
//   {0: [span, …], 1: log, 2: certificate} ‖ zeros
//   span: {0: epoch, 1: first seq, 2: leaf, 3: link before, 4: nodes, 5: meta keys, 6: audience}
//
// Source: docs/protocol.md §5.1.
#pragma once

#include <optional>
#include <vector>

#include "base/count.hpp"
#include "crypto/secret.hpp"
#include "wire/audience_list.hpp"
#include "wire/header.hpp"

namespace kith::wire {

using NodeSecret = crypto::Secret<struct NodeTag, 32>;  // a node of an epoch's secret tree
using MetaKey = crypto::Secret<struct MetaKeyTag, 64>;  // opens meta, and no body

/// A node of the secret tree: whoever has it derives the leaves below it, and nothing else.
struct TreeNode {
  std::uint8_t depth{};   // 0 is the root, limits::tree_depth a leaf
  std::uint16_t index{};  // below 2^depth
  NodeSecret secret;
};

/// What is left of a leaf whose body was forgotten: the body's hash stands in the tag.
struct LeafMetaKey {
  LeafIndex leaf;
  MetaKey key;
  BodyHash body_hash;
};

struct Span {
  Place first;                         // the first entry that it opens
  Link before;                         // the link before that entry; for seq 0 the log id
  std::vector<TreeNode> nodes;         // in order of their leaves, disjoint, at least one or a key
  std::vector<LeafMetaKey> meta_keys;  // of entries whose bodies were forgotten
  std::optional<AudienceList> audience;
};

struct Handover {
  std::vector<Span> spans;   // 1 to 256, ascending by first seq
  std::optional<LogId> log;  // when it is not the log in which the box travels
  ByteVec certificate;       // with `log`, else empty
};

inline constexpr std::size_t spans_max = 256;

/// The CBOR item, unpadded. Secret: the caller wipes it.
[[nodiscard]] ByteVec encode_handover(const Handover& handover);

/// Shape: the item, then zeros. Errors: malformed.
[[nodiscard]] Result<Handover, RecordError> decode_handover(ByteView plaintext);

}  // namespace kith::wire
