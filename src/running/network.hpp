// What this machine's network does, for whoever asks how the home does: a sentence while there is
// none, and for a while after it changed. Refuses to know what is done about it.
#pragma once

#include <utility>

#include "service/answer.hpp"
#include "transport/changes.hpp"

namespace kith::running {

/// How long a change is news: by then who can be found again was found.
inline constexpr std::chrono::minutes network_news_for{1};

class Network {
 public:
  explicit Network(const transport::Sight& sight) : addresses_(sight.addresses) {}
  void changed(transport::Change what, const transport::Sight& sight, Instant now);
  /// With the last change, connections may have come to lead nowhere: the machine slept, was on no
  /// network, or an address of it went.
  [[nodiscard]] bool broke_connections() const { return broke_; }
  /// {"state": "there" | "none" | "changed" | "woke", "code", "says": a sentence and its code, or
  /// nothing}
  [[nodiscard]] service::Json status(const transport::Sight& sight, Instant now) const;

 private:
  std::vector<std::string> addresses_;
  std::optional<std::pair<transport::Change, Instant>> last_;
  bool broke_{};
};

}  // namespace kith::running
