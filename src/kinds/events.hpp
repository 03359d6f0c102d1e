// Events of one circle: a fold from visible entries to what takes place, what became of it by the
// word of who brought it, and who says of themself that they come. The same entries give the same
// view, in whatever order they come. It counts nobody, and refuses to know when it is.
// Source: docs/kinds.md.
#pragma once

#include "kinds/seen.hpp"

namespace kith::kinds {

/// A word of who brought the event, on what became of it.
struct EventTurned {
  Link link;
  WallTime time;
  EventTurn turn;
  bool stands{};  // none of theirs on that day takes its place
  bool operator==(const EventTurned&) const = default;
};

/// Somebody's word on whether they come, that none of theirs on the same day takes the place of.
struct Comes {
  Link link;
  PersonId author;
  WallTime time;
  Coming coming;
  bool operator==(const Comes&) const = default;
};

struct EventView {
  Link link;
  PersonId author;
  WallTime time;
  bool forked{};
  std::optional<Event> body;       // as it was brought; nothing: forgotten, or not of its form
  std::vector<EventTurned> turns;  // by time, then link; of its author alone
  std::vector<Comes> coming;       // by time, then link
  std::vector<Event> now;          // after all changes; several where devices changed it apart
  bool operator==(const EventView&) const = default;

  /// Altogether, by a word that stands.
  [[nodiscard]] bool is_called_off() const;
  /// On these days alone, ascending.
  [[nodiscard]] std::vector<CivilDay> days_off() const;
};

class Events {
 public:
  /// Takes events, their turns, and who comes; passes over everything else. Twice is once.
  void add(const Seen& seen);

  /// By time, then link.
  [[nodiscard]] std::vector<EventView> all() const;
  [[nodiscard]] std::optional<EventView> view(const Link& event) const;
  /// What its author's next turn on that day takes the place of.
  [[nodiscard]] std::vector<Reference> earlier_turns(const Link& event,
                                                     std::optional<CivilDay> day) const;
  /// What that person's next word on coming, on that day, takes the place of.
  [[nodiscard]] std::vector<Reference> earlier_coming(const Link& event, const PersonId& person,
                                                      std::optional<CivilDay> day) const;
  /// The event whose view an entry changes, seen or not.
  [[nodiscard]] static std::optional<Link> touched_by(const Seen& seen);

 private:
  template <class Word>
  struct Spoken {
    Where where;
    WallTime time;
    Word word;
  };
  template <class Word>
  using Words = std::map<Link, Spoken<Word>>;

  [[nodiscard]] EventView view_of(const Seen& event) const;
  void put_turns(EventView& view) const;
  void put_coming(EventView& view) const;

  std::map<Link, Seen> events_;
  std::map<Link, Words<EventTurn>> turns_;  // by event, also of those not seen (yet)
  std::map<Link, Words<Coming>> coming_;
};

}  // namespace kith::kinds
