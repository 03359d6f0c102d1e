#include "transport/multicast.hpp"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

#include <algorithm>
#include <asio/ip/multicast.hpp>
#include <asio/ip/udp.hpp>
#include <asio/ip/v6_only.hpp>
#include <map>
#include <memory>
#include <set>
#include <vector>

namespace kith::transport {
namespace {

using asio::ip::udp;

constexpr std::uint16_t group_port = 20847;
constexpr asio::ip::address_v4::bytes_type group_four{239, 75, 84, 72};
constexpr asio::ip::address_v6::bytes_type group_six{0xff, 0x12, 0, 0, 0, 0,    0,    0,
                                                     0,    0,    0, 0, 0, 0x4b, 0x54, 0x48};
constexpr std::size_t interfaces_max = 16;

// An interface that is up and takes multicast, with the addresses that matter here.
struct Interface {
  unsigned index{};
  std::string name;
  std::uint32_t four{};  // its IPv4 address; 0: none
  bool six{};
  auto operator<=>(const Interface&) const = default;
};

bool takes_multicast(const ifaddrs& one) {
  return one.ifa_addr != nullptr && (one.ifa_flags & IFF_UP) != 0 &&
         (one.ifa_flags & IFF_MULTICAST) != 0 && (one.ifa_flags & IFF_LOOPBACK) == 0;
}

std::vector<Interface> interfaces() {
  ifaddrs* all = nullptr;
  if (::getifaddrs(&all) != 0) return {};
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owned{all, &::freeifaddrs};
  std::map<unsigned, Interface> found;
  for (const auto* one = all; one != nullptr; one = one->ifa_next) {
    if (!takes_multicast(*one)) continue;
    const auto index = ::if_nametoindex(one->ifa_name);
    if (index == 0 || (found.size() >= interfaces_max && !found.contains(index))) continue;
    auto& here = found[index];
    here.index = index;
    here.name = one->ifa_name;
    if (one->ifa_addr->sa_family == AF_INET) {
      const auto& four = reinterpret_cast<const sockaddr_in*>(one->ifa_addr)->sin_addr;
      here.four = ntohl(four.s_addr);
    } else if (one->ifa_addr->sa_family == AF_INET6) {
      here.six = true;
    }
  }
  std::vector<Interface> listed;
  listed.reserve(found.size());
  for (auto& [index, one] : found) listed.push_back(std::move(one));
  return listed;
}

}  // namespace

struct Multicast::State : std::enable_shared_from_this<Multicast::State> {
  State(asio::io_context& context, std::size_t bytes_max, Heard callback)
      : four(context),
        six(context),
        room_four(bytes_max + 1),
        room_six(bytes_max + 1),
        heard(std::move(callback)) {}

  void open();
  void open(udp::socket& socket, const udp& protocol);
  void receive(udp::socket& socket, ByteVec& room, udp::endpoint& from);
  void join(const Interface& interface);
  [[nodiscard]] bool send_on(const Interface& interface, ByteView bytes);
  void close();

  udp::socket four;
  udp::socket six;
  ByteVec room_four;  // one byte more than is wanted: what fills it is too long
  ByteVec room_six;
  udp::endpoint from_four;
  udp::endpoint from_six;
  std::set<Interface> joined;
  Heard heard;
};

void Multicast::State::open() {
  open(four, udp::v4());
  open(six, udp::v6());
  receive(four, room_four, from_four);
  receive(six, room_six, from_six);
}

// A machine without one of the two families goes on with the other.
void Multicast::State::open(udp::socket& socket, const udp& protocol) {
  asio::error_code error;
  socket.open(protocol, error);
  if (error) return;
  asio::error_code ignored;
  socket.set_option(udp::socket::reuse_address{true}, ignored);
  if (protocol == udp::v6()) socket.set_option(asio::ip::v6_only{true}, ignored);
  socket.set_option(asio::ip::multicast::hops{1}, ignored);
  socket.set_option(asio::ip::multicast::enable_loopback{true}, ignored);
  socket.bind(udp::endpoint{protocol, group_port}, error);
  if (error) socket.close(ignored);
}

void Multicast::State::receive(udp::socket& socket, ByteVec& room, udp::endpoint& from) {
  if (!socket.is_open()) return;
  socket.async_receive_from(asio::buffer(room), from,
                            [self = shared_from_this(), &socket, &room, &from](
                                const asio::error_code& error, std::size_t size) {
                              if (!self->heard || error == asio::error::operation_aborted) return;
                              if (!error && size < room.size()) {
                                self->heard(ByteView{room}.first(size), from.address().to_string());
                              }
                              if (self->heard) self->receive(socket, room, from);
                            });
}

void Multicast::State::join(const Interface& interface) {
  if (!joined.insert(interface).second) return;
  asio::error_code ignored;  // joined before under another address: that is as good
  if (four.is_open() && interface.four != 0) {
    four.set_option(asio::ip::multicast::join_group{asio::ip::address_v4{group_four},
                                                    asio::ip::address_v4{interface.four}},
                    ignored);
  }
  if (six.is_open() && interface.six) {
    six.set_option(
        asio::ip::multicast::join_group{asio::ip::address_v6{group_six}, interface.index}, ignored);
  }
}

bool Multicast::State::send_on(const Interface& interface, ByteView bytes) {
  bool sent = false;
  const auto send = [&](udp::socket& socket, const asio::ip::address& group) {
    asio::error_code error;
    socket.send_to(asio::buffer(bytes.data(), bytes.size()), {group, group_port}, 0, error);
    sent = sent || !error;
  };
  asio::error_code error;
  if (four.is_open() && interface.four != 0) {
    four.set_option(asio::ip::multicast::outbound_interface{asio::ip::address_v4{interface.four}},
                    error);
    if (!error) send(four, asio::ip::address_v4{group_four});
  }
  if (six.is_open() && interface.six) {
    six.set_option(asio::ip::multicast::outbound_interface{interface.index}, error);
    if (!error) send(six, asio::ip::address_v6{group_six});
  }
  return sent;
}

void Multicast::State::close() {
  heard = nullptr;
  asio::error_code ignored;
  four.close(ignored);
  six.close(ignored);
}

Multicast::Multicast(Loop& loop, std::size_t bytes_max, Heard heard)
    : state_(std::make_shared<State>(loop.context(), bytes_max, std::move(heard))) {
  state_->open();
  for (const auto& interface : interfaces()) state_->join(interface);
}

Multicast::~Multicast() { state_->close(); }

std::size_t Multicast::send(ByteView bytes) {
  std::size_t took = 0;
  const auto now = interfaces();
  // What went away is joined again when it comes back.
  std::erase_if(state_->joined, [&](const Interface& one) {
    return std::find(now.begin(), now.end(), one) == now.end();
  });
  for (const auto& interface : now) {
    state_->join(interface);
    if (state_->send_on(interface, bytes)) ++took;
  }
  return took;
}

}  // namespace kith::transport
