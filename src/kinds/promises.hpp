// Asks and promises of one circle: a fold from visible entries to what was asked, who promised what
// to whom, and what they themselves say became of it. The same entries give the same view, in
// whatever order they come. It notes nothing of how anything went, and refuses to know when it is.
// Source: docs/kinds.md.
#pragma once

#include "kinds/seen.hpp"

namespace kith::kinds {

/// A word of who promised, on what became of it.
struct Turned {
  Link link;
  WallTime time;
  Turn turn;
  bool stands{};  // none of theirs takes its place
  bool operator==(const Turned&) const = default;
};

struct PromiseView {
  Link link;
  PersonId author;
  WallTime time;
  bool forked{};
  std::optional<Promise> body;  // as it was given; nothing: forgotten, or not of its form
  std::vector<Link> asks;       // that it answers and that are seen, ascending
  std::vector<Turned> turns;    // by time, then link; of its author alone
  std::vector<Promise> now;     // what is promised after all changes; several, by time, where
                                // devices changed it apart; empty: forgotten
  bool operator==(const PromiseView&) const = default;

  /// Nothing that stands takes it back or says that it is done.
  [[nodiscard]] bool is_open() const;
};

struct AskView {
  Link link;
  PersonId author;
  WallTime time;
  std::optional<Ask> body;
  std::vector<Link> promises;  // that answer it, ascending
  bool operator==(const AskView&) const = default;
};

class Promises {
 public:
  /// Takes asks, promises and turns; passes over everything else. Twice is once.
  void add(const Seen& seen);

  /// By time, then link.
  [[nodiscard]] std::vector<PromiseView> promises() const;
  [[nodiscard]] std::vector<AskView> asks() const;
  [[nodiscard]] std::optional<PromiseView> promise(const Link& link) const;
  [[nodiscard]] std::optional<AskView> ask(const Link& link) const;
  /// What its author's next turn takes the place of.
  [[nodiscard]] std::vector<Reference> earlier_turns(const Link& promise) const;
  /// Asks and promises whose view an entry changes. Requires: it was added.
  [[nodiscard]] std::vector<Link> touched_by(const Seen& seen) const;

 private:
  struct Spoken {
    Where where;
    WallTime time;
    Turn turn;
  };
  [[nodiscard]] PromiseView view_of(const Seen& promise) const;
  [[nodiscard]] AskView view_of_ask(const Seen& ask) const;
  [[nodiscard]] std::map<Link, Spoken> turns_of(const Seen& promise) const;

  std::map<Link, Seen> promises_;
  std::map<Link, Seen> asks_;
  std::map<Reference, std::set<Link>> answers_;   // promises, by what they refer to
  std::map<Link, std::map<Link, Spoken>> turns_;  // by promise, also of those not seen (yet)
};

}  // namespace kith::kinds
