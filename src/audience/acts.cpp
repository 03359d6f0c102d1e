#include "audience/acts.hpp"

#include <algorithm>

#include "base/limits.hpp"

namespace kith::audience {

void Acts::add(const Act& act) {
  auto& found = registers_[act.circle][act.person];
  found.acts.emplace(act.id, act);
  found.superseded.insert(act.after.begin(), act.after.end());
}

Standing Acts::fold(const Register& acts) {
  Standing result;
  bool parts = false;
  for (const auto& [id, act] : acts.acts) {
    if (acts.superseded.contains(id)) continue;
    if (act.includes) {
      result.included = true;
      if (act.until) result.until = std::min(*act.until, result.until.value_or(*act.until));
    } else {
      parts = true;
      if (!act.leaving) result.parted = std::max(act.at, result.parted.value_or(act.at));
    }
  }
  return parts ? Standing{false, std::nullopt, result.parted} : result;
}

Standing Acts::standing(const CircleId& circle, const PersonId& person) const {
  const auto in_circle = registers_.find(circle);
  if (in_circle == registers_.end()) return {};
  const auto found = in_circle->second.find(person);
  return found == in_circle->second.end() ? Standing{} : fold(found->second);
}

std::vector<Reference> Acts::heads(const CircleId& circle, const PersonId& person) const {
  std::vector<Reference> result;
  const auto in_circle = registers_.find(circle);
  if (in_circle == registers_.end()) return result;
  const auto found = in_circle->second.find(person);
  if (found == in_circle->second.end()) return result;
  for (const auto& [id, act] : found->second.acts) {
    if (!found->second.superseded.contains(id)) result.push_back(id);
  }
  result.resize(std::min(result.size(), limits::references_max));
  return result;
}

wire::AudienceList Acts::audience(const CircleId& circle, WallTime clock) const {
  wire::AudienceList result;
  for (const auto& [person, standing] : standings(circle)) {
    const bool lapsed = standing.until && *standing.until <= clock;
    if (standing.included && !lapsed) result.push_back({person, standing.until});
  }
  return result;
}

std::vector<Apart> Acts::apart(const CircleId& circle, WallTime clock) const {
  std::vector<Apart> result;
  for (const auto& [person, standing] : standings(circle)) {
    if (standing.parted) {
      result.push_back({person, *standing.parted, false});
    } else if (standing.until && *standing.until <= clock) {
      result.push_back({person, *standing.until, true});
    }
  }
  return result;
}

std::vector<std::pair<PersonId, Standing>> Acts::standings(const CircleId& circle) const {
  std::vector<std::pair<PersonId, Standing>> result;
  const auto found = registers_.find(circle);
  if (found == registers_.end()) return result;
  for (const auto& [person, acts] : found->second) {
    result.emplace_back(person, fold(acts));
  }
  return result;
}

}  // namespace kith::audience
