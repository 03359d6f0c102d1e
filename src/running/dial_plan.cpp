#include "running/dial_plan.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace kith::running {
namespace {

std::uint64_t random_number(Entropy& entropy) {
  std::array<std::uint8_t, 8> bytes{};
  entropy.fill(bytes);
  std::uint64_t number = 0;
  for (const auto byte : bytes) number = number << 8 | byte;
  return number;
}

Instant moment_from(Instant when) {
  const std::chrono::microseconds apart = dial_moments_apart;
  return {(when.since_start + apart - std::chrono::microseconds{1}) / apart * apart};
}

}  // namespace

void DialPlan::set_targets(const std::vector<Target>& targets, Instant now) {
  Rows rows;
  waiting_.clear();
  for (const auto& target : targets) {
    const auto held = rows_.find(target.peer);
    Row row = held != rows_.end() ? held->second : Row{target, State::waiting, now};
    if (row.target.ways != target.ways) {
      if (row.state == State::waiting) row.since = now;
      row.way = 0;
      row.wait = redial_wait_min;
    }
    row.target = target;
    const bool can_go = !row.target.ways.empty() || row.seen_at;
    if (row.state == State::waiting && can_go) waiting_.insert({row.since, target.peer});
    rows.emplace(target.peer, std::move(row));
  }
  rows_ = std::move(rows);
}

std::optional<NextDial> DialPlan::next(Instant now) {
  if (waiting_.empty() || waiting_.begin()->first > now) return std::nullopt;
  const auto row = rows_.find(waiting_.begin()->second);
  stop_waiting(row, State::under_way, now);
  const auto& target = row->second.target;
  if (const auto seen = std::exchange(row->second.seen_at, std::nullopt)) {
    return NextDial{target.peer, *seen, true};
  }
  return NextDial{target.peer, target.ways.at(row->second.way)};
}

void DialPlan::sighted(const Peer& peer, const transport::Address& address, Instant now) {
  const auto row = rows_.find(peer);
  if (row == rows_.end() || row->second.state != State::waiting) return;
  const auto last = row->second.sighted;
  if (last && now.since_start - last->since_start < sighting_wait) return;
  row->second.sighted = now;
  row->second.seen_at = address;
  waiting_.erase({row->second.since, peer});
  wait_until(row, now);
}

void DialPlan::hurry(Instant now, Entropy& entropy) {
  const auto most = static_cast<std::uint64_t>(std::chrono::microseconds{soon_max}.count());
  for (auto row = rows_.begin(); row != rows_.end(); ++row) {
    if (row->second.state != State::waiting) continue;
    waiting_.erase({row->second.since, row->first});
    row->second.way = 0;
    row->second.wait = redial_wait_min;
    const auto chance = static_cast<std::int64_t>(random_number(entropy) % most);
    wait_until(row, now + std::chrono::microseconds{chance});
  }
}

std::optional<Instant> DialPlan::wake() const {
  return waiting_.empty() ? std::nullopt : std::optional{waiting_.begin()->first};
}

void DialPlan::failed(const Peer& peer, Instant now, Entropy& entropy,
                      std::chrono::microseconds longest) {
  const auto row = rows_.find(peer);
  if (row == rows_.end() || row->second.state != State::under_way) return;
  if (row->second.way + 1 < row->second.target.ways.size()) {
    ++row->second.way;
    return wait_until(row, now);
  }
  row->second.way = 0;
  wait(row, now, entropy, longest);
}

void DialPlan::reached(const Peer& peer, Instant now) {
  const auto row = rows_.find(peer);
  if (row == rows_.end() || row->second.state == State::reached) return;
  stop_waiting(row, State::reached, now);
}

void DialPlan::lost(const Peer& peer, Instant now, Entropy& entropy) {
  const auto row = rows_.find(peer);
  if (row == rows_.end() || row->second.state != State::reached) return;
  if (now >= row->second.since + good_session_min) row->second.wait = redial_wait_min;
  wait(row, now, entropy, redial_wait_max);
}

void DialPlan::wait(Rows::iterator row, Instant now, Entropy& entropy,
                    std::chrono::microseconds longest) {
  auto& span = row->second.wait;
  span = std::min(span, longest);
  const auto half = static_cast<std::uint64_t>(span.count()) / 2;
  const auto chance = random_number(entropy) % (half + 1);
  auto when = now + std::chrono::microseconds{static_cast<std::int64_t>(half + chance)};
  if (span >= long_wait_min) when = moment_from(when);
  wait_until(row, when);
  span = std::min(span * 2, longest);
}

void DialPlan::wait_until(Rows::iterator row, Instant when) {
  row->second.state = State::waiting;
  row->second.since = when;
  if (row->second.target.ways.empty() && !row->second.seen_at) return;
  waiting_.insert({when, row->first});
}

void DialPlan::stop_waiting(Rows::iterator row, State state, Instant now) {
  waiting_.erase({row->second.since, row->first});
  row->second.state = state;
  row->second.since = now;
}

}  // namespace kith::running
