// The inside of a stream: its socket, its queue, and what was asked for. Shared with the operations
// that are under way, so that the stream itself can go at any time. Known to transport alone.
#pragma once

#include <array>
#include <asio/generic/stream_protocol.hpp>
#include <asio/steady_timer.hpp>
#include <deque>

#include "transport/stream.hpp"

namespace kith::transport {

struct Stream::State : std::enable_shared_from_this<Stream::State> {
  using Socket = asio::generic::stream_protocol::socket;

  explicit State(Socket connected);

  void start_read();
  void send(ByteVec bytes);
  void start_write();
  void wrote();
  void leave();
  void drain();
  void close();

  Socket socket;
  asio::steady_timer leave_limit;
  std::array<std::uint8_t, read_bytes_max> buffer{};
  std::deque<ByteVec> queue;
  std::size_t front_sent{};  // bytes of the queue's front that are gone already
  std::size_t unsent{};
  bool reading{};
  bool writing{};
  bool broken{};
  bool leaving{};
  bool gone{};  // nobody is there to be called back
  Read on_read;
  std::function<void()> on_room;
};

}  // namespace kith::transport
