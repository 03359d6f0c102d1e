#include "kinds/proposals.hpp"

namespace kith::kinds {
namespace {

bool is_proposal(const Seen& seen) {
  return seen.kind == static_cast<std::uint64_t>(KindNumber::proposal);
}

// What a word is on also stands among its references, so that it comes after it and is found by it.
bool refers_to(const Seen& seen, const Link& link) {
  return std::ranges::count(seen.references, reference_of(link)) != 0;
}

}  // namespace

const Version* ProposalView::version(const Link& link) const {
  const auto found = std::ranges::find(versions, link, &Version::link);
  return found == versions.end() ? nullptr : &*found;
}

void Proposals::add(const Seen& seen) {
  if (is_proposal(seen)) {
    proposals_.insert_or_assign(seen.link, seen);
    for (const auto& reference : seen.references) followers_[reference].insert(seen.link);
    return;
  }
  if (!seen.body) return;
  if (const auto* stance = std::get_if<Stance>(&*seen.body)) add_word(stances_, seen, *stance);
  if (const auto* word = std::get_if<Agreement>(&*seen.body)) add_word(agreements_, seen, *word);
}

template <class Word>
void Proposals::add_word(Words<Word>& words, const Seen& seen, const Word& word) {
  if (!refers_to(seen, word.version)) return;
  words[word.version].insert_or_assign(seen.link, Word_<Word>{where_of(seen), seen.time, word});
}

// Of several that one reference names, the one with the smallest link.
const Seen* Proposals::named(const Reference& reference) const {
  Link least{};
  std::copy(reference.raw.begin(), reference.raw.end(), least.raw.begin());
  const auto found = proposals_.lower_bound(least);
  const bool here = found != proposals_.end() && reference_of(found->first) == reference;
  return here ? &found->second : nullptr;
}

std::size_t Proposals::named_alike(const Reference& reference) const {
  Link least{};
  std::copy(reference.raw.begin(), reference.raw.end(), least.raw.begin());
  std::size_t alike = 0;
  for (auto at = proposals_.lower_bound(least);
       at != proposals_.end() && reference_of(at->first) == reference; ++at) {
    ++alike;
  }
  return alike;
}

std::vector<const Seen*> Proposals::before(const Seen& version) const {
  std::vector<const Seen*> found;
  for (const auto& reference : version.references) {
    if (const auto* earlier = named(reference)) found.push_back(earlier);
  }
  return found;
}

std::vector<const Seen*> Proposals::after(const Seen& version) const {
  std::vector<const Seen*> found;
  const auto reference = reference_of(version.link);
  const auto followers = followers_.find(reference);
  if (followers == followers_.end() || named(reference) != &version) return found;
  for (const auto& link : followers->second) found.push_back(&proposals_.at(link));
  return found;
}

// Only its author amends a proposal. Whoever else refers to it brings one of their own.
Proposals::Versions Proposals::family_of(const Seen& version) const {
  Versions family;
  std::vector<const Seen*> work{&version};
  while (!work.empty()) {
    const auto* at = work.back();
    work.pop_back();
    if (!family.emplace(at->link, at).second) continue;
    for (const auto& near : {before(*at), after(*at)}) {
      for (const auto* other : near) {
        if (other->author == at->author) work.push_back(other);
      }
    }
  }
  return family;
}

// Of those that amend none the one of the least time: a device's clock may be behind.
const Seen* Proposals::first_in(const Versions& family) const {
  const auto place = [&](const auto& member) {
    const auto& seen = *member.second;
    const bool amends = std::ranges::any_of(
        before(seen), [&](const Seen* earlier) { return earlier->author == seen.author; });
    return std::tuple{amends, seen.time, seen.link};
  };
  return std::ranges::min_element(family, {}, place)->second;
}

std::vector<Link> Proposals::all() const {
  std::set<Link> known;
  std::vector<std::pair<WallTime, Link>> firsts;
  for (const auto& [link, seen] : proposals_) {
    if (known.contains(link)) continue;
    const auto family = family_of(seen);
    for (const auto& [member, version] : family) known.insert(member);
    const auto* first = first_in(family);
    firsts.emplace_back(first->time, first->link);
  }
  std::ranges::sort(firsts);
  std::vector<Link> links;
  links.reserve(firsts.size());
  for (const auto& [time, link] : firsts) links.push_back(link);
  return links;
}

void Proposals::put_versions(ProposalView& view, const Versions& family) const {
  std::set<Link> beside;
  std::set<Link> beside_of;
  for (const auto& [link, seen] : family) {
    Version made{link, seen->time, 0, true, std::nullopt, {}};
    const auto* body = seen->body ? std::get_if<Proposal>(&*seen->body) : nullptr;
    if (body != nullptr) made.body = *body;
    for (const auto* earlier : before(*seen)) {
      if (earlier->author == seen->author) {
        made.amends.push_back(earlier->link);
      } else {
        beside_of.insert(earlier->link);
      }
    }
    for (const auto* later : after(*seen)) {
      if (later->author == seen->author) {
        made.newest = false;
      } else {
        beside.insert(later->link);
      }
    }
    std::ranges::sort(made.amends);
    view.versions.push_back(std::move(made));
  }
  view.beside.assign(beside.begin(), beside.end());
  view.beside_of.assign(beside_of.begin(), beside_of.end());
}

// One more than the highest of what a version amends: those come first whose number is known.
// Links are hashes over what they refer to, so nothing amends what comes after it.
void Proposals::number_versions(ProposalView& view) const {
  std::map<Link, Version*> by_link;
  std::map<Link, std::vector<Version*>> amended_by;
  std::map<Link, std::size_t> waits_for;
  std::vector<Version*> ready;
  for (auto& version : view.versions) {
    by_link[version.link] = &version;
    waits_for[version.link] = version.amends.size();
    for (const auto& earlier : version.amends) amended_by[earlier].push_back(&version);
    if (version.amends.empty()) ready.push_back(&version);
  }
  while (!ready.empty()) {
    auto* version = ready.back();
    ready.pop_back();
    for (const auto& earlier : version->amends) {
      version->number = std::max(version->number, by_link.at(earlier)->number);
    }
    ++version->number;
    for (auto* later : amended_by[version->link]) {
      if (--waits_for[later->link] == 0) ready.push_back(later);
    }
  }
  std::ranges::sort(view.versions, [](const Version& one, const Version& other) {
    return std::pair{one.number, one.link} < std::pair{other.number, other.link};
  });
}

template <class Word>
std::vector<Said<Word>> Proposals::standing(const Words<Word>& words,
                                            const ProposalView& view) const {
  Replaced replaced;
  std::map<Link, Replaced> on_version;
  std::vector<Said<Word>> all;
  for (const auto& version : view.versions) {
    const auto found = words.find(version.link);
    if (found == words.end()) continue;
    for (const auto& [link, one] : found->second) {
      all.push_back({link, one.where, one.time, one.word, true});
      replaced.add(one.where, one.word.instead);
      on_version[version.link].add(one.where, one.word.instead);
    }
  }
  std::erase_if(all, [&](Said<Word>& said) {
    said.latest = !replaced.holds(said.where, said.link);
    return on_version[said.word.version].holds(said.where, said.link);
  });
  std::ranges::sort(all, [](const auto& one, const auto& other) {
    return std::pair{one.where.author, one.link} < std::pair{other.where.author, other.link};
  });
  return all;
}

template <class Word>
std::vector<Reference> Proposals::earlier(const Words<Word>& words, const Link& version,
                                          const PersonId& person) const {
  const auto found = proposals_.find(version);
  if (found == proposals_.end()) return {};
  Newest newest;
  for (const auto& [member, seen] : family_of(found->second)) {
    const auto on_it = words.find(member);
    if (on_it == words.end()) continue;
    for (const auto& [link, one] : on_it->second) {
      if (one.where.author == person) newest.add(one.where, one.time, link);
    }
  }
  return newest.references();
}

// A version changes its own proposal, and those that it stands beside.
std::optional<std::vector<Link>> Proposals::touched_by(const Seen& seen) const {
  std::vector<Link> touched;
  if (!is_proposal(seen)) {
    const auto* stance = seen.body ? std::get_if<Stance>(&*seen.body) : nullptr;
    const auto* word = seen.body ? std::get_if<Agreement>(&*seen.body) : nullptr;
    if (stance != nullptr) touched.push_back(stance->version);
    if (word != nullptr) touched.push_back(word->version);
    return touched;
  }
  // Links that begin alike are made with effort; what references mean changes with them.
  if (named_alike(reference_of(seen.link)) > 1) return std::nullopt;
  const auto& version = proposals_.at(seen.link);
  touched.push_back(seen.link);
  for (const auto& near : {before(version), after(version)}) {
    for (const auto* other : near) touched.push_back(other->link);
  }
  return touched;
}

std::vector<Reference> Proposals::earlier_stances(const Link& version,
                                                  const PersonId& person) const {
  return earlier(stances_, version, person);
}

std::vector<Reference> Proposals::earlier_agreements(const Link& version,
                                                     const PersonId& person) const {
  return earlier(agreements_, version, person);
}

std::optional<ProposalView> Proposals::view(const Link& version) const {
  const auto found = proposals_.find(version);
  if (found == proposals_.end()) return std::nullopt;
  const auto family = family_of(found->second);
  const auto* first = first_in(family);
  ProposalView view;
  view.first = first->link;
  view.author = first->author;
  put_versions(view, family);
  number_versions(view);
  view.stances = standing(stances_, view);
  view.agreements = standing(agreements_, view);
  std::set<PersonId> concerned;
  for (const auto& one : view.versions) {
    if (one.newest && one.body) {
      concerned.insert(one.body->concerns.begin(), one.body->concerns.end());
    }
  }
  view.concerns.assign(concerned.begin(), concerned.end());
  for (const auto& said : view.stances) concerned.erase(said.where.author);
  view.unheard.assign(concerned.begin(), concerned.end());
  return view;
}

}  // namespace kith::kinds
