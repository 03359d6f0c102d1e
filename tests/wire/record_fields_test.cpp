// Every signed record, certificate and card has all of its fields, each of its type: with one left
// out, or another thing in its place, it is malformed.
#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "tests/wire/fields.hpp"
#include "wire/card.hpp"

namespace kith::wire {
namespace {

using test::bytes;
using test::expect_all_needed;
using test::Fields;
using test::integer;
using test::list_of;
using test::map_of;
using test::null;
using test::text;
using test::zeros;

const auto person = *crypto::PersonKey::from_seed(ByteVec(32, 1));
const auto device = *crypto::DeviceKey::from_seed(ByteVec(32, 2));
const auto log_key = *crypto::LogKey::from_seed(ByteVec(32, 3));
const auto transport = crypto::TransportSecret::from(ByteVec(32, 4)) -> public_key();

ByteVec person_item() { return bytes(person.public_key().view()); }
ByteVec device_item() { return bytes(device.public_key().view()); }

// Opens what `payload` is once it is signed; nothing where that is malformed.
template <class Open>
bool reads_signed(const ByteVec& payload, const Signature& signature, Open open) {
  const auto record = open(encode_signed(payload, signature));
  EXPECT_TRUE(record || record.error() == RecordError::malformed);
  return record.has_value();
}

bool reads_device_list(const ByteVec& payload) {
  return reads_signed(payload, person.sign("kith/1 devices", {payload}), open_device_list);
}

TEST(DeviceListFields, are_all_needed) {
  const auto listed = list_of({device_item(), bytes(transport.view())});
  const Fields fields{{0, person_item()}, {1, integer(1)}, {2, list_of({listed})}};
  expect_all_needed(fields, reads_device_list);
  for (const auto& bent :
       {list_of({null}), list_of({list_of({device_item()})}), list_of({list_of({null, bytes(32)})}),
        list_of({list_of({device_item(), null})}), list_of({listed, listed})}) {
    auto other = fields;
    other[2] = bent;
    EXPECT_FALSE(reads_device_list(map_of(other)));
  }
}

TEST(LogStatementFields, are_all_needed) {
  const CircleId circle{{5}};
  const auto owned = log_key.sign("kith/1 owner", {circle.view(), device.public_key().view()});
  const Fields fields{{0, bytes(circle.view())},
                      {1, bytes(log_key.public_key().view())},
                      {2, person_item()},
                      {3, device_item()},
                      {4, {0xF4}},
                      {5, bytes(owned.view())}};
  const auto reads = [](const ByteVec& payload) {
    return reads_signed(payload, device.sign("kith/1 log", {payload}), open_log_statement);
  };
  expect_all_needed(fields, reads);
}

TEST(LogStatement, is_refused_where_device_or_log_did_not_sign_it) {
  const LogStatement statement{CircleId{{5}}, log_key.public_key(), person.public_key(),
                               device.public_key(), LogForm::aside};
  const auto record = sign_log_statement(statement, device, log_key);
  EXPECT_EQ(open_log_statement(record), statement);
  EXPECT_EQ(open_log_statement({}).error(), RecordError::malformed);
  const auto parts = decode_signed(record);
  const ByteVec payload(parts->payload.begin(), parts->payload.end());
  EXPECT_EQ(open_log_statement(encode_signed(payload, Signature{})).error(),
            RecordError::bad_signature);
  auto disowned = payload;
  disowned.back() ^= 1;  // the log's own signature comes last
  const auto signed_again = device.sign("kith/1 log", {disowned});
  EXPECT_EQ(open_log_statement(encode_signed(disowned, signed_again)).error(),
            RecordError::bad_signature);
}

TEST(PrekeyFields, are_all_needed) {
  const Fields fields{{0, device_item()}, {1, integer(1)}, {2, bytes(32)}, {3, integer(7)}};
  const auto reads = [](const ByteVec& payload) {
    return reads_signed(payload, device.sign("kith/1 prekey", {payload}), open_prekey);
  };
  expect_all_needed(fields, reads);
}

TEST(SignedRecord, is_a_payload_and_a_signature) {
  const auto payload = bytes(3);
  const auto signature = bytes(Signature::size);
  EXPECT_TRUE(decode_signed(list_of({payload, signature})).has_value());
  for (const auto& other :
       {ByteVec{}, null, list_of({payload}), list_of({null, signature}), list_of({payload, null}),
        list_of({payload, bytes(Signature::size - 1)}), list_of({payload, signature, null})}) {
    EXPECT_EQ(decode_signed(other).error(), RecordError::malformed);
    EXPECT_EQ(open_device_list(other).error(), RecordError::malformed);
    EXPECT_EQ(open_log_statement(other).error(), RecordError::malformed);
    EXPECT_EQ(open_prekey(other).error(), RecordError::malformed);
    EXPECT_EQ(open_face(other).error(), RecordError::malformed);
  }
}

DeviceList devices() { return {person.public_key(), {1}, {{device.public_key(), transport}}}; }

ByteVec list_record() { return sign_device_list(devices(), person); }
ByteVec prekey_record() { return sign_prekey({device.public_key(), {3}, {}, {7}}, device); }
ByteVec statement_record() {
  return sign_log_statement({CircleId{{5}}, log_key.public_key(), person.public_key(),
                             device.public_key(), LogForm::main},
                            device, log_key);
}

TEST(Certificate, is_a_device_list_and_a_statement_both_whole) {
  const auto list = list_record();
  const auto statement = statement_record();
  const auto whole = encode_certificate(list, statement);
  ASSERT_TRUE(open_certificate(whole).has_value());
  EXPECT_EQ(device_list_of(whole), list);
  for (const auto& other : {ByteVec{}, null, list_of({bytes(list)}), list_of({null, bytes(1)})}) {
    EXPECT_EQ(open_certificate(other).error(), RecordError::malformed);
    EXPECT_FALSE(device_list_of(other).has_value());
  }
  EXPECT_EQ(open_certificate(list_of({bytes(list), null})).error(), RecordError::malformed);
  EXPECT_EQ(open_certificate(encode_certificate({}, statement)).error(), RecordError::malformed);
  EXPECT_EQ(open_certificate(encode_certificate(list, {})).error(), RecordError::malformed);
  EXPECT_EQ(device_list_of(encode_certificate(list, {})), list);  // read, not verified
}

TEST(DeviceList, has_one_hash_whoever_signed_it_when) {
  const auto record = list_record();
  const auto parts = decode_signed(record);
  EXPECT_EQ(list_hash(record), list_hash(encode_signed(parts->payload, Signature{})));
  auto newer = devices();
  newer.version = {2};
  EXPECT_NE(list_hash(record), list_hash(sign_device_list(newer, person)));
}

Fields face_fields() {
  return {{0, person_item()},
          {1, bytes(list_record())},
          {2, list_of({bytes(prekey_record())})},
          {3, bytes(PairId::size)},
          {4, list_of({text("tcp:here:1")})},
          {5, text("ana")},
          {6, integer(99)}};
}

Result<Face, RecordError> face_of(const ByteVec& payload) {
  return open_face(encode_signed(payload, person.sign("kith/1 card", {payload})));
}

Result<Face, RecordError> face_with(std::uint64_t key, const ByteVec& item) {
  auto fields = face_fields();
  fields[key] = item;
  return face_of(map_of(fields));
}

TEST(FaceFields, are_all_needed) {
  expect_all_needed(face_fields(), [](const ByteVec& payload) {
    const auto face = face_of(payload);
    EXPECT_TRUE(face || face.error() == RecordError::malformed);
    return face.has_value();
  });
}

TEST(FaceLimits, has_1_to_8_prekeys) {
  const auto with = [](std::size_t count) {
    auto prekeys = CborWriter{};
    prekeys.array(count);
    for (std::size_t i = 0; i < count; ++i) prekeys.bytes(prekey_record());
    return face_with(2, prekeys.take());
  };
  EXPECT_EQ(with(0).error(), RecordError::malformed);
  EXPECT_TRUE(with(1).has_value());
  EXPECT_TRUE(with(limits::devices_per_person_max).has_value());
  EXPECT_EQ(with(limits::devices_per_person_max + 1).error(), RecordError::malformed);
  EXPECT_EQ(face_with(2, list_of({null})).error(), RecordError::malformed);
}

TEST(FaceLimits, has_0_to_8_ways_of_1_to_256_bytes) {
  const auto with = [](std::size_t count, std::size_t size) {
    auto ways = CborWriter{};
    ways.array(count);
    for (std::size_t i = 0; i < count; ++i) ways.text(std::string(size, 'w'));
    return face_with(4, ways.take()).has_value();
  };
  EXPECT_TRUE(with(0, 1));
  EXPECT_TRUE(with(limits::ways_max, 1));
  EXPECT_FALSE(with(limits::ways_max + 1, 1));
  EXPECT_FALSE(with(1, 0));
  EXPECT_TRUE(with(1, limits::way_bytes_max));
  EXPECT_FALSE(with(1, limits::way_bytes_max + 1));
  EXPECT_FALSE(face_with(4, list_of({null})).has_value());
}

TEST(FaceLimits, has_a_name_of_up_to_128_bytes_and_a_time_that_is_one) {
  const auto named = [](std::size_t size) {
    return face_with(5, text(std::string(size, 'n'))).has_value();
  };
  EXPECT_TRUE(named(0));
  EXPECT_TRUE(named(limits::name_bytes_max));
  EXPECT_FALSE(named(limits::name_bytes_max + 1));
  EXPECT_TRUE(face_with(6, integer(limits::time_micros_end - 1)).has_value());
  EXPECT_FALSE(face_with(6, integer(limits::time_micros_end)).has_value());
}

TEST(Face, is_refused_with_papers_that_are_none) {
  EXPECT_EQ(face_with(1, bytes(0)).error(), RecordError::malformed);
  EXPECT_EQ(face_with(2, list_of({bytes(0)})).error(), RecordError::malformed);
  auto forged = list_record();
  forged.back() ^= 1;
  EXPECT_EQ(face_with(1, bytes(forged)).error(), RecordError::bad_signature);
}

TEST(Card, is_a_face_and_a_secret_of_32_bytes) {
  const auto face = bytes(encode_signed(map_of(face_fields()), Signature{}));
  const auto secret = bytes(CardSecret::size);
  EXPECT_EQ(open_card(list_of({face, secret})).error(), RecordError::bad_signature);
  for (const auto& other :
       {ByteVec{}, null, list_of({face}), list_of({null, secret}), list_of({face, null}),
        list_of({face, bytes(CardSecret::size - 1)}), list_of({face, secret, secret})}) {
    EXPECT_EQ(open_card(other).error(), RecordError::malformed);
  }
  EXPECT_EQ(card_bytes("\tkith:\r\nAAAA \n"), zeros(3));
}

}  // namespace
}  // namespace kith::wire
