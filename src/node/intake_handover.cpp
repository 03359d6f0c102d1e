// Whose logs are taken and how much of them, and what handovers bring for entries other than those
// they travel with: held ones, ones to come, other logs of the same author.
#include <algorithm>

#include "base/limits.hpp"
#include "node/intake_found.hpp"
#include "node/tie.hpp"
#include "seal/entry_seal.hpp"
#include "seal/key_codec.hpp"

namespace kith::node {
// A tie is the affair of two, a self log of one.
bool Intake::may_author(const PersonId& person, const CircleId& circle) const {
  const auto& me = mine_.identity.person_id();
  if (circle == mine_.identity.self_circle) return person == me;
  if (person == me) return true;
  return std::ranges::none_of(mine_.contacts.all(), [&](const auto& known) {
    return known.first != person && mine_.contacts.accepted(known.first) &&
           circle == tie_of(me, known.first);
  });
}

std::optional<StrandRecord> Intake::record_of(const wire::Certificate& certificate) const {
  const auto& said = certificate.statement;
  const bool known = said.person == mine_.identity.person_id() || mine_.contacts.knows(said.person);
  if (!known || !may_author(said.person, said.circle)) return std::nullopt;
  return StrandRecord{{}, {}, said.log, said.person, said.device, said.form, std::nullopt, false};
}

std::size_t whole_bytes(const wire::EntryView& entry) {
  return entry.meta.size() + std::max<std::size_t>(entry.body.size(), entry.body_size) +
         entry.boxes.size() + entry_front_bytes_max;
}

// Or nobody could be given all that it signs, once the bodies came.
bool would_fit_whole(const wire::RangeView& range, std::size_t size) {
  for (const auto& placed : range.entries) {
    const auto& entry = placed.entry;
    if (entry.body_state == wire::BodyState::forgotten) {
      size += std::max<std::size_t>(entry.body.size(), entry.body_size) - entry.body.size();
    }
  }
  return size <= limits::range_bytes_max;
}

// What my own devices wrote is not measured.
bool Intake::within_quotas(const wire::RangeView& range, const log::Placement& placed,
                           const PersonId& author, WallTime now, Batch& batch) {
  if (author == mine_.identity.person_id() || placed.fresh.empty()) return true;
  // Known ahead by what was handed over, it is as new as any.
  const bool is_new = std::ranges::all_of(strands_.of_log(range.log), [&](StrandNumber strand) {
    return strands_.spans(strand).empty();
  });
  Arrival arrival{author, range.circle, 0, 0, is_new};
  for (const auto& run : placed.fresh) {
    for (auto i = run.first; i <= run.last; ++i) {
      arrival.entries += 1;
      arrival.bytes += whole_bytes(range.entries[i].entry);
    }
  }
  return quotas_.take(arrival, now, batch);
}

bool Intake::ignores(const PersonId& person) const {
  return person != mine_.identity.person_id() && !mine_.contacts.knows(person);
}

// Holes in a log are pieces to look at with every change.
bool Intake::has_room_for_pieces(const log::Placement& placed, const wire::RangeView& range) const {
  std::vector<HeldSpan> spans;
  for (const auto& record : strands_.spans(*placed.strand)) spans.push_back(record.span);
  for (const auto& run : placed.fresh) {
    log::add_span(spans, {range.entries[run.first].place.seq,
                          range.entries[run.last].place.seq.successor(),
                          {},
                          {}});
  }
  return spans.size() <= limits::log_spans_max;
}

std::optional<bool> opens(const seal::KeySet& keys, const LogId& log,
                          const wire::PlacedEntry& placed) {
  const auto leaf = keys.keys_of(placed.place.leaf);
  if (!leaf) return std::nullopt;
  if (seal::open_entry(*leaf, log, placed.place, placed.entry)) return true;
  if (placed.entry.body_state == wire::BodyState::forgotten) return std::nullopt;
  return false;
}

// Stories of a log may each open an epoch of one number at one place, behind one link, and only one
// of them may have come so far: whose keys these are, only opening tells.
bool Intake::is_of_story(EntryKey first, const wire::Span& span, const Stretch& news) const {
  const auto& record = strands_.strand(first.strand);
  const EntryKey from{first.strand, std::max(first.seq, news.from)};
  const auto there = opener_.place_of(from);
  if (!there || there->epoch != span.first.epoch) return false;
  seal::KeySet keys;
  keys.add(span.nodes, span.meta_keys);
  std::optional place{*there};
  for (std::size_t asked = 0; place && asked < entries_asked_max; ++asked) {
    if (!(place->seq < news.next)) break;
    const auto lean = store_.entry({first.strand, place->seq});
    if (!lean || !*lean) break;
    const auto decoded = wire::decode_entry(**lean);
    if (!decoded || (asked != 0 && decoded->entry.opens_epoch)) break;
    if (const auto told = opens(keys, record.log, {*place, decoded->entry})) return *told;
    place = wire::following(*place, false);
  }
  return false;
}

// Records that say something else of a place than the range does were made from bytes that nobody
// signed.
Result<bool, Refusal> Intake::give_keys(StrandNumber strand, const wire::Span& span,
                                        const Stretch& news, Batch& batch) {
  const EntryKey first{strand, span.first.seq};
  if (!strands_.holds(first)) return false;
  const auto place = opener_.place_of(first);
  const auto before = opener_.link_before(first);
  if (!place && place.error() == OpenFailure::store_failed) return Fail{Refusal::store_failed};
  if (!place || !before || *place != span.first || *before != span.before) return false;
  if (!is_of_story(first, span, news)) return false;
  const auto held = store_.epoch_at(strand, first.seq);
  if (!held) return Fail{refusal_of(held.error())};
  EpochRecord record{strand, span.first, {}, {}};
  auto keys = std::optional{seal::KeySet{}};
  if (*held && (*held)->first == span.first) {
    record.audience = (*held)->audience;
    if (!(*held)->keys.empty()) keys = seal::decode_keys((*held)->keys);
    if (!keys) return Fail{Refusal::store_damaged};
  }
  keys->add(span.nodes, span.meta_keys);
  if (const auto held_back = hold_back(strands_.strand(strand).log, span.first, *keys, batch);
      !held_back) {
    return Fail{held_back.error()};
  }
  record.keys = seal::encode_keys(*keys);
  if (record.audience.empty() && span.audience)
    record.audience = wire::encode_audience(*span.audience);
  const bool known = *held && (*held)->first == span.first;
  // All of it held: nothing opens that did not, and to say it again and again costs whoever says it
  // nothing.
  if (known && record.keys == (*held)->keys && record.audience == (*held)->audience) return true;
  const auto bytes = record.keys.size() + record.audience.size();
  const auto kept = known ? (*held)->keys.size() + (*held)->audience.size() : 0;
  if (!has_room_for_keys(strand, bytes - std::min(bytes, kept), batch)) return true;
  batch.push_back(change::PutEpoch{std::move(record)});
  const auto leaves_left = limits::epoch_leaves - span.first.leaf.value;
  for (const auto& held_span : strands_.spans(strand)) {
    const Seq from{std::max(held_span.span.from.value, first.seq.value)};
    const Seq end{std::min(held_span.span.next.value, first.seq.value + leaves_left)};
    if (from < end) batch.push_back(change::QueueIndex{strand, from, {end.value - 1}});
  }
  return true;
}

Result<void, Refusal> Intake::keep_waiting(const LogId& log, const wire::Span& span, Batch& batch) {
  seal::KeySet keys;
  keys.add(span.nodes, span.meta_keys);
  if (const auto held_back = hold_back(log, span.first, keys, batch); !held_back) return held_back;
  auto kept = clone(span);
  put_keys(kept, keys);
  const auto strand = strands_.of_log(log).front();
  const auto added = handed_.added_by(log, kept);
  const bool room = added > 0 && has_room_to_wait(strands_.strand(strand).person, added) &&
                    has_room_for_keys(strand, added, batch);
  if (room) handed_.put(log, kept, batch);
  return {};
}

// Keys say nothing of how many they are: an entry of a few bytes may bring those of a whole epoch.
bool Intake::has_room_for_keys(StrandNumber strand, std::size_t bytes, Batch& batch) {
  const auto& record = strands_.strand(strand);
  if (!measured_ || bytes == 0 || record.person == mine_.identity.person_id()) return true;
  return quotas_.take({record.person, strands_.id_of(record.circle), 0, bytes, false}, *measured_,
                      batch);
}

// All that waits lies in memory.
bool Intake::has_room_to_wait(const PersonId& author, std::size_t bytes) const {
  if (author == mine_.identity.person_id()) return true;
  for (const auto circle : strands_.circles()) {
    for (const auto number : strands_.of_circle(circle)) {
      const auto& strand = strands_.strand(number);
      if (strand.person == author && !strand.parent) bytes += handed_.bytes_of(strand.log);
    }
  }
  return bytes <= limits::handed_of_person_bytes_max;
}

namespace {

constexpr Stretch anywhere{{0}, {limits::seq_max}};

bool puts_epoch(const Batch& batch, StrandNumber strand, const wire::Place& place) {
  return std::ranges::any_of(batch, [&](const Change& one) {
    const auto* put = std::get_if<change::PutEpoch>(&one);
    return put != nullptr && put->epoch.strand == strand && put->epoch.first == place;
  });
}

}  // namespace

// One at a time: the record that they go into is read as it is kept, so what this batch says of it
// already would be lost.
Result<bool, Refusal> Intake::give_waiting(const WaitingRun& run, Batch& batch) {
  const auto log = strands_.strand(run.strand).log;
  const auto leaves = std::min<std::uint64_t>(run.first.value, limits::epoch_leaves);
  for (const auto* waiting : handed_.within(log, Seq{run.first.value - leaves}, run.last)) {
    const auto& span = waiting->second.span;
    if (puts_epoch(batch, run.strand, span.first)) continue;
    // What lay behind the first entry before told nothing, where that one was there to be asked.
    const bool from_its_first = run.first <= span.first.seq;
    const Stretch news{run.first, from_its_first ? anywhere.next : run.last.successor()};
    const auto given = give_keys(run.strand, span, news, batch);
    if (!given) return Fail{given.error()};
    if (!*given) continue;
    handed_.drop(log, waiting->first, batch);
    return true;
  }
  return false;
}

Result<void, Refusal> Intake::take_span(const LogId& log, const wire::Span& span, Batch& batch) {
  for (const auto strand : strands_.of_log(log)) {
    const auto given = give_keys(strand, span, anywhere, batch);
    opener_.forget(strand);  // it looked at what is not committed yet
    if (!given) return Fail{given.error()};
    if (*given) return {};
  }
  return keep_waiting(log, span, batch);
}

// Known by its papers alone, a log costs its author little.
bool Intake::has_room_for_log(const PersonId& author) const {
  std::size_t ahead = 0;
  for (const auto circle : strands_.circles()) {
    for (const auto strand : strands_.of_circle(circle)) {
      const bool waits = strands_.strand(strand).person == author && strands_.spans(strand).empty();
      ahead += waits ? 1 : 0;
    }
  }
  return ahead < limits::logs_ahead_max;
}

Result<void, Refusal> Intake::take_other_log(const wire::Handover& handover, const CircleId& circle,
                                             const PersonId& author, Batch& batch) {
  const auto certificate = wire::open_certificate(handover.certificate);
  if (!certificate || !handover.log) return Fail{Refusal::unknown_log};
  const auto& said = certificate->statement;
  const bool fits = said.log == *handover.log && said.circle == circle && said.person == author;
  if (!fits) return Fail{Refusal::unknown_log};
  if (strands_.of_log(said.log).empty()) {
    auto record = record_of(*certificate);
    if (!record) return Fail{Refusal::unknown_log};
    if (!has_room_for_log(author)) return Fail{Refusal::log_full};
    record->circle = strands_.add_circle(circle, batch);
    (void)strands_.add_strand(*record, batch);
  }
  for (const auto& span : handover.spans) {
    if (const auto done = take_span(said.log, span, batch); !done) return done;
  }
  return {};
}

Result<void, Refusal> Intake::take_handover(const wire::Handover& handover, const PersonId& author,
                                            std::optional<WallTime> measured, Batch& batch) {
  measured_ = measured;
  const auto certificate = wire::open_certificate(handover.certificate);
  if (!certificate) return Fail{Refusal::unknown_log};
  return take_other_log(handover, certificate->statement.circle, author, batch);
}

}  // namespace kith::node
