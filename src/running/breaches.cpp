#include "running/breaches.hpp"

#include "service/names.hpp"
#include "service/time_text.hpp"

namespace kith::running {
namespace {

constexpr std::chrono::hours kept_for{7 * 24};

// A clock that went back keeps it.
bool is_old(const Breaches::Seen& seen, WallTime now) { return now - seen.last > kept_for; }

}  // namespace

void Breaches::note(const PersonId& person, WallTime now) {
  auto& seen = seen_.try_emplace(person, Seen{0, now, now}).first->second;
  if (is_old(seen, now)) seen = {0, now, now};
  ++seen.times;
  seen.last = now;
}

const Breaches::Seen* Breaches::of(const PersonId& person, WallTime now) const {
  const auto found = seen_.find(person);
  return found == seen_.end() || is_old(found->second, now) ? nullptr : &found->second;
}

service::Json to_json(const Breaches::Seen* seen) {
  if (seen == nullptr) return nullptr;
  return {{"times", seen->times}, {"since", service::to_text(seen->since)}};
}

service::Json Breaches::to_json(service::OpenHome& home, WallTime now) const {
  auto all = service::Json::array();
  for (const auto& [person, seen] : seen_) {
    if (is_old(seen, now)) continue;
    auto json = running::to_json(&seen);
    json["person"] = to_hex(person.view());
    json["name"] = service::name_of(home, person);
    all.push_back(std::move(json));
  }
  return all;
}

}  // namespace kith::running
