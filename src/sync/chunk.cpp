#include "sync/chunk.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "wire/varint.hpp"

namespace kith::sync {
namespace {

constexpr std::size_t content_bytes_max = limits::chunk_bytes_max - chunk_head_bytes;

std::size_t padded(std::size_t size) {
  constexpr auto unit = limits::chunk_unit_bytes;
  return (size + unit - 1) / unit * unit;
}

// Room for what came, at most twice of it: who announces much and sends little costs little.
void append(ByteVec& body, ByteView piece, std::size_t missing) {
  const auto needed = body.size() + piece.size();
  if (body.capacity() < needed) {
    body.reserve(std::min(body.size() + missing, std::max(needed, 2 * body.capacity())));
  }
  wire::put_bytes(body, piece);
}

}  // namespace

void ChunkWriter::add(Encoded message) {
  check(!ended_);
  ended_ = message.type == End::type;
  waiting_ += message_head_bytes + message.body.size();
  messages_.push_back(std::move(message));
}

// Of the first message what fits of its head, or else of its body; it leaves with its last byte.
std::size_t ChunkWriter::append_from_front(ByteVec& chunk, std::size_t room) {
  auto& message = messages_.front();
  const auto head = message_head(message);
  const auto part = front_taken_ < head.size()
                        ? ByteView{head}.subspan(front_taken_)
                        : ByteView{message.body}.subspan(front_taken_ - head.size());
  const auto piece = part.first(std::min(room, part.size()));
  wire::put_bytes(chunk, piece);
  front_taken_ += piece.size();
  if (front_taken_ == head.size() + message.body.size()) {
    crypto::wipe(message.body);
    messages_.pop_front();
    front_taken_ = 0;
  }
  return piece.size();
}

ByteVec ChunkWriter::next_chunk() {
  check(waiting_ > 0);
  const auto n = std::min(waiting_, content_bytes_max);
  ByteVec chunk;
  chunk.reserve(padded(chunk_head_bytes + n));
  wire::put_fixed(chunk, static_cast<std::uint16_t>(n));
  for (std::size_t left = n; left > 0;) {
    left -= append_from_front(chunk, left);
  }
  waiting_ -= n;
  chunk.resize(padded(chunk.size()));
  return chunk;
}

void ChunkWriter::drop() {
  for (auto& message : messages_) crypto::wipe(message.body);
  messages_.clear();
  front_taken_ = 0;
  waiting_ = 0;
}

Result<void, ChunkError> ChunkReader::open(ByteVec chunk) {
  check(chunk_read_ == chunk_end_);
  crypto::wipe(chunk_);
  chunk_ = std::move(chunk);
  chunk_read_ = chunk_end_ = 0;
  const bool sized = !chunk_.empty() && chunk_.size() % limits::chunk_unit_bytes == 0 &&
                     chunk_.size() <= limits::chunk_bytes_max;
  if (!sized) return Fail{ChunkError::bad_chunk};
  const std::size_t n = *wire::ByteReader{chunk_}.take_fixed<std::uint16_t>();
  if (n > chunk_.size() - chunk_head_bytes) return Fail{ChunkError::bad_chunk};
  const auto zeros = ByteView{chunk_}.subspan(chunk_head_bytes + n);
  if (!std::ranges::all_of(zeros, [](std::uint8_t byte) { return byte == 0; })) {
    return Fail{ChunkError::bad_chunk};
  }
  chunk_read_ = chunk_head_bytes;
  chunk_end_ = chunk_head_bytes + n;
  return {};
}

ByteView ChunkReader::take(std::size_t most) {
  const auto piece =
      ByteView{chunk_}.subspan(chunk_read_, std::min(most, chunk_end_ - chunk_read_));
  chunk_read_ += piece.size();
  return piece;
}

// Whether the head of the next message is there; its size is judged as soon as it is.
Result<bool, ChunkError> ChunkReader::read_head() {
  if (head_.size() == message_head_bytes) return true;
  wire::put_bytes(head_, take(message_head_bytes - head_.size()));
  if (ended_ && !head_.empty()) return Fail{ChunkError::after_end};
  const auto size = wire::ByteReader{head_}.take_fixed<std::uint32_t>();
  if (!size) return false;
  if (*size > limits::message_bytes_max) return Fail{ChunkError::too_long};
  if (*size == 0) return Fail{ChunkError::bad_message};
  body_missing_ = *size - 1;
  return head_.size() == message_head_bytes;
}

// Whether the body is complete. Of a message that says nothing to us only its size is kept.
bool ChunkReader::read_body() {
  const auto piece = take(body_missing_);
  if (is_known(head_.back())) append(body_, piece, body_missing_);
  body_missing_ -= piece.size();
  return body_missing_ == 0;
}

Result<std::optional<Message>, ChunkError> ChunkReader::next() {
  for (;;) {
    const auto head = read_head();
    if (!head) return Fail{head.error()};
    if (!*head || !read_body()) return std::optional<Message>{};
    const auto type = head_.back();
    head_.clear();
    auto message = decode_message(type, std::exchange(body_, {}));
    if (!message) return Fail{ChunkError::bad_message};
    if (!*message) continue;
    ended_ = std::holds_alternative<End>(**message);
    return std::move(*message);
  }
}

void ChunkReader::wipe() {
  crypto::wipe(chunk_);
  crypto::wipe(body_);
}

}  // namespace kith::sync
