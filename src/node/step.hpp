// What is asked of the node and what it answers, as plain data.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audience/acts.hpp"
#include "kinds/body.hpp"
#include "node/batch.hpp"
#include "node/refusal.hpp"
#include "wire/audience_list.hpp"
#include "wire/pair_id.hpp"

namespace kith::node {

template <class T>
struct Step {
  Batch commit;
  T answer;
};
template <class T>
using StepOf = Result<Step<T>, Refusal>;

struct Done {};

/// What to say, and to whom.
struct Saying {
  std::string_view text;
  std::vector<Reference> answers{};
  std::optional<std::vector<PersonId>> to{};  // nothing: my audience, or who hears what it answers
  std::optional<kinds::Body> thing{};         // of a circle's kinds; then there is no text
};

/// Who will hear something.
struct Addressing {
  std::vector<PersonId> persons;  // ascending
  bool aside{};                   // fewer than my audience
};

struct Said {
  Link link;
  wire::AudienceList audience;
  bool aside{};
};

/// How someone is included.
struct Inclusion {
  std::optional<WallTime> until{};
  std::optional<WallTime> past{};  // also what I said from then on; 0: all
};

/// How someone is parted from.
struct Parting {
  std::string_view words{};  // a last entry in our tie; empty: silently
  bool leaving{};            // I leave the circle; nobody stands apart for that
};

/// Whom one act for several people includes, and whom it leaves out: they stand apart.
struct Newcomers {
  std::vector<PersonId> persons;       // ascending
  std::vector<audience::Apart> apart;  // ascending by person
};

/// Two contacts of mine to be made known to each other.
struct Introducing {
  PersonId one;
  PersonId other;
  std::optional<std::string> note{};
  std::optional<CircleId> circle{};
};

/// What someone's device says of itself, verified by nobody yet.
struct Heard {
  ByteVec device_list{};  // empty: as known
  std::vector<ByteVec> prekeys{};
  std::vector<std::string> ways{};
  ByteVec face{};                          // empty: none
  std::optional<PairId> used{};            // the secret that they seal to me under
  std::vector<PairId> held{};              // agreed secrets that they name
  std::optional<ByteVec> agreed_secret{};  // made in this session; wiped by whoever made it
  /// Held by whoever said all this, and in that list: of several who list it, it is theirs.
  std::optional<crypto::TransportPublic> transport{};
};

/// One thing brought along from elsewhere.
struct Brought {
  kinds::Quote quote;
  std::vector<std::size_t> answers;  // by number: everything brought before, from 0
};

}  // namespace kith::node
