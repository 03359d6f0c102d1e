// What is read of an epoch's tree is a set of keys like any other: written it is read again as it
// was, it opens just the leaves that it has a key for, and forgetting one leaf closes that alone.
#include "fuzz/require.hpp"
#include "seal/key_codec.hpp"

using namespace kith;
using fuzz::require;

namespace {

constexpr LeafIndex last_leaf{limits::epoch_leaves - 1};

bool is_body_key(const seal::LeafKeys& keys) {
  return std::holds_alternative<seal::BodyKey>(keys.body);
}

void check_leaf(const seal::KeySet& keys, LeafIndex leaf) {
  const auto found = keys.keys_of(leaf);
  require(found.has_value() == keys.opens(leaf));
  const auto cover = keys.cover(leaf, leaf);
  require(cover.nodes.size() + cover.meta_keys.size() == (found ? 1 : 0));
  auto less = keys.clone();
  less.puncture(leaf, BodyHash{});
  require(less.opens(leaf) == found.has_value());
  if (found) require(!is_body_key(*less.keys_of(leaf)));
  const LeafIndex other{static_cast<std::uint16_t>(leaf.value ^ 1U)};
  require(less.opens(other) == keys.opens(other));
  const auto written = seal::encode_keys(less);
  require(fuzz::equal(seal::encode_keys(*seal::decode_keys(written)), written));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input{data, size};
  const auto keys = seal::decode_keys(input);
  if (!keys) return 0;
  const auto written = seal::encode_keys(*keys);
  const auto again = seal::decode_keys(written);
  require(again && fuzz::equal(seal::encode_keys(*again), written));
  for (const auto leaf : {LeafIndex{0}, LeafIndex{1}, LeafIndex{511}, last_leaf}) {
    check_leaf(*keys, leaf);
  }
  const auto whole = keys->cover({0}, last_leaf);
  require(whole.nodes.size() + whole.meta_keys.size() ==
          keys->nodes().size() + keys->meta_keys().size());
  return 0;
}
