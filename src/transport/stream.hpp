// Bytes in both directions with one other side, over TCP or a local socket. Reads only when asked
// to, and says when more can be sent: that is all the back-pressure there is. Refuses to know what
// the bytes say.
//
// Whatever is called back is called from the loop, never from within a call; and never again once
// the stream is gone.
#pragma once

#include <functional>
#include <memory>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "transport/loop.hpp"

namespace kith::transport {

inline constexpr std::size_t read_bytes_max = 64 * 1024;  // at once
/// Beyond so many bytes that the other side did not take yet, there is no room for more.
inline constexpr std::size_t unsent_bytes_max = 1024 * 1024;
/// How long a stream that is left may take to send what it has.
inline constexpr std::chrono::seconds leave_time_max{5};

enum class StreamEnd {
  ended,   // the other side sends no more
  broken,  // nothing gets through any more
};

class Stream {
 public:
  using Read = std::function<void(Result<ByteView, StreamEnd>)>;

  struct State;
  explicit Stream(std::shared_ptr<State> state);
  Stream(Stream&& other) noexcept = default;
  Stream& operator=(Stream&& other) noexcept;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  /// Closes at once; what was not sent yet is lost.
  ~Stream();

  /// The next bytes that come; the view lasts until the next read. Requires: no read is under way.
  void read(Read then);
  /// Queues bytes; the caller minds has_room.
  void send(ByteVec bytes);
  [[nodiscard]] std::size_t unsent() const;
  [[nodiscard]] bool has_room() const { return unsent() < unsent_bytes_max; }
  /// Once, as soon as there is room. Requires: no other such wish is open. A broken stream has room
  /// for everything; that it is broken, the read says.
  void when_room(std::function<void()> then);

  /// This side's IP address, as text; empty where it has none, or no longer a connection.
  [[nodiscard]] std::string local_host() const;

  /// Sends what is queued, then says that nothing follows and waits for the other side to close, at
  /// most leave_time_max: closing with bytes unread would make the kernel throw away what we sent.
  void leave() &&;
  /// Closes at once, by a single packet: nothing is said again after it, whether it arrives or not.
  void cut() &&;

 private:
  std::shared_ptr<State> state_;
};

}  // namespace kith::transport
