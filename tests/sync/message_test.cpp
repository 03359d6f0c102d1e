// Each message, written and read; each limit at, below and above; what is not of its form.
// Source: docs/protocol.md §10.2, §10.3, §10.5.
#include "sync/message.hpp"

#include <gtest/gtest.h>

#include <set>

#include "base/limits.hpp"
#include "tests/sync/sample_messages.hpp"
#include "tests/wire/raw_bytes.hpp"

namespace kith::sync {
namespace {

using test::filled;
using test::joined;
using test::zeros;
using wire::CborWriter;

constexpr auto malformed = MessageError::malformed;
constexpr auto out_of_limit = MessageError::out_of_limit;

std::optional<MessageError> error_of(std::uint8_t type, const ByteVec& body) {
  const auto message = decode_message(type, body);
  return message ? std::nullopt : std::optional{message.error()};
}

ByteVec body_of(Message message) { return encode_message(std::move(message)).body; }

TEST(Message, of_each_type_is_read_as_it_was_written) {
  std::set<std::uint8_t> types;
  for (const auto& message : test::sample_messages()) {
    auto encoded = encode_message(test::copy_of(message));
    SCOPED_TRACE(int{encoded.type});
    EXPECT_TRUE(types.insert(encoded.type).second);
    EXPECT_TRUE(is_known(encoded.type));
    const auto read = decode_message(encoded.type, encoded.body);
    ASSERT_TRUE(read && *read);
    EXPECT_EQ((**read).index(), message.index());
    EXPECT_TRUE(test::same(**read, message));
  }
}

TEST(Message, of_an_unknown_type_is_passed_over) {
  for (const auto type : {0, 18, 19, 127, 255}) {
    const auto read = decode_message(static_cast<std::uint8_t>(type), ByteVec(50, 0xff));
    ASSERT_TRUE(read.has_value());
    EXPECT_FALSE(read->has_value());
    EXPECT_FALSE(is_known(static_cast<std::uint8_t>(type)));
  }
}

TEST(Message, that_is_cut_or_longer_is_malformed) {
  for (const auto& message : test::sample_messages()) {
    const auto encoded = encode_message(test::copy_of(message));
    SCOPED_TRACE(int{encoded.type});
    // Judged where they are taken.
    if (encoded.type == RangeBytes::type || encoded.type == Body::type) continue;
    for (std::size_t size = 0; size < encoded.body.size(); ++size) {
      const ByteVec cut(encoded.body.begin(),
                        encoded.body.begin() + static_cast<std::ptrdiff_t>(size));
      EXPECT_EQ(error_of(encoded.type, cut), malformed) << size;
    }
    EXPECT_EQ(error_of(encoded.type, joined({encoded.body, {0}})), malformed);
  }
}

TEST(Message, head_counts_the_type_and_the_body) {
  const auto head = message_head({RangeBytes::type, ByteVec(0x10203)});
  EXPECT_EQ(head, (std::array<std::uint8_t, 5>{0, 1, 2, 4, 4}));
}

// A presence of which one value, as CBOR, is another.
ByteVec presence_with(std::uint64_t key, const ByteVec& value) {
  const auto body = encode_presence(test::sample_presence());
  const auto fields = *wire::cbor_fields(body);
  CborWriter out;
  out.map(std::max<std::size_t>(fields.size(), key + 1));
  auto bytes = out.take();
  for (const auto& field : fields) {
    const ByteVec same(field.value.begin(), field.value.end());
    bytes = joined({bytes, CborWriter{}.key(field.key).take(), field.key == key ? value : same});
  }
  if (key >= fields.size()) bytes = joined({bytes, CborWriter{}.key(key).take(), value});
  return bytes;
}

ByteVec array_of(std::size_t count, const ByteVec& item) {
  auto bytes = CborWriter{}.array(count).take();
  for (std::size_t i = 0; i < count; ++i) wire::put_bytes(bytes, item);
  return bytes;
}

std::optional<MessageError> presence_error(std::uint64_t key, const ByteVec& value) {
  const auto read = decode_presence(presence_with(key, value));
  return read ? std::nullopt : std::optional{read.error()};
}

ByteVec text_item(std::size_t size) { return CborWriter{}.text(std::string(size, 'a')).take(); }

TEST(PresenceLimits, up_to_8_prekeys_ways_and_held_secrets) {
  const std::pair<std::uint64_t, ByteVec> lists[] = {
      {1, CborWriter{}.bytes(zeros(3)).take()},
      {2, text_item(3)},
      {3, CborWriter{}.bytes(zeros(PairId::size)).take()}};
  for (const auto& [key, item] : lists) {
    SCOPED_TRACE(key);
    EXPECT_EQ(presence_error(key, array_of(0, item)), std::nullopt);
    static_assert(limits::held_secrets_max == 8 && limits::ways_max == 8);
    EXPECT_EQ(presence_error(key, array_of(7, item)), std::nullopt);
    EXPECT_EQ(presence_error(key, array_of(8, item)), std::nullopt);
    EXPECT_EQ(presence_error(key, array_of(9, item)), out_of_limit);
    EXPECT_EQ(presence_error(key, item), malformed);
    EXPECT_EQ(presence_error(key, array_of(2, {0})), malformed);
  }
}

TEST(PresenceLimits, a_way_has_1_to_256_bytes_of_text) {
  const auto with = [](const ByteVec& way) { return presence_error(2, array_of(1, way)); };
  EXPECT_EQ(with(text_item(0)), out_of_limit);
  EXPECT_EQ(with(text_item(1)), std::nullopt);
  EXPECT_EQ(with(text_item(limits::way_bytes_max - 1)), std::nullopt);
  EXPECT_EQ(with(text_item(limits::way_bytes_max)), std::nullopt);
  EXPECT_EQ(with(text_item(limits::way_bytes_max + 1)), out_of_limit);
  EXPECT_EQ(with({0x62, 0xc3, 0x28}), malformed) << "not UTF-8";
  EXPECT_EQ(with({0x41, 'a'}), malformed) << "bytes";
}

TEST(PresenceLimits, fresh_and_ids_have_one_size) {
  const auto bytes = [](std::size_t size) { return CborWriter{}.bytes(zeros(size)).take(); };
  EXPECT_EQ(presence_error(4, bytes(31)), malformed);
  EXPECT_EQ(presence_error(4, bytes(32)), std::nullopt);
  EXPECT_EQ(presence_error(4, bytes(33)), malformed);
  EXPECT_EQ(presence_error(3, array_of(1, bytes(7))), malformed);
  EXPECT_EQ(presence_error(3, array_of(1, bytes(9))), malformed);
}

TEST(Presence, keeps_to_the_types_of_its_keys_and_passes_unknown_ones_over) {
  EXPECT_EQ(presence_error(0, {0}), malformed);
  EXPECT_EQ(presence_error(5, {0}), malformed);
  EXPECT_EQ(presence_error(6, {0xf5}), std::nullopt);
  EXPECT_EQ(presence_error(6, {0xf4}), malformed) << "who does not wish it says nothing";
  EXPECT_EQ(presence_error(6, {0xf6}), malformed);
  EXPECT_EQ(presence_error(7, {0xf6}), std::nullopt) << "unknown";
}

TEST(Presence, may_lack_only_face_and_newest_first) {
  auto presence = test::sample_presence();
  presence.face.reset();
  presence.newest_first = false;
  const auto bare = encode_presence(presence);
  const auto read = decode_presence(bare);
  ASSERT_TRUE(read.has_value());
  EXPECT_FALSE(read->face);
  EXPECT_FALSE(read->newest_first);
  const auto fields = *wire::cbor_fields(bare);
  for (std::uint64_t lacking = 0; lacking <= 4; ++lacking) {
    auto bytes = CborWriter{}.map(4).take();
    for (const auto& field : fields) {
      if (field.key == lacking) continue;
      wire::put_bytes(bytes, CborWriter{}.key(field.key).take());
      wire::put_bytes(bytes, field.value);
    }
    EXPECT_EQ(decode_presence(bytes).error(), malformed) << lacking;
  }
}

ByteVec frontiers_with(std::vector<LogFrontier> logs) {
  return body_of(Frontiers{false, std::move(logs)});
}

LogFrontier numbered_log(std::size_t number) {
  LogFrontier frontier;
  for (std::size_t i = 0; i < 4; ++i) {
    frontier.log.raw[i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
  }
  return frontier;
}

TEST(FrontiersLimits, name_up_to_16384_logs) {
  std::vector<LogFrontier> logs;
  for (std::size_t i = 0; i < limits::frontier_logs_max; ++i) logs.push_back(numbered_log(i));
  auto full = frontiers_with(logs);
  EXPECT_EQ(error_of(Frontiers::type, full), std::nullopt);
  logs.pop_back();
  EXPECT_EQ(error_of(Frontiers::type, frontiers_with(logs)), std::nullopt);
  EXPECT_EQ(error_of(Frontiers::type, frontiers_with({})), std::nullopt);

  const auto one = CborWriter{}.array(2).bytes(filled<LogId>(0xff).view()).array(0).take();
  full = joined({full, one});
  const auto count = CborWriter{}.array(limits::frontier_logs_max + 1).take();
  std::copy(count.begin(), count.end(), full.begin() + 2);  // behind [ and more
  EXPECT_EQ(error_of(Frontiers::type, full), out_of_limit);
}

TEST(FrontiersLimits, a_message_has_up_to_4_MiB) {
  const auto with_spans = [](std::size_t count) {
    LogFrontier log{filled<LogId>(1), {}};
    for (std::size_t i = 0; i < count; ++i) {
      log.spans.push_back({{(std::uint64_t{1} << 32) + i}, {limits::seq_max}, filled<Link>(1)});
    }
    return log;
  };
  constexpr std::size_t span_bytes = 1 + 9 + 9 + 34;
  constexpr std::size_t around = 1 + 1 + 1 + 1 + 34 + 5;
  const auto most = (limits::frontiers_bytes_max - around) / span_bytes;
  const auto full = frontiers_with({with_spans(most)});
  EXPECT_EQ(full.size(), around + most * span_bytes);
  EXPECT_EQ(error_of(Frontiers::type, full), std::nullopt);
  EXPECT_EQ(error_of(Frontiers::type, ByteVec(limits::frontiers_bytes_max + 1)), out_of_limit);
  EXPECT_EQ(error_of(Frontiers::type, ByteVec(limits::frontiers_bytes_max)), malformed);
}

ByteVec raw_span(std::uint64_t from, std::uint64_t next, std::uint8_t head) {
  return CborWriter{}.array(3).integer(from).integer(next).bytes(filled<Link>(head).view()).take();
}

std::optional<MessageError> spans_error(const std::vector<ByteVec>& spans) {
  auto body = CborWriter{}.array(2).boolean(false).array(1).array(2).take();
  wire::put_bytes(body, CborWriter{}.bytes(filled<LogId>(1).view()).array(spans.size()).take());
  for (const auto& span : spans) wire::put_bytes(body, span);
  return error_of(Frontiers::type, body);
}

TEST(Frontiers, hold_spans_that_have_entries_below_the_last_seq) {
  EXPECT_EQ(spans_error({raw_span(0, 1, 1)}), std::nullopt);
  EXPECT_EQ(spans_error({raw_span(0, 0, 1)}), malformed);
  EXPECT_EQ(spans_error({raw_span(5, 4, 1)}), malformed);
  EXPECT_EQ(spans_error({raw_span(limits::seq_max - 1, limits::seq_max, 1)}), std::nullopt);
  EXPECT_EQ(spans_error({raw_span(limits::seq_max, limits::seq_max + 1, 1)}), std::nullopt);
  EXPECT_EQ(spans_error({raw_span(0, limits::seq_max + 2, 1)}), out_of_limit);
  EXPECT_EQ(spans_error({raw_span(limits::seq_max + 1, limits::seq_max + 1, 1)}), out_of_limit);
}

TEST(Frontiers, ascend_by_log_then_from_then_head) {
  EXPECT_EQ(spans_error({raw_span(0, 2, 2), raw_span(1, 3, 1)}), std::nullopt);
  EXPECT_EQ(spans_error({raw_span(0, 2, 1), raw_span(0, 1, 2)}), std::nullopt);
  EXPECT_EQ(spans_error({raw_span(1, 2, 1), raw_span(0, 2, 2)}), malformed);
  EXPECT_EQ(spans_error({raw_span(0, 2, 2), raw_span(0, 2, 1)}), malformed);
  EXPECT_EQ(spans_error({raw_span(0, 2, 1), raw_span(0, 2, 1)}), malformed);
  EXPECT_EQ(error_of(Frontiers::type, frontiers_with({numbered_log(2), numbered_log(1)})),
            malformed);
  EXPECT_EQ(error_of(Frontiers::type, frontiers_with({numbered_log(1), numbered_log(1)})),
            malformed);
}

TEST(Frontiers, are_arrays_of_exactly_their_parts) {
  EXPECT_EQ(error_of(Frontiers::type, CborWriter{}.array(1).boolean(true).take()), malformed);
  EXPECT_EQ(error_of(Frontiers::type, CborWriter{}.array(2).integer(1).array(0).take()), malformed);
  EXPECT_EQ(
      error_of(Frontiers::type, CborWriter{}.array(3).boolean(true).array(0).integer(1).take()),
      malformed);
  const auto two = CborWriter{}.array(2).integer(0).integer(1).take();
  const auto four = joined({{0x84}, {0, 1}, CborWriter{}.bytes(zeros(32)).take(), {0}});
  EXPECT_EQ(spans_error({two}), malformed);
  EXPECT_EQ(spans_error({four}), malformed);
}

TEST(RangeLimits, a_message_carries_up_to_4_MiB) {
  EXPECT_EQ(error_of(RangeBytes::type, ByteVec(limits::range_bytes_max - 1)), std::nullopt);
  EXPECT_EQ(error_of(RangeBytes::type, ByteVec(limits::range_bytes_max)), std::nullopt);
  EXPECT_EQ(error_of(RangeBytes::type, ByteVec(limits::range_bytes_max + 1)), out_of_limit);
}

TEST(Refuse, names_one_log_and_may_say_more_to_later_versions) {
  const auto log = filled<LogId>(1);
  EXPECT_EQ(error_of(Refuse::type, CborWriter{}.map(0).take()), malformed);
  EXPECT_EQ(error_of(Refuse::type, CborWriter{}.map(1).key(0).bytes(zeros(31)).take()), malformed);
  const auto later = CborWriter{}.map(2).key(0).bytes(log.view()).key(1).integer(5).take();
  EXPECT_EQ(error_of(Refuse::type, later), std::nullopt);
}

TEST(ClosedLimits, name_up_to_4096_spans_with_entries) {
  const auto with = [](std::size_t count, std::uint64_t from, std::uint64_t next) {
    CborWriter span;
    span.array(3).bytes(zeros(32)).integer(from).integer(next);
    return error_of(Closed::type, array_of(count, span.take()));
  };
  EXPECT_EQ(with(0, 0, 1), std::nullopt);
  EXPECT_EQ(with(limits::closed_spans_max - 1, 0, 1), std::nullopt);
  EXPECT_EQ(with(limits::closed_spans_max, 0, 1), std::nullopt);
  EXPECT_EQ(with(limits::closed_spans_max + 1, 0, 1), out_of_limit);
  EXPECT_EQ(with(1, 1, 1), malformed);
  EXPECT_EQ(with(1, limits::seq_max, limits::seq_max + 1), std::nullopt);
  EXPECT_EQ(with(1, 0, limits::seq_max + 2), out_of_limit);
}

TEST(MissingLimits, names_1_to_256_bodies) {
  const auto with = [](std::size_t count, std::uint64_t seq) {
    CborWriter body;
    body.array(3).bytes(zeros(32)).integer(seq).bytes(zeros(SealedHash::size));
    return error_of(Missing::type, array_of(count, body.take()));
  };
  EXPECT_EQ(with(0, 0), malformed);
  EXPECT_EQ(with(1, limits::seq_max), std::nullopt);
  EXPECT_EQ(with(1, limits::seq_max + 1), out_of_limit);
  EXPECT_EQ(with(limits::missing_bodies_max - 1, 0), std::nullopt);
  EXPECT_EQ(with(limits::missing_bodies_max, 0), std::nullopt);
  EXPECT_EQ(with(limits::missing_bodies_max + 1, 0), out_of_limit);
}

TEST(KnownForksLimits, name_up_to_1024_logs) {
  const auto with = [](std::size_t count) {
    return error_of(KnownForks::type, array_of(count, CborWriter{}.bytes(zeros(32)).take()));
  };
  EXPECT_EQ(with(0), std::nullopt);
  EXPECT_EQ(with(limits::known_forks_max - 1), std::nullopt);
  EXPECT_EQ(with(limits::known_forks_max), std::nullopt);
  EXPECT_EQ(with(limits::known_forks_max + 1), out_of_limit);
  EXPECT_EQ(error_of(KnownForks::type, array_of(1, CborWriter{}.bytes(zeros(31)).take())),
            malformed);
}

TEST(ForkProofLimits, are_one_item_of_up_to_192_kib) {
  const auto with = [](std::size_t size) {
    constexpr std::size_t head = 5;  // of a byte string as long as this
    return error_of(ForkProof::type, CborWriter{}.bytes(ByteVec(size - head, 1)).take());
  };
  EXPECT_EQ(with(limits::fork_proof_bytes_max - 1), std::nullopt);
  EXPECT_EQ(with(limits::fork_proof_bytes_max), std::nullopt);
  EXPECT_EQ(with(limits::fork_proof_bytes_max + 1), out_of_limit);
  EXPECT_EQ(error_of(ForkProof::type, {}), malformed);
}

TEST(Handed, names_its_log_and_ends_without_zeros) {
  auto handed = test::sample_handed();
  const auto whole = wire::encode_handover(handed.handover);
  EXPECT_EQ(error_of(Handed::type, whole), std::nullopt);
  EXPECT_EQ(error_of(Handed::type, joined({whole, {0}})), malformed);
  handed.handover.log.reset();
  handed.handover.certificate.clear();
  EXPECT_EQ(error_of(Handed::type, wire::encode_handover(handed.handover)), malformed);
}

TEST(Credit, is_any_number_of_four_bytes) {
  EXPECT_EQ(body_of(Credit{0x01020304}), (ByteVec{1, 2, 3, 4}));
  EXPECT_EQ(error_of(Credit::type, {0, 0, 0, 0}), std::nullopt);
  EXPECT_EQ(error_of(Credit::type, {255, 255, 255, 255}), std::nullopt);
  EXPECT_EQ(error_of(Credit::type, {0, 0, 0}), malformed);
  EXPECT_EQ(error_of(Credit::type, {0, 0, 0, 0, 0}), malformed);
}

}  // namespace
}  // namespace kith::sync
