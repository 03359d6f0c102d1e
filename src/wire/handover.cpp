#include "wire/handover.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "wire/varint.hpp"

namespace kith::wire {
namespace {

constexpr std::size_t node_bytes = 1 + 2 + NodeSecret::size;

std::size_t first_leaf(const TreeNode& node) {
  return std::size_t{node.index} << (limits::tree_depth - node.depth);
}

std::size_t leaf_after(const TreeNode& node) {
  return (std::size_t{node.index} + 1) << (limits::tree_depth - node.depth);
}

void encode_span(CborWriter& out, const Span& span) {
  check(!span.nodes.empty() || !span.meta_keys.empty());
  out.map(5 + (span.meta_keys.empty() ? 0U : 1U) + (span.audience ? 1U : 0U));
  out.key(0).integer(span.first.epoch.value).key(1).integer(span.first.seq.value);
  out.key(2).integer(span.first.leaf.value).key(3).bytes(span.before.view());
  ByteVec nodes;
  nodes.reserve(span.nodes.size() * node_bytes);
  for (const auto& node : span.nodes) {
    put_fixed(nodes, node.depth);
    put_fixed(nodes, node.index);
    put_bytes(nodes, node.secret.view());
  }
  out.key(4).bytes(nodes);
  crypto::wipe(nodes);
  if (!span.meta_keys.empty()) {
    out.key(5).array(span.meta_keys.size());
    for (const auto& kept : span.meta_keys) {
      out.array(3).integer(kept.leaf.value).bytes(kept.key.view());
      out.bytes(kept.body_hash.view());
    }
  }
  if (span.audience) {
    out.key(6);
    encode_audience(out, *span.audience);
  }
}

Result<std::vector<TreeNode>, RecordError> decode_nodes(ByteView bytes) {
  if (bytes.size() % node_bytes != 0) return Fail{RecordError::malformed};
  ByteReader reader{bytes};
  std::vector<TreeNode> nodes;
  std::size_t free_from = 0;
  while (reader.left() > 0) {
    const auto depth = *reader.take_fixed<std::uint8_t>();
    const auto index = *reader.take_fixed<std::uint16_t>();
    if (depth > limits::tree_depth || index >= 1U << depth) return Fail{RecordError::malformed};
    nodes.push_back({depth, index, *NodeSecret::from(*reader.take(NodeSecret::size))});
    if (first_leaf(nodes.back()) < free_from) return Fail{RecordError::malformed};
    free_from = leaf_after(nodes.back());
  }
  return nodes;
}

Result<std::vector<LeafMetaKey>, RecordError> decode_meta_keys(ByteView item) {
  auto reader = CborReader::of_item(item);
  const auto count = reader.array();
  if (!count || *count > limits::epoch_leaves) return Fail{RecordError::malformed};
  std::vector<LeafMetaKey> keys;
  for (std::size_t i = 0; i < *count; ++i) {
    if (reader.array() != Result<std::size_t, CborError>{3}) return Fail{RecordError::malformed};
    const auto leaf = reader.integer();
    const auto bytes = reader.bytes();
    const auto body_hash = reader.fixed<BodyHash>();
    if (!leaf || *leaf >= limits::epoch_leaves || !bytes || !body_hash)
      return Fail{RecordError::malformed};
    auto key = MetaKey::from(*bytes);
    if (!key || (!keys.empty() && keys.back().leaf.value >= *leaf))
      return Fail{RecordError::malformed};
    keys.push_back({{static_cast<std::uint16_t>(*leaf)}, std::move(*key), *body_hash});
  }
  return keys;
}

Result<Span, RecordError> decode_span(ByteView item) {
  const auto fields = cbor_fields(item);
  if (!fields) return Fail{RecordError::malformed};
  const auto epoch = integer_field(*fields, 0);
  const auto seq = integer_field(*fields, 1);
  const auto leaf = integer_field(*fields, 2);
  const auto before = fixed_field<Link>(*fields, 3);
  const auto node_bytes_found = bytes_field(*fields, 4);
  if (!epoch || *epoch > UINT32_MAX || !seq || *seq > limits::seq_max || !leaf ||
      *leaf >= limits::epoch_leaves || !before || !node_bytes_found) {
    return Fail{RecordError::malformed};
  }
  const Place first{
      {*seq}, {static_cast<std::uint32_t>(*epoch)}, {static_cast<std::uint16_t>(*leaf)}};
  auto nodes = decode_nodes(*node_bytes_found);
  if (!nodes) return Fail{nodes.error()};
  Span span{first, *before, std::move(*nodes), {}, std::nullopt};
  if (const auto kept = field_of(*fields, 5)) {
    auto keys = decode_meta_keys(*kept);
    if (!keys) return Fail{keys.error()};
    span.meta_keys = std::move(*keys);
  }
  if (const auto list = field_of(*fields, 6)) {
    auto audience = decode_audience(*list);
    if (!audience) return Fail{audience.error()};
    span.audience = std::move(*audience);
  }
  if (span.nodes.empty() && span.meta_keys.empty()) return Fail{RecordError::malformed};
  return span;
}

Result<std::vector<Span>, RecordError> decode_spans(ByteView item) {
  auto reader = CborReader::of_item(item);
  const auto count = reader.array();
  if (!count || *count == 0 || *count > spans_max) return Fail{RecordError::malformed};
  std::vector<Span> spans;
  for (std::size_t i = 0; i < *count; ++i) {
    const auto bytes = reader.skip();
    auto span = decode_span(*bytes);
    if (!span) return Fail{span.error()};
    if (!spans.empty() && spans.back().first.seq >= span->first.seq)
      return Fail{RecordError::malformed};
    spans.push_back(std::move(*span));
  }
  return spans;
}

}  // namespace

ByteVec encode_handover(const Handover& handover) {
  check(!handover.spans.empty() && handover.spans.size() <= spans_max);
  check(handover.log.has_value() == !handover.certificate.empty());
  CborWriter out;
  out.map(handover.log ? 3 : 1).key(0).array(handover.spans.size());
  for (const auto& span : handover.spans) {
    encode_span(out, span);
  }
  if (handover.log) {
    out.key(1).bytes(handover.log->view()).key(2).bytes(handover.certificate);
  }
  return out.take();
}

Result<Handover, RecordError> decode_handover(ByteView plaintext) {
  const auto fields = cbor_fields(plaintext, CborReader::Trailing::zeros);
  if (!fields) return Fail{RecordError::malformed};
  const auto spans_item = field_of(*fields, 0);
  if (!spans_item) return Fail{RecordError::malformed};
  auto spans = decode_spans(*spans_item);
  if (!spans) return Fail{spans.error()};
  Handover handover;
  handover.spans = std::move(*spans);
  handover.log = fixed_field<LogId>(*fields, 1);
  const auto certificate = bytes_field(*fields, 2);
  if (handover.log.has_value() != field_of(*fields, 1).has_value() ||
      handover.log.has_value() != certificate.has_value() ||
      certificate.has_value() != field_of(*fields, 2).has_value()) {
    return Fail{RecordError::malformed};
  }
  if (certificate) {
    handover.certificate.assign(certificate->begin(), certificate->end());
  }
  return handover;
}

}  // namespace kith::wire
