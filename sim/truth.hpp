// What everyone said and did, noted as it happens and beside the nodes: whom each entry was
// addressed to, and to whom its author gave it later. The measure of what nodes hold and serve; it
// learns nothing from any session. Refuses to know keys.
#pragma once

#include <map>
#include <set>
#include <string>

#include "sim/person.hpp"

namespace kith::sim {

using Persons = std::set<PersonId>;

struct Written {
  PersonId author;
  CircleId circle;
  LogId log;
  wire::Place place;
  WallTime time;
  wire::LogForm form{};
  ByteVec lean;       // as it was sealed
  Persons addressed;  // its audience
  Persons given;      // to whom it was given later

  [[nodiscard]] bool may_open(const PersonId& person) const {
    return person == author || addressed.contains(person) || given.contains(person);
  }
};

class Truth {
 public:
  void includes(const PersonId& author, const CircleId& circle, const PersonId& person,
                std::optional<WallTime> until);
  void parts(const PersonId& author, const CircleId& circle, const PersonId& person);
  void leaves(const PersonId& author, const CircleId& circle, WallTime now);
  /// The author parted from them by name, or their lease is over, and nothing was done since.
  [[nodiscard]] bool stands_apart(const PersonId& author, const CircleId& circle,
                                  const PersonId& person, WallTime now) const;
  [[nodiscard]] Persons audience(const PersonId& author, const CircleId& circle,
                                 WallTime now) const;

  /// Whom somebody includes and whom they parted from, as their device has it: one that goes back
  /// to an older disk goes back in this, too.
  struct Acts {
    std::map<CircleId, std::map<PersonId, std::optional<WallTime>>> included;
    std::map<CircleId, Persons> parted;
  };
  [[nodiscard]] const Acts& acts_of(const PersonId& author) { return acts_[author]; }
  void put_acts(const PersonId& author, Acts acts) { acts_[author] = std::move(acts); }

  /// What the author said so far in their main logs there, from `from` on, is `person`'s too.
  void gives_past(const PersonId& author, const CircleId& circle, const PersonId& person,
                  WallTime from);

  /// The person forgot its body.
  void forgets(const PersonId& person, const Link& link) { forgotten_.insert({person, link}); }
  [[nodiscard]] const std::set<std::pair<PersonId, Link>>& forgotten() const { return forgotten_; }
  struct Noted {
    std::size_t entries{};
    bool two_stories{};  // another entry stood at one of their places
  };
  /// Notes what the person wrote since the last call. `aside`: whom an aside among it is for.
  enum class Reads { all, what_opens };
  Noted note(Person& person, WallTime now, const Persons& aside, Reads reading = Reads::all);

  [[nodiscard]] const std::map<Link, Written>& written() const { return written_; }
  [[nodiscard]] const Written* find(const Link& link) const;

 private:
  [[nodiscard]] Persons audience_of(const Person& person, const node::StrandRecord& strand,
                                    WallTime now, const Persons& aside) const;

  std::map<PersonId, Acts> acts_;
  std::map<Link, Written> written_;
  std::set<std::pair<PersonId, Link>> forgotten_;
  std::map<LogId, Seq> noted_;
  std::map<std::pair<LogId, Seq>, Link> at_;
};

/// The other one of a tie of the person's; nothing: it is no tie that they know.
[[nodiscard]] std::optional<PersonId> other_of_tie(const Person& person, const CircleId& circle);

}  // namespace kith::sim
