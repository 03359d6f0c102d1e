// What a person reads: the entries of a circle in display order, what they answer, who hears them.
// Reads only. Refuses to know how any of it is drawn.
#pragma once

#include "kinds/body.hpp"
#include "node/opener.hpp"
#include "node/past_given.hpp"
#include "node/wanted.hpp"

namespace kith::node {

struct ShownEntry {
  EntryKey key;
  CircleNumber circle;
  Link link;
  PersonId author;
  WallTime time;  // as its author claims
  std::int64_t order{};
  WallTime arrived;
  wire::Kind kind;
  std::optional<kinds::Body> body;  // nothing: unknown kind, forgotten, or not of its form
  wire::BodyState body_state{};
  bool wanted{};      // its body was forgotten by whoever carried it here, and is asked of others
  bool unreadable{};  // a body of a kind that is known here, but not of its form
  std::vector<Reference> answers;  // what it answers and I see
  std::size_t unseen_answers{};    // what it answers and I do not
  std::optional<wire::AudienceList> audience;
  std::vector<PersonId> past_given_to;  // to whom its author gave it later
  bool aside{};
  bool forked{};  // its author told two stories

  [[nodiscard]] Reference id() const { return reference_of(link); }
};

class View {
 public:
  View(const Store& store, const Strands& strands, Opener& opener, const PastsGiven& pasts,
       const WantedBodies& wanted)
      : store_(store), strands_(strands), opener_(opener), pasts_(pasts), wanted_(wanted) {}

  template <class T>
  using Read = Result<T, Refusal>;

  /// The last `count` entries of a circle, in display order; of those that stand before `before`,
  /// where that is given.
  [[nodiscard]] Read<std::vector<ShownEntry>> last(
      CircleNumber circle, std::size_t count, std::optional<EntryKey> before = std::nullopt) const;
  /// The first `count` entries whose display order is not before `from`.
  [[nodiscard]] Read<std::vector<ShownEntry>> since(CircleNumber circle, WallTime from,
                                                    std::size_t count) const;
  [[nodiscard]] Read<ShownEntry> entry(EntryKey key) const;

 private:
  [[nodiscard]] Read<std::vector<ShownEntry>> entries_of(const std::vector<ShownKey>& keys) const;
  [[nodiscard]] Read<std::vector<ShownKey>> last_keys(CircleNumber circle, std::size_t count,
                                                      std::optional<ShownKey> before) const;
  [[nodiscard]] Read<std::vector<ShownEntry>> tied_before(const ShownEntry& entry) const;
  [[nodiscard]] Read<void> resolve_answers(ShownEntry& shown,
                                           const std::vector<Reference>& references) const;

  const Store& store_;
  const Strands& strands_;
  Opener& opener_;
  const PastsGiven& pasts_;
  const WantedBodies& wanted_;
};

}  // namespace kith::node
