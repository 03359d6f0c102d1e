#include "transport/stream.hpp"

#include <netinet/in.h>

#include <asio/error.hpp>
#include <asio/ip/address.hpp>
#include <asio/post.hpp>
#include <cstring>
#include <utility>

#include "base/check.hpp"
#include "transport/stream_state.hpp"

namespace kith::transport {

Stream::State::State(Socket connected)
    : socket(std::move(connected)), leave_limit(socket.get_executor()) {
  asio::error_code ignored;
  socket.non_blocking(true, ignored);
}

void Stream::State::start_read() {
  if (std::exchange(reading, true)) return;  // who left takes over what its owner began
  const auto then = [state = shared_from_this()](const asio::error_code& error, std::size_t bytes) {
    state->reading = false;
    const auto read = std::exchange(state->on_read, nullptr);
    if (!read) return;
    if (!error) return read(ByteView{state->buffer}.first(bytes));
    const bool ended = error == asio::error::eof && !state->broken;
    read(Fail{ended ? StreamEnd::ended : StreamEnd::broken});
  };
  socket.async_read_some(asio::buffer(buffer), then);
}

// What the kernel takes at once goes at once: progress is seen though its teller does not return to
// the loop for a while.
void Stream::State::send(ByteVec bytes) {
  if (broken || bytes.empty()) return;
  unsent += bytes.size();
  queue.push_back(std::move(bytes));
  if (writing) return;
  asio::error_code error;
  const auto sent = socket.write_some(asio::buffer(queue.front()), error);
  if (error && error != asio::error::would_block) return close();
  front_sent += error ? 0 : sent;
  wrote();
}

void Stream::State::wrote() {
  if (!queue.empty() && front_sent == queue.front().size()) {
    unsent -= front_sent;  // not broken: it is all in there
    front_sent = 0;
    queue.pop_front();
  }
  if (unsent < unsent_bytes_max) {
    if (auto room = std::exchange(on_room, nullptr)) asio::post(socket.get_executor(), room);
  }
  if (!queue.empty()) return start_write();
  if (leaving) drain();
}

void Stream::State::start_write() {
  writing = true;
  const auto rest = ByteView{queue.front()}.subspan(front_sent);
  socket.async_write_some(
      asio::buffer(rest.data(), rest.size()),
      [state = shared_from_this()](const asio::error_code& error, std::size_t bytes) {
        state->writing = false;
        if (error) return state->close();
        state->front_sent += bytes;
        state->wrote();
      });
}

void Stream::State::leave() {
  leaving = true;
  gone = true;
  on_read = nullptr;
  on_room = nullptr;
  leave_limit.expires_after(leave_time_max);
  leave_limit.async_wait([state = shared_from_this()](const asio::error_code& error) {
    if (!error) state->close();
  });
  if (!writing) drain();
}

// Everything is sent: nothing follows from here, and what still comes is read and dropped.
void Stream::State::drain() {
  asio::error_code ignored;
  socket.shutdown(Socket::shutdown_send, ignored);
  on_read = [this](const Result<ByteView, StreamEnd>& read) {
    read ? drain() : close();  // its operation holds the state
  };
  start_read();
}

void Stream::State::close() {
  broken = true;
  unsent = 0;
  if (auto room = std::exchange(on_room, nullptr)) asio::post(socket.get_executor(), room);
  leave_limit.cancel();
  asio::error_code ignored;
  socket.close(ignored);  // a read that is under way ends, and says so
}

Stream::Stream(std::shared_ptr<State> state) : state_(std::move(state)) {}

Stream& Stream::operator=(Stream&& other) noexcept {
  std::swap(state_, other.state_);
  return *this;
}

Stream::~Stream() {
  if (!state_) return;
  state_->gone = true;
  state_->on_read = nullptr;
  state_->on_room = nullptr;
  state_->close();
}

void Stream::read(Read then) {
  check(!state_->on_read);
  state_->on_read = std::move(then);
  state_->start_read();
}

void Stream::send(ByteVec bytes) { state_->send(std::move(bytes)); }

std::size_t Stream::unsent() const {
  return state_->broken ? 0 : state_->unsent - state_->front_sent;
}

// A stream that goes takes the wish with it, though it was posted already.
void Stream::when_room(std::function<void()> then) {
  check(!state_->on_room);
  state_->on_room = [weak = std::weak_ptr<State>{state_}, then = std::move(then)] {
    const auto state = weak.lock();
    if (state && !state->gone) then();
  };
  if (has_room()) {
    asio::post(state_->socket.get_executor(), std::exchange(state_->on_room, nullptr));
  }
}

std::string Stream::local_host() const {
  asio::error_code error;
  auto end = state_->socket.local_endpoint(error);
  if (error) return {};
  if (end.data()->sa_family == AF_INET) {
    asio::ip::address_v4::bytes_type bytes{};
    std::memcpy(bytes.data(), &reinterpret_cast<const sockaddr_in*>(end.data())->sin_addr, 4);
    return asio::ip::address_v4{bytes}.to_string();
  }
  if (end.data()->sa_family != AF_INET6) return {};
  asio::ip::address_v6::bytes_type bytes{};
  std::memcpy(bytes.data(), &reinterpret_cast<const sockaddr_in6*>(end.data())->sin6_addr, 16);
  const asio::ip::address_v6 six{bytes};
  // Who listens for both families talks IPv4 by such an address.
  return six.is_v4_mapped() ? asio::ip::make_address_v4(asio::ip::v4_mapped, six).to_string()
                            : six.to_string();
}

void Stream::leave() && {
  const auto state = std::move(state_);
  state->broken ? state->close() : state->leave();
}

void Stream::cut() && {
  asio::error_code ignored;
  state_->socket.set_option(asio::socket_base::linger{true, 0}, ignored);
  const Stream gone{std::move(*this)};
}

}  // namespace kith::transport
