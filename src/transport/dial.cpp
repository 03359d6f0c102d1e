#include "transport/dial.hpp"

#include <asio/connect.hpp>
#include <asio/ip/tcp.hpp>
#include <optional>

#include "base/check.hpp"
#include "transport/dial_state.hpp"
#include "transport/names.hpp"
#include "transport/socket_options.hpp"

namespace kith::transport {
namespace {

using asio::ip::tcp;

struct Direct final : Dial::State {
  Direct(Loop& loop, Dial::Then callback)
      : State(loop.context(), std::move(callback)), names(loop.names()), socket(loop.context()) {}

  [[nodiscard]] std::shared_ptr<Direct> self() {
    return std::static_pointer_cast<Direct>(shared_from_this());
  }
  void start(const Address& address);
  void connect(const Names::Found& found);
  void close() override;

  Names& names;
  std::optional<std::uint64_t> looking_up;
  tcp::socket socket;
};

DialError reason_of(const asio::error_code& error) {
  return error == asio::error::network_unreachable || error == asio::error::network_down
             ? DialError::no_network
             : DialError::refused;
}

void Direct::start(const Address& address) {
  asio::error_code no_number;
  const auto number = asio::ip::make_address(address.host, no_number);
  if (!no_number) return connect({tcp::endpoint{number, address.port}});
  looking_up = names.look_up({address.host, address.port}, [state = self()](const auto& found) {
    found.empty() ? state->end(Fail{DialError::unknown_name}) : state->connect(found);
  });
}

void Direct::connect(const Names::Found& found) {
  asio::async_connect(socket, found, [state = self()](const asio::error_code& error, const auto&) {
    if (error) return state->end(Fail{reason_of(error)});
    set_tcp_options(state->socket.native_handle());
    state->end(
        Stream{std::make_shared<Stream::State>(Stream::State::Socket{std::move(state->socket)})});
  });
}

void Direct::close() {
  if (looking_up) names.forget(*looking_up);
  asio::error_code ignored;
  socket.close(ignored);
}

}  // namespace

Dial::Dial(Loop& loop, const Address& address, std::chrono::microseconds limit, Then then) {
  check(address.road == Road::direct);
  const auto state = std::make_shared<Direct>(loop, std::move(then));
  state_ = state;
  state->start_limit(limit);
  state->start(address);
}

Dial::~Dial() { state_->cancel(); }

}  // namespace kith::transport
