// clang-format off: before asio, which takes an allocator by what of the library was seen by then;
// all of the program must take the same.
#include "transport/dial.hpp"
// clang-format on

#include <asio/ip/tcp.hpp>
#include <asio/local/stream_protocol.hpp>
#include <asio/post.hpp>
#include <asio/read.hpp>
#include <asio/write.hpp>

#include "base/check.hpp"
#include "transport/dial_state.hpp"
#include "transport/local_path.hpp"

namespace kith::transport {
namespace {

using Socket = Stream::State::Socket;

// To a tor's port, and then, where somebody is wanted behind it, through it.
struct ThroughTor final : Dial::State {
  ThroughTor(asio::io_context& context, Dial::Then callback, std::optional<SocksClient> wanted)
      : State(context, std::move(callback)), socket(context), socks(std::move(wanted)) {}

  [[nodiscard]] std::shared_ptr<ThroughTor> self() {
    return std::static_pointer_cast<ThroughTor>(shared_from_this());
  }
  void start(const TorDoor& door);
  void connected();
  void say(ByteVec words);
  void hear();
  void heard();
  void close() override;

  Socket socket;
  std::optional<SocksClient> socks;
  ByteVec saying;
  ByteVec hearing;
  std::optional<LocalPath> path;  // until it is connected
};

std::optional<Socket::endpoint_type> endpoint_of(const TorDoor& door,
                                                 const std::optional<LocalPath>& path) {
  if (path) return Socket::endpoint_type{asio::local::stream_protocol::endpoint{path->text()}};
  if (!door.path.empty()) return std::nullopt;
  asio::error_code no_number;
  const auto number = asio::ip::make_address(door.address.host, no_number);
  if (no_number) return std::nullopt;
  return Socket::endpoint_type{asio::ip::tcp::endpoint{number, door.address.port}};
}

void ThroughTor::start(const TorDoor& door) {
  if (auto local = door.path.empty() ? std::nullopt : LocalPath::of(door.path)) {
    path.emplace(std::move(*local));
  }
  const auto endpoint = endpoint_of(door, path);
  if (!endpoint) {
    return asio::post(socket.get_executor(),
                      [state = self()] { state->end(Fail{DialError::no_proxy}); });
  }
  socket.async_connect(*endpoint, [state = self()](const asio::error_code& error) {
    if (error) return state->end(Fail{DialError::no_proxy});
    state->connected();
  });
}

void ThroughTor::connected() {
  path.reset();
  if (!then) return;
  if (!socks) return heard();
  say(SocksClient::greeting());
}

void ThroughTor::say(ByteVec words) {
  saying = std::move(words);
  asio::async_write(socket, asio::buffer(saying),
                    [state = self()](const asio::error_code& error, std::size_t) {
                      if (error) return state->end(Fail{DialError::no_proxy});
                      state->hear();
                    });
}

void ThroughTor::hear() {
  if (!then) return;
  if (socks->wanted() == 0) return heard();
  hearing.resize(socks->wanted());
  asio::async_read(socket, asio::buffer(hearing),
                   [state = self()](const asio::error_code& error, std::size_t) {
                     if (!state->then) return;
                     // Tor closes without a word where it gave up, too.
                     if (error) return state->end(Fail{DialError::refused});
                     auto fed = state->socks->feed(state->hearing);
                     if (!fed) {
                       const bool nobody = fed.error() == SocksError::unreachable;
                       return state->end(Fail{nobody ? DialError::refused : DialError::no_proxy});
                     }
                     fed->empty() ? state->hear() : state->say(std::move(*fed));
                   });
}

void ThroughTor::heard() { end(Stream{std::make_shared<Stream::State>(std::move(socket))}); }

void ThroughTor::close() {
  asio::error_code ignored;
  socket.close(ignored);
}

}  // namespace

Dial::Dial(Loop& loop, const TorDoor& door, std::chrono::microseconds limit, Then then) {
  const auto state = std::make_shared<ThroughTor>(loop.context(), std::move(then), std::nullopt);
  state_ = state;
  state->start_limit(limit);
  state->start(door);
}

Dial::Dial(Loop& loop, const TorDoor& socks, const SocksLogin& login, const Address& address,
           std::chrono::microseconds limit, Then then) {
  check(address.road == Road::tor);
  const auto state =
      std::make_shared<ThroughTor>(loop.context(), std::move(then), SocksClient{address, login});
  state_ = state;
  state->start_limit(limit);
  state->start(socks);
}

}  // namespace kith::transport
