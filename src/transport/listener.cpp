#include "transport/listener.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <asio/error.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/local/stream_protocol.hpp>
#include <asio/steady_timer.hpp>
#include <utility>

#include "base/check.hpp"
#include "transport/local_path.hpp"
#include "transport/socket_options.hpp"
#include "transport/stream_state.hpp"

namespace kith::transport {
namespace {

using Tcp = asio::ip::tcp;
using Local = asio::local::stream_protocol;

constexpr int waiting_max = 16;
// Out of descriptors, or the like: trying again at once would only keep the processor warm.
constexpr std::chrono::milliseconds retry_after{200};

ListenError listen_error_of(const asio::error_code& error) {
  if (error == asio::error::address_in_use) return ListenError::taken;
  if (error == asio::error::access_denied) return ListenError::denied;
  return error.value() == EADDRNOTAVAIL ? ListenError::not_ours : ListenError::unavailable;
}

}  // namespace

struct Listener::State : std::enable_shared_from_this<Listener::State> {
  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  virtual ~State() = default;
  virtual void accept() = 0;
  virtual void close() = 0;
  [[nodiscard]] virtual std::uint16_t port() const = 0;

  Then then;
};

template <class Acceptor>
struct Listener::StateOf final : Listener::State {
  using Protocol = typename Acceptor::protocol_type;
  static constexpr bool is_tcp = std::is_same_v<Protocol, Tcp>;

  explicit StateOf(asio::io_context& context) : acceptor(context), pause(context) {}

  void accept() override {
    acceptor.async_accept([self = this->shared_from_this(), this](const asio::error_code& error,
                                                                  typename Protocol::socket came) {
      if (!this->then) return;
      if (error) return wait();
      if (is_tcp) set_tcp_options(came.native_handle());
      const auto taken = std::exchange(this->then, nullptr);
      taken(Stream{std::make_shared<Stream::State>(Stream::State::Socket{std::move(came)})});
    });
  }
  void wait() {
    pause.expires_after(retry_after);
    pause.async_wait([self = this->shared_from_this(), this](const asio::error_code& error) {
      if (!error && this->then) accept();
    });
  }
  void close() override {
    this->then = nullptr;
    pause.cancel();
    asio::error_code ignored;
    acceptor.close(ignored);
    if (!file.empty()) (void)::unlink(file.c_str());
  }
  [[nodiscard]] std::uint16_t port() const override {
    if constexpr (is_tcp) return acceptor.local_endpoint().port();
    return 0;
  }

  Acceptor acceptor;
  asio::steady_timer pause;
  std::string file;  // removed with it
};

Result<Listener, ListenError> Listener::tcp(Loop& loop, const Address& address) {
  auto state = std::make_shared<StateOf<Tcp::acceptor>>(loop.context());
  asio::error_code error;
  const auto number = asio::ip::make_address(address.host, error);
  if (error) return Fail{ListenError::not_ours};
  const Tcp::endpoint endpoint{number, address.port};
  auto& acceptor = state->acceptor;
  if (!error) acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(Tcp::acceptor::reuse_address{true}, error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(waiting_max, error);
  if (error) return Fail{listen_error_of(error)};
  return Listener{std::move(state)};
}

Result<Listener, ListenError> Listener::local(Loop& loop, const std::string& path) {
  const auto reachable = LocalPath::of(path);
  if (!reachable) return Fail{ListenError::denied};
  auto state = std::make_shared<StateOf<Local::acceptor>>(loop.context());
  (void)::unlink(path.c_str());
  asio::error_code error;
  auto& acceptor = state->acceptor;
  acceptor.open(Local{}, error);
  if (!error) acceptor.bind(Local::endpoint{reachable->text()}, error);
  if (error) return Fail{listen_error_of(error)};
  state->file = path;
  // Nobody gets in before listen, and then the mode is right.
  if (::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0) error = asio::error::access_denied;
  if (!error) acceptor.listen(waiting_max, error);
  if (error) {
    state->close();
    return Fail{listen_error_of(error)};
  }
  return Listener{std::move(state)};
}

Listener::Listener(std::shared_ptr<State> state) : state_(std::move(state)) {}

Listener& Listener::operator=(Listener&& other) noexcept {
  std::swap(state_, other.state_);
  return *this;
}

Listener::~Listener() {
  if (state_) state_->close();
}

std::uint16_t Listener::port() const { return state_->port(); }

void Listener::accept(Then then) {
  check(!state_->then);
  state_->then = std::move(then);
  state_->accept();
}

}  // namespace kith::transport
