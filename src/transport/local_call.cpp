#include "transport/local_call.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "transport/local_path.hpp"

namespace kith::transport {

std::optional<LocalCall> LocalCall::to(const std::string& path) {
  const auto reachable = LocalPath::of(path);
  if (!reachable) return std::nullopt;
  const int made = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (made < 0) return std::nullopt;
  LocalCall call{made};
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::ranges::copy(reachable->text(), address.sun_path);  // shorter than it: see LocalPath
  if (::connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return std::nullopt;
  }
  return call;
}

LocalCall::LocalCall(LocalCall&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), heard_(std::move(other.heard_)) {}

LocalCall::~LocalCall() {
  if (socket_ >= 0) (void)::close(socket_);
}

bool LocalCall::say(std::string_view line) {
  const auto text = std::string{line} + "\n";
  std::size_t said = 0;
  while (said < text.size()) {
    const auto sent = ::send(socket_, text.data() + said, text.size() - said, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    said += static_cast<std::size_t>(sent);
  }
  return true;
}

std::optional<std::string> LocalCall::hear() {
  std::size_t searched = 0;
  while (true) {
    if (const auto end = heard_.find('\n', searched); end != std::string::npos) {
      auto line = heard_.substr(0, end);
      heard_.erase(0, end + 1);
      return line;
    }
    searched = heard_.size();
    std::array<char, 64 * 1024> bytes{};
    const auto got = ::recv(socket_, bytes.data(), bytes.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return std::nullopt;
    heard_.append(bytes.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace kith::transport
