// What the page is told without asking (server-sent events): that something was committed, that the
// home was locked, opened or ended. Each event says how things are now, so who cannot take one
// misses nothing: the next says more. Refuses to know what was committed, and who may listen.
#pragma once

#include <vector>

#include "web/gate.hpp"
#include "web/server.hpp"

namespace kith::web {

inline constexpr std::chrono::milliseconds between_changes{50};
inline constexpr std::size_t listeners_max = 32;  // the oldest goes

class Events {
 public:
  /// Whole events: how things are now. Empty: that is not to be told.
  struct Texts {
    std::function<std::string()> state;
    std::function<std::string()> changed;
  };

  Events(transport::Loop& loop, Server& server, Texts texts);

  /// The beginning of an answer that goes on.
  [[nodiscard]] Response begin(ConnectionNumber number, const SessionHash& session);
  void gone(ConnectionNumber number);
  void has_room(ConnectionNumber number);
  /// At once; then not again for a while.
  void changed();
  void state_changed();
  /// Ends what the sessions listen to that are there no more.
  void keep_only(const Gate& gate);

  [[nodiscard]] std::size_t listeners() const { return listeners_.size(); }

 private:
  struct Listener {
    ConnectionNumber number;
    SessionHash session;
  };

  void tell_changed();
  void tell(const std::string& text);

  transport::Loop& loop_;
  Server& server_;
  Texts texts_;
  std::vector<Listener> listeners_;
  transport::Timer timer_;
  std::optional<Instant> told_;
  bool is_due_{};
};

/// One event, as RFC-like as it gets: WHATWG HTML, "Server-sent events".
[[nodiscard]] std::string event_text(std::string_view name, const service::Json& data);

}  // namespace kith::web
