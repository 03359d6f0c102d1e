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

/// Which home of the world: one of them is mostly a person, and two are one where a home was copied
/// and both are awake.
using Who = std::size_t;

struct Written {
  PersonId author;
  Who home{};           // ... of theirs that wrote it
  std::size_t order{};  // among all that was written
  CircleId circle;
  LogId log;
  wire::Place place;
  WallTime time;
  wire::LogForm form{};
  ByteVec lean;          // as it was sealed
  Persons addressed;     // its audience
  Persons given;         // to whom it was given later
  Persons given_closed;  // of these, by another home, which could not open it itself
  std::optional<crypto::RecoveryPublic> recovery;  // the key that was in force as it was written

  [[nodiscard]] bool may_open(const PersonId& person) const {
    return person == author || addressed.contains(person) || given.contains(person);
  }
};

class Truth {
 public:
  void includes(Who author, const CircleId& circle, const PersonId& person,
                std::optional<WallTime> until);
  void parts(Who author, const CircleId& circle, const PersonId& person);
  void leaves(Who author, const CircleId& circle, WallTime now);
  /// The author parted from them by name, or their lease is over, and nothing was done since.
  [[nodiscard]] bool stands_apart(Who author, const CircleId& circle, const PersonId& person,
                                  WallTime now) const;
  [[nodiscard]] Persons audience(Who author, const CircleId& circle, WallTime now) const;

  /// What somebody said of a recovery key in their self log.
  struct SaidOfKey {
    WallTime time;
    Reference id;
    kinds::RecoveryKey said;
  };
  /// Whom somebody includes, whom they parted from, what they forgot and what they said of recovery
  /// keys, as their device has it: one that goes back to an older disk goes back in this, too.
  struct Acts {
    std::map<CircleId, std::map<PersonId, std::optional<WallTime>>> included;
    std::map<CircleId, Persons> parted;
    std::set<Link> forgotten;
    std::vector<SaidOfKey> recovery;
    /// The one said last to be so, unless it was said since that it is not (protocol §5.5).
    [[nodiscard]] std::optional<crypto::RecoveryPublic> recovery_in_force() const;
    [[nodiscard]] bool knows(const crypto::RecoveryPublic& key) const;
  };
  [[nodiscard]] const Acts& acts_of(Who author) { return acts_[author]; }
  void put_acts(Who author, Acts acts) { acts_[author] = std::move(acts); }

  /// What the author said so far in their main logs there, from `from` on, is `person`'s too; of
  /// what another home of theirs wrote only what has come back to this one.
  void gives_past(Who who, Person& author, const CircleId& circle, const PersonId& person,
                  WallTime from);

  /// The words that the author said there, as they were given to the node.
  void says(const Link& link, const std::string& words) { said_[link] = words; }
  /// Nothing: not known, or no words.
  [[nodiscard]] const std::string* said(const Link& link) const {
    const auto found = said_.find(link);
    return found == said_.end() ? nullptr : &found->second;
  }

  /// The person forgot its body.
  void forgets(Who who, const Link& link) { acts_[who].forgotten.insert(link); }
  struct Noted {
    std::size_t entries{};
    std::string problem;  // what no honest home writes; empty: nothing
  };
  /// Notes what the home wrote since the last call. `aside`: whom an aside among it is for.
  enum class Reads { all, what_opens };
  Noted note(Who who, Person& person, WallTime now, const Persons& aside,
             Reads reading = Reads::all);

  /// A home was copied with all that it holds, and both are awake from here on. Where nobody
  /// noticed by then, both go on with the logs that were open.
  enum class Copy { unnoticed, noticed };
  void copies(Who first, Person& person, Who copy, Copy how);
  /// Both homes of somebody could write to it, and no other log of theirs.
  [[nodiscard]] bool was_copied(const LogId& log) const { return copied_.contains(log); }
  /// Those logs, each with the place from where on the two may tell other stories.
  [[nodiscard]] const std::map<LogId, Seq>& copied() const { return copied_; }
  /// The other home of the same person wrote it, after the two went apart.
  [[nodiscard]] bool is_of_the_other(Who who, const Written& entry) const;
  /// What is held of copied logs.
  [[nodiscard]] std::set<Link> held_of_copied(Person& person) const;
  /// All of that which is held by now but was not before came from elsewhere: two homes with one
  /// clock may write the same bytes.
  void comes(Who who, Person& person, const std::set<Link>& before);
  /// Something in the log that the other home wrote came and is held.
  [[nodiscard]] bool knows_of_the_other(Who who, Person& person, const LogId& log) const;
  /// Whether somebody may be handed the entry, sealed: they may open it, or a past that they were
  /// given names its place. It names no story (docs/threat-model.md §9), and so of a copied log it
  /// means what either home wrote there.
  [[nodiscard]] bool may_hold(const PersonId& person, const Written& entry) const;
  /// A past of a copied log gave it to them, and names a place from which on homes may tell two
  /// stories: what of it came in no box is not given again (docs/decisions/0032).
  [[nodiscard]] bool names_two_stories(const PersonId& person, const Written& entry) const;
  /// Of a copied log: what the other home wrote at its place is among these.
  [[nodiscard]] bool holds_other_story(const std::set<Link>& held, const Written& entry) const;
  /// A root given in the one story of a copied log opens what the other story says under it, too
  /// (docs/threat-model.md §9): they were given it that way.
  [[nodiscard]] bool opens_by_the_other_story(const PersonId& person, const Written& entry) const;

  [[nodiscard]] const std::map<Link, Written>& written() const { return written_; }
  [[nodiscard]] const Written* find(const Link& link) const;
  [[nodiscard]] const Link& link_of(const Written& entry) const { return in_order_[entry.order]; }
  /// As it was written, one after the other.
  [[nodiscard]] const std::vector<Link>& in_order() const { return in_order_; }
  [[nodiscard]] std::vector<Link> of_epoch(const LogId& log, EpochNumber epoch) const;
  /// The entry that opened the epoch of this one, in its own story.
  [[nodiscard]] const Written* opening_of(const Written& entry) const;

 private:
  struct Apart {
    Who first;
    Who copy;
    std::size_t from;  // by Written::order
  };
  [[nodiscard]] Persons audience_of(Who who, const Person& person, const node::StrandRecord& strand,
                                    WallTime now, const Persons& aside) const;
  [[nodiscard]] const Apart* apart_of(Who who) const;
  void note_strand(Who who, Person& person, node::StrandNumber number, WallTime now,
                   const Persons& aside, Reads reading, Noted& noted);
  void note_recovery(Who who, const Link& link, const node::Opened& opened);

  std::map<Who, Acts> acts_;
  std::map<Link, Written> written_;
  std::map<Link, std::string> said_;
  std::vector<Link> in_order_;
  std::map<std::pair<LogId, EpochNumber>, std::vector<Link>> of_epoch_;
  std::map<std::pair<Who, LogId>, Seq> noted_;
  std::map<std::pair<LogId, Seq>, Link> at_;
  std::vector<Apart> apart_;
  std::map<Who, std::set<Link>> came_;
  std::map<LogId, Seq> copied_;
};

/// The other one of a tie of the person's; nothing: it is no tie that they know.
[[nodiscard]] std::optional<PersonId> other_of_tie(const Person& person, const CircleId& circle);

}  // namespace kith::sim
