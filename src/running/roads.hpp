// By which roads this home goes, and the one place from which it goes anywhere: directly, over Tor,
// or over Tor alone. Refuses to know who is dialled when.
#pragma once

#include "running/tor.hpp"

namespace kith::running {

inline constexpr std::chrono::seconds direct_dial_max{10};
inline constexpr std::chrono::seconds tor_dial_max{90};

/// What a person chooses among.
enum class RoadChoice { direct, both, only_tor };

class Roads {
 public:
  Roads(transport::Loop& loop, Entropy& entropy);

  /// Nothing goes directly any more, whoever wants it.
  void take_only_tor() { only_tor_ = true; }
  void take_any() { only_tor_ = false; }
  [[nodiscard]] bool only_tor() const { return only_tor_; }
  /// The tor that there is, if there is one; it outlives this or is taken back.
  void go_by(Tor* tor) { tor_ = tor; }

  /// Whether that address can be gone to now.
  [[nodiscard]] bool open_to(const transport::Address& address) const;
  /// Goes there to that person: each person's circuits are their own. Requires: open_to.
  [[nodiscard]] std::unique_ptr<transport::Dial> dial(const transport::Address& address,
                                                      const PersonId& person,
                                                      transport::Dial::Then then);

 private:
  transport::Loop& loop_;
  Tor* tor_{};
  bool only_tor_{};
  crypto::Secret<struct IsolationTag, 32> isolation_;  // of this run
};

}  // namespace kith::running
