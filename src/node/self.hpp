// What my self logs say, folded: the names that I give, whom I include, what my devices refuse.
// Order does not matter. Refuses to know anyone else's entries.
#pragma once

#include <map>
#include <set>
#include <string>

#include "audience/acts.hpp"
#include "kinds/body.hpp"
#include "node/opener.hpp"

namespace kith::node {

class Self {
 public:
  /// Requires: an opened entry of one of my self logs, and its id.
  void take(const Opened& opened, const Reference& id);
  /// One that I am writing just now.
  void take(const kinds::Body& body, WallTime time, const Reference& id,
            const std::vector<Reference>& after);

  [[nodiscard]] std::optional<std::string> name_of(const CircleId& circle) const;
  [[nodiscard]] std::optional<std::string> name_of(const PersonId& person) const;
  /// What I noted of them; empty: nothing.
  [[nodiscard]] std::string note_of(const PersonId& person) const;
  [[nodiscard]] std::vector<CircleId> circles_named(std::string_view name) const;
  [[nodiscard]] std::vector<PersonId> persons_named(std::string_view name) const;
  [[nodiscard]] bool is_muted(const PersonId& person, const CircleId& circle) const;
  /// Anywhere, not in one circle alone.
  [[nodiscard]] bool is_muted(const PersonId& person) const {
    return has_muted({person, std::nullopt});
  }
  [[nodiscard]] bool ignores(const Reference& introduction) const {
    return ignored_.contains(introduction);
  }
  /// What had come by then is read; 1970 where nothing was said of it.
  [[nodiscard]] WallTime read_until(const CircleId& circle) const;
  [[nodiscard]] const audience::Acts& acts() const { return acts_; }
  [[nodiscard]] bool refuses_body(const LogId& log, Seq seq) const {
    return tombstones_.contains({log, seq});
  }
  /// To which each epoch of mine is handed; nothing where there is none.
  [[nodiscard]] const crypto::RecoveryPublic* recovery() const;
  /// When it was made. Requires: there is one.
  [[nodiscard]] WallTime recovery_made() const { return recovery_.at(*recovery()).made->first; }
  [[nodiscard]] bool knows_recovery(const crypto::RecoveryPublic& key) const {
    return recovery_.contains(key);
  }
  /// Every one that ever was, ascending: boxes to it may still stand in my logs.
  [[nodiscard]] std::vector<crypto::RecoveryPublic> recoveries() const;
  /// Of those in [first, last], ascending.
  [[nodiscard]] std::vector<Seq> refused_bodies(const LogId& log, Seq first, Seq last) const;

 private:
  struct Name {
    WallTime time;
    Reference id;
    std::string text;
  };
  template <class Id>
  static void keep_newest(std::map<Id, Name>& names, const Id& id, Name name);

  std::map<CircleId, Name> circles_;
  std::map<PersonId, Name> persons_;
  std::map<PersonId, Name> notes_;
  struct Said {
    WallTime time;
    Reference id;
    bool muted{};
  };
  // What was last said of a recovery key, each way.
  using When = std::pair<WallTime, Reference>;
  struct Recovery {
    std::optional<When> made;
    std::optional<When> ended;
  };
  using MuteKey = std::pair<PersonId, std::optional<CircleId>>;

  [[nodiscard]] bool has_muted(const MuteKey& key) const;

  std::set<std::pair<LogId, Seq>> tombstones_;
  std::map<MuteKey, Said> mutes_;
  std::map<crypto::RecoveryPublic, Recovery> recovery_;
  std::set<Reference> ignored_;
  std::map<CircleId, WallTime> read_marks_;
  audience::Acts acts_;
};

/// A copy, to be compared with what is so later.
[[nodiscard]] inline std::optional<crypto::RecoveryPublic> recovery_in_force(const Self& self) {
  const auto* key = self.recovery();
  return key == nullptr ? std::nullopt : std::optional{*key};
}

}  // namespace kith::node
