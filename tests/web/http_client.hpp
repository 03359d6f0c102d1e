// A browser's side of a connection, for tests: plain blocking sockets, what was meant and what was
// not. Refuses to know any one test.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "service/answer.hpp"

namespace kith::web::test {

using service::Json;

struct Heard {
  int code{};
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;

  [[nodiscard]] Json json() const { return Json::parse(body, nullptr, false); }
  [[nodiscard]] std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
};

class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval patience{60, 0};  // a test that would hang fails instead
    (void)::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  }
  Client(Client&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)), heard_(std::move(other.heard_)) {}
  Client& operator=(Client&&) = delete;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() {
    if (socket_ >= 0) (void)::close(socket_);
  }

  /// False once the other side is gone.
  bool send(std::string_view text) {
    while (!text.empty()) {
      const auto sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  /// Up to and with the mark; nothing where the other side ends before.
  std::optional<std::string> until(std::string_view mark) {
    while (true) {
      if (const auto end = heard_.find(mark); end != std::string::npos) {
        auto part = heard_.substr(0, end + mark.size());
        heard_.erase(0, end + mark.size());
        return part;
      }
      if (!more()) return std::nullopt;
    }
  }
  std::optional<Heard> answer() {
    auto head = until("\r\n\r\n");
    if (!head) return std::nullopt;
    Heard heard;
    heard.code = std::stoi(head->substr(9, 3));
    auto at = head->find("\r\n") + 2;
    while (at + 2 < head->size()) {
      const auto end = head->find("\r\n", at);
      const auto line = head->substr(at, end - at);
      const auto colon = line.find(": ");
      auto name = line.substr(0, colon);
      std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
      heard.headers[name] = line.substr(colon + 2);
      at = end + 2;
    }
    const auto length = heard.headers.contains("content-length")
                            ? std::stoul(heard.headers.at("content-length"))
                            : 0;
    while (heard_.size() < length) {
      if (!more()) return std::nullopt;
    }
    heard.body = heard_.substr(0, length);
    heard_.erase(0, length);
    return heard;
  }
  /// The other side said all it will.
  bool is_over() {
    while (more()) {
    }
    return over_;
  }

 private:
  bool more() {
    std::array<char, 65536> bytes{};
    const auto got = ::recv(socket_, bytes.data(), bytes.size(), 0);
    over_ = got == 0 || (got < 0 && errno == ECONNRESET);
    if (got <= 0) return false;
    heard_.append(bytes.data(), static_cast<std::size_t>(got));
    return true;
  }

  int socket_;
  std::string heard_;
  bool over_{};
};

}  // namespace kith::web::test
