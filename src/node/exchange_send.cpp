// What is to be said next.
#include <algorithm>

#include "base/limits.hpp"
#include "crypto/hash.hpp"
#include "node/bodies.hpp"
#include "node/exchange_work.hpp"
#include "node/own_face.hpp"
#include "node/refused_logs.hpp"
#include "wire/range.hpp"

namespace kith::node {
namespace {

constexpr std::size_t waiting_bytes_enough = 1024 * 1024;
// Every step touches the rows by order all over: few steps write each of their pages seldom. More
// than this no longer lies in SQLite's memory when it is read back, and links are packed from here
// on without lying anywhere before (store/sqlite_refs).
constexpr std::size_t index_at_once = 16384;
constexpr std::chrono::seconds gathering_max{2};  // so that what comes slowly is seen as it comes
constexpr std::chrono::hours memory_age_max{1};
constexpr std::uint32_t credit_step_bytes = 1024 * 1024;

}  // namespace

// More is on its way: a message has begun, or they said that they hold what did not come yet.
bool Exchange::Work::gathers(WallTime now) const {
  const auto waited = now - gathering_since_;
  const bool enough = unindexed_ >= index_at_once || finishing_ || channel_.ended();
  if (enough || waited < std::chrono::microseconds{0} || waited > gathering_max) return false;
  const auto owed = [&](const auto& told) {
    const auto& [log, spans] = told;
    return !i_refuse_.contains(log) && !passed_over_.contains(log) &&
           lacks_some(node_.strands(), log, spans);
  };
  return channel_.mid_message() || (!caught_up_heard_ && std::ranges::any_of(they_hold_, owed));
}

bool Exchange::Work::asks_newest_first(WallTime now) const {
  if (asked_ != AskedOrder::newest_if_long_ago) return asked_ == AskedOrder::newest_first;
  if (!memory_) return false;
  const auto since = now - memory_->when;
  return since >= long_ago_min || since < std::chrono::microseconds{0};
}

// What they were told before is not told again; only its time is of each saying.
Exchange::Work::Outcome Exchange::Work::introduce_myself(WallTime now, Turn& turn) {
  auto face = node_.own_face(now);
  turn.commit = std::move(face.commit);
  told_ = crypto::hash<PublicHash>("kith/1 told", {face.answer});
  fresh_ = sync::Fresh::random(entropy_);
  const auto* contact = node_.contacts().find(*person_);
  held_named_ = contact != nullptr ? contact->agreed : std::vector<PairId>{};
  sync::Presence presence{
      {}, {}, node_.ways(), held_named_, fresh_->clone(), std::nullopt, asks_newest_first(now)};
  if (!memory_ || memory_->told != told_) {
    presence.device_list = node_.identity().device_list;
    presence.prekeys = {node_.prekeys().newest().record};
    presence.face = said_now(node_.identity(), face.answer, now);
  }
  auto shares = shares_with(node_, *person_);
  if (!shares) return Ending::store;
  shares_ = std::move(*shares);
  mine_ = digest_of(shares_);
  say(std::move(presence));
  say(sync::Digest{mine_});
  name_known_forks();
  presence_sent_ = true;
  return std::nullopt;
}

Exchange::Work::Outcome Exchange::Work::send_frontiers() {
  if (frontiers_sent_) return std::nullopt;
  frontiers_sent_ = true;
  auto shares = shares_with(node_, *person_);
  if (!shares) return Ending::store;
  shares_ = std::move(*shares);
  for (auto& message : frontiers_of(shares_, refused_)) say(std::move(message));
  return std::nullopt;
}

Exchange::Work::Outcome Exchange::Work::refresh_plan() {
  if (planned_at_ == node_.revision()) return std::nullopt;
  planned_at_ = node_.revision();
  auto shares = shares_with(node_, *person_);
  if (!shares) return Ending::store;
  shares_ = std::move(*shares);
  mine_ = digest_of(shares_);
  auto pieces = lacking(node_, shares_, they_hold_, order_);
  if (!pieces) return Ending::store;
  plan_.clear();
  for (auto& piece : *pieces) {
    if (!they_refuse_.contains(piece.log)) plan_.push_back(piece);
  }
  return std::nullopt;
}

// Of their own logs, which they may have lost, they need to be told whose they are.
Exchange::Work::Outcome Exchange::Work::send_papers(const Piece& piece) {
  if (node_.strands().strand(piece.strand).person != *person_) return std::nullopt;
  if (!papers_sent_.insert(piece.log).second) return std::nullopt;
  auto certificate = node_.serving().certificate(piece.strand);
  if (!certificate) return Ending::store;
  if (*certificate) say(sync::Papers{std::move(**certificate)});
  return std::nullopt;
}

// Goes on while what comes gathers: two who wait for each other would both wait.
Exchange::Work::Outcome Exchange::Work::send_planned() {
  while (!plan_.empty() && credit_ > 0 && channel_.waiting() < waiting_bytes_enough) {
    if (const auto failed = send_piece()) return failed;
  }
  return std::nullopt;
}

Exchange::Work::Outcome Exchange::Work::send_piece() {
  const auto piece = plan_.front();
  plan_.pop_front();
  if (const auto failed = send_papers(piece)) return failed;
  auto range =
      node_.serving().range(piece.strand, piece.stretch, std::numeric_limits<std::size_t>::max());
  if (!range) return Ending::store;
  if (!*range) return std::nullopt;
  auto& sent = **range;
  credit_ -= static_cast<std::int64_t>(sent.bytes.size());
  const Stretch covered{piece.stretch.from, sent.next};
  const auto before = node_.opener().link_before({piece.strand, covered.from});
  const auto head = node_.serving().head_of(piece.strand, covered);
  if (!before || !head) return Ending::store;
  add_holding(they_hold_, piece.log, *before, {covered.from, covered.next, *head});
  join_behind(node_, they_hold_, piece.log, piece.strand, covered.next);
  tally_.sent += covered.next.value - covered.from.value;
  say(sync::RangeBytes{std::move(sent.bytes)});
  caught_up_sent_ = false;
  return std::nullopt;
}

// A digest of now goes along: it is what both remember when they part.
Exchange::Work::Outcome Exchange::Work::send_caught_up() {
  if (caught_up_sent_ && told_digest_ == mine_) return std::nullopt;
  if (told_digest_ != mine_ || !caught_up_sent_) {
    say(sync::Digest{mine_});
    told_digest_ = mine_;
  }
  say(sync::CaughtUp{});
  caught_up_sent_ = true;
  return std::nullopt;
}

// What they served me of their own logs and nothing opens: said once. What is kept aside may be
// theirs: a log whose first box came too late is one that nothing here can attribute.
Exchange::Work::Outcome Exchange::Work::report_closed() {
  std::vector<sync::ClosedSpan> closed;
  for (const auto circle : node_.strands().circles()) {
    for (const auto strand : node_.strands().of_circle(circle)) {
      const auto& record = node_.strands().strand(strand);
      if (record.person != *person_) continue;
      const auto stretches = node_.hearing().closed(strand);
      if (!stretches) return Ending::store;
      for (const auto& stretch : *stretches) {
        if (closed.size() < limits::closed_spans_max) {
          closed.push_back({record.log, stretch.from, stretch.next});
        }
      }
    }
  }
  for (const auto& bytes : kept_aside_) {
    const auto range = wire::decode_range(bytes);
    if (!range || closed.size() >= limits::closed_spans_max) continue;
    const auto& first = range->entries.front().place.seq;
    closed.push_back({range->log, first, {first.value + range->entries.size()}});
  }
  if (closed.empty() || closed == closed_reported_) return std::nullopt;
  closed_reported_ = closed;
  say(sync::Closed{std::move(closed)});
  return std::nullopt;
}

// Before I have caught up: they may say goodbye as soon as both have.
Exchange::Work::Outcome Exchange::Work::ask_for_bodies(WallTime now) {
  const bool asked = bodies_asked_ && bodies_asked_->revision == node_.wanted().revision();
  if (asked || !node_.wanted().is_due(*device_, now)) return std::nullopt;
  auto missing = missing_bodies(node_, *person_, *device_, shares_);
  if (!missing) return Ending::store;
  bodies_asked_ = missing->asking;
  if (!missing->bodies.empty()) say(sync::Missing{std::move(missing->bodies)});
  return std::nullopt;
}

// Equal digests: they hold all that I share, up to its head links.
void Exchange::Work::keep_reached(Turn& turn) {
  if (theirs_ == mine_ && reached_as_of_ != mine_) {
    reached_ = reached_by(node_.person(), node_.strands(), shares_, {});
    reached_as_of_ = mine_;
  }
  if (!reached_) return;
  note_reached(*person_, *device_, *reached_, turn.commit);
  reached_.reset();
  turn.durability = Durability::lazy;  // what is lost of it the next session tells again
}

// Whom I got to know meanwhile may be their author: then they are refused in this session alone.
Exchange::Work::Outcome Exchange::Work::look_again_at_refused() {
  if (refused_.empty()) return std::nullopt;
  const auto still = refused_logs(node_.store());
  if (!still) return Ending::store;
  std::erase_if(refused_, [&](const LogId& log) { return !still->contains(log); });
  return std::nullopt;
}

Exchange::Work::Outcome Exchange::Work::keep_memory(WallTime now, Turn& turn) {
  if (!caught_up() || !theirs_) return std::nullopt;
  const SessionMemory memory{mine_, *theirs_, told_, now};
  const bool same = memory_ && memory_->mine == memory.mine && memory_->theirs == memory.theirs &&
                    memory_->told == memory.told && now - memory_->when < memory_age_max;
  if (same) return std::nullopt;
  if (const auto failed = look_again_at_refused()) return failed;
  // What was left out here is to be asked for again, also when nothing else is new.
  if (i_refuse_.size() > refused_.size() || !kept_aside_.empty()) return std::nullopt;
  memory_ = memory;
  remember(*person_, *device_, memory, turn.commit);
  turn.durability = Durability::lazy;  // what is lost of it costs one round trip
  return std::nullopt;
}

Exchange::Work::Outcome Exchange::Work::send_next(WallTime now, Turn& turn) {
  if (!presence_heard_ || !theirs_ || end_sent_) return std::nullopt;
  if (taken_bytes_ >= credit_step_bytes) {
    say(sync::Credit{taken_bytes_});
    taken_bytes_ = 0;
  }
  if (!may_stream()) return std::nullopt;
  // What came is made findable first: what it says of who hears decides what they may have. While
  // more is on its way it gathers: many small steps cost several times as much as a few great ones.
  turn.gathers = unindexed_ > 0 && gathers(now);
  if (turn.gathers) return send_planned();
  auto indexed = node_.index_some(index_at_once, Findable::by_place);
  if (!indexed) return Ending::store;
  if (*indexed) {
    turn.commit = std::move(**indexed);
    turn.durability = Durability::lazy;
    unindexed_ -= std::min(unindexed_, index_at_once);  // what comes from now on gathers again
    gathering_since_ = now;
    return std::nullopt;
  }
  unindexed_ = 0;
  if (const auto failed = refresh_plan()) return failed;
  if (const auto failed = send_planned()) return failed;
  if (!plan_.empty()) return std::nullopt;
  if (const auto failed = prove_a_fork(turn)) return failed;
  if (!turn.commit.empty()) return std::nullopt;
  tell_forks();
  if (const auto failed = keep(want_more_bodies(node_), turn)) return failed;
  if (!turn.commit.empty()) return std::nullopt;
  if (const auto failed = ask_for_bodies(now)) return failed;
  if (const auto failed = send_caught_up()) return failed;
  if (caught_up_heard_) {
    if (const auto failed = report_closed()) return failed;
  }
  keep_reached(turn);
  if (const auto failed = keep_memory(now, turn)) return failed;
  return finishing_ ? say_goodbye() : std::nullopt;
}

// Their last words may have come at once: that they are caught up, with what digest, and the end.
Exchange::Work::Outcome Exchange::Work::part(WallTime now, Turn& turn) {
  tell_forks();
  keep_reached(turn);
  if (told_digest_ == mine_) {
    if (const auto failed = keep_memory(now, turn)) return failed;
  }
  return say_goodbye();
}

// What was said before goes first; what is not said yet waits for the next session.
Exchange::Work::Outcome Exchange::Work::say_goodbye() {
  say(sync::End{});
  end_sent_ = true;
  return std::nullopt;
}

// Something else that came may have told whose they are. Each is tried once in a pass, however many
// of them are taken; a pass in which none was is the last until something changes.
Exchange::Work::Outcome Exchange::Work::retry_kept_aside(WallTime now, Turn& turn) {
  while (!kept_aside_.empty()) {
    if (kept_aside_untried_ == 0) {
      if (kept_aside_tried_at_ == node_.revision()) return std::nullopt;
      if (kept_aside_passes_ == limits::kept_aside_tries_max) return std::nullopt;
      ++kept_aside_passes_;
      kept_aside_tried_at_ = node_.revision();
      kept_aside_untried_ = kept_aside_.size();
    }
    --kept_aside_untried_;
    const auto bytes = std::move(kept_aside_.front());
    kept_aside_.pop_front();
    kept_aside_bytes_ -= bytes.size();
    if (const auto failed = take_range(bytes, now, turn)) return failed;
    if (!turn.commit.empty()) return std::nullopt;
  }
  kept_aside_untried_ = 0;
  return std::nullopt;
}

}  // namespace kith::node
