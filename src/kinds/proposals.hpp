// Proposals of one circle: a fold from visible entries to who said what of which version. The same
// entries give the same view, in whatever order they come. It counts nothing and closes nothing;
// refuses to know who hears whom, and when it is.
// Source: docs/kinds.md.
#pragma once

#include <map>
#include <set>

#include "kinds/seen.hpp"

namespace kith::kinds {

/// A word on one version, by the person who signed it as part of their own log.
template <class Word>
struct Said {
  Link link;
  Where where;
  WallTime time;
  Word word;
  bool latest{};  // of what its author said of any version
  bool operator==(const Said&) const = default;
};

struct Version {
  Link link;
  WallTime time;
  unsigned number{};             // 1: amends none that is seen; else one more than what it amends
  bool newest{};                 // nothing amends it; two devices may make two of them
  std::optional<Proposal> body;  // nothing: forgotten, or not of its form
  std::vector<Link> amends;      // ascending
  bool operator==(const Version&) const = default;
};

struct ProposalView {
  Link first;  // the first version that is seen: what the proposal is known by
  PersonId author;
  std::vector<Version> versions;            // by number, then link
  std::vector<PersonId> concerns;           // of the newest versions; ascending
  std::vector<Said<Stance>> stances;        // that stand, each on its version; by person and link
  std::vector<Said<Agreement>> agreements;  // likewise
  std::vector<PersonId> unheard;            // whom it concerns, and who said nothing of any version
  std::vector<Link> beside;     // versions of others that refer to one of these; ascending
  std::vector<Link> beside_of;  // and those of others that these refer to; ascending

  [[nodiscard]] const Version* version(const Link& link) const;
  bool operator==(const ProposalView&) const = default;
};

class Proposals {
 public:
  /// Takes proposals, stances and agreements; passes over everything else. Twice is once.
  void add(const Seen& seen);

  /// The first version of each proposal, by the time of that, then its link.
  [[nodiscard]] std::vector<Link> all() const;
  /// The proposal which that version belongs to; nothing where it is not seen.
  [[nodiscard]] std::optional<ProposalView> view(const Link& version) const;
  /// What the next stance (or agreement) of a person on that proposal takes the place of: their
  /// newest in each of their logs; ascending, at most limits::instead_max.
  [[nodiscard]] std::vector<Reference> earlier_stances(const Link& version,
                                                       const PersonId& person) const;
  [[nodiscard]] std::vector<Reference> earlier_agreements(const Link& version,
                                                          const PersonId& person) const;
  /// Versions of all proposals whose view an entry changes; nothing where these may be any, and
  /// what was one proposal may be two. Requires: it was added.
  [[nodiscard]] std::optional<std::vector<Link>> touched_by(const Seen& seen) const;

 private:
  template <class Word>
  struct Word_ {
    Where where;
    WallTime time;
    Word word;
  };
  template <class Word>
  using Words = std::map<Link, std::map<Link, Word_<Word>>>;  // by version, then own link

  template <class Word>
  void add_word(Words<Word>& words, const Seen& seen, const Word& word);
  using Versions = std::map<Link, const Seen*>;
  [[nodiscard]] const Seen* named(const Reference& reference) const;
  [[nodiscard]] std::size_t named_alike(const Reference& reference) const;
  [[nodiscard]] std::vector<const Seen*> before(const Seen& version) const;
  [[nodiscard]] std::vector<const Seen*> after(const Seen& version) const;
  [[nodiscard]] Versions family_of(const Seen& version) const;
  [[nodiscard]] const Seen* first_in(const Versions& family) const;
  void put_versions(ProposalView& view, const Versions& family) const;
  void number_versions(ProposalView& view) const;
  template <class Word>
  [[nodiscard]] std::vector<Said<Word>> standing(const Words<Word>& words,
                                                 const ProposalView& view) const;
  template <class Word>
  [[nodiscard]] std::vector<Reference> earlier(const Words<Word>& words, const Link& version,
                                               const PersonId& person) const;

  std::map<Link, Seen> proposals_;
  std::map<Reference, std::set<Link>> followers_;  // by what they refer to
  Words<Stance> stances_;                          // also of versions that are not seen (yet)
  Words<Agreement> agreements_;
};

}  // namespace kith::kinds
