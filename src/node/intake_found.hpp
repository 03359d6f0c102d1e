// What the boxes of a range brought, while it is taken in. For Intake's own files.
#pragma once

#include <map>

#include "node/intake.hpp"

namespace kith::node {

struct Intake::Found {
  std::vector<wire::Handover> handovers;        // as they were opened
  std::map<std::uint32_t, seal::KeySet> keys;   // by epoch, for entries of the range
  std::map<Seq, wire::AudienceList> audiences;  // as handovers say
  std::vector<const wire::Span*> elsewhere;     // of this log, for entries outside what is fresh
  std::optional<std::size_t> used_card;         // ... an unused one of mine
  std::size_t tries{};                          // hints computed
  std::size_t openings{};                       // of boxes whose hint matched
  std::optional<PersonId> author;               // whose pair secret opened a box
};

}  // namespace kith::node
