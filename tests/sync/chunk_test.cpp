// Chunks: as few as can be, all of a few sizes, and read again however they were cut.
// Source: docs/protocol.md §10.2.
#include "sync/chunk.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "tests/sync/sample_messages.hpp"
#include "tests/wire/property.hpp"
#include "tests/wire/raw_bytes.hpp"

namespace kith::sync {
namespace {

using test::joined;
using test::zeros;

constexpr std::size_t content_max = limits::chunk_bytes_max - chunk_head_bytes;

ByteVec chunk_of(const ByteVec& content, std::size_t size = 0) {
  auto chunk = joined({test::fixed(static_cast<std::uint16_t>(content.size())), content});
  chunk.resize(size != 0 ? size : (chunk.size() + 255) / 256 * 256);
  return chunk;
}

// The faults that reading these chunks ends with, or how many messages there were.
struct Outcome {
  std::size_t messages = 0;
  std::optional<ChunkError> error;
};

Outcome read_all(ChunkReader& reader, const std::vector<ByteVec>& chunks) {
  Outcome outcome;
  for (const auto& chunk : chunks) {
    if (const auto opened = reader.open(chunk); !opened) return {outcome.messages, opened.error()};
    for (;;) {
      const auto message = reader.next();
      if (!message) return {outcome.messages, message.error()};
      if (!*message) break;
      outcome.messages += 1;
    }
  }
  return outcome;
}

Outcome read_all(const std::vector<ByteVec>& chunks) {
  ChunkReader reader;
  return read_all(reader, chunks);
}

RangeBytes range_of(std::size_t size) { return {ByteVec(size, 7)}; }

TEST(Chunks, of_small_messages_are_one_of_256_bytes) {
  for (const std::size_t size : {0, 1, 100, 249}) {
    ChunkWriter writer;
    writer.add(encode_message(range_of(size)));
    EXPECT_EQ(writer.next_chunk().size(), 256U) << size;
    EXPECT_EQ(writer.waiting(), 0U);
  }
  ChunkWriter writer;
  writer.add(encode_message(range_of(250)));
  EXPECT_EQ(writer.next_chunk().size(), 512U);
}

TEST(Chunks, are_shared_by_messages_that_wait_together) {
  ChunkWriter writer;
  for (const auto& message : test::sample_messages()) {
    writer.add(encode_message(test::copy_of(message)));
  }
  const auto all = writer.waiting();
  const auto chunk = writer.next_chunk();
  EXPECT_EQ(writer.waiting(), 0U);
  EXPECT_EQ(chunk.size(), (chunk_head_bytes + all + 255) / 256 * 256);
  EXPECT_EQ(read_all({chunk}).messages, test::sample_messages().size());
}

TEST(Chunks, are_full_before_another_begins) {
  for (const auto over : {-1, 0, 1, 5, 300}) {
    const auto size = static_cast<std::size_t>(static_cast<int>(content_max) + over);
    ChunkWriter writer;
    writer.add(encode_message(range_of(size - message_head_bytes)));
    std::vector<ByteVec> chunks;
    while (writer.waiting() > 0) chunks.push_back(writer.next_chunk());
    EXPECT_EQ(chunks.size(), over > 0 ? 2U : 1U) << over;
    EXPECT_EQ(chunks.front().size(), limits::chunk_bytes_max);
    EXPECT_EQ(read_all(chunks).messages, 1U);
  }
}

TEST(Chunks, carry_the_greatest_range) {
  ChunkWriter writer;
  writer.add(encode_message(range_of(limits::range_bytes_max)));
  writer.add(encode_message(End{}));
  std::vector<ByteVec> chunks;
  while (writer.waiting() > 0) chunks.push_back(writer.next_chunk());
  EXPECT_EQ(chunks.size(), (limits::range_bytes_max + 10 + content_max - 1) / content_max);
  ChunkReader reader;
  EXPECT_EQ(read_all(reader, chunks).messages, 2U);
  EXPECT_TRUE(reader.ended());
}

TEST(Chunks, that_say_nothing_or_are_longer_than_needed_are_read) {
  EXPECT_EQ(read_all({chunk_of({})}).error, std::nullopt);
  const auto end = test::bytes_of(End{});
  EXPECT_EQ(read_all({chunk_of({}), chunk_of(end, limits::chunk_bytes_max)}).messages, 1U);
}

TEST(Chunks, of_another_size_are_no_chunks) {
  for (const std::size_t size : {0, 1, 2, 255, 257, 65281, 65536}) {
    EXPECT_EQ(read_all({zeros(size)}).error, ChunkError::bad_chunk) << size;
  }
  EXPECT_EQ(read_all({zeros(limits::chunk_bytes_max)}).error, std::nullopt);
}

TEST(Chunks, hold_what_they_say_and_zeros) {
  auto longest = zeros(256);
  longest[1] = 254;  // is taken as a message of size 0
  EXPECT_EQ(read_all({longest}).error, ChunkError::bad_message);
  longest[1] = 255;
  EXPECT_EQ(read_all({longest}).error, ChunkError::bad_chunk);
  longest[0] = 255;
  EXPECT_EQ(read_all({longest}).error, ChunkError::bad_chunk);
  for (const std::size_t at : {2, 100, 255}) {
    auto chunk = zeros(256);
    chunk[at] = 1;
    EXPECT_EQ(read_all({chunk}).error, ChunkError::bad_chunk) << at;
  }
}

TEST(Chunks, cut_anywhere_give_the_same_messages) {
  ByteVec bytes;
  for (const auto& message : test::sample_messages()) {
    bytes = joined({bytes, test::bytes_of(message)});
  }
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    const auto at = bytes.begin() + static_cast<std::ptrdiff_t>(cut);
    const auto outcome =
        read_all({chunk_of({bytes.begin(), at}, 4096), chunk_of({at, bytes.end()}, 4096)});
    EXPECT_EQ(outcome.messages, test::sample_messages().size()) << cut;
    EXPECT_EQ(outcome.error, std::nullopt);
  }
  std::vector<ByteVec> crumbs;
  for (const auto byte : bytes) crumbs.push_back(chunk_of({byte}));
  EXPECT_EQ(read_all(crumbs).messages, test::sample_messages().size());
}

TEST(ChunkLimits, a_message_has_1_byte_to_4_MiB_and_64_KiB) {
  const auto announce = [](std::uint32_t size, std::uint8_t type) {
    return chunk_of(joined({test::fixed(size), {type}}));
  };
  constexpr auto most = static_cast<std::uint32_t>(limits::message_bytes_max);
  EXPECT_EQ(read_all({announce(0, 1)}).error, ChunkError::bad_message);
  EXPECT_EQ(read_all({announce(1, CaughtUp::type)}).messages, 1U);
  EXPECT_EQ(read_all({announce(most - 1, 1)}).error, std::nullopt);
  EXPECT_EQ(read_all({announce(most, 1)}).error, std::nullopt);
  EXPECT_EQ(read_all({announce(most + 1, 1)}).error, ChunkError::too_long);
  EXPECT_EQ(read_all({announce(UINT32_MAX, 99)}).error, ChunkError::too_long);
  // Judged by its size alone, before the type is there.
  EXPECT_EQ(read_all({chunk_of(test::fixed(most + 1))}).error, ChunkError::too_long);
}

TEST(Chunks, pass_over_what_a_later_version_says) {
  const auto unknown = [](std::size_t size) {
    return joined({test::fixed(static_cast<std::uint32_t>(size + 1)), {200}, ByteVec(size, 0xff)});
  };
  const auto end = test::bytes_of(End{});
  EXPECT_EQ(read_all({chunk_of(joined({unknown(0), unknown(20), end}))}).messages, 1U);

  auto bytes = joined({unknown(limits::message_bytes_max - 1), end});
  std::vector<ByteVec> chunks;
  for (std::size_t at = 0; at < bytes.size(); at += content_max) {
    const auto size = std::min(content_max, bytes.size() - at);
    const auto from = bytes.begin() + static_cast<std::ptrdiff_t>(at);
    chunks.push_back(chunk_of({from, from + static_cast<std::ptrdiff_t>(size)}));
  }
  EXPECT_EQ(read_all(chunks).messages, 1U);
}

TEST(Chunks, end_with_a_message_that_is_not_of_its_form) {
  const auto bad = joined({test::fixed(std::uint32_t{2}), {CaughtUp::type, 0}});
  const auto outcome = read_all({chunk_of(joined({test::bytes_of(CaughtUp{}), bad}))});
  EXPECT_EQ(outcome.messages, 1U) << "what came before stands";
  EXPECT_EQ(outcome.error, ChunkError::bad_message);
}

TEST(Chunks, hold_nothing_after_the_end) {
  const auto end = test::bytes_of(End{});
  EXPECT_EQ(read_all({chunk_of(joined({end, {0}}))}).error, ChunkError::after_end);
  EXPECT_EQ(read_all({chunk_of(end), chunk_of({0})}).error, ChunkError::after_end);
  EXPECT_EQ(read_all({chunk_of(end), chunk_of({})}).error, std::nullopt);
}

TEST(ChunkProperty, any_messages_arrive_in_order) {
  EXPECT_TRUE(test::holds("read(write(messages)) = messages", [] {
    ChunkWriter writer;
    std::vector<std::size_t> sizes;
    for (auto count = test::drawn(1, 6); count > 0; --count) {
      sizes.push_back(test::drawn<std::size_t>(0, 70000));
      writer.add(encode_message(range_of(sizes.back())));
    }
    ChunkReader reader;
    std::vector<std::size_t> read;
    while (writer.waiting() > 0) {
      RC_ASSERT(reader.open(writer.next_chunk()).has_value());
      for (auto next = reader.next(); *next; next = reader.next()) {
        read.push_back(std::get<RangeBytes>(**next).bytes.size());
      }
    }
    RC_ASSERT(read == sizes);
  }));
}

}  // namespace
}  // namespace kith::sync
