#include "seal/key_codec.hpp"

#include "wire/varint.hpp"

namespace kith::seal {
namespace {

std::optional<TreeNode> take_node(wire::ByteReader& reader) {
  const auto depth = reader.take_fixed<std::uint8_t>();
  const auto index = reader.take_fixed<std::uint16_t>();
  const auto secret = reader.take(NodeSecret::size);
  if (!secret || *depth > limits::tree_depth || *index >= 1U << *depth) return std::nullopt;
  return TreeNode{*depth, *index, *NodeSecret::from(*secret)};
}

constexpr std::uint16_t handed_bit = 0x8000;

struct KeptMetaKey {
  LeafMetaKey kept;
  bool handed;
};

std::optional<KeptMetaKey> take_meta_key(wire::ByteReader& reader) {
  const auto said = reader.take_fixed<std::uint16_t>();
  const auto key = reader.take(MetaKey::size);
  const auto hash = reader.take_bytes<BodyHash>();
  if (!said || !key || !hash) return std::nullopt;
  const bool handed = (*said & handed_bit) != 0;
  const auto leaf = static_cast<std::uint16_t>(*said & ~handed_bit);
  if (leaf >= limits::epoch_leaves) return std::nullopt;
  return KeptMetaKey{{{leaf}, *MetaKey::from(*key), *hash}, handed};
}

}  // namespace

ByteVec encode_keys(const KeySet& keys) {
  ByteVec out;
  // One allocation: a buffer that grows would leave secrets behind.
  out.reserve(2 + keys.nodes().size() * (3 + NodeSecret::size) +
              keys.meta_keys().size() * (2 + MetaKey::size + BodyHash::size));
  wire::put_fixed(out, static_cast<std::uint16_t>(keys.nodes().size()));
  for (const auto& node : keys.nodes()) {
    wire::put_fixed(out, node.depth);
    wire::put_fixed(out, node.index);
    wire::put_bytes(out, node.secret.view());
  }
  for (const auto& kept : keys.meta_keys()) {
    const auto handed = keys.is_punctured(kept.leaf) ? std::uint16_t{} : handed_bit;
    wire::put_fixed(out, static_cast<std::uint16_t>(kept.leaf.value | handed));
    wire::put_bytes(out, kept.key.view());
    wire::put_bytes(out, kept.body_hash.view());
  }
  return out;
}

std::optional<KeySet> decode_keys(ByteView bytes) {
  wire::ByteReader reader{bytes};
  const auto count = reader.take_fixed<std::uint16_t>();
  if (!count) return std::nullopt;
  std::vector<TreeNode> nodes;
  std::vector<LeafMetaKey> meta_keys;
  std::vector<LeafIndex> punctured;
  for (std::size_t i = 0; i < *count; ++i) {
    auto node = take_node(reader);
    if (!node) return std::nullopt;
    nodes.push_back(std::move(*node));
  }
  while (reader.left() > 0) {
    auto read = take_meta_key(reader);
    if (!read) return std::nullopt;
    if (!read->handed) punctured.push_back(read->kept.leaf);
    meta_keys.push_back(std::move(read->kept));
  }
  KeySet keys;
  keys.add(nodes, meta_keys);
  for (const auto leaf : punctured) keys.puncture(leaf, {});
  return keys;
}

}  // namespace kith::seal
