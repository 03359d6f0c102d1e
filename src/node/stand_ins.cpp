#include "node/stand_ins.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "node/open_refusal.hpp"
#include "seal/entry_seal.hpp"
#include "wire/header.hpp"

namespace kith::node {
namespace {

constexpr std::size_t looked_at_once = 8192;

// False, and nothing done, where a body is not the one that was signed. `room` outlives the entry.
bool put_in(wire::EntryView& entry, const BodyOrHash& come, wire::StandIn& room) {
  const auto sealed_hash = wire::sealed_hash_of(entry);
  if (const auto* sealed = std::get_if<ByteView>(&come)) {
    if (sealed->size() != entry.body_size || wire::hash_of_sealed_body(*sealed) != sealed_hash)
      return false;
    entry.body_state = wire::BodyState::sealed;
    entry.body = *sealed;
    return true;
  }
  std::ranges::copy(std::get<BodyHash>(come).raw, room.raw.begin());
  std::ranges::copy(sealed_hash.raw, room.raw.begin() + BodyHash::size);
  entry.body = room.view();
  return true;
}

}  // namespace

// Of each author so many: who fills it fills nobody else's.
std::size_t StandIns::room_for(const PersonId& author) const {
  const auto wanted = static_cast<std::size_t>(std::ranges::count_if(
      wanted_.all(), [&](EntryKey key) { return strands_.strand(key.strand).person == author; }));
  return limits::wanted_bodies_max - std::min(limits::wanted_bodies_max, wanted);
}

StandIns::Outcome StandIns::want(const wire::RangeView& range, StrandNumber strand,
                                 const Self& self, Batch& batch) {
  std::optional<std::size_t> room;
  for (const auto& placed : range.entries) {
    const EntryKey key{strand, placed.place.seq};
    const bool by_stand_in = placed.entry.body_state == wire::BodyState::forgotten;
    if (!by_stand_in || !strands_.holds(key)) continue;
    if (self.refuses_body(range.log, key.seq)) continue;
    const auto before = store_.entry(key);
    if (!before) return Fail{refusal_of(before.error())};
    if (*before) continue;
    if (!room) room = room_for(strands_.strand(strand).person);
    if (*room == 0) {
      wanted_.leave(key, batch);
      break;
    }
    --*room;
    wanted_.put(key, batch);
  }
  return {};
}

// Not for each that came: a strand is looked through in few steps.
StandIns::Outcome StandIns::want_more(const Self& self, Batch& batch) {
  for (const auto& [strand, from] : wanted_.left()) {
    const auto room = room_for(strands_.strand(strand).person);
    if (room < limits::wanted_bodies_max / 4) continue;
    return look_through({strand, from}, room, self, batch);
  }
  return {};
}

StandIns::Outcome StandIns::look_through(EntryKey from, std::size_t room, const Self& self,
                                         Batch& batch) {
  const auto& log = strands_.strand(from.strand).log;
  std::vector<EntryKey> found;
  std::optional<Seq> up_to;
  std::size_t looked = 0;
  const auto scanned =
      store_.scan(from.strand, from.seq, {limits::seq_max}, [&](Seq seq, ByteView lean) {
        if (found.size() == room || looked++ == looked_at_once) {
          up_to = seq;
          return false;
        }
        const EntryKey key{from.strand, seq};
        const auto decoded = wire::decode_entry(lean);
        const bool by_stand_in = decoded && decoded->entry.body_state == wire::BodyState::forgotten;
        if (by_stand_in && !self.refuses_body(log, seq) && !wanted_.contains(key))
          found.push_back(key);
        return true;
      });
  if (!scanned) return Fail{refusal_of(scanned.error())};
  for (const auto key : found) wanted_.put(key, batch);
  wanted_.looked_through(from.strand, up_to, batch);
  return {};
}

StandIns::Outcome StandIns::replace(const LogId& log, Seq seq, const BodyOrHash& come,
                                    Batch& batch) {
  for (const auto strand : strands_.of_log(log)) {
    if (!wanted_.contains({strand, seq})) continue;
    if (const auto done = replace({strand, seq}, come, batch); !done) return done;
  }
  return {};
}

StandIns::Outcome StandIns::replace(EntryKey key, const BodyOrHash& come, Batch& batch) {
  const auto lean = store_.entry(key);
  if (!lean) return Fail{refusal_of(lean.error())};
  const auto decoded = *lean ? wire::decode_entry(**lean) : Fail{wire::EntryError::truncated};
  const auto place = opener_.place_of(key);
  if (!decoded || !place) return Fail{Refusal::store_damaged};
  auto entry = decoded->entry;
  if (entry.body_state != wire::BodyState::forgotten) return {};
  wire::StandIn room;
  if (!put_in(entry, come, room)) return {};
  wanted_.drop(key, batch);
  const auto fits = may_stand(key, *place, entry);
  if (!fits) return Fail{fits.error()};
  ByteVec bytes;
  wire::encode_entry(bytes, entry);
  if (!*fits || bytes == **lean) return {};
  batch.push_back(change::ReplaceEntry{key, std::move(bytes)});
  batch.push_back(change::QueueIndex{key.strand, key.seq, key.seq});
  opener_.opened_ahead().drop(key.strand);
  return {};
}

// What does not open where there are keys is not put there: its author made it so. Of a forked log
// the keys may be another story's, and nothing is asked of them; so they may be where what stands
// there does not open either.
Result<bool, Refusal> StandIns::may_stand(EntryKey key, const wire::Place& place,
                                          const wire::EntryView& entry) {
  const auto& record = strands_.strand(key.strand);
  bool tried = false;
  bool opens = false;
  const auto done = opener_.try_keys(key.strand, place, [&](const seal::LeafKeys& keys) {
    tried = true;
    opens = seal::open_entry(keys, record.log, place, entry).has_value();
    return opens;
  });
  if (!done) return Fail{refusal_for_holder(done.error())};
  return !tried || opens || record.forked || !opener_.open(key);
}

}  // namespace kith::node
