// Messages in chunks and out of them again: one string of bytes, cut where a chunk is full, and
// padded so that small messages look alike. Knows no keys; what is said when is not its affair.
//
//   u16 n · n bytes · zeros, up to a multiple of 256
//
// Source: docs/protocol.md §10.2.
#pragma once

#include <deque>

#include "sync/message.hpp"

namespace kith::sync {

/// What one chunk takes besides its n and its zeros.
inline constexpr std::size_t chunk_head_bytes = 2;

enum class ChunkError {
  bad_chunk,    // its size, its n or its zeros are not a chunk's
  too_long,     // a message says that it is greater than any may be
  bad_message,  // a message is not of its form, or beyond its limits
  after_end,    // something after the end
};

/// What is still to be said. Chunks are cut when they are asked for, so that messages which came
/// together share one.
class ChunkWriter {
 public:
  ChunkWriter() = default;
  ChunkWriter(ChunkWriter&&) = default;
  ChunkWriter& operator=(ChunkWriter&&) = default;
  ~ChunkWriter() { drop(); }

  /// Requires: no end was added before.
  void add(Encoded message);
  /// Bytes of messages that no chunk holds yet.
  [[nodiscard]] std::size_t waiting() const { return waiting_; }
  /// As full as it can be. Requires: waiting() > 0. The caller wipes it.
  [[nodiscard]] ByteVec next_chunk();
  /// Forgets, and wipes, what waits.
  void drop();

 private:
  [[nodiscard]] std::size_t append_from_front(ByteVec& chunk, std::size_t room);

  std::deque<Encoded> messages_;
  std::size_t front_taken_ = 0;  // of the first message's head and body
  std::size_t waiting_ = 0;
  bool ended_ = false;
};

/// Takes chunk by chunk and gives message by message. Holds one chunk, and of an unfinished message
/// what came of it.
class ChunkReader {
 public:
  ChunkReader() = default;
  ChunkReader(ChunkReader&&) = default;
  ChunkReader& operator=(ChunkReader&&) = default;
  ~ChunkReader() { wipe(); }

  /// Errors: bad_chunk. Requires: next() gave nothing since the chunk before.
  [[nodiscard]] Result<void, ChunkError> open(ByteVec chunk);
  /// Nothing: another chunk is needed. Messages of unknown types are passed over, and not held.
  /// Errors: too_long (before anything is set aside for it), bad_message, after_end; then it is
  ///         over.
  [[nodiscard]] Result<std::optional<Message>, ChunkError> next();
  /// True once the end was read.
  [[nodiscard]] bool ended() const { return ended_; }
  /// Of a message something came, and something lacks.
  [[nodiscard]] bool mid_message() const { return !head_.empty() || body_missing_ > 0; }

 private:
  [[nodiscard]] Result<bool, ChunkError> read_head();
  [[nodiscard]] bool read_body();
  [[nodiscard]] ByteView take(std::size_t most);
  void wipe();

  ByteVec chunk_;
  std::size_t chunk_read_ = 0;
  std::size_t chunk_end_ = 0;  // before the zeros
  ByteVec head_;               // of the message that is coming in, as far as it came
  ByteVec body_;
  std::size_t body_missing_ = 0;
  bool ended_ = false;
};

}  // namespace kith::sync
