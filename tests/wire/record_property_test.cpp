// What holds for every meta and every handover: written and read they are the same, each has one
// encoding, and no flipped bit goes unseen.
#include <gtest/gtest.h>

#include <set>

#include "base/limits.hpp"
#include "tests/wire/property.hpp"
#include "wire/handover.hpp"
#include "wire/meta.hpp"

namespace kith::wire {
namespace {

using test::drawn;
using test::drawn_as;
using test::drawn_bytes;
using test::drawn_coin;

WallTime drawn_time() {
  return {*rc::gen::inRange<std::int64_t>(0, static_cast<std::int64_t>(limits::time_micros_end))};
}

AudienceList drawn_audience() {
  std::set<PersonId> persons;
  for (auto count = drawn(0, 4); count > 0; --count) persons.insert(drawn_as<PersonId>());
  AudienceList audience;
  for (const auto& person : persons) {
    audience.push_back({person, drawn_coin() ? std::optional{drawn_time()} : std::nullopt});
  }
  return audience;
}

Kind drawn_kind() {
  if (drawn_coin()) return *rc::gen::arbitrary<std::uint64_t>();
  // One to four letters of one to four bytes.
  std::string name;
  for (auto letters = drawn(1, 4); letters > 0; --letters) {
    name += *rc::gen::elementOf(std::vector<std::string>{"a", "ä", "€", "🌻"});
  }
  return name;
}

PastGiven drawn_past() {
  const auto first = drawn<std::uint64_t>(0, limits::seq_max);
  return {drawn_as<PersonId>(), drawn_as<LogId>(), {first}, {drawn(first, limits::seq_max)}};
}

Meta drawn_meta() {
  Meta meta{.time = drawn_time(), .kind = drawn_kind()};
  std::set<Reference> references;
  for (auto count = drawn(0, 8); count > 0; --count) references.insert(drawn_as<Reference>());
  meta.references.assign(references.rbegin(), references.rend());  // any order, no two equal
  if (drawn_coin()) {
    meta.statement =
        AudienceStatement{drawn_audience(), drawn_bytes(drawn<std::size_t>(0, 40)), {}};
    for (auto count = drawn(0, 8); count > 0; --count) {
      meta.statement->prekeys.push_back(drawn_bytes(drawn<std::size_t>(0, 30)));
    }
  }
  for (auto count = drawn(0, 2); count > 0; --count) meta.past.push_back(drawn_past());
  return meta;
}

TEST(MetaProperty, every_meta_survives_its_one_encoding) {
  EXPECT_TRUE(test::holds("decode(encode(meta)) = meta, in as few units as hold it", [] {
    const auto meta = drawn_meta();
    const auto bytes = encode_meta(meta);
    const auto read = decode_meta(bytes);
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == meta);
    RC_ASSERT(encode_meta(*read) == bytes);
    RC_ASSERT(bytes.size() - *cbor_item_size(bytes) < limits::meta_unit_bytes);
  }));
}

TEST(MetaProperty, no_flipped_bit_goes_unseen) {
  EXPECT_TRUE(test::holds("decode(flipped) is refused or another meta", [] {
    const auto meta = drawn_meta();
    const auto bytes = encode_meta(meta);
    test::for_flips(bytes, [&](const ByteVec& flipped) {
      const auto read = decode_meta(flipped);
      RC_ASSERT((!read || !(*read == meta)));
    });
  }));
}

// Disjoint nodes in the order of their leaves: from each free leaf on, perhaps a node.
std::vector<TreeNode> drawn_nodes() {
  std::vector<TreeNode> nodes;
  std::size_t free_from = drawn<std::size_t>(0, limits::epoch_leaves - 1);
  while (free_from < limits::epoch_leaves && nodes.size() < 6) {
    const auto depth = drawn(0U, limits::tree_depth);
    const auto leaves = std::size_t{1} << (limits::tree_depth - depth);
    const auto index = (free_from + leaves - 1) / leaves;
    if (index >> depth != 0) break;
    nodes.push_back({static_cast<std::uint8_t>(depth), static_cast<std::uint16_t>(index),
                     drawn_as<NodeSecret>()});
    free_from = (index + 1) * leaves;
  }
  return nodes;
}

Span drawn_span(Seq seq) {
  const Place first{seq,
                    {drawn<std::uint32_t>(0, UINT32_MAX - 1)},
                    {drawn<std::uint16_t>(0, limits::epoch_leaves - 1)}};
  Span span{first, drawn_as<Link>(), drawn_nodes(), {}, std::nullopt};
  std::set<std::uint16_t> forgotten;
  for (auto count = drawn(span.nodes.empty() ? 1 : 0, 3); count > 0; --count) {
    forgotten.insert(drawn<std::uint16_t>(0, limits::epoch_leaves - 1));
  }
  for (const auto leaf : forgotten) {
    span.meta_keys.push_back({{leaf}, drawn_as<MetaKey>(), drawn_as<BodyHash>()});
  }
  if (drawn_coin()) span.audience = drawn_audience();
  return span;
}

Handover drawn_handover() {
  Handover handover;
  auto seq = drawn<std::uint64_t>(0, limits::seq_max - 100);
  for (auto count = drawn(1, 3); count > 0; --count) {
    handover.spans.push_back(drawn_span({seq}));
    seq += drawn<std::uint64_t>(1, 20);
  }
  if (drawn_coin()) {
    handover.log = drawn_as<LogId>();
    handover.certificate = drawn_bytes(drawn<std::size_t>(1, 40));
  }
  return handover;
}

bool equal(const TreeNode& left, const TreeNode& right) {
  return left.depth == right.depth && left.index == right.index &&
         constant_time_equal(left.secret, right.secret);
}

bool equal(const LeafMetaKey& left, const LeafMetaKey& right) {
  return left.leaf == right.leaf && constant_time_equal(left.key, right.key) &&
         left.body_hash == right.body_hash;
}

bool equal(const Span& left, const Span& right) {
  const auto each = [](const auto& one, const auto& other) { return equal(one, other); };
  return left.first == right.first && left.before == right.before &&
         left.audience == right.audience && std::ranges::equal(left.nodes, right.nodes, each) &&
         std::ranges::equal(left.meta_keys, right.meta_keys, each);
}

bool equal(const Handover& left, const Handover& right) {
  const auto each = [](const Span& one, const Span& other) { return equal(one, other); };
  return left.log == right.log && left.certificate == right.certificate &&
         std::ranges::equal(left.spans, right.spans, each);
}

TEST(HandoverProperty, every_handover_survives_its_one_encoding_and_any_padding) {
  EXPECT_TRUE(test::holds("decode(encode(handover) ‖ zeros) = handover", [] {
    const auto handover = drawn_handover();
    const auto bytes = encode_handover(handover);
    auto padded = bytes;
    padded.resize(bytes.size() + drawn<std::size_t>(0, 64));
    const auto read = decode_handover(padded);
    RC_ASSERT(read.has_value());
    RC_ASSERT(equal(*read, handover));
    RC_ASSERT(encode_handover(*read) == bytes);
  }));
}

TEST(HandoverProperty, no_flipped_bit_goes_unseen) {
  EXPECT_TRUE(test::holds("decode(flipped) is refused or another handover", [] {
    const auto handover = drawn_handover();
    const auto bytes = encode_handover(handover);
    test::for_flips(bytes, [&](const ByteVec& flipped) {
      const auto read = decode_handover(flipped);
      RC_ASSERT((!read || !equal(*read, handover)));
    });
  }));
}

}  // namespace
}  // namespace kith::wire
