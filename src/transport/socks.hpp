// The client's half of SOCKS5 with a name and a password: what to send, and how many bytes to read
// next, until the proxy has a way to the host. The proxy may lie: it can only make this fail.
// Refuses to know sockets, and what is said on the way.
//
// Source: RFC 1928 §3 to §6, RFC 1929 §2. Tor gives each name and password circuits of their own
// (socks-extensions, IsolateSOCKSAuth).
#pragma once

#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "transport/address.hpp"

namespace kith::transport {

inline constexpr std::size_t socks_word_bytes_max = 255;  // a name, a password, a host

/// By which circuits one goes: whoever has another name or password goes by others.
struct SocksLogin {
  std::string name;
  std::string password;
  bool operator==(const SocksLogin&) const = default;
};

enum class SocksError {
  malformed,    // no SOCKS5 proxy, or one that says what nobody asked it
  denied,       // it wants another login than this
  unreachable,  // there is no way to the host now
};

class SocksClient {
 public:
  /// Requires: name, password and host have 1 to 255 bytes.
  SocksClient(Address host, SocksLogin login);

  /// What to send first.
  [[nodiscard]] static ByteVec greeting();
  /// How many bytes to read and feed next: 1 to 258, never one that belongs to what follows. 0: the
  /// way is open.
  [[nodiscard]] std::size_t wanted() const { return wanted_; }
  /// What to send then; may be empty. Requires: exactly `wanted` bytes, and those are not 0.
  [[nodiscard]] Result<ByteVec, SocksError> feed(ByteView bytes);

 private:
  enum class Step { method, login, reply, bound };
  using Fed = Result<ByteVec, SocksError>;

  [[nodiscard]] Fed method(ByteView bytes);
  [[nodiscard]] Fed logged_in(ByteView bytes);
  [[nodiscard]] Fed reply(ByteView bytes);
  [[nodiscard]] ByteVec login_words() const;
  [[nodiscard]] ByteVec connect_words() const;

  Address host_;
  SocksLogin login_;
  Step step_{Step::method};
  std::size_t wanted_;
};

}  // namespace kith::transport
