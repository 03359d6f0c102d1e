#include "node/no_longer.hpp"

#include <algorithm>
#include <set>

#include "crypto/secret.hpp"

namespace kith::node {

Result<std::vector<PersonId>, Refusal> no_longer_addressed(const Store& store,
                                                           const Strands& strands,
                                                           const PersonId& speaker,
                                                           CircleNumber circle,
                                                           std::span<const wire::Hearer> now) {
  if (now.empty()) return std::vector<PersonId>{};
  std::set<PersonId> once;
  std::set<PersonId> for_a_time;
  for (const auto number : strands.of_circle(circle)) {
    const auto& strand = strands.strand(number);
    if (strand.person != speaker || strand.form != wire::LogForm::main) continue;
    auto records = store.epochs(number);
    if (!records) return Fail{refusal_of(records.error())};
    for (auto& record : *records) {
      crypto::wipe(record.keys);
      if (record.audience.empty()) continue;
      const auto list = wire::decode_audience(record.audience);
      if (!list) return Fail{Refusal::store_damaged};
      for (const auto& hearer : *list) {
        (hearer.until ? for_a_time : once).insert(hearer.person);
      }
    }
  }
  std::erase_if(once, [&](const PersonId& person) {
    return for_a_time.contains(person) || person == speaker ||
           std::ranges::count(now, person, &wire::Hearer::person) > 0;
  });
  return std::vector<PersonId>{once.begin(), once.end()};
}

}  // namespace kith::node
