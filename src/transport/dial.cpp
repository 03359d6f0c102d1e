#include "transport/dial.hpp"

#include <asio/connect.hpp>
#include <asio/ip/tcp.hpp>

#include "base/check.hpp"
#include "transport/dial_state.hpp"
#include "transport/socket_options.hpp"

namespace kith::transport {
namespace {

using asio::ip::tcp;

struct Direct final : Dial::State {
  Direct(asio::io_context& context, Dial::Then callback)
      : State(context, std::move(callback)), resolver(context), socket(context) {}

  [[nodiscard]] std::shared_ptr<Direct> self() {
    return std::static_pointer_cast<Direct>(shared_from_this());
  }
  void start(const Address& address);
  void connect(const tcp::resolver::results_type& found);
  void close() override;

  tcp::resolver resolver;
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
  if (!no_number) {
    return connect(
        tcp::resolver::results_type::create(tcp::endpoint{number, address.port}, address.host, {}));
  }
  resolver.async_resolve(address.host, std::to_string(address.port), tcp::resolver::numeric_service,
                         [state = self()](const asio::error_code& error, const auto& found) {
                           if (!state->then) return;
                           error ? state->end(Fail{DialError::unknown_name})
                                 : state->connect(found);
                         });
}

void Direct::connect(const tcp::resolver::results_type& found) {
  asio::async_connect(socket, found, [state = self()](const asio::error_code& error, const auto&) {
    if (error) return state->end(Fail{reason_of(error)});
    set_tcp_options(state->socket.native_handle());
    state->end(
        Stream{std::make_shared<Stream::State>(Stream::State::Socket{std::move(state->socket)})});
  });
}

void Direct::close() {
  resolver.cancel();
  asio::error_code ignored;
  socket.close(ignored);
}

}  // namespace

Dial::Dial(Loop& loop, const Address& address, std::chrono::microseconds limit, Then then) {
  check(address.road == Road::direct);
  const auto state = std::make_shared<Direct>(loop.context(), std::move(then));
  state_ = state;
  state->start_limit(limit);
  state->start(address);
}

Dial::~Dial() { state_->cancel(); }

}  // namespace kith::transport
