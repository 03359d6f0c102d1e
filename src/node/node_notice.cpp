// What follows from entries that say more than words, once they are opened: keys and lists of those
// whom I know, pasts given, names of circles, introductions. None of it changes whom I include,
// what I hand out, delete or share.
#include <algorithm>

#include "base/limits.hpp"
#include "node/name.hpp"
#include "node/node.hpp"
#include "node/reached.hpp"
#include "node/refused_logs.hpp"
#include "node/session_memory.hpp"
#include "node/tie.hpp"
#include "wire/card.hpp"

namespace kith::node {
namespace {

// The record of who hears from an entry on, where it is not held yet: the entry lay closed, and a
// key came later. (A store that cannot be read does not keep this batch either.)
std::optional<EpochRecord> audience_record(const Store& store, const Noticed& noticed) {
  if (!noticed.opened.meta.statement) return std::nullopt;
  wire::CborWriter out;
  wire::encode_audience(out, noticed.opened.meta.statement->audience);
  EpochRecord record{noticed.key.strand, noticed.opened.place, {}, out.take()};
  auto held = store.epoch_at(noticed.key.strand, noticed.key.seq);
  if (!held || !*held) return std::nullopt;
  if ((*held)->first.seq == record.first.seq) {
    if ((*held)->audience == record.audience) return std::nullopt;
    record.keys = std::move((*held)->keys);
  } else {
    crypto::wipe((*held)->keys);
  }
  return record;
}

bool drops_a_device(const ByteVec& before, const ByteVec& after) {
  if (before == after) return false;
  const auto old_list = wire::open_device_list(before);
  const auto new_list = wire::open_device_list(after);
  if (!old_list || !new_list) return false;
  return !std::ranges::all_of(old_list->devices, [&](const wire::ListedDevice& one) {
    return std::ranges::count(new_list->devices, one.device, &wire::ListedDevice::device) > 0;
  });
}

// Whom they introduced before I had accepted them was passed over.
void look_again_at_tie(const Strands& strands, const CircleId& tie, const PersonId& person,
                       Batch& batch) {
  const auto circle = strands.number_of(tie);
  for (const auto strand : circle ? strands.of_circle(*circle) : std::vector<StrandNumber>{}) {
    if (strands.strand(strand).person != person) continue;
    for (const auto& span : strands.spans(strand)) {
      batch.push_back(change::QueueIndex{strand, span.span.from, {span.span.next.value - 1}});
    }
  }
}

// A log that is not held yet may turn out to be theirs.
bool may_be_given_by(const Strands& strands, const StrandRecord& giver, const LogId& log) {
  return std::ranges::all_of(strands.of_log(log), [&](StrandNumber number) {
    const auto& strand = strands.strand(number);
    return strand.person == giver.person && strand.circle == giver.circle;
  });
}

}  // namespace

void Node::put(Contact contact, Batch& batch) {
  const auto person = contact.person;
  const bool known_before = contacts_.knows(person);
  const bool accepted_before = contacts_.accepted(person);
  const auto* before = contacts_.find(person);
  const bool drops = before != nullptr && drops_a_device(before->device_list, contact.device_list);
  if (drops) own_logs_.end_epochs_heard_by(person, batch);
  batch.push_back(change::PutContact{person, encode_contact(contact)});
  contacts_.put(std::move(contact));
  // Else a home kept something of each device that anyone ever had. (A store that cannot be read
  // does not keep this batch either.)
  if (drops) (void)forget_devices_but(store_, person, contacts_.listed(person), batch);
  if (!accepted_before && contacts_.accepted(person)) {
    look_again_at_tie(strands_, tie_of(this->person(), person), person, batch);
  }
  // Their logs were left with whoever offered them, and no digest remembers that. (A store that
  // cannot be read does not keep this batch either.)
  if (!known_before && contacts_.knows(person)) {
    (void)forget_sessions(store_, batch);
    (void)forget_refused(store_, batch);
  }
  ++revision_;
}

void Node::notice(const Noticed& noticed, Batch& batch) {
  const auto& strand = strands_.strand(noticed.key.strand);
  const auto& circle = strands_.id_of(strand.circle);
  const auto& meta = noticed.opened.meta;
  const auto* author = contacts_.find(strand.person);
  if (auto record = audience_record(store_, noticed)) {
    batch.push_back(change::PutEpoch{std::move(*record)});
    changed(noticed.key.strand);
  }
  if (meta.statement && author != nullptr) {
    auto learned = clone(*author);
    const auto list = wire::device_list_of(meta.statement->certificate);
    if (list && learn_public(learned, *list, meta.statement->prekeys)) {
      put(std::move(learned), batch);
    }
  }
  for (const auto& past : meta.past) {
    if (!may_be_given_by(strands_, strand, past.log)) continue;
    if (!pasts_.put(past, strand.person, batch)) continue;
    for (const auto given : strands_.of_log(past.log)) changed(given);
    // Another home of mine gave it. (A store that cannot be read does not keep this batch either.)
    if (strand.person == person()) (void)forget_reached(store_, past.person, batch);
  }
  const auto* kind = std::get_if<std::uint64_t>(&meta.kind);
  if (kind == nullptr || noticed.opened.body.empty()) return;
  const auto body = kinds::decode_body(*kind, noticed.opened.body);
  if (!body) return;
  const auto id = reference_of(noticed.link);
  if (strand.person == person()) {
    if (circle != identity_.self_circle) return;
    const auto before = recovery_in_force(self_);
    self_.take(noticed.opened, id);
    if (recovery_in_force(self_) != before) own_logs_.end_epochs(batch);
    return;
  }
  if (const auto* greeting = std::get_if<kinds::Greeting>(&*body)) {
    if (is_name(greeting->text)) {
      greetings_.put(circle, {strand.person, greeting->text}, batch);
    }
  } else if (const auto* introduction = std::get_if<kinds::Introduction>(&*body)) {
    const bool in_tie = circle == tie_of(person(), strand.person);
    if (in_tie && contacts_.accepted(strand.person)) {
      notice_introduction(strand.person, id, *introduction, batch);
    }
  }
}

// So many of one introducer may wait; the same person again and again is no news.
bool Node::has_room_for_offer(const PersonId& by, const PersonId& person) const {
  std::size_t waiting = 0;
  std::size_t alike = 0;
  for (const auto& [id, offer] : offers_.all()) {
    if (offer.by != by) continue;
    alike += offer.person == person ? 1 : 0;
    waiting += contacts_.accepted(offer.person) || self_.ignores(id) ? 0 : 1;
  }
  return waiting < limits::offers_waiting_max && alike < limits::introductions_alike_max;
}

// Enough to store that person's logs and open their handovers; whether to address them is asked.
void Node::notice_introduction(const PersonId& by, const Reference& id,
                               const kinds::Introduction& introduction, Batch& batch) {
  const auto face = wire::open_face(introduction.face);
  auto secret = seal::PairSecret::from(introduction.secret);
  if (!face || !secret || face->person == person() || offers_.find(id) != nullptr) return;
  if (!has_room_for_offer(by, face->person)) return;
  const auto* held = contacts_.find(face->person);
  if (held != nullptr) {
    (void)forget_sessions(store_, batch);  // its secret may open what was left with somebody
    auto contact = clone(*held);
    (void)learn_public(contact, face->device_list, face->prekeys);
    if (!contact.pair) contact.pair = secret->clone();
    add_introduced_secret(contact, std::move(*secret));
    put(std::move(contact), batch);
  } else {
    Contact contact{face->person, face->device_list, face->prekeys, secret->clone()};
    contact.opens.push_back(std::move(*secret));
    contact.verification = Verification::introduced;
    contact.ways = face->ways;
    contact.acceptance = Acceptance::offered;
    contact.introducer = by;
    contact.face = introduction.face;
    put(std::move(contact), batch);
  }
  offers_.put({id, face->person, by, introduction.name, introduction.note, introduction.circle},
              batch);
}

}  // namespace kith::node
