// Finds among an entry's boxes those that are for this device. A hint depends on the secret and on
// the place, not on who may have sealed under it: it is computed once for each secret, whatever the
// number of boxes and of people.
// Source: docs/protocol.md §5.2, §5.3.
#include <map>

#include "base/limits.hpp"
#include "node/intake_found.hpp"

namespace kith::node {

struct Intake::Candidate {
  const seal::PairSecret* pair{};  // nothing: HPKE's base mode
  const seal::OwnPrekey* prekey{};
  std::optional<PersonId> author;   // whom the secret is shared with; nothing: anyone whom I know
  std::optional<std::size_t> card;  // an unused one of mine
};

namespace {

struct Shared {
  const seal::PairSecret* pair{};
  std::optional<PersonId> author;
  std::optional<std::size_t> card;
};

}  // namespace

std::vector<PersonId> Intake::possible_authors(const LogId& log) const {
  if (const auto known = strands_.of_log(log); !known.empty()) {
    return {strands_.strand(known.front()).person};
  }
  std::vector<PersonId> persons;
  std::vector<PersonId> ignored;  // tells whose log it is that nothing is taken of
  for (const auto& [person, contact] : mine_.contacts.all()) {
    (contact.acceptance == Acceptance::ignored ? ignored : persons).push_back(person);
  }
  persons.insert(persons.end(), ignored.begin(), ignored.end());
  return persons;
}

// What a box for me may be sealed under: what I share with its author, what nobody used yet,
// nothing.
Intake::Candidates Intake::candidates_at(const seal::BoxPlace& place,
                                         const std::vector<PersonId>& authors, Found& found) const {
  std::vector<Shared> shared;
  for (const auto& author : authors) {
    if (const auto* contact = mine_.contacts.find(author)) {
      if (contact->pair) shared.push_back({&*contact->pair, author, {}});
      for (const auto& secret : contact->opens) shared.push_back({&secret, author, {}});
    }
    if (author == mine_.identity.person_id()) {
      shared.push_back({&mine_.identity.own_devices, author, {}});
    }
  }
  const auto& unused = mine_.cards.unused();
  for (std::size_t i = 0; i < unused.size(); ++i) shared.push_back({&unused[i], {}, i});
  shared.push_back({});

  Candidates candidates;
  for (const auto& [pair, author, card] : shared) {
    for (const auto& prekey : mine_.prekeys.all()) {
      if (found.tries++ >= limits::hint_tries_max) return candidates;
      candidates.emplace(seal::hint_for(place, prekey.own, pair),
                         Candidate{pair, &prekey.own, author, card});
    }
  }
  return candidates;
}

bool Intake::try_box(const Candidate& candidate, seal::BoxPlace place,
                     const std::vector<PersonId>& authors, ByteView box, Found& found) const {
  for (const auto& author : authors) {
    if (candidate.author && *candidate.author != author) continue;
    if (found.openings++ >= limits::box_openings_max) return false;
    place.author = author;
    auto handover = seal::open_box(place, *candidate.prekey, candidate.pair, box);
    if (!handover) continue;
    found.author = author;
    if (candidate.card) found.used_card = candidate.card;
    found.handovers.push_back(std::move(*handover));
    found.boxes.push_back(box);
    return true;
  }
  return false;
}

// The first box that opens tells whose log it is; from there on nobody else is asked.
void Intake::open_boxes(const wire::RangeView& range, Found& found) const {
  auto authors = possible_authors(range.log);
  for (const auto& placed : range.entries) {
    if (placed.entry.boxes.empty()) continue;
    if (found.author) authors = {*found.author};
    const seal::BoxPlace place{range.circle, {}, range.log, placed.place.epoch, placed.place.seq};
    const auto candidates = candidates_at(place, authors, found);
    for (const auto& slot : wire::decode_boxes(placed.entry.boxes).slots) {
      if (!slot.present) continue;
      const auto [first, last] = candidates.equal_range(seal::hint_of(slot.bytes));
      for (auto at = first; at != last; ++at) {
        if (try_box(at->second, place, authors, slot.bytes, found)) break;
      }
    }
  }
}

}  // namespace kith::node
