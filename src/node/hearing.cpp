#include "node/hearing.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "crypto/secret.hpp"

namespace kith::node {
namespace {

// Adds to the last one where they touch.
void add(std::vector<Stretch>& stretches, const Stretch& added) {
  if (!(added.from < added.next)) return;
  if (!stretches.empty() && stretches.back().next >= added.from) {
    stretches.back().next = std::max(stretches.back().next, added.next);
  } else {
    stretches.push_back(added);
  }
}

std::vector<Stretch> joined(std::vector<Stretch> stretches) {
  std::ranges::sort(stretches);
  std::vector<Stretch> result;
  for (const auto& stretch : stretches) add(result, stretch);
  return result;
}

Stretch common(const Stretch& one, const Stretch& other) {
  return {std::max(one.from, other.from), std::min(one.next, other.next)};
}

std::vector<Stretch> pasts_to(const PersonId& person, const std::vector<PastsGiven::Given>& given,
                              Seq end) {
  std::vector<Stretch> theirs;
  for (const auto& past : given) {
    if (past.person != person || past.first >= end) continue;
    theirs.push_back({past.first, std::min(past.last.successor(), end)});
  }
  return theirs;
}

std::vector<PersonId> persons_of(const wire::AudienceList& audience) {
  std::vector<PersonId> persons;
  for (const auto& hearer : audience) persons.push_back(hearer.person);
  return persons;
}

}  // namespace

// One piece for each run of held entries that lie in one record and open, or do not.
Hearing::Read<Hearing::Pieces> Hearing::find_pieces(StrandNumber strand) {
  auto records = store_.epochs(strand);
  if (!records) return Fail{OpenFailure::store_failed};
  Pieces pieces;
  for (std::size_t i = 0; i < records->size(); ++i) {
    crypto::wipe((*records)[i].keys);
    const auto& first = (*records)[i].first;
    const bool last = i + 1 == records->size();
    const Stretch reach{first.seq, last ? Seq{limits::seq_max} : (*records)[i + 1].first.seq};
    for (const auto& span : strands_.spans(strand)) {
      const auto held = common(reach, {span.span.from, span.span.next});
      if (!(held.from < held.next)) continue;
      const auto audience = opener_.audience_of({strand, held.from});
      if (!audience) return Fail{audience.error()};
      std::optional<std::size_t> heard_by;
      if (*audience) {
        heard_by = pieces.audiences.size();
        pieces.audiences.push_back(persons_of(**audience));
      }
      for (auto seq = held.from; seq < held.next;) {
        const auto run = opener_.reach_of({strand, seq}, held.next);
        if (!run) return Fail{run.error()};
        const bool goes_on = seq > held.from && pieces.all.back().opened == run->opens;
        if (goes_on) {
          pieces.all.back().stretch.next = run->next;
        } else {
          pieces.all.push_back({{seq, run->next}, run->opens, heard_by});
        }
        seq = run->next;
      }
    }
  }
  return pieces;
}

Hearing::Read<const Hearing::Pieces*> Hearing::pieces_of(StrandNumber strand) {
  const auto known = known_.find(strand);
  if (known != known_.end()) return &known->second;
  auto found = find_pieces(strand);
  if (!found) return Fail{found.error()};
  return &known_.insert_or_assign(strand, std::move(*found)).first->second;
}

Hearing::Read<std::vector<Stretch>> Hearing::served_to(const PersonId& person, StrandNumber strand,
                                                       Seq pasts_end) {
  std::vector<Stretch> served;
  const auto& record = strands_.strand(strand);
  if (record.person == person) {
    for (const auto& span : strands_.spans(strand)) add(served, {span.span.from, span.span.next});
    return served;
  }
  const auto pieces = pieces_of(strand);
  if (!pieces) return Fail{pieces.error()};
  const auto given = joined(pasts_to(person, pasts_.of(record.log, record.person), pasts_end));
  auto past = given.begin();  // both ascend
  for (const auto& piece : (*pieces)->all) {
    if (!piece.opened || !piece.audience) continue;
    if (std::ranges::binary_search((*pieces)->audiences[*piece.audience], person)) {
      served.push_back(piece.stretch);
      continue;
    }
    while (past != given.end() && past->next <= piece.stretch.from) ++past;
    for (auto at = past; at != given.end() && at->from < piece.stretch.next; ++at) {
      served.push_back(common(piece.stretch, *at));
    }
  }
  std::erase_if(served, [](const Stretch& stretch) { return !(stretch.from < stretch.next); });
  return joined(std::move(served));
}

Hearing::Read<std::vector<Stretch>> Hearing::closed(StrandNumber strand) {
  const auto pieces = pieces_of(strand);
  if (!pieces) return Fail{pieces.error()};
  std::vector<Stretch> found;
  for (const auto& piece : (*pieces)->all) {
    if (!piece.opened) add(found, piece.stretch);
  }
  return found;
}

Hearing::Read<std::optional<std::vector<PersonId>>> Hearing::hearers(EntryKey key) {
  const auto audience = opener_.audience_of(key);
  if (!audience) return Fail{audience.error()};
  if (!*audience) return std::optional<std::vector<PersonId>>{};
  auto persons = persons_of(**audience);
  const auto& strand = strands_.strand(key.strand);
  for (const auto& person : pasts_.of(strand.log, strand.person, key.seq)) {
    persons.push_back(person);
  }
  std::ranges::sort(persons);
  persons.erase(std::unique(persons.begin(), persons.end()), persons.end());
  return std::optional{std::move(persons)};
}

}  // namespace kith::node
