// Entries, meta and signed records: round trips, limits at, below and above, and damage refused.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/limits.hpp"
#include "tests/seeded_entropy.hpp"
#include "wire/certificate.hpp"
#include "wire/entry.hpp"
#include "wire/meta.hpp"
#include "wire/padme.hpp"
#include "wire/prekey.hpp"

namespace kith::wire {
namespace {

ByteVec lean_with_body(std::size_t body_bytes) {
  const ByteVec meta(16, 7);
  const ByteVec body(body_bytes, 9);
  EntryView entry;
  entry.opens_epoch = true;
  entry.meta_units = 1;
  entry.body_state = BodyState::sealed;
  entry.body_size = static_cast<std::uint32_t>(body_bytes);
  entry.meta = meta;
  entry.body = body;
  ByteVec out;
  encode_entry(out, entry);
  return out;
}

TEST(Padme, keeps_its_published_values_and_costs_at_most_an_eighth) {
  EXPECT_EQ(padme(9), 10U);
  EXPECT_EQ(padme(65536), 65536U);
  for (std::size_t n = 1; n <= limits::body_bytes_max; ++n) {
    ASSERT_GE(padme(n), n);
    ASSERT_LE(padme(n) * 8, n * 9);
    ASSERT_EQ(padme(padme(n)), padme(n));
  }
}

TEST(Entry, holds_its_body_limits_at_below_and_above) {
  for (const std::size_t size : {limits::body_bytes_min, limits::body_bytes_max}) {
    const auto lean = lean_with_body(size);
    const auto decoded = decode_entry(lean);
    ASSERT_TRUE(decoded.has_value());
    EXPECT_EQ(decoded->size, lean.size());
    EXPECT_EQ(decoded->entry.body_size, size);
  }
  EXPECT_EQ(decode_entry(lean_with_body(limits::body_bytes_min - 1)).error(),
            EntryError::size_out_of_limit);
  EXPECT_EQ(decode_entry(lean_with_body(limits::body_bytes_max + 2048)).error(),
            EntryError::size_out_of_limit);
  EXPECT_EQ(decode_entry(lean_with_body(33)).error(), EntryError::not_padded);
}

TEST(Entry, cut_anywhere_is_truncated) {
  const auto lean = lean_with_body(32);
  for (std::size_t size = 0; size < lean.size(); ++size) {
    EXPECT_EQ(decode_entry(ByteView{lean}.first(size)).error(), EntryError::truncated) << size;
  }
}

TEST(Entry, refuses_flags_that_it_does_not_know) {
  auto lean = lean_with_body(32);
  lean[0] = 0x10;
  EXPECT_EQ(decode_entry(lean).error(), EntryError::unknown_flag);
  lean[0] = 0x04;  // forgotten, without a body
  EXPECT_EQ(decode_entry(lean).error(), EntryError::unknown_flag);
}

Meta full_meta() {
  Meta meta;
  meta.time = {1'700'000'000'000'000};
  meta.kind = std::string{"recipe"};
  meta.references = {Reference{{1}}, Reference{{2}}};
  meta.statement = AudienceStatement{
      {{PersonId{{1}}, std::nullopt}, {PersonId{{2}}, WallTime{5}}}, {1, 2, 3}, {{4}, {5, 6}}};
  meta.past = {{PersonId{{1}}, LogId{{2}}, {3}, {4}}};
  return meta;
}

TEST(Meta, reads_back_every_key) {
  const auto bytes = encode_meta(full_meta());
  EXPECT_EQ(bytes.size() % limits::meta_unit_bytes, 0U);
  EXPECT_EQ(decode_meta(bytes), full_meta());
}

TEST(Meta, is_refused_with_more_padding_than_it_needs) {
  auto bytes = encode_meta(full_meta());
  bytes.resize(bytes.size() + limits::meta_unit_bytes);
  EXPECT_FALSE(decode_meta(bytes).has_value());
}

TEST(Meta, with_any_byte_flipped_is_refused_or_another_never_a_crash) {
  const auto whole = encode_meta(full_meta());
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (const unsigned bit : {1U, 16U, 128U}) {
      auto bytes = whole;
      bytes[i] = static_cast<std::uint8_t>(bytes[i] ^ bit);
      const auto decoded = decode_meta(bytes);
      EXPECT_TRUE(!decoded || !(*decoded == full_meta())) << i;
    }
  }
}

struct Papers {
  test::SeededEntropy entropy{11};
  crypto::PersonKey person = crypto::PersonKey::generate(entropy);
  crypto::DeviceKey device = crypto::DeviceKey::generate(entropy);
  crypto::LogKey log = crypto::LogKey::generate(entropy);
  crypto::TransportSecret transport = crypto::TransportSecret::generate(entropy);

  DeviceList list() const {
    return {person.public_key(), {1}, {{device.public_key(), transport.public_key()}}};
  }
  LogStatement statement() const {
    return {CircleId{{5}}, log.public_key(), person.public_key(), device.public_key(),
            LogForm::main};
  }
};

TEST(Certificate, joins_person_device_and_log) {
  const Papers papers;
  const auto bytes =
      encode_certificate(sign_device_list(papers.list(), papers.person),
                         sign_log_statement(papers.statement(), papers.device, papers.log));
  const auto opened = open_certificate(bytes);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->devices, papers.list());
  EXPECT_EQ(opened->statement, papers.statement());
}

TEST(Certificate, is_refused_where_it_speaks_of_two_people_or_a_device_not_listed) {
  Papers papers;
  const auto list = sign_device_list(papers.list(), papers.person);
  auto other = papers.statement();
  other.person = PersonId{{9}};
  EXPECT_EQ(open_certificate(
                encode_certificate(list, sign_log_statement(other, papers.device, papers.log)))
                .error(),
            RecordError::persons_differ);
  const auto stranger = crypto::DeviceKey::generate(papers.entropy);
  auto elsewhere = papers.statement();
  elsewhere.device = stranger.public_key();
  EXPECT_EQ(open_certificate(
                encode_certificate(list, sign_log_statement(elsewhere, stranger, papers.log)))
                .error(),
            RecordError::device_not_listed);
}

TEST(Prekey, with_any_bit_flipped_is_refused) {
  Papers papers;
  const auto secret = crypto::PrekeySecret::generate(papers.entropy);
  const Prekey prekey{papers.device.public_key(), {3}, secret.public_key(), {77}};
  const auto record = sign_prekey(prekey, papers.device);
  EXPECT_EQ(open_prekey(record), prekey);
  for (std::size_t i = 0; i < record.size(); ++i) {
    auto bytes = record;
    bytes[i] = static_cast<std::uint8_t>(bytes[i] ^ 1U);
    EXPECT_FALSE(open_prekey(bytes).has_value()) << i;
  }
}

}  // namespace
}  // namespace kith::wire
