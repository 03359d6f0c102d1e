// The other side of a local socket, for who has nothing else to do than to wait: lines of text out
// and in. Refuses to know what they say.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kith::transport {

class LocalCall {
 public:
  /// Nothing where nobody listens.
  [[nodiscard]] static std::optional<LocalCall> to(const std::string& path);
  LocalCall(LocalCall&& other) noexcept;
  LocalCall& operator=(LocalCall&&) = delete;
  LocalCall(const LocalCall&) = delete;
  LocalCall& operator=(const LocalCall&) = delete;
  ~LocalCall();

  /// False where the other side is gone.
  [[nodiscard]] bool say(std::string_view line);
  /// The next line, without its end; waits for it. Nothing where the other side is gone.
  [[nodiscard]] std::optional<std::string> hear();

 private:
  explicit LocalCall(int socket) : socket_(socket) {}
  int socket_;
  std::string heard_;
};

}  // namespace kith::transport
