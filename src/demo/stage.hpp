// Plays a script with real homes: each person has one, on the disk, and what they say to each other
// goes through real sessions, at the times that the script has. Refuses to know loops and sockets,
// and what the words of a line mean.
#pragma once

#include <functional>
#include <map>
#include <set>

#include "demo/script.hpp"
#include "service/open_home.hpp"

namespace kith::demo {

using Homes = std::map<std::string, std::unique_ptr<service::OpenHome>>;
/// From what is typed to what is asked of a home.
using RequestOf = std::function<service::Answer(const std::vector<std::string>& words)>;

class Stage {
 public:
  /// Homes below `folder`, opened by key files. Errors: those of making a home.
  [[nodiscard]] static service::Outcome<Stage> set(const Script& script, const std::string& folder);
  /// All acts, in their order. Errors: what a home refuses.
  [[nodiscard]] service::Outcome<void> play(const Script& script, const RequestOf& request_of);

  [[nodiscard]] Homes take_homes() { return std::move(homes_); }

 private:
  explicit Stage(std::string folder) : folder_(std::move(folder)) {}

  [[nodiscard]] service::OpenHome& home_of(const std::string& name) { return *homes_.at(name); }
  [[nodiscard]] service::Outcome<void> play(const Act& act, const RequestOf& request_of);
  [[nodiscard]] service::Outcome<void> carry_out(const Act& act, const RequestOf& request_of);
  [[nodiscard]] service::Outcome<void> meet(const Act& act);
  [[nodiscard]] service::Outcome<void> take_card(const std::string& who, const std::string& of);
  [[nodiscard]] service::Outcome<void> mark_read(const Act& act);
  void exchange(const std::string& one, const std::string& other, WallTime now);
  /// What `who` wrote goes to everyone whom they know and who is there.
  void spread(const std::string& who, WallTime now);

  std::string folder_;
  Homes homes_;
  std::set<std::string> away_;
  std::map<std::string, std::string> ids_;  // as the script calls them
};

/// A session between two open homes, to its end; nothing where they do not know each other.
void hold_session(service::OpenHome& caller, service::OpenHome& called, WallTime now);

}  // namespace kith::demo
