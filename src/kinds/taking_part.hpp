// Who takes part in a juncture until when, each by their own word: a fold from visible entries. The
// same entries give the same view, in whatever order they come. Nothing follows from it for who
// hears whom; refuses to know when it is. Source: docs/kinds.md.
#pragma once

#include <tuple>

#include "kinds/seen.hpp"

namespace kith::kinds {

/// A word that none of theirs takes the place of.
struct TakesPart {
  Link link;
  PersonId author;
  WallTime time;
  TakingPart said;
  bool operator==(const TakesPart&) const = default;
};

class TakingParts {
 public:
  /// Takes words on taking part; passes over everything else. Twice is once.
  void add(const Seen& seen) {
    const auto* said = seen.body ? std::get_if<TakingPart>(&*seen.body) : nullptr;
    if (said != nullptr)
      words_.insert_or_assign(seen.link, Spoken{where_of(seen), seen.time, *said});
  }

  /// By author, then time, then link.
  [[nodiscard]] std::vector<TakesPart> all() const {
    Replaced replaced;
    for (const auto& [link, one] : words_) replaced.add(one.where, one.said.instead);
    std::vector<TakesPart> all;
    for (const auto& [link, one] : words_) {
      if (!replaced.holds(one.where, link)) {
        all.push_back({link, one.where.author, one.time, one.said});
      }
    }
    std::ranges::sort(all, [](const TakesPart& one, const TakesPart& other) {
      return std::tie(one.author, one.time, one.link) <
             std::tie(other.author, other.time, other.link);
    });
    return all;
  }
  /// Until when that person takes part; of several words that stand, the earliest end.
  [[nodiscard]] std::optional<WallTime> until(const PersonId& person) const {
    std::optional<WallTime> until;
    for (const auto& one : all()) {
      if (one.author == person) until = std::min(until.value_or(one.said.until), one.said.until);
    }
    return until;
  }
  /// What that person's next word takes the place of.
  [[nodiscard]] std::vector<Reference> earlier(const PersonId& person) const {
    Newest newest;
    for (const auto& [link, one] : words_) {
      if (one.where.author == person) newest.add(one.where, one.time, link);
    }
    return newest.references();
  }

 private:
  struct Spoken {
    Where where;
    WallTime time;
    TakingPart said;
  };
  std::map<Link, Spoken> words_;
};

}  // namespace kith::kinds
