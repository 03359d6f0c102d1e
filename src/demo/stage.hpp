// Plays a script with real homes: each person has one, on the disk, and what they say to each other
// goes through real sessions, at the times that the script has. Refuses to know loops and sockets.
#pragma once

#include <map>
#include <set>

#include "demo/script.hpp"
#include "service/open_home.hpp"

namespace kith::demo {

using Homes = std::map<std::string, std::unique_ptr<service::OpenHome>>;

class Stage {
 public:
  /// Homes below `folder`, opened by key files. Errors: those of making a home.
  [[nodiscard]] static service::Outcome<Stage> set(const Script& script, const std::string& folder,
                                                   WallTime now);
  /// All acts, in their order, with times up to `now`. `minutes_east` is the wall clock's.
  [[nodiscard]] service::Outcome<void> play(const Script& script,
                                            std::chrono::minutes minutes_east);

  [[nodiscard]] Homes take_homes() { return std::move(homes_); }

 private:
  struct Turn;  // one act, as it is played
  explicit Stage(WallTime now) : now_(now) {}

  [[nodiscard]] service::OpenHome& home_of(const std::string& name) { return *homes_.at(name); }
  void exchange(const std::string& one, const std::string& other, WallTime now);
  /// What `who` wrote goes to everyone whom they know and who is there.
  void spread(const std::string& who, WallTime now);

  WallTime now_;
  Homes homes_;
  std::set<std::string> away_;
};

/// A session between two open homes, to its end; nothing where they do not know each other.
void hold_session(service::OpenHome& caller, service::OpenHome& called, WallTime now);

}  // namespace kith::demo
