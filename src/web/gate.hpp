// Who gets in at the page: opening keys that are good once, cookies, and what a request says of
// where it comes from. Keeps hashes alone. Refuses to know what is asked for, and sockets.
//
// Against whom: other users of this machine (they have no key), web sites in the same browser (Host
// tells names that were bound anew to this machine, Origin and Sec-Fetch-Site tell other sites).
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "base/entropy.hpp"
#include "base/time.hpp"
#include "web/http.hpp"

namespace kith::web {

inline constexpr std::chrono::minutes key_time_max{10};
inline constexpr std::size_t keys_max = 8;       // not used yet; the oldest goes
inline constexpr std::size_t sessions_max = 16;  // the oldest goes

using KeyHash = Bytes<struct OpeningKeyHashTag, 32>;
using SessionHash = Bytes<struct PageSessionHashTag, 32>;
using TokenHash = Bytes<struct PageTokenHashTag, 32>;

/// A session as its browser gets to know it. Browsers send a cookie to every port of a host: so a
/// server of somebody else on this machine, visited in the same browser, sees it. The token is for
/// scripts of the page alone, in the header Kith-Token; a bound session needs both.
struct Entrance {
  std::string set_cookie;
  std::string token;
};
enum class Binding { cookie_alone, cookie_and_token };

/// Why a request goes no further.
enum class Barred {
  foreign_host,  // not an address of ours: some name that leads here
  cross_site,    // some other page asks
  not_entered,   // without a cookie of ours
};

class Gate {
 public:
  /// `hosts`: 127.0.0.1, localhost, [::1] and whatever else people may type.
  Gate(Entropy& entropy, std::uint16_t port, const std::vector<std::string>& hosts);

  /// A fresh key, for an opening link.
  [[nodiscard]] std::string new_key(Instant now);
  /// A fresh session; nothing where the key is unknown, used or old.
  [[nodiscard]] std::optional<Entrance> enter(std::string_view key, Binding binding, Instant now);

  /// Of the page's own files, which hold no secret.
  [[nodiscard]] std::optional<Barred> bars_file(const RequestHead& head) const;
  /// Of everything else; entered or not.
  [[nodiscard]] std::optional<Barred> bars_stranger(const RequestHead& head) const;
  /// The session that the cookie names, and the token where it is bound. Requires: bars_stranger
  /// has nothing against it.
  [[nodiscard]] std::optional<SessionHash> session_of(const RequestHead& head) const;
  /// The same without a token, which an EventSource cannot send.
  [[nodiscard]] std::optional<SessionHash> listener_of(const RequestHead& head) const;
  /// Sessions that are there no more never come back.
  [[nodiscard]] bool has(const SessionHash& session) const;

 private:
  struct Key {
    KeyHash hash;
    Instant until;
  };

  struct Session {
    SessionHash hash;
    std::optional<TokenHash> token;  // where it is bound
  };

  [[nodiscard]] const Session* find(const SessionHash& hash) const;

  Entropy& entropy_;
  std::string cookie_;              // its name: browsers do not tell ports apart
  std::vector<std::string> hosts_;  // with the port
  std::deque<Key> keys_;
  std::deque<Session> sessions_;
};

}  // namespace kith::web
