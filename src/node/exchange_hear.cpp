// What each message of the other side does.
#include <algorithm>

#include "base/limits.hpp"
#include "crypto/kdf.hpp"
#include "node/bodies.hpp"
#include "node/exchange_work.hpp"
#include "node/refused_logs.hpp"
#include "node/tie.hpp"

namespace kith::node {
namespace {

bool shared_by_both(const std::vector<PairId>& mine, const std::vector<PairId>& theirs) {
  return std::ranges::any_of(mine,
                             [&](const PairId& id) { return std::ranges::count(theirs, id) > 0; });
}

// agreed = H(D(pair, "kithpair", 3, 32), "kith/1 session"; hash ‖ initiator's ‖ responder's)
ByteVec agreed_secret(const seal::PairSecret& pair, const crypto::noise::HandshakeHash& hash,
                      const sync::Fresh& initiator, const sync::Fresh& responder) {
  const auto key = seal::pair_key(pair, seal::PairUse::agreement);
  const auto secret = crypto::keyed_hash<seal::PairSecret>(
      "kith/1 session", key.view(), {hash.view(), initiator.view(), responder.view()});
  return {secret.view().begin(), secret.view().end()};
}

}  // namespace

bool Exchange::Work::records_are_theirs(const sync::Presence& presence) const {
  if (presence.device_list.empty()) return presence.prekeys.empty();
  const auto list = wire::open_device_list(presence.device_list);
  if (!list || list->person != *person_) return false;
  const auto listed = [&](const DeviceId& device) {
    return std::ranges::count(list->devices, device, &wire::ListedDevice::device) == 1;
  };
  return listed(*device_) && std::ranges::all_of(presence.prekeys, [&](const ByteVec& record) {
           const auto prekey = wire::open_prekey(record);
           return prekey && listed(prekey->device);
         });
}

// Taken for somebody else who lists their key: next time they are who they say.
void Exchange::Work::note_speaker(const sync::Presence& presence) {
  const auto list = wire::open_device_list(presence.device_list);
  const bool lists_it =
      list && remote_ &&
      std::ranges::count(list->devices, *remote_, &wire::ListedDevice::transport) > 0;
  if (!lists_it) return;
  Heard heard;
  heard.transport = remote_;
  (void)node_.heard_from(list->person, heard);
}

Exchange::Work::Outcome Exchange::Work::hear(const sync::Presence& presence, WallTime, Turn& turn) {
  presence_heard_ = true;
  if (!records_are_theirs(presence)) {
    note_speaker(presence);
    return Ending::malformed;
  }
  if (presence.newest_first) order_ = PieceOrder::newest_first;
  Heard heard{
      presence.device_list, presence.prekeys, presence.ways, presence.face.value_or(ByteVec{}),
      std::nullopt,         presence.held,    std::nullopt};
  if (!called_) heard.used = pair_;
  const auto* pair = node_.secret_with(*person_, *pair_);
  if (pair == nullptr && !called_) return Ending::stranger;  // another used that card meanwhile
  if (pair != nullptr && !shared_by_both(held_named_, presence.held)) {
    heard.agreed_secret = agreed_secret(*pair, *hash_, called_ ? *fresh_ : presence.fresh,
                                        called_ ? presence.fresh : *fresh_);
  }
  auto step = node_.heard_from(*person_, heard);
  turn.commit = std::move(step.commit);
  if (!heard.agreed_secret) return std::nullopt;
  tell_agreed(pair_id(*heard.agreed_secret));
  crypto::wipe(*heard.agreed_secret);
  return std::nullopt;
}

// At once: who calls only once would be sought under a card that may be forgotten by then.
void Exchange::Work::tell_agreed(const PairId& secret) {
  const auto* contact = node_.contacts().find(*person_);
  const bool kept = contact != nullptr && secret_of(*contact, secret) != nullptr;
  if (kept) say(sync::Agreed{secret});
}

Exchange::Work::Outcome Exchange::Work::hear(const sync::Agreed& agreed, WallTime, Turn& turn) {
  Heard heard;
  heard.held = {agreed.secret};
  turn.commit = node_.heard_from(*person_, heard).commit;
  return std::nullopt;
}

Exchange::Work::Outcome Exchange::Work::hear(const sync::Digest& digest, WallTime, Turn&) {
  const bool first = !theirs_.has_value();
  theirs_ = digest.hash;
  if (!first) return std::nullopt;
  if (memory_ && memory_->mine == mine_ && memory_->theirs == digest.hash) {
    quiet_ = true;
    they_hold_ = holdings_of(shares_);
    return std::nullopt;
  }
  return send_frontiers();
}

// Each message keeps to its own limits already; many of them could still say too much.
bool Exchange::Work::follow_within_limits(const sync::Frontiers& frontiers) {
  if (frontiers.logs.empty()) return !frontiers.more;
  const bool ascends = frontier_logs_ == 0 || last_frontier_ < frontiers.logs.front().log;
  last_frontier_ = frontiers.logs.back().log;
  frontier_logs_ += frontiers.logs.size();
  for (const auto& frontier : frontiers.logs) {
    if (frontier.spans.size() > limits::log_spans_max) return false;
    frontier_spans_ += frontier.spans.size();
  }
  return ascends && frontier_logs_ <= limits::frontier_logs_max &&
         frontier_spans_ <= limits::frontier_spans_max;
}

Exchange::Work::Outcome Exchange::Work::hear(sync::Frontiers& frontiers, WallTime, Turn&) {
  if (frontiers_received_ || !follow_within_limits(frontiers)) return Ending::malformed;
  if (quiet_) they_hold_.clear();  // they do not remember what I do
  quiet_ = false;
  for (auto& frontier : frontiers.logs) {
    if (frontier.spans.empty()) they_refuse_.insert(frontier.log);
    they_hold_[frontier.log] = std::move(frontier.spans);
  }
  if (frontiers.more) return std::nullopt;
  frontiers_received_ = true;
  lacked_ = lacked_of(node_.strands(), they_hold_);
  reached_ =
      reached_by(node_.person(), node_.strands(), shares_, not_held(node_, shares_, they_hold_));
  planned_at_.reset();
  caught_up_sent_ = false;
  caught_up_heard_ = false;  // they said so of what they remembered, before they heard what I hold
  return send_frontiers();
}

void Exchange::Work::refuse(const LogId& log) {
  if (i_refuse_.insert(log).second) say(sync::Refuse{log});
}

void Exchange::Work::remember_refused(const LogId& log, Turn& turn) {
  if (refused_.size() >= limits::refused_logs_max || !refused_.insert(log).second) return;
  keep_refused(log, turn.commit);
}

Exchange::Work::Outcome Exchange::Work::take_range(ByteView bytes, WallTime now, Turn& turn) {
  auto taken = node_.take_range(bytes, now, &*person_);
  if (!taken) return not_taken(taken.error(), bytes, turn);
  const auto& answer = taken->answer;
  turn.commit = std::move(taken->commit);
  turn.durability = Durability::before_sending;
  turn.fresh += answer.fresh;
  tally_.received += answer.fresh;
  if (unindexed_ == 0) gathering_since_ = now;
  unindexed_ += answer.fresh;
  // Who says again and again what is held makes no more of it than that.
  const auto theirs = they_hold_.find(answer.log);
  const bool many = theirs != they_hold_.end() && theirs->second.size() >= limits::log_spans_max;
  if (many && answer.fresh == 0) return std::nullopt;
  // What came before something that is held has become one span with it.
  const auto head = node_.opener().link_of({answer.strand, {answer.next.value - 1}});
  if (!head) return head.error() == OpenFailure::not_held ? Outcome{} : Ending::store;
  add_holding(they_hold_, answer.log, answer.before, {answer.first, answer.next, *head});
  join_behind(node_, they_hold_, answer.log, answer.strand, answer.next);
  return std::nullopt;
}

Exchange::Work::Outcome Exchange::Work::not_taken(Refusal why, ByteView bytes, Turn& turn) {
  const auto range = wire::decode_range(bytes);
  if (!range || why == Refusal::bad_range) return Ending::malformed;
  switch (why) {
    case Refusal::unknown_log:
      passed_over_.insert(range->log);
      if (kept_aside_bytes_ + bytes.size() > limits::kept_aside_bytes_max) {
        refuse(range->log);
        if (i_refuse_.size() > limits::refusals_max) return Ending::malformed;
      } else {
        kept_aside_bytes_ += bytes.size();
        kept_aside_.emplace_back(bytes.begin(), bytes.end());
      }
      return std::nullopt;
    case Refusal::ignored_author:
      remember_refused(range->log, turn);
      [[fallthrough]];
    case Refusal::log_full:
    case Refusal::bent_stand_in:
    case Refusal::over_quota:
      refuse(range->log);
      node_.quotas().keep_refusals(turn.commit);
      return i_refuse_.size() > limits::refusals_max ? Outcome{Ending::malformed} : std::nullopt;
    default:
      return Ending::store;
  }
}

Exchange::Work::Outcome Exchange::Work::hear(const sync::RangeBytes& range, WallTime now,
                                             Turn& turn) {
  taken_bytes_ += static_cast<std::uint32_t>(range.bytes.size());
  caught_up_heard_ = false;
  return take_range(range.bytes, now, turn);
}

Exchange::Work::Outcome Exchange::Work::hear(const sync::Refuse& refuse, WallTime, Turn&) {
  they_refuse_.insert(refuse.log);
  if (they_refuse_.size() > limits::refusals_max) return Ending::malformed;
  std::erase_if(plan_, [&](const Piece& piece) { return piece.log == refuse.log; });
  return std::nullopt;
}

Exchange::Work::Outcome Exchange::Work::hear(const sync::Papers& papers, WallTime, Turn& turn) {
  auto step = node_.take_own_papers(papers.certificate);
  if (step) turn.commit = std::move(step->commit);
  return std::nullopt;
}

// Only what is mine, and only to whom I still address: repair decides. Named in many pieces, or
// again and again, a log is answered as a whole, and not more than a few times.
Exchange::Work::Outcome Exchange::Work::hear(const sync::Closed& closed, WallTime now, Turn& turn) {
  if (end_sent_) return std::nullopt;
  std::map<LogId, Stretch> asked;
  for (const auto& span : closed.spans) {
    const auto [at, first] = asked.try_emplace(span.log, Stretch{span.from, span.next});
    at->second.from = std::min(at->second.from, span.from);
    at->second.next = std::max(at->second.next, span.next);
  }
  for (const auto& [log, stretch] : asked) {
    const auto strands = node_.strands().of_log(log);
    const bool mine =
        !strands.empty() && node_.strands().strand(strands.front()).person == node_.person();
    if (!mine || closed_answered_[log]++ >= limits::closed_answers_max) continue;
    auto handovers = node_.repair(*person_, log, stretch, now);
    if (!handovers) return Ending::store;
    if (handovers->empty()) continue;
    for (auto& handover : *handovers) say(sync::Handed{std::move(handover)});
    auto settled = node_.settle_owed(log, *device_);
    std::ranges::move(settled.commit, std::back_inserter(turn.commit));
  }
  return std::nullopt;
}

Exchange::Work::Outcome Exchange::Work::hear(const sync::Handed& handed, WallTime now, Turn& turn) {
  auto step = node_.take_handover(handed.handover, *person_, now);
  const bool passed_over =
      !step && (step.error() == Refusal::unknown_log || step.error() == Refusal::log_full);
  if (!step && !passed_over) return Ending::store;
  if (step) turn.commit = std::move(step->commit);
  node_.quotas().keep_refusals(turn.commit);
  return std::nullopt;
}

// Given at once: whoever asks may have said goodbye behind it.
Exchange::Work::Outcome Exchange::Work::hear(const sync::Missing& missing, WallTime, Turn&) {
  for (const auto& one : missing.bodies) {
    if (bodies_answered_ == limits::bodies_given_max || end_sent_) break;
    ++bodies_answered_;
    auto answer = answer_missing(node_, *person_, one);
    if (!answer) return Ending::store;
    if (!*answer) continue;
    if (const auto* body = std::get_if<sync::Body>(&**answer)) {
      if (body_bytes_given_ + body->sealed.size() > limits::body_bytes_given_max) break;
      body_bytes_given_ += body->sealed.size();
    }
    say(std::move(**answer));
  }
  return std::nullopt;
}

Exchange::Work::Outcome Exchange::Work::hear(const sync::Body& body, WallTime, Turn& turn) {
  return keep(node_.take_body(body.log, body.seq, ByteView{body.sealed}), turn);
}

Exchange::Work::Outcome Exchange::Work::hear(const sync::Gone& gone, WallTime, Turn& turn) {
  const auto strands = node_.strands().of_log(gone.log);
  const bool theirs =
      !strands.empty() && node_.strands().strand(strands.front()).person == *person_;
  if (!theirs) return std::nullopt;
  return keep(node_.take_body(gone.log, gone.seq, gone.hash), turn);
}

Exchange::Work::Outcome Exchange::Work::keep(StepOf<Done> step, Turn& turn) {
  if (!step) return Ending::store;
  turn.commit = std::move(step->commit);
  return std::nullopt;
}

Exchange::Work::Outcome Exchange::Work::hear(const sync::Credit& credit, WallTime, Turn&) {
  credit_ = std::min<std::int64_t>(credit_ + credit.bytes, limits::credit_bytes_max);
  return std::nullopt;
}

Exchange::Work::Outcome Exchange::Work::hear(const sync::CaughtUp&, WallTime, Turn&) {
  if (!theirs_) return Ending::malformed;
  caught_up_heard_ = true;
  return std::nullopt;
}

Exchange::Work::Outcome Exchange::Work::hear(const sync::End&, WallTime now, Turn&) {
  if (bodies_asked_) node_.wanted().asked(*device_, *bodies_asked_, now);
  return std::nullopt;  // the channel knows
}

}  // namespace kith::node
