// A browser's side of the page: one connection that stays open, requests and answers, and what
// comes without asking. Refuses to know what is asked.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "base/check.hpp"
#include "bench/program.hpp"
#include "service/answer.hpp"

namespace kith::bench {

class Connection {
 public:
  explicit Connection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    check(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { (void)::close(socket_); }

  void send(std::string_view text) {
    check(::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) ==
          static_cast<ssize_t>(text.size()));
  }
  /// Up to and with the mark.
  std::string until(std::string_view mark) {
    while (true) {
      if (const auto end = heard_.find(mark); end != std::string::npos) {
        return take(end + mark.size());
      }
      more();
    }
  }
  std::string take(std::size_t bytes) {
    while (heard_.size() < bytes) more();
    auto part = heard_.substr(0, bytes);
    heard_.erase(0, bytes);
    return part;
  }

 private:
  void more() {
    std::array<char, 65536> bytes{};
    const auto got = ::recv(socket_, bytes.data(), bytes.size(), 0);
    check(got > 0);
    heard_.append(bytes.data(), static_cast<std::size_t>(got));
  }

  int socket_;
  std::string heard_;
};

/// `kith page` in a process of its own, and somebody who has entered it.
class Browser {
 public:
  Browser(const Folder& folder, const std::string& home) {
    const auto output = folder.file(home + ".page");
    const Watch watch;
    process_ = start_kith(folder, home,
                          {"--json", "page", "--no-browser", "--listen", "127.0.0.1:0"}, output);
    std::string told;
    while (!told.ends_with('\n')) {
      std::this_thread::sleep_for(std::chrono::microseconds{200});
      std::ifstream file{output};
      std::getline(file, told);
      if (!file.eof()) told += '\n';
    }
    started_seconds_ = watch.seconds();
    const auto link = service::Json::parse(told).at("page").get<std::string>();
    port_ = static_cast<std::uint16_t>(std::stoi(link.substr(link.find(':', 5) + 1)));
    Connection connection{port_};
    connection.send(post("enter", {{"key", link.substr(link.find('#') + 1)}}));
    const auto head = connection.until("\r\n\r\n");
    const auto from = head.find("kith-");
    const auto cookie = head.find("Set-Cookie: ") + 12;
    check(from != std::string::npos);
    cookie_ = "Cookie: " + head.substr(cookie, head.find(';', cookie) - cookie) + "\r\n";
  }
  Browser(const Browser&) = delete;
  Browser& operator=(const Browser&) = delete;
  ~Browser() {
    (void)::kill(process_, SIGTERM);
    (void)::waitpid(process_, nullptr, 0);
  }

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] double started_seconds() const { return started_seconds_; }
  [[nodiscard]] std::string get(const std::string& path) const {
    return "GET " + path + " HTTP/1.1\r\nHost: " + host() + "\r\nAccept-Encoding: gzip\r\n" +
           cookie_ + "\r\n";
  }
  [[nodiscard]] std::string post(const std::string& command, const service::Json& request) const {
    const auto body = request.dump();
    return "POST /api/" + command + " HTTP/1.1\r\nHost: " + host() + "\r\n" + cookie_ +
           "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
  }
  /// The body of the answer, which is one of success.
  static std::string ask(Connection& connection, const std::string& request) {
    connection.send(request);
    const auto head = connection.until("\r\n\r\n");
    check(head.starts_with("HTTP/1.1 200"));
    const auto length = head.find("Content-Length: ");
    check(length != std::string::npos);
    return connection.take(std::stoul(head.substr(length + 16)));
  }

 private:
  [[nodiscard]] std::string host() const { return "127.0.0.1:" + std::to_string(port_); }

  pid_t process_{};
  double started_seconds_{};
  std::uint16_t port_{};
  std::string cookie_;
};

}  // namespace kith::bench
