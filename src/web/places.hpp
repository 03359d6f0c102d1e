// Where each page is, kept for as long as kith runs: a reload goes on there, and the browser, which
// writes what it keeps to the disk in clear, has nothing of it. Refuses to know what a place is.
#pragma once

#include <map>
#include <string>

#include "web/gate.hpp"

namespace kith::web {

inline constexpr std::size_t place_bytes_max = 16 * 1024;

class Places {
 public:
  /// Shape: at most place_bytes_max; the page's own text.
  void keep(const SessionHash& session, std::string place) {
    places_.insert_or_assign(session, std::move(place));
  }
  /// Empty: none.
  [[nodiscard]] std::string of(const SessionHash& session) const {
    const auto found = places_.find(session);
    return found == places_.end() ? std::string{} : found->second;
  }
  /// Forgets those of sessions that are there no more.
  void keep_only(const Gate& gate) {
    std::erase_if(places_, [&](const auto& one) { return !gate.has(one.first); });
  }
  void forget_all() { places_.clear(); }

 private:
  std::map<SessionHash, std::string> places_;
};

}  // namespace kith::web
