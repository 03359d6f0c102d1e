#include "transport/dial.hpp"

#include <asio/connect.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/steady_timer.hpp>
#include <utility>

#include "transport/socket_options.hpp"
#include "transport/stream_state.hpp"

namespace kith::transport {

using asio::ip::tcp;

struct Dial::State : std::enable_shared_from_this<Dial::State> {
  State(asio::io_context& context, Then callback)
      : resolver(context), socket(context), limit(context), then(std::move(callback)) {}

  void start(const Address& address, std::chrono::microseconds limit_span);
  void connect(const tcp::resolver::results_type& found);
  void end(Result<Stream, DialError> result);
  void cancel();

  tcp::resolver resolver;
  tcp::socket socket;
  asio::steady_timer limit;
  Then then;
};

void Dial::State::start(const Address& address, std::chrono::microseconds limit_span) {
  limit.expires_after(limit_span);
  limit.async_wait([state = shared_from_this()](const asio::error_code& error) {
    if (!error) state->end(Fail{DialError::timeout});
  });
  asio::error_code no_number;
  const auto number = asio::ip::make_address(address.host, no_number);
  if (!no_number) {
    return connect(
        tcp::resolver::results_type::create(tcp::endpoint{number, address.port}, address.host, {}));
  }
  resolver.async_resolve(
      address.host, std::to_string(address.port), tcp::resolver::numeric_service,
      [state = shared_from_this()](const asio::error_code& error, const auto& found) {
        if (!state->then) return;
        error ? state->end(Fail{DialError::unknown_name}) : state->connect(found);
      });
}

void Dial::State::connect(const tcp::resolver::results_type& found) {
  asio::async_connect(
      socket, found, [state = shared_from_this()](const asio::error_code& error, const auto&) {
        if (error) return state->end(Fail{DialError::refused});
        set_tcp_options(state->socket.native_handle());
        state->end(Stream{
            std::make_shared<Stream::State>(Stream::State::Socket{std::move(state->socket)})});
      });
}

void Dial::State::end(Result<Stream, DialError> result) {
  const auto callback = std::exchange(then, nullptr);
  cancel();
  if (callback) callback(std::move(result));
}

void Dial::State::cancel() {
  then = nullptr;
  resolver.cancel();
  limit.cancel();
  asio::error_code ignored;
  socket.close(ignored);
}

Dial::Dial(Loop& loop, const Address& address, std::chrono::microseconds limit, Then then)
    : state_(std::make_shared<State>(loop.context(), std::move(then))) {
  state_->start(address, limit);
}

Dial::~Dial() { state_->cancel(); }

}  // namespace kith::transport
