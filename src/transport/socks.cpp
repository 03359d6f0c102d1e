#include "transport/socks.hpp"

#include <utility>

#include "base/check.hpp"

namespace kith::transport {
namespace {

constexpr std::uint8_t socks_version = 5;
constexpr std::uint8_t login_version = 1;
constexpr std::uint8_t by_login = 2;
constexpr std::uint8_t command_connect = 1;
constexpr std::uint8_t as_ipv4 = 1;
constexpr std::uint8_t as_name = 3;
constexpr std::uint8_t as_ipv6 = 4;
constexpr std::size_t port_bytes = 2;
constexpr std::size_t answer_bytes = 2;
// Version, reply, a zero, the kind of address, and its first byte: no kind has fewer.
constexpr std::size_t reply_front_bytes = 5;

void put_word(ByteVec& out, std::string_view word) {
  check(!word.empty() && word.size() <= socks_word_bytes_max);
  out.push_back(static_cast<std::uint8_t>(word.size()));
  out.insert(out.end(), word.begin(), word.end());
}

// What still follows of the address whose first byte came; 0: no kind that we know.
std::size_t rest_of_address(std::uint8_t kind, std::uint8_t first) {
  switch (kind) {
    case as_ipv4:
      return 3 + port_bytes;
    case as_ipv6:
      return 15 + port_bytes;
    case as_name:
      return first + port_bytes;
    default:
      return 0;
  }
}

}  // namespace

SocksClient::SocksClient(Address host, SocksLogin login)
    : host_(std::move(host)), login_(std::move(login)), wanted_(answer_bytes) {}

ByteVec SocksClient::greeting() { return {socks_version, 1, by_login}; }

SocksClient::Fed SocksClient::feed(ByteView bytes) {
  check(wanted_ != 0 && bytes.size() == wanted_);
  switch (step_) {
    case Step::method:
      return method(bytes);
    case Step::login:
      return logged_in(bytes);
    case Step::reply:
      return reply(bytes);
    case Step::bound:
      break;  // the address that the proxy goes out by is nobody's business
  }
  wanted_ = 0;
  return ByteVec{};
}

SocksClient::Fed SocksClient::method(ByteView bytes) {
  if (bytes[0] != socks_version) return Fail{SocksError::malformed};
  if (bytes[1] != by_login) return Fail{SocksError::denied};
  step_ = Step::login;
  return login_words();
}

SocksClient::Fed SocksClient::logged_in(ByteView bytes) {
  if (bytes[0] != login_version) return Fail{SocksError::malformed};
  if (bytes[1] != 0) return Fail{SocksError::denied};
  step_ = Step::reply;
  wanted_ = reply_front_bytes;
  return connect_words();
}

SocksClient::Fed SocksClient::reply(ByteView bytes) {
  if (bytes[0] != socks_version || bytes[2] != 0) return Fail{SocksError::malformed};
  if (bytes[1] != 0) return Fail{SocksError::unreachable};
  const auto rest = rest_of_address(bytes[3], bytes[4]);
  if (rest == 0) return Fail{SocksError::malformed};
  step_ = Step::bound;
  wanted_ = rest;
  return ByteVec{};
}

ByteVec SocksClient::login_words() const {
  ByteVec out{login_version};
  put_word(out, login_.name);
  put_word(out, login_.password);
  return out;
}

ByteVec SocksClient::connect_words() const {
  ByteVec out{socks_version, command_connect, 0, as_name};
  put_word(out, host_.host);
  out.push_back(static_cast<std::uint8_t>(host_.port >> 8));
  out.push_back(static_cast<std::uint8_t>(host_.port & 0xff));
  return out;
}

}  // namespace kith::transport
