#include "seal/secret_tree.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/check.hpp"
#include "crypto/kdf.hpp"

namespace kith::seal {
namespace {

constexpr crypto::KdfContext tree_context{"kithtree"};
constexpr crypto::KdfContext meta_context{"kithmeta"};
constexpr crypto::KdfContext body_context{"kithbody"};

TreeNode child_of(const TreeNode& node, unsigned side) {
  return {static_cast<std::uint8_t>(node.depth + 1),
          static_cast<std::uint16_t>(node.index * 2U + side),
          crypto::derive<NodeSecret>(node.secret.view(), tree_context, side)};
}

struct LeafSpan {
  std::size_t first;
  std::size_t last;
};

LeafSpan leaves_below(const TreeNode& node, unsigned depth) {
  const unsigned shift = depth - node.depth;
  return {std::size_t{node.index} << shift, ((std::size_t{node.index} + 1) << shift) - 1};
}

bool is_above(const TreeNode& node, std::size_t leaf, unsigned depth) {
  const auto span = leaves_below(node, depth);
  return span.first <= leaf && leaf <= span.last;
}

unsigned side_towards(const TreeNode& node, LeafIndex leaf, unsigned depth) {
  return leaf.value >> (depth - node.depth - 1) & 1U;
}

}  // namespace

TreeNode clone(const TreeNode& node) { return {node.depth, node.index, node.secret.clone()}; }

LeafMetaKey clone(const LeafMetaKey& kept) { return {kept.leaf, kept.key.clone(), kept.body_hash}; }

MetaKey meta_key_of(const NodeSecret& leaf) {
  return crypto::derive<MetaKey>(leaf.view(), meta_context, 0);
}

BodyKey body_key_of(const NodeSecret& leaf) {
  return crypto::derive<BodyKey>(leaf.view(), body_context, 0);
}

NodeSecret derive_leaf(const TreeNode& node, LeafIndex leaf, unsigned depth) {
  check(is_above(node, leaf.value, depth));
  auto at = clone(node);
  while (at.depth < depth) {
    at = child_of(at, side_towards(at, leaf, depth));
  }
  return std::move(at.secret);
}

KeySet KeySet::whole(NodeSecret root, unsigned depth) {
  KeySet keys{depth};
  keys.nodes_.push_back({0, 0, std::move(root)});
  return keys;
}

KeySet KeySet::clone() const {
  KeySet copy{depth_};
  for (const auto& node : nodes_) copy.nodes_.push_back(seal::clone(node));
  for (const auto& kept : meta_keys_) copy.meta_keys_.push_back(seal::clone(kept));
  copy.punctured_ = punctured_;
  return copy;
}

const TreeNode* KeySet::node_above(LeafIndex leaf) const {
  // The last node that begins at or before the leaf: nodes are disjoint and in order.
  const auto after = std::ranges::upper_bound(
      nodes_, std::size_t{leaf.value}, {},
      [this](const TreeNode& node) { return leaves_below(node, depth_).first; });
  if (after == nodes_.begin()) return nullptr;
  const auto& node = *std::prev(after);
  return is_above(node, leaf.value, depth_) ? &node : nullptr;
}

const LeafMetaKey* KeySet::kept_meta_key(LeafIndex leaf) const {
  const auto found = std::ranges::lower_bound(meta_keys_, leaf, {}, &LeafMetaKey::leaf);
  return found != meta_keys_.end() && found->leaf == leaf ? &*found : nullptr;
}

NodeSecret KeySet::leaf_secret(const TreeNode& node, LeafIndex leaf) const {
  const auto useless = [&](const TreeNode& at) { return !is_above(at, leaf.value, depth_); };
  while (!path_.empty() && useless(path_.back())) {
    path_.pop_back();
  }
  // What is left begins at `node`: nodes are disjoint, and whatever changes them clears the path.
  if (path_.empty()) path_.push_back(seal::clone(node));
  while (path_.back().depth < depth_) {
    path_.push_back(child_of(path_.back(), side_towards(path_.back(), leaf, depth_)));
  }
  return path_.back().secret.clone();
}

std::optional<LeafKeys> KeySet::keys_of(LeafIndex leaf) const {
  if (const auto* node = node_above(leaf)) {
    const auto secret = leaf_secret(*node, leaf);
    return LeafKeys{meta_key_of(secret), body_key_of(secret)};
  }
  if (const auto* kept = kept_meta_key(leaf)) {
    return LeafKeys{kept->key.clone(), kept->body_hash};
  }
  return std::nullopt;
}

bool KeySet::opens(LeafIndex leaf) const {
  return node_above(leaf) != nullptr || kept_meta_key(leaf) != nullptr;
}

KeySet::Reach KeySet::reach_of(LeafIndex leaf) const {
  const std::size_t at{leaf.value};
  if (const auto* node = node_above(leaf)) return {true, leaves_below(*node, depth_).last + 1};
  if (kept_meta_key(leaf) != nullptr) return {true, at + 1};
  auto next = std::max(std::size_t{1} << depth_, at + 1);
  const auto first_leaf = [this](const TreeNode& node) { return leaves_below(node, depth_).first; };
  const auto node = std::ranges::upper_bound(nodes_, at, {}, first_leaf);
  if (node != nodes_.end()) next = first_leaf(*node);
  const auto kept = std::ranges::upper_bound(meta_keys_, leaf, {}, &LeafMetaKey::leaf);
  if (kept != meta_keys_.end()) next = std::min(next, std::size_t{kept->leaf.value});
  return {false, next};
}

void KeySet::puncture(LeafIndex leaf, const BodyHash& body_hash) {
  const auto* above = node_above(leaf);
  if (above != nullptr || kept_meta_key(leaf) != nullptr) punctured_.insert(leaf);
  if (above == nullptr) return;
  const auto at = static_cast<std::size_t>(above - nodes_.data());
  std::vector<TreeNode> siblings;
  auto node = seal::clone(*above);
  while (node.depth < depth_) {
    const auto side = side_towards(node, leaf, depth_);
    siblings.push_back(child_of(node, 1 - side));
    node = child_of(node, side);
  }
  const auto place = std::ranges::lower_bound(meta_keys_, leaf, {}, &LeafMetaKey::leaf);
  meta_keys_.insert(place, {leaf, meta_key_of(node.secret), body_hash});
  path_.clear();
  nodes_.erase(nodes_.begin() + static_cast<std::ptrdiff_t>(at));
  for (auto& sibling : siblings) nodes_.push_back(std::move(sibling));
  std::ranges::sort(nodes_, {},
                    [this](const TreeNode& n) { return leaves_below(n, depth_).first; });
}

bool KeySet::is_punctured(LeafIndex leaf) const { return punctured_.contains(leaf); }

// The last held node that begins at or before `last`: where any reaches into a span that ends
// there, this one does.
const TreeNode* KeySet::held_before(std::size_t last) const {
  const auto after = std::ranges::upper_bound(
      nodes_, last, {}, [this](const TreeNode& node) { return leaves_below(node, depth_).first; });
  return after == nodes_.begin() ? nullptr : &*std::prev(after);
}

void KeySet::take_node(const TreeNode& node, std::vector<TreeNode>& taken) const {
  const auto span = leaves_below(node, depth_);
  const auto punctured = punctured_.lower_bound({static_cast<std::uint16_t>(span.first)});
  const auto* held = held_before(span.last);
  const bool is_held = held != nullptr && span.first <= leaves_below(*held, depth_).last;
  if (!is_held && (punctured == punctured_.end() || span.last < punctured->value)) {
    taken.push_back(seal::clone(node));
    return;
  }
  if ((is_held && is_above(*held, span.first, depth_) && is_above(*held, span.last, depth_)) ||
      node.depth == depth_) {
    return;
  }
  // Part of it is held or was forgotten: take the rest of it, half by half.
  take_node(child_of(node, 0), taken);
  take_node(child_of(node, 1), taken);
}

// Whoever hands over chooses how many there are: each costs a search, and all of them one sort.
void KeySet::add_nodes(const std::vector<TreeNode>& nodes) {
  std::vector<const TreeNode*> sorted;
  for (const auto& node : nodes) {
    check(node.depth <= depth_);
    sorted.push_back(&node);
  }
  std::ranges::stable_sort(sorted, {}, [this](const TreeNode* node) {
    return std::pair{leaves_below(*node, depth_).first, node->depth};
  });
  std::vector<TreeNode> taken;
  std::size_t next = 0;
  for (const auto* node : sorted) {
    const auto span = leaves_below(*node, depth_);
    if (span.first < next) continue;  // below the one before it
    next = span.last + 1;
    take_node(*node, taken);
  }
  std::ranges::move(taken, std::back_inserter(nodes_));
  std::ranges::sort(nodes_, {},
                    [this](const TreeNode& n) { return leaves_below(n, depth_).first; });
}

void KeySet::add(const std::vector<TreeNode>& nodes, const std::vector<LeafMetaKey>& meta_keys) {
  path_.clear();
  add_nodes(nodes);
  for (const auto& kept : meta_keys) meta_keys_.push_back(seal::clone(kept));
  std::erase_if(meta_keys_,
                [this](const LeafMetaKey& kept) { return node_above(kept.leaf) != nullptr; });
  // Of two for one leaf the first stays, which is the one that was held.
  std::ranges::stable_sort(meta_keys_, {}, &LeafMetaKey::leaf);
  const auto for_one_leaf = [](const LeafMetaKey& one, const LeafMetaKey& other) {
    return one.leaf == other.leaf;
  };
  meta_keys_.erase(std::unique(meta_keys_.begin(), meta_keys_.end(), for_one_leaf),
                   meta_keys_.end());
}

void KeySet::cover_below(const TreeNode& node, std::size_t first, std::size_t last,
                         std::vector<TreeNode>& out) const {
  const auto span = leaves_below(node, depth_);
  if (span.last < first || last < span.first) return;
  if (first <= span.first && span.last <= last) {
    out.push_back(seal::clone(node));
    return;
  }
  cover_below(child_of(node, 0), first, last, out);
  cover_below(child_of(node, 1), first, last, out);
}

KeySet::Cover KeySet::cover(LeafIndex first, LeafIndex last) const {
  check(first <= last);
  Cover result;
  for (const auto& node : nodes_) {
    cover_below(node, first.value, last.value, result.nodes);
  }
  for (const auto& kept : meta_keys_) {
    if (first <= kept.leaf && kept.leaf <= last) result.meta_keys.push_back(seal::clone(kept));
  }
  return result;
}

}  // namespace kith::seal
