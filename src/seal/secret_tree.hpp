// The secret tree of an epoch: what a device holds of it, what it can derive, hand over, and
// forget. Knows nothing of logs, people or payloads.
//
//            (0,0)  root: 32 random bytes            left(node)  = D(node, "kithtree", 0)
//           /     \                                   right(node) = D(node, "kithtree", 1)
//        (1,0)   (1,1)
//        /  \     /  \                                leaf j = (depth, j) seals entry j of the
//        epoch
//
// Whoever holds a node derives the leaves below it, and nothing else. A punctured leaf keeps at
// most its meta key. Source: docs/protocol.md §4.1, §4.2, §4.4 (Goldreich, Goldwasser, Micali 1986;
// RFC 9420 §9).
#pragma once

#include <optional>
#include <set>
#include <variant>
#include <vector>

#include "base/entropy.hpp"
#include "base/limits.hpp"
#include "wire/handover.hpp"

namespace kith::seal {

using wire::LeafMetaKey;
using wire::MetaKey;
using wire::NodeSecret;
using wire::TreeNode;
using BodyKey = crypto::Secret<struct BodyKeyTag, 64>;

/// The keys of one entry, as far as they are held: the body's, or its hash where it was forgotten.
struct LeafKeys {
  MetaKey meta;
  std::variant<BodyKey, BodyHash> body;
};

[[nodiscard]] MetaKey meta_key_of(const NodeSecret& leaf);
[[nodiscard]] BodyKey body_key_of(const NodeSecret& leaf);

/// The leaf below `node`. Requires: it is below it.
[[nodiscard]] NodeSecret derive_leaf(const TreeNode& node, LeafIndex leaf, unsigned depth);

/// What is held of one epoch's tree.
/// Invariant: nodes are disjoint and ascend by their leaves; a leaf with a kept meta key is under
/// none.
class KeySet {
 public:
  /// Nothing held. `depth` is limits::tree_depth but in tests.
  explicit KeySet(unsigned depth = limits::tree_depth) : depth_(depth) {}
  [[nodiscard]] static KeySet whole(NodeSecret root, unsigned depth = limits::tree_depth);

  KeySet(KeySet&&) noexcept = default;
  KeySet& operator=(KeySet&&) noexcept = default;

  /// Takes in what a handover brought. A leaf that was punctured here stays so; where others had
  /// punctured theirs, and gave its meta key alone, a node above it may still come. What is held
  /// stays as it is; of two nodes that come at once, one below the other, the greater counts.
  void add(const std::vector<TreeNode>& nodes, const std::vector<LeafMetaKey>& meta_keys);

  /// The keys of a leaf, or nothing. Cost: about two derivations where leaves are asked in order.
  [[nodiscard]] std::optional<LeafKeys> keys_of(LeafIndex leaf) const;
  [[nodiscard]] bool opens(LeafIndex leaf) const;
  /// Whether a leaf opens, and the first one after it of which that need not be so.
  struct Reach {
    bool opens{};
    std::size_t next{};
  };
  [[nodiscard]] Reach reach_of(LeafIndex leaf) const;

  /// Forgets what would open the body of `leaf`; keeps what opens its meta. Idempotent.
  void puncture(LeafIndex leaf, const BodyHash& body_hash);
  /// Whether a leaf whose meta key is kept was punctured here.
  [[nodiscard]] bool is_punctured(LeafIndex leaf) const;

  /// The fewest nodes for exactly the leaves [first, last] that are held here, and the meta keys of
  /// those among them that are punctured.
  struct Cover {
    std::vector<TreeNode> nodes;
    std::vector<LeafMetaKey> meta_keys;
  };
  [[nodiscard]] Cover cover(LeafIndex first, LeafIndex last) const;

  [[nodiscard]] const std::vector<TreeNode>& nodes() const { return nodes_; }
  [[nodiscard]] const std::vector<LeafMetaKey>& meta_keys() const { return meta_keys_; }
  [[nodiscard]] KeySet clone() const;

 private:
  [[nodiscard]] const TreeNode* node_above(LeafIndex leaf) const;
  [[nodiscard]] const LeafMetaKey* kept_meta_key(LeafIndex leaf) const;
  [[nodiscard]] NodeSecret leaf_secret(const TreeNode& node, LeafIndex leaf) const;
  [[nodiscard]] const TreeNode* held_before(std::size_t last) const;
  void add_nodes(const std::vector<TreeNode>& nodes);
  void take_node(const TreeNode& node, std::vector<TreeNode>& taken) const;
  void cover_below(const TreeNode& node, std::size_t first, std::size_t last,
                   std::vector<TreeNode>& out) const;

  unsigned depth_;
  std::vector<TreeNode> nodes_;
  std::vector<LeafMetaKey> meta_keys_;  // ascending by leaf
  std::set<LeafIndex> punctured_;       // of these, those for which no node comes back
  // The path to the leaf asked last, so that a neighbour costs two derivations, not ten.
  mutable std::vector<TreeNode> path_;
};

[[nodiscard]] TreeNode clone(const TreeNode& node);
[[nodiscard]] LeafMetaKey clone(const LeafMetaKey& kept);

}  // namespace kith::seal
