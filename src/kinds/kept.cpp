#include "kinds/kept.hpp"

namespace kith::kinds {

void KeptProposals::add_all(std::span<const Seen> all) {
  for (const auto& seen : all) fold_.add(seen);
  std::set<Link> versions;
  for (const auto& seen : all) {
    const auto touched = fold_.touched_by(seen);
    if (!touched) {
      first_of_.clear();
      views_ = {};
      const auto firsts = fold_.all();
      return renew({firsts.begin(), firsts.end()});
    }
    versions.insert(touched->begin(), touched->end());
  }
  renew(std::move(versions));
}

// What were several proposals may be one from now on, known by another first version. It is made
// anew once, however many of its versions are touched.
void KeptProposals::renew(std::set<Link> versions) {
  while (!versions.empty()) {
    auto view = fold_.view(versions.extract(versions.begin()).value());
    if (!view) continue;
    for (const auto& one : view->versions) {
      versions.erase(one.link);
      const auto found = first_of_.find(one.link);
      if (found != first_of_.end()) views_.take_out(found->second);
      first_of_.insert_or_assign(one.link, view->first);
    }
    const auto first = view->first;
    const auto time = view->version(first)->time;
    views_.put(std::move(*view), time, first);
  }
}

void KeptPromises::add_all(std::span<const Seen> all) {
  for (const auto& seen : all) fold_.add(seen);
  std::set<Link> links;
  for (const auto& seen : all) {
    const auto touched = fold_.touched_by(seen);
    links.insert(touched.begin(), touched.end());
  }
  for (const auto& link : links) renew(link);
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

void KeptEvents::add_all(std::span<const Seen> all) {
  for (const auto& seen : all) fold_.add(seen);
  std::set<Link> events;
  for (const auto& seen : all) {
    if (const auto touched = Events::touched_by(seen)) events.insert(*touched);
  }
  for (const auto& event : events) {
    auto view = fold_.view(event);
    if (!view) continue;
    const auto time = view->time;
    views_.put(std::move(*view), time, event);
  }
}

}  // namespace kith::kinds
