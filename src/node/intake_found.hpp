// What the boxes of a range brought, and what of the range is kept otherwise than it came. Plain
// data of one Intake::take.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "node/intake.hpp"

namespace kith::node {

struct Intake::Found {
  std::vector<wire::Handover> handovers;        // as they were opened
  std::vector<ByteView> boxes;                  // ... each out of which box
  std::map<std::uint32_t, seal::KeySet> keys;   // by epoch, for entries of the range
  std::map<Seq, wire::AudienceList> audiences;  // as handovers say
  std::vector<const wire::Span*> elsewhere;     // of this log, for entries outside what is fresh
  std::vector<Handed::At> waited;               // spans that came before it, and are of use now
  std::optional<std::size_t> used_card;         // ... an unused one of mine
  std::size_t tries{};                          // hints computed
  std::size_t openings{};                       // of boxes whose hint matched
  std::optional<PersonId> author;               // whose pair secret opened a box
  std::set<const std::uint8_t*> closed;         // boxes of which only the hash is kept
};

/// What an entry takes, about; a body that others had forgotten counts as if it were there, since
/// it may come.
[[nodiscard]] std::size_t whole_bytes(const wire::EntryView& entry);
/// Whether a range of that size still is one once all of its bodies stand in it.
[[nodiscard]] bool would_fit_whole(const wire::RangeView& range, std::size_t size);

/// How many entries of an epoch are asked whose keys some are.
inline constexpr std::size_t entries_asked_max = 64;

/// Whether the keys open an entry, where that tells which story they are of. Nothing: they bring no
/// key for it, or they open it not by a stand-in, which may be bent.
[[nodiscard]] std::optional<bool> opens(const seal::KeySet& keys, const LogId& log,
                                        const wire::PlacedEntry& placed);

}  // namespace kith::node
