#include "kinds/kept.hpp"

namespace kith::kinds {

void KeptProposals::add(const Seen& seen) {
  fold_.add(seen);
  if (const auto touched = fold_.touched_by(seen)) {
    for (const auto& version : *touched) renew(version);
    return;
  }
  first_of_.clear();
  views_ = {};
  for (const auto& first : fold_.all()) renew(first);
}

// What were several proposals may be one from now on, known by another first version.
void KeptProposals::renew(const Link& version) {
  auto view = fold_.view(version);
  if (!view) return;
  for (const auto& one : view->versions) {
    const auto found = first_of_.find(one.link);
    if (found != first_of_.end()) views_.take_out(found->second);
    first_of_.insert_or_assign(one.link, view->first);
  }
  const auto first = view->first;
  const auto time = view->version(first)->time;
  views_.put(std::move(*view), time, first);
}

void KeptPromises::add(const Seen& seen) {
  fold_.add(seen);
  for (const auto& link : fold_.touched_by(seen)) renew(link);
}

void KeptPromises::renew(const Link& link) {
  if (auto promise = fold_.promise(link)) {
    const auto time = promise->time;
    promises_.put(std::move(*promise), time, link);
  }
  if (auto ask = fold_.ask(link)) {
    const auto time = ask->time;
    asks_.put(std::move(*ask), time, link);
  }
}

void KeptEvents::add(const Seen& seen) {
  fold_.add(seen);
  const auto touched = Events::touched_by(seen);
  auto view = touched ? fold_.view(*touched) : std::nullopt;
  if (!view) return;
  const auto time = view->time;
  views_.put(std::move(*view), time, *touched);
}

}  // namespace kith::kinds
