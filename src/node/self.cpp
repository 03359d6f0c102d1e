#include "node/self.hpp"

#include <algorithm>

namespace kith::node {
namespace {

template <class Names>
auto text_of(const Names& names, const typename Names::key_type& id) -> std::optional<std::string> {
  const auto found = names.find(id);
  return found == names.end() ? std::nullopt : std::optional{found->second.text};
}

template <class Names>
auto named(const Names& names, std::string_view text) {
  std::vector<typename Names::key_type> ids;
  for (const auto& [id, name] : names) {
    if (name.text == text) ids.push_back(id);
  }
  return ids;
}

}  // namespace

template <class Id>
void Self::keep_newest(std::map<Id, Name>& names, const Id& id, Name name) {
  const auto found = names.find(id);
  const bool newer = found == names.end() || std::pair{found->second.time, found->second.id} <
                                                 std::pair{name.time, name.id};
  if (newer) names.insert_or_assign(id, std::move(name));
}

void Self::take(const Opened& opened, const Reference& id) {
  const auto* kind = std::get_if<std::uint64_t>(&opened.meta.kind);
  if (kind == nullptr || opened.body.empty()) return;
  if (const auto body = kinds::decode_body(*kind, opened.body)) {
    take(*body, opened.meta.time, id, opened.meta.references);
  }
}

void Self::take(const kinds::Body& body, WallTime time, const Reference& id,
                const std::vector<Reference>& after) {
  if (const auto* name = std::get_if<kinds::CircleName>(&body)) {
    keep_newest(circles_, name->circle, {time, id, name->text});
  } else if (const auto* person = std::get_if<kinds::PersonName>(&body)) {
    keep_newest(persons_, person->person, {time, id, person->text});
  } else if (const auto* note = std::get_if<kinds::PersonNote>(&body)) {
    keep_newest(notes_, note->person, {time, id, note->text});
  } else if (const auto* tombstone = std::get_if<kinds::Tombstone>(&body)) {
    tombstones_.insert({tombstone->log, tombstone->seq});
  } else if (const auto* include = std::get_if<kinds::Include>(&body)) {
    acts_.add({id, include->circle, include->person, true, include->until, after, include->past,
               false, time});
  } else if (const auto* part = std::get_if<kinds::Part>(&body)) {
    acts_.add({id, part->circle, part->person, false, std::nullopt, after, std::nullopt,
               part->leaving, time});
  } else if (const auto* mute = std::get_if<kinds::Mute>(&body)) {
    const MuteKey key{mute->person, mute->circle};
    const auto found = mutes_.find(key);
    const bool newer = found == mutes_.end() ||
                       std::pair{found->second.time, found->second.id} < std::pair{time, id};
    if (newer) mutes_.insert_or_assign(key, Said{time, id, mute->muted});
  } else if (const auto* ignore = std::get_if<kinds::Ignore>(&body)) {
    ignored_.insert(ignore->introduction);
  } else if (const auto* mark = std::get_if<kinds::ReadMark>(&body)) {
    read_marks_[mark->circle] = std::max(read_marks_[mark->circle], mark->time);
  } else if (const auto* recovery = std::get_if<kinds::RecoveryKey>(&body)) {
    auto& known = recovery_[recovery->key];
    auto& said = recovery->in_force ? known.made : known.ended;
    said = std::max(said, std::optional{When{time, id}});
  }
}

std::vector<Seq> Self::refused_bodies(const LogId& log, Seq first, Seq last) const {
  std::vector<Seq> seqs;
  for (auto at = tombstones_.lower_bound({log, first}); at != tombstones_.end(); ++at) {
    if (at->first != log || at->second > last) break;
    seqs.push_back(at->second);
  }
  return seqs;
}

// The one made last; where that one was ended since, none: an earlier one does not come back.
const crypto::RecoveryPublic* Self::recovery() const {
  auto last = recovery_.end();
  for (auto at = recovery_.begin(); at != recovery_.end(); ++at) {
    const bool later = last == recovery_.end() || last->second.made < at->second.made;
    if (at->second.made && later) last = at;
  }
  if (last == recovery_.end() || last->second.ended > last->second.made) return nullptr;
  return &last->first;
}

std::vector<crypto::RecoveryPublic> Self::recoveries() const {
  std::vector<crypto::RecoveryPublic> keys;
  for (const auto& [key, said] : recovery_) keys.push_back(key);
  return keys;
}

bool Self::is_muted(const PersonId& person, const CircleId& circle) const {
  return has_muted({person, circle}) || is_muted(person);
}

bool Self::has_muted(const MuteKey& key) const {
  const auto found = mutes_.find(key);
  return found != mutes_.end() && found->second.muted;
}

WallTime Self::read_until(const CircleId& circle) const {
  const auto found = read_marks_.find(circle);
  return found == read_marks_.end() ? WallTime{} : found->second;
}

std::optional<std::string> Self::name_of(const CircleId& circle) const {
  return text_of(circles_, circle);
}

std::optional<std::string> Self::name_of(const PersonId& person) const {
  return text_of(persons_, person);
}

std::string Self::note_of(const PersonId& person) const {
  return text_of(notes_, person).value_or("");
}

std::vector<CircleId> Self::circles_named(std::string_view name) const {
  return named(circles_, name);
}

std::vector<PersonId> Self::persons_named(std::string_view name) const {
  return named(persons_, name);
}

}  // namespace kith::node
