#include "node/view.hpp"

#include <algorithm>

#include "node/open_refusal.hpp"
#include "node/references.hpp"

namespace kith::node {
namespace {

constexpr std::size_t tie_step = 64;

// The stores break ties by local numbers; what is shown breaks them by link. Strands of a forked
// log that were held before anyone could know that they are one story may both hold an entry.
void sort_shown(std::vector<ShownEntry>& entries) {
  std::ranges::sort(entries, [](const ShownEntry& left, const ShownEntry& right) {
    return std::pair{left.order, left.link} < std::pair{right.order, right.link};
  });
  const auto same = [](const ShownEntry& left, const ShownEntry& right) {
    return left.link == right.link;
  };
  entries.erase(std::unique(entries.begin(), entries.end(), same), entries.end());
}

}  // namespace

// All of a tie or none: which of its entries come last is not the store's to say.
Result<std::vector<ShownKey>, Refusal> View::last_keys(CircleNumber circle, std::size_t count,
                                                       std::optional<ShownKey> before) const {
  auto keys = store_.last_shown(circle, count, before);
  if (!keys) return Fail{refusal_of(keys.error())};
  while (keys->size() >= count && !keys->empty()) {
    const auto earlier = store_.last_shown(circle, tie_step, keys->front());
    if (!earlier) return Fail{refusal_of(earlier.error())};
    std::vector<ShownKey> tied;
    std::ranges::copy_if(*earlier, std::back_inserter(tied),
                         [&](const ShownKey& key) { return key.order == keys->front().order; });
    keys->insert(keys->begin(), tied.begin(), tied.end());
    if (tied.size() < tie_step) break;
  }
  return std::move(*keys);
}

// Those of the same order that are shown before it.
Result<std::vector<ShownEntry>, Refusal> View::tied_before(const ShownEntry& entry) const {
  std::vector<ShownKey> tied;
  std::size_t count = tie_step;
  while (true) {
    const auto from = store_.shown_since(entry.circle, entry.order, count);
    if (!from) return Fail{refusal_of(from.error())};
    tied.clear();
    std::ranges::copy_if(*from, std::back_inserter(tied),
                         [&](const ShownKey& key) { return key.order == entry.order; });
    if (tied.size() < count) break;
    count *= 2;
  }
  auto entries = entries_of(tied);
  if (entries) std::erase_if(*entries, [&](const auto& one) { return !(one.link < entry.link); });
  return entries;
}

Result<std::vector<ShownEntry>, Refusal> View::last(CircleNumber circle, std::size_t count,
                                                    std::optional<EntryKey> before) const {
  std::optional<ShownKey> end;
  std::vector<ShownEntry> tied;
  if (before) {
    const auto entry = this->entry(*before);
    if (!entry) return Fail{entry.error()};
    end = ShownKey{entry->order, {}};
    auto beside = tied_before(*entry);
    if (!beside) return beside;
    tied = std::move(*beside);
  }
  const auto keys = last_keys(circle, count, end);
  if (!keys) return Fail{keys.error()};
  auto entries = entries_of(*keys);
  if (!entries) return entries;
  entries->insert(entries->end(), tied.begin(), tied.end());
  if (entries->size() > count) {
    entries->erase(entries->begin(), entries->end() - static_cast<std::ptrdiff_t>(count));
  }
  return entries;
}

Result<std::vector<ShownEntry>, Refusal> View::since(CircleNumber circle, WallTime from,
                                                     std::size_t count) const {
  const auto keys = store_.shown_since(circle, from.micros, count);
  if (!keys) return Fail{refusal_of(keys.error())};
  return entries_of(*keys);
}

Result<std::vector<ShownEntry>, Refusal> View::entries_of(const std::vector<ShownKey>& keys) const {
  std::vector<ShownEntry> entries;
  for (const auto& key : keys) {
    auto shown = entry(key.entry);
    if (!shown && shown.error() == Refusal::unknown_entry) continue;
    if (!shown) return Fail{shown.error()};
    entries.push_back(std::move(*shown));
  }
  sort_shown(entries);
  return entries;
}

Result<ShownEntry, Refusal> View::entry(EntryKey key) const {
  auto opened = opener_.open(key);
  const auto link = opener_.link_of(key);
  auto audience = opener_.audience_of(key);
  const auto arrived = store_.arrived(key);
  const auto moved = store_.moved_order(key);
  if (!opened) return Fail{refusal_for_reader(opened.error())};
  if (!link) return Fail{refusal_for_reader(link.error())};
  if (!audience) return Fail{refusal_for_reader(audience.error())};
  if (!arrived || !moved) return Fail{Refusal::store_failed};
  const auto& strand = strands_.strand(key.strand);
  ShownEntry shown;
  shown.key = key;
  shown.circle = strand.circle;
  shown.link = *link;
  shown.author = strand.person;
  shown.forked = strand.forked;
  shown.time = opened->meta.time;
  shown.order = moved->value_or(opened->meta.time.micros);
  shown.arrived = arrived->value_or(opened->meta.time);
  shown.kind = opened->meta.kind;
  shown.body_state = opened->body_state;
  shown.wanted = shown.body_state == wire::BodyState::forgotten && wanted_.contains(key);
  shown.audience = std::move(*audience);
  shown.past_given_to = pasts_.of(strand.log, strand.person, key.seq);
  shown.aside = strand.form == wire::LogForm::aside;
  const auto* number = std::get_if<std::uint64_t>(&shown.kind);
  if (number != nullptr && !opened->body.empty()) {
    shown.body = kinds::decode_body(*number, opened->body);
  }
  const bool needs_body = number != nullptr && *number != 0 && kinds::is_known(*number);
  shown.unreadable = !opened->body_is_item ||
                     (needs_body && !shown.body && shown.body_state != wire::BodyState::forgotten);
  if (const auto done = resolve_answers(shown, opened->meta.references); !done) {
    return Fail{done.error()};
  }
  return shown;
}

Result<void, Refusal> View::resolve_answers(ShownEntry& shown,
                                            const std::vector<Reference>& references) const {
  for (const auto& reference : references) {
    const auto parent = resolve(store_, opener_, reference);
    if (!parent) return Fail{refusal_for_reader(parent.error())};
    const bool seen = *parent && strands_.strand((*parent)->strand).circle == shown.circle;
    if (seen) {
      shown.answers.push_back(reference);
    } else {
      ++shown.unseen_answers;
    }
  }
  return {};
}

}  // namespace kith::node
