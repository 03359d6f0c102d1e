// Each limit of what stands in CBOR, at, below and above: meta, audiences, certificates, prekeys,
// handovers and fork proofs.
#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "tests/wire/raw_bytes.hpp"
#include "wire/certificate.hpp"
#include "wire/fork_proof.hpp"
#include "wire/handover.hpp"
#include "wire/meta.hpp"
#include "wire/prekey.hpp"
#include "wire/signed_record.hpp"

namespace kith::wire {
namespace {

using test::fixed;
using test::joined;
using test::zeros;

ByteVec numbered(std::size_t size, std::size_t number) {
  ByteVec bytes(size);
  bytes[0] = static_cast<std::uint8_t>(number >> 8);
  bytes[1] = static_cast<std::uint8_t>(number);
  return bytes;
}

// An array of `count` items that `write` appends.
template <class Write>
ByteVec array_of(std::size_t count, Write write) {
  CborWriter out;
  out.array(count);
  for (std::size_t i = 0; i < count; ++i) {
    write(out, i);
  }
  return out.take();
}

ByteVec persons(std::size_t count) {
  return array_of(count, [](CborWriter& out, std::size_t i) {
    out.array(1).bytes(numbered(PersonId::size, i));
  });
}

ByteVec meta_with(std::uint64_t time, const ByteVec& kind, const ByteVec& rest, std::size_t keys) {
  auto bytes = joined({CborWriter{}.map(2 + keys).key(0).integer(time).key(1).take(), kind, rest});
  bytes.resize((bytes.size() + 15) / 16 * 16);
  return bytes;
}

const ByteVec message = CborWriter{}.integer(1).take();

bool reads(const ByteVec& meta) { return decode_meta(meta).has_value(); }

TEST(MetaLimits, time_is_below_2_to_the_62) {
  EXPECT_TRUE(reads(meta_with(0, message, {}, 0)));
  EXPECT_TRUE(reads(meta_with(limits::time_micros_end - 1, message, {}, 0)));
  EXPECT_FALSE(reads(meta_with(limits::time_micros_end, message, {}, 0)));
  EXPECT_FALSE(reads(meta_with(UINT64_MAX, message, {}, 0)));
}

TEST(MetaLimits, a_kind_of_ones_own_has_1_to_64_bytes_not_letters) {
  const auto named = [](const std::string& name) {
    return reads(meta_with(5, CborWriter{}.text(name).take(), {}, 0));
  };
  EXPECT_FALSE(named(""));
  EXPECT_TRUE(named("a"));
  EXPECT_TRUE(named(std::string(limits::kind_name_bytes_max - 1, 'a')));
  EXPECT_TRUE(named(std::string(limits::kind_name_bytes_max, 'a')));
  EXPECT_FALSE(named(std::string(limits::kind_name_bytes_max + 1, 'a')));
  std::string umlauts;
  for (std::size_t i = 0; i < limits::kind_name_bytes_max / 2; ++i) umlauts += "ä";
  EXPECT_TRUE(named(umlauts));
  EXPECT_FALSE(named(umlauts + "ä"));
}

TEST(MetaLimits, an_entry_refers_to_1_to_8_others) {
  const auto with = [](std::size_t count) {
    const auto references = array_of(
        count, [](CborWriter& out, std::size_t i) { out.bytes(numbered(Reference::size, i)); });
    return reads(meta_with(5, message, joined({{2}, references}), 1));
  };
  EXPECT_FALSE(with(0));
  EXPECT_TRUE(with(1));
  EXPECT_TRUE(with(limits::references_max - 1));
  EXPECT_TRUE(with(limits::references_max));
  EXPECT_FALSE(with(limits::references_max + 1));
}

TEST(MetaLimits, an_author_has_at_most_8_prekeys_and_150_hearers) {
  const auto with = [](std::size_t hearers, std::size_t prekeys) {
    const auto keys = array_of(prekeys, [](CborWriter& out, std::size_t) { out.bytes({}); });
    return reads(meta_with(5, message, joined({{3}, persons(hearers), {4, 0x40}, {5}, keys}), 3));
  };
  EXPECT_TRUE(with(0, 0));
  EXPECT_TRUE(with(1, limits::devices_per_person_max - 1));
  EXPECT_TRUE(with(1, limits::devices_per_person_max));
  EXPECT_FALSE(with(1, limits::devices_per_person_max + 1));
  EXPECT_TRUE(with(limits::persons_max - 1, 1));
  EXPECT_TRUE(with(limits::persons_max, 1));
  EXPECT_FALSE(with(limits::persons_max + 1, 1));
}

TEST(MetaLimits, a_past_ends_at_the_last_seq_and_not_before_it_begins) {
  const auto with = [](std::uint64_t first, std::uint64_t last) {
    CborWriter past;
    past.array(1).array(4).bytes(zeros(32)).bytes(zeros(32)).integer(first).integer(last);
    return reads(meta_with(5, message, joined({{6}, past.take()}), 1));
  };
  EXPECT_TRUE(with(0, 0));
  EXPECT_TRUE(with(limits::seq_max, limits::seq_max));
  EXPECT_FALSE(with(0, limits::seq_max + 1));
  EXPECT_FALSE(with(limits::seq_max + 1, limits::seq_max + 1));
  EXPECT_TRUE(with(4, 5));
  EXPECT_FALSE(with(5, 4));
}

TEST(AudienceLimits, holds_0_to_150_persons_until_a_time_that_is_one) {
  EXPECT_EQ(decode_audience(persons(0))->size(), 0U);
  EXPECT_TRUE(decode_audience(persons(limits::persons_max - 1)).has_value());
  EXPECT_TRUE(decode_audience(persons(limits::persons_max)).has_value());
  EXPECT_FALSE(decode_audience(persons(limits::persons_max + 1)).has_value());
  const auto until = [](std::uint64_t time) {
    const auto hearer = CborWriter{}.array(1).array(2).bytes(zeros(32)).integer(time).take();
    return decode_audience(hearer).has_value();
  };
  EXPECT_TRUE(until(0));
  EXPECT_TRUE(until(limits::time_micros_end - 1));
  EXPECT_FALSE(until(limits::time_micros_end));
}

TEST(DeviceListLimits, a_person_has_1_to_8_devices) {
  const auto person = *crypto::PersonKey::from_seed(ByteVec(32, 1));
  const auto with = [&](std::size_t count) {
    const auto devices = array_of(count, [](CborWriter& out, std::size_t i) {
      out.array(2).bytes(numbered(DeviceId::size, i)).bytes(zeros(32));
    });
    auto head = CborWriter{}.map(3).key(0).bytes(person.public_key().view()).key(1).integer(1);
    const auto payload = joined({head.key(2).take(), devices});
    const auto signature = person.sign("kith/1 devices", {payload});
    return open_device_list(encode_signed(payload, signature));
  };
  EXPECT_EQ(with(0).error(), RecordError::malformed);
  EXPECT_TRUE(with(1).has_value());
  EXPECT_TRUE(with(limits::devices_per_person_max - 1).has_value());
  EXPECT_TRUE(with(limits::devices_per_person_max).has_value());
  EXPECT_EQ(with(limits::devices_per_person_max + 1).error(), RecordError::malformed);
}

TEST(PrekeyLimits, is_made_at_a_time_that_is_one) {
  const auto device = *crypto::DeviceKey::from_seed(ByteVec(32, 2));
  const auto made = [&](std::uint64_t time) {
    auto out = CborWriter{}.map(4).key(0).bytes(device.public_key().view()).key(1).integer(1);
    const auto payload = out.key(2).bytes(zeros(32)).key(3).integer(time).take();
    return open_prekey(encode_signed(payload, device.sign("kith/1 prekey", {payload})));
  };
  EXPECT_TRUE(made(0).has_value());
  EXPECT_TRUE(made(limits::time_micros_end - 1).has_value());
  EXPECT_EQ(made(limits::time_micros_end).error(), RecordError::malformed);
}

struct RawSpan {
  std::uint64_t epoch = 1;
  std::uint64_t seq = 1;
  std::uint64_t leaf = 1;
  ByteVec nodes = joined({{10, 0, 1}, zeros(32)});
  ByteVec meta_keys{};  // a whole item, or nothing
};

void write_span(CborWriter& out, const RawSpan& span) {
  out.map(5).key(0).integer(span.epoch).key(1).integer(span.seq).key(2).integer(span.leaf);
  out.key(3).bytes(zeros(32)).key(4).bytes(span.nodes);
}

bool reads(const RawSpan& span) {
  CborWriter out;
  write_span(out.map(1).key(0).array(1), span);
  auto bytes = out.take();
  if (!span.meta_keys.empty()) {
    bytes[3] = static_cast<std::uint8_t>(bytes[3] + 1);  // the span's map has one pair more
    bytes = joined({bytes, {5}, span.meta_keys});
  }
  return decode_handover(bytes).has_value();
}

TEST(HandoverLimits, has_1_to_256_spans) {
  const auto with = [](std::size_t count) {
    const auto spans =
        array_of(count, [](CborWriter& out, std::size_t i) { write_span(out, {.seq = i}); });
    return decode_handover(joined({{0xA1, 0}, spans})).has_value();
  };
  EXPECT_FALSE(with(0));
  EXPECT_TRUE(with(1));
  EXPECT_TRUE(with(spans_max - 1));
  EXPECT_TRUE(with(spans_max));
  EXPECT_FALSE(with(spans_max + 1));
}

TEST(HandoverLimits, a_span_begins_at_a_place_that_exists) {
  EXPECT_TRUE(reads(RawSpan{.epoch = UINT32_MAX}));
  EXPECT_FALSE(reads(RawSpan{.epoch = std::uint64_t{UINT32_MAX} + 1}));
  EXPECT_TRUE(reads(RawSpan{.seq = limits::seq_max}));
  EXPECT_FALSE(reads(RawSpan{.seq = limits::seq_max + 1}));
  EXPECT_TRUE(reads(RawSpan{.leaf = limits::epoch_leaves - 1}));
  EXPECT_FALSE(reads(RawSpan{.leaf = limits::epoch_leaves}));
}

TEST(HandoverLimits, a_node_is_in_the_tree) {
  const auto with = [](unsigned depth, unsigned index) {
    const auto named =
        joined({fixed(static_cast<std::uint8_t>(depth)), fixed(static_cast<std::uint16_t>(index))});
    return reads(RawSpan{.nodes = joined({named, zeros(32)})});
  };
  for (unsigned depth = 0; depth <= limits::tree_depth; ++depth) {
    EXPECT_TRUE(with(depth, 0));
    EXPECT_TRUE(with(depth, (1U << depth) - 1));
    EXPECT_FALSE(with(depth, 1U << depth));
  }
  EXPECT_FALSE(with(limits::tree_depth + 1, 0));
  EXPECT_FALSE(with(255, 0));
}

TEST(HandoverLimits, up_to_all_1024_leaves_have_a_meta_key) {
  const auto with = [](std::size_t count) {
    return reads(RawSpan{.meta_keys = array_of(count, [](CborWriter& out, std::size_t i) {
                           out.array(3).integer(i).bytes(zeros(64)).bytes(zeros(32));
                         })});
  };
  EXPECT_TRUE(with(1));
  EXPECT_TRUE(with(limits::epoch_leaves));
  EXPECT_FALSE(with(limits::epoch_leaves + 1));
}

TEST(ForkProofLimits, a_branch_has_1_to_1024_headers) {
  const auto with = [](std::size_t count) {
    ForkBranch branch;
    for (std::size_t i = 0; i < count; ++i) {
      branch.headers.push_back({{{i}, {0}, {1}}, 1, 0, {}, {}});
    }
    return decode_fork_proof(encode_fork_proof({{}, branch, branch}));
  };
  EXPECT_EQ(with(0).error(), RecordError::malformed);
  EXPECT_TRUE(with(1).has_value());
  EXPECT_TRUE(with(limits::fork_branch_headers_max - 1).has_value());
  EXPECT_TRUE(with(limits::fork_branch_headers_max).has_value());
  EXPECT_EQ(with(limits::fork_branch_headers_max + 1).error(), RecordError::malformed);
}

TEST(SignedRecordLimits, a_record_has_8_kib) {
  const auto payload = limits::record_bytes_max - 1 - 3 - 2 - Signature::size;
  const auto reads_with = [](std::size_t bytes) {
    return decode_signed(encode_signed(zeros(bytes), Signature{})).has_value();
  };
  ASSERT_EQ(encode_signed(zeros(payload), Signature{}).size(), limits::record_bytes_max);
  EXPECT_TRUE(reads_with(payload - 1));
  EXPECT_TRUE(reads_with(payload));
  EXPECT_FALSE(reads_with(payload + 1));
}

}  // namespace
}  // namespace kith::wire
