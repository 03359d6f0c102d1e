#include "node/own_log.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "log/link.hpp"
#include "node/opener.hpp"
#include "seal/key_codec.hpp"

namespace kith::node {
namespace {

bool drops_someone(const wire::AudienceList& before, const wire::AudienceList& after) {
  return !std::ranges::all_of(before,
                              [&](const auto& one) { return wire::hears(after, one.person); });
}

constexpr LeafIndex last_leaf{limits::epoch_leaves - 1};

ByteVec body_to_seal(const Draft& draft) {
  if (draft.compressed) return draft.body;
  auto whole = draft;
  compress(whole);
  return std::move(whole.body);
}

}  // namespace

OwnLog OwnLog::fresh(const CircleId& circle, wire::LogForm form, Entropy& entropy) {
  OwnLog made{crypto::LogKey::generate(entropy), circle, form};
  made.head_ = log::link_before_all(made.id());
  return made;
}

Result<OwnLog, StoreError> OwnLog::load(const OwnLogRecord& record, const Strands& strands,
                                        const Store& store) {
  auto key = crypto::LogKey::from_seed(record.secret);
  const auto& strand = strands.strand(record.strand);
  const auto& spans = strands.spans(record.strand);
  if (!key || key->public_key() != strand.log || spans.size() != 1) {
    return Fail{StoreError::damaged};
  }
  OwnLog made{std::move(*key), strands.id_of(strand.circle), strand.form};
  made.strand_ = record.strand;
  made.head_ = spans.front().span.head;
  made.epoch_opened_ = record.epoch_opened;
  made.last_time_ = record.last_time;
  const Seq last{spans.front().span.next.value - 1};
  auto epoch = store.epoch_at(record.strand, last);
  if (!epoch) return Fail{epoch.error()};
  const auto list =
      *epoch ? wire::decode_audience((*epoch)->audience) : Fail{wire::RecordError::malformed};
  if (!list) return Fail{StoreError::damaged};
  made.last_ = place_in(**epoch, last);
  made.audience_ = *list;
  // Where the audience grew, the keys stand in the record that opened the epoch.
  while (*epoch && (*epoch)->keys.empty() && (*epoch)->first.leaf.value > 0) {
    epoch = store.epoch_at(record.strand, {(*epoch)->first.seq.value - 1});
    if (!epoch) return Fail{epoch.error()};
  }
  auto keys = *epoch ? seal::decode_keys((*epoch)->keys) : std::nullopt;
  if (!keys) return Fail{StoreError::damaged};
  made.keys_ = std::move(*keys);
  return made;
}

bool OwnLog::opening_due(const wire::AudienceList& audience, WallTime now) const {
  return !last_ || drops_someone(audience_, audience) ||
         last_->leaf.value + 1U >= limits::epoch_entries_max ||
         now - epoch_opened_ >= limits::epoch_age_max || now < epoch_opened_;
}

std::optional<wire::Place> OwnLog::next_place(bool opens) const {
  if (!last_) return wire::Place{};
  return wire::following(*last_, opens);
}

void OwnLog::open_epoch(const wire::Place&, WallTime now, Entropy& entropy) {
  keys_ = seal::KeySet::whole(wire::NodeSecret::random(entropy));
  epoch_opened_ = now;
}

ByteVec OwnLog::boxes_for(const wire::AudienceList& audience, const wire::Place& place,
                          WallTime now, const Desk& desk) {
  const bool opens = place.leaf.value == 0;
  wire::Handover handover;
  auto cover = keys_.cover(place.leaf, last_leaf);
  handover.spans.push_back({place, head_, std::move(cover.nodes), {}, std::nullopt});
  std::vector<seal::Addressed> addressed;
  std::vector<Delivery> deliveries;
  for (const auto& hearer : audience) {
    if (!opens && wire::hears(audience_, hearer.person)) continue;
    for (const auto& device : desk.contacts.devices_of(hearer.person, now)) {
      addressed.push_back({device.prekey, device.pair, &handover});
      deliveries.push_back({device.person, device.device, false});
    }
  }
  if (opens && desk.recovery != nullptr) {
    addressed.push_back({std::nullopt, &desk.identity.own_devices, &handover, desk.recovery});
  }
  if (addressed.empty()) return {};
  const seal::BoxPlace box_place{circle_, desk.identity.person_id(), id(), place.epoch, place.seq};
  const auto count = opens ? seal::BoxCount::as_addressed : seal::BoxCount::rounded_to_8;
  auto sealed = seal::seal_boxes(box_place, addressed, count, desk.entropy);
  for (std::size_t i = 0; i < deliveries.size(); ++i) {
    deliveries[i].delivered = sealed.delivered[i];
    deliveries_.push_back(deliveries[i]);
  }
  return std::move(sealed.part);
}

ByteVec OwnLog::past_boxes(std::span<const PastHandover> pasts, const wire::Place& place,
                           WallTime now, const Desk& desk) const {
  std::vector<seal::Addressed> addressed;
  for (const auto& past : pasts) {
    for (const auto& device : desk.contacts.devices_of(past.given.person, now)) {
      for (const auto& handover : past.handovers) {
        addressed.push_back({device.prekey, device.pair, &handover});
      }
    }
  }
  if (addressed.empty()) return {};
  check(addressed.size() <= limits::past_boxes_max);
  const seal::BoxPlace at{circle_, desk.identity.person_id(), id(), place.epoch, place.seq};
  return seal::seal_boxes(at, addressed, seal::BoxCount::rounded_to_8, desk.entropy).part;
}

wire::AudienceStatement OwnLog::statement(const wire::AudienceList& audience, const Desk& desk) {
  if (certificate_.empty()) {
    const auto& identity = desk.identity;
    const auto signed_statement = wire::sign_log_statement(
        {circle_, id(), identity.person_id(), identity.device_id(), form_}, identity.device, key_);
    certificate_ = wire::encode_certificate(identity.device_list, signed_statement);
  }
  return {audience, certificate_, {desk.prekeys.newest().record}};
}

Result<Link, Refusal> OwnLog::write(const Draft& draft, const wire::AudienceList& audience,
                                    WallTime now, const Desk& desk,
                                    std::span<const PastHandover> pasts) {
  if (audience.size() > limits::persons_max) return Fail{Refusal::too_many};
  if (const auto fine = check_draft(draft); !fine) return Fail{fine.error()};
  const bool opens = opening_due(audience, now);
  const auto place = next_place(opens);
  if (!place) return Fail{Refusal::log_full};
  if (opens) open_epoch(*place, now, desk.entropy);
  const bool states = opens || audience != audience_;
  check(pasts.empty() || !states);

  wire::Meta meta{std::max(now, last_ ? last_time_ + std::chrono::microseconds{1} : now),
                  draft.kind,
                  draft.references,
                  std::nullopt,
                  {}};
  ByteVec boxes;
  if (states) {
    meta.statement = statement(audience, desk);
    boxes = boxes_for(audience, *place, now, desk);
    audience_ = audience;
  } else if (!pasts.empty()) {
    for (const auto& past : pasts) meta.past.push_back(past.given);
    boxes = past_boxes(pasts, *place, now, desk);
  }
  last_time_ = meta.time;
  ByteVec lean;
  seal::seal_entry(lean, *keys_.keys_of(place->leaf), id(), *place, wire::encode_meta(meta),
                   body_to_seal(draft), boxes);
  take(*place, std::move(lean), states);
  return head_;
}

void OwnLog::take(const wire::Place& place, ByteVec lean, bool states) {
  // Whoever does not hear the next epoch may still be served all of this one.
  if (place.leaf.value == 0 || unsigned_entries_ >= limits::head_entries_max ||
      unsigned_bytes_ + lean.size() > limits::head_bytes_max) {
    sign_run();
  }
  if (unsigned_entries_ == 0) first_place_ = place;
  unsigned_entries_ += 1;
  unsigned_bytes_ += lean.size();
  const auto entry = wire::decode_entry(lean)->entry;
  head_ = log::link_of(head_, wire::header_of(entry, place));
  last_ = place;
  lean_.push_back(std::move(lean));
  links_.push_back(head_);
  if (states) {
    const bool opens = place.leaf.value == 0;
    epochs_.push_back({strand_, place, opens ? seal::encode_keys(keys_) : ByteVec{},
                       wire::encode_audience(audience_)});
  }
}

// What is written next, and for whom it is handed over, needs nothing of what was.
void OwnLog::drop_keys_of_written() {
  const std::size_t next = last_ ? last_->leaf.value + std::size_t{1} : 0;
  seal::KeySet left;
  if (next <= last_leaf.value) {
    const auto cover = keys_.cover({static_cast<std::uint16_t>(next)}, last_leaf);
    left.add(cover.nodes, cover.meta_keys);
  }
  keys_ = std::move(left);
}

// An epoch that was opened after now is over: so that any clock says.
void OwnLog::end_epoch(Batch& batch) {
  epoch_opened_ = {static_cast<std::int64_t>(limits::time_micros_end - 1)};
  batch.push_back(change::PutOwnLog{record()});
}

OwnLogRecord OwnLog::record() const {
  const auto seed = key_.seed();
  return {strand_, ByteVec(seed.begin(), seed.end()), epoch_opened_, last_time_};
}

// Signs up to the last entry that was taken.
void OwnLog::sign_run() {
  if (unsigned_entries_ == 0) return;
  const Seq first{last_->seq.value + 1 - lean_.size()};
  const EntryKey last{strand_, {first.value + lean_.size() - 1}};
  const bool opens = first_place_.leaf.value == 0;
  heads_.push_back(
      {last, log::sign_head(key_, links_.back()), unsigned_entries_, unsigned_bytes_, opens});
  unsigned_entries_ = 0;
  unsigned_bytes_ = 0;
}

Result<void, StoreError> OwnLog::finish(WallTime now, Strands& strands, const Store& store,
                                        Batch& batch) {
  if (lean_.empty()) return {};
  check(last_.has_value());
  sign_run();
  if (const auto kept = keep_head(store, heads_.front(), batch); !kept) return kept;
  for (std::size_t i = 1; i < heads_.size(); ++i) {
    batch.push_back(
        change::PutHead{{heads_[i].last, heads_[i].signature, heads_[i].entries, heads_[i].bytes}});
  }
  heads_.clear();
  const Seq first{last_->seq.value + 1 - lean_.size()};
  for (auto& epoch : epochs_) {
    epoch.strand = strand_;
    batch.push_back(change::PutEpoch{std::move(epoch)});
  }
  batch.push_back(change::PutEntries{strand_, first, std::move(lean_), std::move(links_), now});
  const HeldSpan whole{{0}, last_->seq.successor(), log::link_before_all(id()), head_};
  strands.put_spans(strand_, {{strand_, whole}}, batch);
  batch.push_back(change::PutOwnLog{record()});
  lean_.clear();
  links_.clear();
  epochs_.clear();
  return {};
}

}  // namespace kith::node
