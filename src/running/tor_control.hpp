// The conversation with a tor at its control port: who may ask, how far it is on its way into the
// network, which onion service it keeps for this home, and by which keys it goes to others. Bytes
// in, bytes out; one command at a time. The tor may lie: it never gets more than it was asked to
// have, and a tor that cannot prove that it reads its own cookie gets nothing at all. Refuses to
// know sockets, files and time.
//
// Source: tor's control-spec §3 (PROTOCOLINFO, AUTHCHALLENGE, AUTHENTICATE, TAKEOWNERSHIP,
// SETEVENTS, GETINFO, SETCONF, ADD_ONION, DEL_ONION, ONION_CLIENT_AUTH_ADD) and §4.1.10, §4.1.25;
// DisableNetwork of tor(1).
#pragma once

#include <map>
#include <set>

#include "base/entropy.hpp"
#include "crypto/onion_key.hpp"
#include "transport/control_reader.hpp"
#include "transport/tor_door.hpp"

namespace kith::running {

inline constexpr std::size_t tor_cookie_bytes = 32;
inline constexpr std::size_t tor_words_bytes_max = 160;  // of its own, as they are shown

/// Words of a tor as they may go to a terminal and a page: a few of them, in plain letters.
[[nodiscard]] std::string harmless_words(const std::string& text);

enum class TorFault {
  malformed,   // no tor speaks so
  no_cookie,   // it wants a password, or its cookie cannot be read
  liar,        // it does not know what its own cookie says, or keeps another service
  not_let_in,  // it knows the cookie and refuses all the same
  no_socks,    // it has no SOCKS port on this machine
  no_onion,    // it keeps no onion service for us
};

/// An onion service as a tor is asked to keep it.
struct OnionWish {
  crypto::ExpandedOnionKey key;
  crypto::OnionPublic service;
  std::uint16_t port{};                            // by which others ask for it
  transport::TorDoor target{};                     // where it brings them
  std::vector<crypto::OnionCallerPublic> callers;  // ascending; at least one
};

class TorControl {
 public:
  enum class Hold { keep, take };  // take: it ends when this conversation does

  TorControl(Entropy& entropy, Hold hold);

  /// What came. After an error nothing more is heard or said.
  [[nodiscard]] Result<void, TorFault> hear(ByteView bytes);
  /// What is to be sent. Secret: the caller wipes it.
  [[nodiscard]] ByteVec take_out();
  /// A file of 32 bytes that the tor says to have written; give_cookie answers once.
  [[nodiscard]] std::optional<std::string> cookie_wanted() const { return cookie_wanted_; }
  /// Nothing: it cannot be read.
  [[nodiscard]] Result<void, TorFault> give_cookie(const std::optional<ByteVec>& cookie);

  /// Keeps that service from now on, in place of the one before. Requires: is_in.
  void publish(OnionWish wish);
  /// Goes by this key to the service ("….onion" without its end). Requires: is_in.
  void go_by(const std::string& service, const crypto::OnionCallerSecret& key);
  /// The last that is said: forget by which keys we went. Requires: is_in.
  void leave();
  /// Asks how it does. Requires: is_in, and it is not to stay off.
  void ask();
  /// It ends all its connections, and makes none before it is to go on. Requires: is_in.
  void stay_off();
  void go_on();

  /// Something was asked and is not answered yet.
  [[nodiscard]] bool waits() const { return asked_.has_value(); }
  /// It lets us in and told where its SOCKS port is.
  [[nodiscard]] bool is_in() const { return socks_.has_value(); }
  [[nodiscard]] const std::optional<transport::TorDoor>& socks() const { return socks_; }
  /// How far into the network, in percent, and what it says to it, made harmless.
  [[nodiscard]] unsigned progress() const { return progress_; }
  [[nodiscard]] const std::string& words() const { return words_; }
  /// Of the service, with .onion; empty until it is kept.
  [[nodiscard]] const std::string& host() const { return host_; }
  /// Others can find the service as it is now.
  [[nodiscard]] bool is_found() const { return found_; }

 private:
  using Done = Result<void, TorFault>;
  enum class Ask { protocol, challenge, login, own, events, news, add, remove, key, setting };
  struct Command {
    Ask ask;
    ByteVec line;
    std::string about;  // a service
  };

  void say(Ask ask, std::string line, std::string about = {});
  void send_next();
  [[nodiscard]] Done reply(const transport::ControlReply& reply);
  [[nodiscard]] Done greeted(const transport::ControlReply& reply);
  [[nodiscard]] Done challenged(const transport::ControlReply& reply);
  [[nodiscard]] Done logged_in();
  [[nodiscard]] Done news(const transport::ControlReply& reply);
  [[nodiscard]] Done added(const transport::ControlReply& reply);
  void event(const transport::ControlReply& reply);
  void learn_progress(const std::string& line);

  Entropy& entropy_;
  Hold hold_;
  transport::ControlReader reader_;
  std::deque<Command> waiting_;
  std::optional<Command> asked_;
  ByteVec out_;
  std::optional<std::string> cookie_wanted_;
  ByteVec cookie_;
  Bytes<struct ControllerNonceTag, 32> nonce_{};
  std::optional<transport::TorDoor> socks_;
  unsigned progress_{};
  std::string words_;
  std::optional<crypto::OnionPublic> service_;
  std::string host_;
  bool found_{};
  std::map<std::string, crypto::OnionCallerPublic> keys_;  // by which it goes to whom
};

}  // namespace kith::running
