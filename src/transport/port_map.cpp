#include "transport/port_map.hpp"

#include <array>
#include <asio/buffer.hpp>
#include <asio/ip/udp.hpp>
#include <asio/steady_timer.hpp>

#include "transport/machine.hpp"

namespace kith::transport {

using asio::ip::udp;

struct PortMap::Inside : std::enable_shared_from_this<PortMap::Inside> {
  Inside(asio::io_context& context, std::uint16_t its_port, std::function<void()> callback)
      : socket(context), timer(context), port(its_port), changed(std::move(callback)) {}

  void begin();
  void ask();
  void receive();
  void heard(ByteView bytes);
  void heard_mapping(ByteView bytes);
  void failed(NatPmpError why);
  void become(State now, std::chrono::microseconds wait);
  void send(const ByteVec& question);

  udp::socket socket;
  asio::steady_timer timer;
  std::uint16_t port;
  std::function<void()> changed;
  State state{State::asking};
  unsigned asked{};
  std::uint64_t round{};  // what was asked in an earlier one is no answer now
  std::optional<std::string> host;
  std::optional<PortMapping> mapping;
  std::array<std::uint8_t, nat_pmp_bytes_max + 1> room{};
};

// A socket that is connected hears that one host and port alone.
void PortMap::Inside::begin() {
  ++round;
  asked = 0;
  host.reset();
  asio::error_code error;
  socket.close(error);
  const auto gateway = default_gateway();
  if (!gateway) return become(State::no_gateway, mapping_again);
  const udp::endpoint at{asio::ip::make_address(*gateway, error), nat_pmp_port};
  if (!error) socket.open(udp::v4(), error);
  if (!error) socket.connect(at, error);
  if (error) return become(State::no_gateway, mapping_again);
  receive();
  ask();
}

void PortMap::Inside::ask() {
  if (asked == mapping_questions) return become(State::no_answer, mapping_again);
  send(host ? mapping_question({port, mapping ? mapping->outside : port,
                                static_cast<std::uint32_t>(mapping_wish.count())})
            : address_question());
  const auto wait = mapping_first_wait * (1U << asked++);
  timer.expires_after(wait);
  timer.async_wait([self = shared_from_this()](const asio::error_code& error) {
    if (!error && self->changed) self->ask();
  });
}

void PortMap::Inside::send(const ByteVec& question) {
  asio::error_code ignored;  // an answer that does not come is asked for again
  socket.send(asio::buffer(question), 0, ignored);
}

void PortMap::Inside::receive() {
  socket.async_receive(asio::buffer(room), [self = shared_from_this(), mine = round](
                                               const asio::error_code& error, std::size_t size) {
    if (!self->changed || self->round != mine) return;
    if (error == asio::error::operation_aborted) return;
    // Nobody listens there: it says so at once, and each question anew.
    if (error == asio::error::connection_refused) {
      return self->become(State::no_gateway, mapping_again);
    }
    if (!error) self->heard(ByteView{self->room}.first(size));
    if (self->round == mine && self->socket.is_open()) self->receive();
  });
}

void PortMap::Inside::heard(ByteView bytes) {
  if (host) return heard_mapping(bytes);
  auto address = address_answer(bytes);
  if (!address) return failed(address.error());
  if (is_private(*address)) return become(State::hidden, mapping_again);
  host = std::move(*address);
  asked = 0;
  ask();
}

void PortMap::Inside::heard_mapping(ByteView bytes) {
  const auto granted = mapping_answer(bytes, port);
  if (!granted) return failed(granted.error());
  mapping = *granted;
  const auto seconds = std::chrono::seconds{granted->seconds};
  become(State::mapped, std::min<std::chrono::seconds>(seconds, mapping_wish) / 2);
}

void PortMap::Inside::failed(NatPmpError why) {
  switch (why) {
    case NatPmpError::malformed:
      return;  // as if nothing had come
    case NatPmpError::refused:
      return become(State::refused, mapping_again);
    case NatPmpError::no_network:
      return become(State::no_network, mapping_again);
    case NatPmpError::full:
      return become(State::full, mapping_again);
  }
}

// And begins again after that: to renew, or because it may be otherwise then.
void PortMap::Inside::become(State now, std::chrono::microseconds wait) {
  state = now;
  if (now != State::mapped) mapping.reset();
  timer.expires_after(wait);
  timer.async_wait([self = shared_from_this()](const asio::error_code& error) {
    if (!error && self->changed) self->begin();
  });
  changed();
}

PortMap::PortMap(Loop& loop, std::uint16_t port, std::function<void()> changed)
    : inside_(std::make_shared<Inside>(loop.context(), port, std::move(changed))) {
  loop.post([weak = std::weak_ptr{inside_}] {
    if (const auto inside = weak.lock(); inside && inside->changed) inside->begin();
  });
}

PortMap::~PortMap() {
  inside_->changed = nullptr;
  if (inside_->mapping) inside_->send(mapping_question({inside_->port, 0, 0}));
  inside_->timer.cancel();
  asio::error_code ignored;
  inside_->socket.close(ignored);
}

void PortMap::again() {
  inside_->mapping.reset();
  inside_->state = State::asking;
  inside_->begin();
}

PortMap::State PortMap::state() const { return inside_->state; }

std::optional<std::pair<std::string, std::uint16_t>> PortMap::outside() const {
  if (!inside_->mapping || !inside_->host) return std::nullopt;
  return std::pair{*inside_->host, inside_->mapping->outside};
}

}  // namespace kith::transport
