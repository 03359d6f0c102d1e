#include "sim/own.hpp"

#include <algorithm>
#include <set>

#include "node/tie.hpp"

namespace kith::sim {

Own own_of(Person& person, Whose logs) {
  Own own;
  std::set<node::StrandNumber> written_to;
  const auto open = person.store().own_logs();
  check(open.has_value());
  for (const auto& log : *open) written_to.insert(log.strand);
  auto& node = person.node();
  for (const auto& [other, contact] : node.contacts().all()) {
    if (node.contacts().accepted(other)) own.accepted.push_back(other);
  }
  for (const auto circle : node.strands().circles()) {
    auto audience = node.audience(circle, person.now());
    if (!audience.empty()) own.audiences[circle] = std::move(audience);
    for (const auto strand : node.strands().of_circle(circle)) {
      if (node.strands().strand(strand).person != person.id()) continue;
      const auto& spans = node.strands().spans(strand);
      if (spans.empty()) continue;
      if (logs == Whose::those_written_to && !written_to.contains(strand)) continue;
      own.heads[strand] = {spans.back().span.next, spans.back().span.head};
      for (const auto& [other, contact] : node.contacts().all()) {
        auto served = node.hearing().served_to(other, strand);
        check(served.has_value());
        if (!served->empty()) own.served[{other, strand}] = std::move(*served);
      }
    }
  }
  // A tie is the two's from the beginning; that it is known here now is no act.
  std::erase_if(own.audiences, [&](const auto& one) {
    const auto& id = node.strands().id_of(one.first);
    return one.second.size() == 1 && id == node::tie_of(person.id(), one.second.front().person);
  });
  return own;
}

namespace {

bool lies_in(Seq seq, const std::vector<node::Stretch>& stretches) {
  return std::ranges::any_of(
      stretches, [&](const node::Stretch& one) { return one.from <= seq && seq < one.next; });
}

// All that is served of it besides what was.
bool all_given(const std::vector<node::Stretch>& before, const std::vector<node::Stretch>& after,
               const std::function<bool(Seq)>& gave) {
  for (const auto& stretch : before) {
    for (auto seq = stretch.from; seq < stretch.next; seq = seq.successor()) {
      if (!lies_in(seq, after)) return false;
    }
  }
  for (const auto& stretch : after) {
    for (auto seq = stretch.from; seq < stretch.next; seq = seq.successor()) {
      if (!lies_in(seq, before) && !gave(seq)) return false;
    }
  }
  return true;
}

}  // namespace

bool same_own(const Own& before, Own after, const ByTheOther& other) {
  for (const auto& [strand, head] : before.heads) {
    if (!after.heads.contains(strand) && other.wrote(strand)) after.heads[strand] = head;
  }
  for (const auto& [key, served] : before.served) {
    if (!after.served.contains(key) && other.wrote(key.second)) after.served[key] = served;
  }
  for (const auto& [key, served] : Own{after}.served) {
    const auto found = before.served.find(key);
    const auto was = found == before.served.end() ? std::vector<node::Stretch>{} : found->second;
    const auto gave = [&](Seq seq) { return other.gave(key.first, key.second, seq); };
    if (!all_given(was, served, gave)) continue;
    if (found == before.served.end()) {
      after.served.erase(key);
    } else {
      after.served[key] = was;
    }
  }
  return after == before;
}

Held held_of_strangers(Person& person) {
  Held held;
  auto& node = person.node();
  for (const auto circle : node.strands().circles()) {
    for (const auto strand : node.strands().of_circle(circle)) {
      const auto& author = node.strands().strand(strand).person;
      if (author == person.id() || node.contacts().knows(author)) continue;
      for (const auto& span : node.strands().spans(strand)) {
        held[strand] += span.span.next.value - span.span.from.value;
      }
    }
  }
  return held;
}

}  // namespace kith::sim
