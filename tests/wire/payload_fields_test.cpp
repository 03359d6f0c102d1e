// What is inside of entries and boxes, and what goes bare over a network, has all of its fields,
// each of its type; cut short or mixed up it is refused.
#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "tests/wire/fields.hpp"
#include "wire/beacon.hpp"
#include "wire/entry.hpp"
#include "wire/fork_proof.hpp"
#include "wire/handover.hpp"
#include "wire/meta.hpp"

namespace kith::wire {
namespace {

using test::bytes;
using test::expect_all_needed;
using test::Fields;
using test::integer;
using test::joined;
using test::list_of;
using test::map_of;
using test::null;
using test::varint;
using test::zeros;

TEST(ForkProofFields, are_all_needed) {
  ByteVec header;
  encode_header(header, {{{1}, {0}, {1}}, 1, 0, {}, {}});
  const auto branch = list_of({bytes(32), bytes(header), bytes(Signature::size)});
  const Fields fields{{0, bytes(32)}, {1, branch}, {2, branch}};
  const auto reads = [](const ByteVec& record) { return decode_fork_proof(record).has_value(); };
  expect_all_needed(fields, reads);
  auto unknown = header;
  unknown[0] = 2;  // a version
  for (const auto& bent :
       {list_of({bytes(32), bytes(header)}), list_of({null, bytes(header), bytes(64)}),
        list_of({bytes(32), null, bytes(64)}), list_of({bytes(32), bytes(header), null}),
        list_of({bytes(32), bytes(header_bytes - 1), bytes(64)}),
        list_of({bytes(32), bytes(unknown), bytes(64)})}) {
    for (const std::uint64_t side : {1, 2}) {
      auto other = fields;
      other[side] = bent;
      EXPECT_FALSE(reads(map_of(other)));
    }
  }
}

Fields span_fields() {
  const auto node = joined({{10, 0, 1}, zeros(32)});
  return {{0, integer(1)}, {1, integer(1)}, {2, integer(1)}, {3, bytes(32)}, {4, bytes(node)}};
}

bool reads_handover(const Fields& fields) { return decode_handover(map_of(fields)).has_value(); }

bool reads_span(const Fields& fields) { return reads_handover({{0, list_of({map_of(fields)})}}); }

TEST(HandoverFields, of_a_span_are_all_needed) {
  expect_all_needed(span_fields(), [](const ByteVec& span) {
    return reads_handover({{0, list_of({span})}});
  });
  auto with_audience = span_fields();
  with_audience[6] = list_of({});
  EXPECT_TRUE(reads_span(with_audience));
  with_audience[6] = null;
  EXPECT_FALSE(reads_span(with_audience));
  auto odd = span_fields();
  odd[4] = bytes(34);
  EXPECT_FALSE(reads_span(odd));
  odd[4] = bytes(0);  // nothing that it opens
  EXPECT_FALSE(reads_span(odd));
}

TEST(HandoverFields, of_another_log_come_together) {
  const auto spans = list_of({map_of(span_fields())});
  EXPECT_TRUE(reads_handover({{0, spans}}));
  EXPECT_TRUE(reads_handover({{0, spans}, {1, bytes(32)}, {2, bytes(5)}}));
  EXPECT_FALSE(reads_handover({{0, spans}, {1, bytes(32)}}));
  EXPECT_FALSE(reads_handover({{0, spans}, {2, bytes(5)}}));
  EXPECT_FALSE(reads_handover({{0, spans}, {1, bytes(31)}}));
  EXPECT_FALSE(reads_handover({{0, spans}, {1, bytes(31)}, {2, bytes(5)}}));
  EXPECT_FALSE(reads_handover({{0, spans}, {1, bytes(32)}, {2, null}}));
  EXPECT_FALSE(reads_handover({{0, spans}, {2, null}}));
  EXPECT_FALSE(reads_handover({{0, null}}));
  EXPECT_FALSE(reads_handover({{1, bytes(32)}, {2, bytes(5)}}));
  EXPECT_FALSE(decode_handover(null).has_value());
}

TEST(HandoverFields, of_a_kept_meta_key_are_all_needed) {
  const auto with = [](const ByteVec& item) {
    auto fields = span_fields();
    fields[5] = item;
    return reads_span(fields);
  };
  const auto key = bytes(64);
  const auto hash = bytes(32);
  EXPECT_TRUE(with(list_of({list_of({integer(3), key, hash})})));
  EXPECT_FALSE(with(null));
  for (const auto& bent :
       {null, list_of({integer(3), key}), list_of({null, key, hash}),
        list_of({integer(limits::epoch_leaves), key, hash}), list_of({integer(3), null, hash}),
        list_of({integer(3), key, null}), list_of({integer(3), bytes(63), hash})}) {
    EXPECT_FALSE(with(list_of({bent})));
  }
  const auto of_leaf = [&](std::uint64_t leaf) { return list_of({integer(leaf), key, hash}); };
  EXPECT_TRUE(with(list_of({of_leaf(3), of_leaf(4)})));
  EXPECT_FALSE(with(list_of({of_leaf(3), of_leaf(3)})));
}

bool reads_meta(const Fields& fields) {
  auto plain = map_of(fields);
  plain.resize((plain.size() + 15) / 16 * 16);
  return decode_meta(plain).has_value();
}

TEST(MetaFields, are_of_their_types) {
  const Fields least{{0, integer(5)}, {1, integer(1)}};
  EXPECT_TRUE(reads_meta(least));
  for (const auto& [key, item] : least) {
    auto other = least;
    other.erase(key);
    EXPECT_FALSE(reads_meta(other)) << key;
  }
  for (std::uint64_t key = 0; key <= 6; ++key) {
    auto other = least;
    other[key] = null;
    EXPECT_FALSE(reads_meta(other)) << key;
    other[key] = list_of({null});
    EXPECT_FALSE(reads_meta(other)) << key;
  }
  EXPECT_FALSE(decode_meta(zeros(16)).has_value());
  EXPECT_FALSE(decode_meta(map_of(least)).has_value());  // not padded
}

TEST(MetaFields, refer_to_nothing_twice) {
  const auto with = [](const ByteVec& references) {
    return reads_meta({{0, integer(5)}, {1, integer(1)}, {2, references}});
  };
  const auto one = bytes(ByteVec(Reference::size, 1));
  const auto other = bytes(ByteVec(Reference::size, 2));
  EXPECT_TRUE(with(list_of({one, other})));
  EXPECT_FALSE(with(list_of({one, other, one})));
}

TEST(MetaFields, of_an_audience_come_together) {
  const Fields whole{
      {0, integer(5)}, {1, integer(1)}, {3, list_of({})}, {4, bytes(2)}, {5, list_of({bytes(1)})}};
  EXPECT_TRUE(reads_meta(whole));
  for (const std::uint64_t key : {3, 4, 5}) {
    auto without = whole;
    without.erase(key);
    EXPECT_FALSE(reads_meta(without)) << key;
    auto other = whole;
    other[key] = null;
    EXPECT_FALSE(reads_meta(other)) << key;
    other[key] = list_of({null});
    EXPECT_FALSE(reads_meta(other)) << key;
  }
}

TEST(MetaFields, of_a_past_are_all_needed) {
  const auto with = [](std::initializer_list<ByteVec> parts) {
    return reads_meta({{0, integer(5)}, {1, integer(1)}, {6, list_of({list_of(parts)})}});
  };
  const auto id = bytes(32);
  EXPECT_TRUE(with({id, id, integer(1), integer(2)}));
  EXPECT_FALSE(with({id, id, integer(1)}));
  EXPECT_FALSE(with({null, id, integer(1), integer(2)}));
  EXPECT_FALSE(with({id, null, integer(1), integer(2)}));
  EXPECT_FALSE(with({id, id, null, integer(2)}));
  EXPECT_FALSE(with({id, id, integer(1), null}));
}

TEST(AudienceFields, are_a_person_and_perhaps_a_time) {
  const auto with = [](const ByteVec& hearer) { return decode_audience(list_of({hearer})); };
  const auto id = bytes(32);
  EXPECT_TRUE(with(list_of({id})).has_value());
  EXPECT_TRUE(with(list_of({id, integer(1)})).has_value());
  for (const auto& bent : {null, list_of({}), list_of({null}), list_of({id, null}),
                           list_of({id, integer(1), integer(1)})}) {
    EXPECT_EQ(with(bent).error(), RecordError::malformed);
  }
  EXPECT_EQ(decode_audience({}).error(), RecordError::malformed);
  EXPECT_EQ(decode_audience(null).error(), RecordError::malformed);
  EXPECT_EQ(decode_audience(list_of({list_of({id}), list_of({id})})).error(),
            RecordError::malformed);
}

TEST(AudienceList, is_asked_for_a_person_and_reads_back) {
  const AudienceList audience{{PersonId{{1}}, std::nullopt}, {PersonId{{3}}, WallTime{9}}};
  EXPECT_TRUE(hears(audience, PersonId{{3}}));
  EXPECT_FALSE(hears(audience, PersonId{{2}}));
  EXPECT_EQ(decode_audience(encode_audience(audience)), audience);
}

TEST(Beacon, reads_back_what_it_wrote) {
  Beacon beacon{BeaconNonce{{1, 2}}, 496'001, std::vector<BeaconSlot>(beacon_slots_few)};
  beacon.slots.front() = {BeaconTag{{3}}, 4711};
  const auto bytes_of_it = encode_beacon(beacon);
  EXPECT_LE(bytes_of_it.size(), beacon_bytes_max);
  EXPECT_EQ(decode_beacon(bytes_of_it), beacon);
}

TEST(Beacon, has_all_of_its_parts_and_one_of_two_counts) {
  const auto with = [](std::size_t slots, std::size_t more) {
    return decode_beacon(joined({{1}, zeros(16 + 4 + slots * 6 + more)}));
  };
  EXPECT_EQ(with(beacon_slots_few, 0)->slots.size(), beacon_slots_few);
  EXPECT_EQ(with(beacon_slots_max, 0)->slots.size(), beacon_slots_max);
  EXPECT_FALSE(with(beacon_slots_few, 1).has_value());
  EXPECT_FALSE(with(beacon_slots_few - 1, 0).has_value());
  EXPECT_FALSE(with(beacon_slots_max + 1, 0).has_value());
  EXPECT_FALSE(decode_beacon({}).has_value());
  EXPECT_FALSE(decode_beacon(ByteVec{2}).has_value());
  EXPECT_FALSE(decode_beacon(joined({{1}, zeros(15)})).has_value());
  EXPECT_FALSE(decode_beacon(joined({{1}, zeros(16 + 3)})).has_value());
}

TEST(CborReader, past_its_end_reads_nothing) {
  const auto one = integer(1);
  auto reader = CborReader::open(one).value();
  EXPECT_TRUE(reader.at_integer());
  EXPECT_EQ(reader.integer(), 1U);
  EXPECT_FALSE(reader.at_integer());
  EXPECT_FALSE(reader.at_text());
  EXPECT_EQ(reader.skip().error(), CborError::wrong_type);
  EXPECT_EQ(reader.integer().error(), CborError::wrong_type);
  EXPECT_EQ(reader.fixed<PersonId>().error(), CborError::wrong_type);
}

TEST(CborFields, that_are_missing_or_of_another_type_are_nothing) {
  const auto whole = map_of({{1, {0xF5}}, {2, null}, {4, list_of({})}});
  const auto fields = cbor_fields(whole).value();
  EXPECT_EQ(boolean_field(fields, 1), true);
  for (const std::uint64_t key : {2, 3, 4}) {
    EXPECT_FALSE(boolean_field(fields, key).has_value());
    EXPECT_FALSE(integer_field(fields, key).has_value());
    EXPECT_FALSE(bytes_field(fields, key).has_value());
    EXPECT_FALSE(text_field(fields, key).has_value());
    EXPECT_FALSE(fixed_field<PersonId>(fields, key).has_value());
  }
}

TEST(EntryForm, cut_within_a_number_or_the_map_of_its_boxes_is_truncated) {
  const auto tag_and_meta = zeros(EntryTag::size + 16);
  for (const auto& lean :
       {ByteVec{0, 0x40}, joined({{8}, varint(1), tag_and_meta, {0x40}}),
        joined({{8}, varint(1), tag_and_meta, varint(1), {0x40}}),
        joined({{8}, varint(1), tag_and_meta, varint(9), varint(53), zeros(1)}),
        joined({{8}, varint(1), tag_and_meta, varint(1), varint(53), zeros(1 + 31)})}) {
    EXPECT_EQ(decode_entry(lean).error(), EntryError::truncated);
  }
}

}  // namespace
}  // namespace kith::wire
