// A handover without unknown keys has one encoding, and a tree of secrets takes in whatever it
// brings: what was given then opens, what was not stays shut.
#include "base/limits.hpp"
#include "fuzz/known_keys.hpp"
#include "fuzz/require.hpp"
#include "seal/secret_tree.hpp"
#include "wire/handover.hpp"

using namespace kith;
using fuzz::require;

namespace {

bool all_known(ByteView plaintext) {
  if (!fuzz::only_keys_below(3, plaintext)) return false;
  const auto fields = *wire::cbor_fields(plaintext, wire::CborReader::Trailing::zeros);
  auto spans = *wire::CborReader::open(*wire::field_of(fields, 0));
  for (auto count = *spans.array(); count > 0; --count) {
    const auto span = *spans.skip();
    const auto kept = wire::field_of(*wire::cbor_fields(span), 5);
    // No meta keys, said at length: read like none, so it comes out shorter.
    const bool kept_of_nothing = kept && *wire::CborReader::open(*kept)->array() == 0;
    if (kept_of_nothing || !fuzz::only_keys_below(7, span)) return false;
  }
  return true;
}

void check_tree(const wire::Span& span) {
  seal::KeySet keys;
  keys.add(span.nodes, span.meta_keys);
  std::size_t leaves = 0;
  for (const auto& node : span.nodes) leaves += limits::epoch_leaves >> node.depth;
  require(leaves <= limits::epoch_leaves);
  std::size_t opened = 0;
  for (std::uint16_t leaf = 0; leaf < limits::epoch_leaves; ++leaf) {
    opened += keys.opens({leaf}) ? 1U : 0U;
  }
  require(opened >= leaves && opened <= leaves + span.meta_keys.size());
  require(keys.keys_of(span.first.leaf).has_value() == keys.opens(span.first.leaf));
  const auto all = keys.cover({0}, {limits::epoch_leaves - 1});
  require(all.nodes.size() == span.nodes.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input{data, size};
  const auto handover = wire::decode_handover(input);
  if (!handover) return 0;
  require(!handover->spans.empty() && handover->spans.size() <= wire::spans_max);
  for (std::size_t i = 0; i < handover->spans.size(); ++i) {
    require(i == 0 || handover->spans[i - 1].first.seq < handover->spans[i].first.seq);
  }
  check_tree(handover->spans.front());
  const auto again = wire::encode_handover(*handover);
  require(wire::decode_handover(again).has_value());
  require(!all_known(input) || fuzz::equal(again, input.first(*wire::cbor_item_size(input))));
  return 0;
}
