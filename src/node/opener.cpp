#include "node/opener.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "log/link.hpp"
#include "seal/key_codec.hpp"

namespace kith::node {
namespace {

constexpr std::size_t asked_from_the_end = 3;
// More than one epoch may have records: who looks for keys of an entry goes through all of them.
constexpr std::size_t epochs_remembered_max = limits::epoch_leaves + 512;
constexpr std::size_t key_bytes_remembered_max = 32 * 1024 * 1024;
constexpr std::size_t links_remembered_max = 8192;

std::optional<seal::OpenedEntry> opened_with(const seal::LeafKeys& keys, const LogId& log,
                                             const wire::Place& place,
                                             const wire::EntryView& entry) {
  auto opened = seal::open_entry(keys, log, place, entry);
  return opened ? std::optional{std::move(*opened)} : std::nullopt;
}

}  // namespace

wire::Place place_in(const EpochRecord& epoch, Seq seq) {
  const auto after = seq.value - epoch.first.seq.value;
  return {seq, epoch.first.epoch, {static_cast<std::uint16_t>(epoch.first.leaf.value + after)}};
}

Result<const Opener::Epoch*, OpenFailure> Opener::epoch_at(EntryKey key) {
  auto after = epochs_.upper_bound(key);
  if (after != epochs_.begin()) {
    const auto& [first, epoch] = *std::prev(after);
    const bool reaches = key.seq < epoch.next_first;
    if (first.strand == key.strand && reaches) return &epoch;
  }
  auto record = store_.epoch_at(key.strand, key.seq);
  if (!record) return Fail{failure_of(record.error())};
  if (!*record) return Fail{OpenFailure::no_key};  // no epoch begins at or before it
  const auto size = (*record)->keys.size();
  auto keys = size == 0 ? std::optional{seal::KeySet{}} : seal::decode_keys((*record)->keys);
  if (!keys) return Fail{OpenFailure::damaged};
  crypto::wipe((*record)->keys);
  (*record)->keys.clear();
  if (epochs_.size() >= epochs_remembered_max || key_bytes_ + size > key_bytes_remembered_max) {
    epochs_.clear();
    key_bytes_ = 0;
  }
  key_bytes_ += size;
  const auto next_first = end_of(**record);
  if (!next_first) return Fail{next_first.error()};
  const EntryKey first{key.strand, (*record)->first.seq};
  return &epochs_.insert_or_assign(first, Epoch{std::move(**record), *next_first, std::move(*keys)})
              .first->second;
}

// The first seq that cannot lie in this record. Leaves bound how far it reaches, so that a few
// questions find the record after it; where an author made one for each entry, halves find it.
Result<Seq, OpenFailure> Opener::end_of(const EpochRecord& record) const {
  const auto leaves_left = limits::epoch_leaves - record.first.leaf.value;
  auto within = record.first.seq.value;
  auto beyond = std::min(record.first.seq.value + leaves_left, limits::seq_max + 1);
  for (std::size_t asked = 0; beyond - within > 1; ++asked) {
    const auto at = asked < asked_from_the_end ? beyond - 1 : within + (beyond - within) / 2;
    const auto there = store_.epoch_at(record.strand, {at});
    if (!there) return Fail{failure_of(there.error())};
    if (!*there || (*there)->first.seq <= record.first.seq) {
      within = at;
    } else {
      beyond = (*there)->first.seq.value;
    }
  }
  return Seq{beyond};
}

struct Opener::Search {
  const wire::Place& place;
  const Fits& fits;
  std::size_t tries{};
  bool found{};

  [[nodiscard]] bool ended() const { return found || tries >= limits::keys_tried_max; }
};

// Downwards through the strand's records that begin within [from, last].
Result<void, OpenFailure> Opener::search(Search& search, StrandNumber strand, Seq from, Seq last) {
  const auto& place = search.place;
  while (!search.ended()) {
    const auto epoch = epoch_at({strand, last});
    if (!epoch && epoch.error() == OpenFailure::no_key) break;
    if (!epoch) return Fail{epoch.error()};
    const auto first = (*epoch)->record.first;
    if (first.seq < from) break;
    if (first.epoch == place.epoch && first.opening() == place.opening()) {
      if (auto keys = (*epoch)->keys.keys_of(place.leaf)) {
        ++search.tries;
        search.found = search.fits(std::move(*keys));
      }
    }
    if (first.seq == from || first.seq.value == 0) break;
    last = {first.seq.value - 1};
  }
  return {};
}

// Mostly the keys stand in the strand itself, at the entry or before it. Other strands may hold the
// epoch too: a branch shares the one that it left in, and pieces came in any order.
Result<void, OpenFailure> Opener::try_keys(StrandNumber strand, const wire::Place& place,
                                           const Fits& fits) {
  Search search{place, fits};
  const Seq opening{place.seq.value - std::min<std::uint64_t>(place.seq.value, place.leaf.value)};
  const Seq end{std::min(opening.value + limits::epoch_leaves - 1, limits::seq_max)};
  if (const auto done = this->search(search, strand, opening, place.seq); !done) return done;
  if (place.seq < end) {
    const auto done = this->search(search, strand, place.seq.successor(), end);
    if (!done) return done;
  }
  for (const auto other : strands_.of_log(strands_.strand(strand).log)) {
    if (other == strand) continue;
    if (const auto done = this->search(search, other, opening, end); !done) return done;
  }
  return {};
}

// On a forked log only opening tells: what lies before a hole may be another story's, and so may
// the keys of a strand that hangs in the air; and where one of two entries that share a leaf was
// forgotten, the key that is left of it opens nothing else. One entry is tried for many.
Result<Opener::Reach, OpenFailure> Opener::reach_of(EntryKey key, Seq end) {
  const auto near = reach_of_near(key, end);
  if (!near || !strands_.strand(key.strand).forked) return near;
  const auto fits = leaf_keys(key);
  if (!fits) return Fail{fits.error()};
  if (fits->has_value() == near->opens) return near;
  return Reach{fits->has_value(), key.seq.successor()};
}

// Keys of the strand itself, at the entry or before it, or of the one that a branch left: it shares
// the epoch that it left in.
Result<Opener::Reach, OpenFailure> Opener::reach_of_near(EntryKey key, Seq end) {
  const auto place = place_of(key);
  if (!place) return Fail{place.error()};
  Reach reach{false, end};
  EntryKey at = key;
  while (true) {
    const auto epoch = epoch_at(at);
    if (!epoch && epoch.error() == OpenFailure::no_key) return reach;
    if (!epoch) return Fail{epoch.error()};
    const auto first = (*epoch)->record.first;
    if (first.epoch != place->epoch || first.opening() != place->opening()) return reach;
    const auto here = (*epoch)->keys.reach_of(place->leaf);
    const Seq next{key.seq.value + (here.next - place->leaf.value)};
    if (here.opens) return Reach{true, std::min(next, end)};
    reach.next = std::min(reach.next, next);
    if (first.seq.value == 0) return reach;
    const EntryKey earlier{at.strand, {first.seq.value - 1}};
    const bool may_branch = strands_.strand(at.strand).forked;
    at = may_branch ? before({at.strand, first.seq}).value_or(earlier) : earlier;
  }
}

Result<std::optional<seal::LeafKeys>, OpenFailure> Opener::leaf_keys(EntryKey key) {
  const auto lean = store_.entry(key);
  if (!lean) return Fail{failure_of(lean.error())};
  if (!*lean) return Fail{OpenFailure::not_held};
  const auto decoded = wire::decode_entry(**lean);
  const auto place = place_of(key);
  if (!place) return Fail{place.error()};
  if (!decoded) return Fail{OpenFailure::damaged};
  const auto& log = strands_.strand(key.strand).log;
  std::optional<seal::LeafKeys> found;
  const auto done = try_keys(key.strand, *place, [&](seal::LeafKeys keys) {
    if (!opened_with(keys, log, *place, decoded->entry)) return false;
    found = std::move(keys);
    return true;
  });
  if (!done) return Fail{done.error()};
  return found;
}

Result<wire::Place, OpenFailure> Opener::place_of(EntryKey key) {
  const auto epoch = epoch_at(key);
  if (!epoch) return Fail{epoch.error()};
  return place_in((*epoch)->record, key.seq);
}

Result<Opened, OpenFailure> Opener::open(EntryKey key) {
  const auto lean = store_.entry(key);
  if (!lean) return Fail{failure_of(lean.error())};
  if (!*lean) return Fail{OpenFailure::not_held};
  return open(key, **lean);
}

Result<Opener::Opening, OpenFailure> Opener::opening_of(EntryKey key, const wire::Place& place,
                                                        const wire::EntryView& entry) {
  if (auto ahead = opened_ahead_.take(key, entry)) return std::move(*ahead);
  const auto& log = strands_.strand(key.strand).log;
  std::optional<seal::OpenedEntry> opened;
  bool tried = false;
  const auto done = try_keys(key.strand, place, [&](const seal::LeafKeys& keys) {
    tried = true;
    opened = opened_with(keys, log, place, entry);
    return opened.has_value();
  });
  if (!done) return Fail{done.error()};
  if (!opened) return Fail{tried ? OpenFailure::unreadable : OpenFailure::no_key};
  auto meta = wire::decode_meta(opened->meta);
  return Opening{std::move(*opened), meta ? std::optional{std::move(*meta)} : std::nullopt};
}

Result<Opened, OpenFailure> Opener::open(EntryKey key, ByteView lean) {
  const auto decoded = wire::decode_entry(lean);
  if (!decoded || decoded->size != lean.size()) return Fail{OpenFailure::damaged};
  const auto place = place_of(key);
  if (!place) return Fail{place.error()};
  auto opening = opening_of(key, *place, decoded->entry);
  if (!opening) return Fail{opening.error()};
  auto& meta = opening->meta;
  const bool states = meta && (place->leaf.value != 0 || meta->statement.has_value());
  if (!states) return Fail{OpenFailure::unreadable};
  const auto& strand = strands_.strand(key.strand);
  const auto& circle = strands_.id_of(strand.circle);
  if (meta->statement && !papers_.papers_of(*meta->statement, circle, strand.log, strand.person)) {
    return Fail{OpenFailure::unreadable};
  }
  if (meta->statement && strand.form == wire::LogForm::aside) {
    const auto first = first_list(key);
    if (!first) return Fail{first.error()};
    if (*first && **first != meta->statement->audience) return Fail{OpenFailure::unreadable};
  }
  return Opened{*place, std::move(*meta), std::move(opening->entry.body), decoded->entry.body_state,
                opening->entry.body_is_item};
}

// Of a forked log several keys may be meant, and a forgotten body is not opened at all.
void Opener::open_ahead(const change::PutEntries& put, std::span<const wire::PlacedEntry> placed,
                        const std::map<std::uint32_t, seal::KeySet>& brought) {
  std::size_t bytes = 0;
  for (const auto& lean : put.lean) bytes += lean.size();
  const auto& strand = strands_.strand(put.strand);
  if (strand.forked || !opened_ahead_.would_begin(put.lean.size(), bytes)) return;
  EpochKeys keys;
  std::vector<wire::Place> places;
  for (const auto& one : placed) {
    places.push_back(one.place);
    const auto number = one.place.epoch.value;
    if (keys.contains(number)) continue;
    if (const auto found = brought.find(number); found != brought.end()) {
      keys.emplace(number, found->second.clone());
    } else if (const auto epoch = epoch_at({put.strand, one.place.seq});
               epoch && (*epoch)->record.first.epoch == one.place.epoch &&
               (*epoch)->record.first.opening() == one.place.opening()) {
      keys.emplace(number, (*epoch)->keys.clone());
    }
  }
  if (!keys.empty())
    opened_ahead_.begin({put.strand, put.first}, strand.log, places, put.lean, keys);
}

Result<Link, OpenFailure> Opener::link_before(EntryKey key) {
  if (key.seq.value == 0) return log::link_before_all(strands_.strand(key.strand).log);
  for (const auto& span : strands_.spans(key.strand)) {
    if (span.span.from == key.seq) return span.span.before;
  }
  return link_of({key.strand, {key.seq.value - 1}});
}

Result<Link, OpenFailure> Opener::link_of(EntryKey key) {
  const SpanRecord* within = nullptr;
  for (const auto& span : strands_.spans(key.strand)) {
    if (span.span.from <= key.seq && key.seq < span.span.next) within = &span;
  }
  if (within == nullptr) return Fail{OpenFailure::not_held};
  if (key.seq.successor() == within->span.next) return within->span.head;
  if (const auto* fresh = fresh_links_.find(key)) return *fresh;
  const auto known = links_.upper_bound(key);
  const auto* nearest = known == links_.begin() ? nullptr : &*std::prev(known);
  if (nearest != nullptr && nearest->first == key) return nearest->second;
  const auto kept = store_.kept_link(key.strand, key.seq);
  if (!kept) return Fail{failure_of(kept.error())};
  const bool usable = *kept && (*kept)->seq >= within->span.from;
  Link link = usable ? (*kept)->link : within->span.before;
  Seq from = usable ? (*kept)->seq.successor() : within->span.from;
  if (nearest != nullptr && nearest->first.strand == key.strand && nearest->first.seq >= from) {
    link = nearest->second;
    from = nearest->first.seq.successor();
  }
  if (from > key.seq) return link;
  std::optional<OpenFailure> failure;
  auto next = from;  // rows that a step wrote and that are not committed yet lack
  const auto scanned = store_.scan(key.strand, from, key.seq, [&](Seq seq, ByteView lean) {
    const auto decoded = wire::decode_entry(lean);
    const auto place = place_of({key.strand, seq});
    if (!decoded || !place) {
      failure = decoded ? place.error() : OpenFailure::damaged;
      return false;
    }
    link = log::link_of(link, wire::header_of(decoded->entry, *place));
    if (seq == next) next = seq.successor();
    return true;
  });
  if (!scanned) return Fail{failure_of(scanned.error())};
  if (failure) return Fail{*failure};
  if (next <= key.seq) return link;
  if (links_.size() >= links_remembered_max) links_.clear();
  links_.emplace(key, link);
  return link;
}

std::optional<EntryKey> Opener::before(EntryKey key) {
  if (key.seq.value == 0) return std::nullopt;
  const EntryKey same{key.strand, {key.seq.value - 1}};
  if (strands_.holds(same)) return same;
  const auto link = link_before(key);
  for (const auto other : strands_.of_log(strands_.strand(key.strand).log)) {
    const EntryKey there{other, same.seq};
    if (link && strands_.holds(there) && link_of(there) == link) return there;
  }
  return std::nullopt;
}

std::vector<EntryKey> Opener::after(EntryKey key) {
  std::vector<EntryKey> found;
  for (const auto other : strands_.of_log(strands_.strand(key.strand).log)) {
    const EntryKey there{other, key.seq.successor()};
    if (!strands_.holds(there)) continue;
    const bool goes_on = other == key.strand ? strands_.holds(key) : before(there) == key;
    if (goes_on) found.push_back(there);
  }
  return found;
}

void Opener::forget(StrandNumber strand) {
  std::erase_if(epochs_, [&](const auto& kept) { return kept.first.strand == strand; });
  lists_.clear();
  first_lists_.erase(strand);
}

}  // namespace kith::node
