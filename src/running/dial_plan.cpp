#include "running/dial_plan.hpp"

#include <algorithm>
#include <array>

namespace kith::running {
namespace {

std::uint64_t random_number(Entropy& entropy) {
  std::array<std::uint8_t, 8> bytes{};
  entropy.fill(bytes);
  std::uint64_t number = 0;
  for (const auto byte : bytes) number = number << 8 | byte;
  return number;
}

}  // namespace

void DialPlan::set_targets(const std::vector<Target>& targets, Instant now) {
  std::map<DeviceId, Row> rows;
  for (const auto& target : targets) {
    const auto* held = find(target.device);
    Row row = held != nullptr ? *held : Row{target, State::waiting, now};
    if (row.target.ways != target.ways) {
      if (row.state == State::waiting) row.since = now;
      row.way = 0;
      row.wait = redial_wait_min;
    }
    row.target = target;
    rows.emplace(target.device, std::move(row));
  }
  rows_ = std::move(rows);
}

std::optional<NextDial> DialPlan::next(Instant now) {
  Row* due = nullptr;
  for (auto& [device, row] : rows_) {
    if (row.state != State::waiting || row.since > now) continue;
    if (due == nullptr || row.since < due->since) due = &row;
  }
  if (due == nullptr) return std::nullopt;
  due->state = State::under_way;
  const auto& target = due->target;
  return NextDial{target.person, target.device, target.ways.at(due->way)};
}

std::optional<Instant> DialPlan::wake() const {
  std::optional<Instant> first;
  for (const auto& [device, row] : rows_) {
    if (row.state == State::waiting && (!first || row.since < *first)) first = row.since;
  }
  return first;
}

void DialPlan::failed(const DeviceId& device, Instant now, Entropy& entropy) {
  auto* row = find(device);
  if (row == nullptr || row->state != State::under_way) return;
  if (row->way + 1 < row->target.ways.size()) {
    ++row->way;
    row->state = State::waiting;
    row->since = now;
    return;
  }
  row->way = 0;
  wait(*row, now, entropy);
}

void DialPlan::reached(const DeviceId& device, Instant now) {
  auto* row = find(device);
  if (row == nullptr || row->state == State::reached) return;
  row->state = State::reached;
  row->since = now;
}

void DialPlan::lost(const DeviceId& device, Instant now, Entropy& entropy) {
  auto* row = find(device);
  if (row == nullptr || row->state != State::reached) return;
  if (now >= row->since + good_session_min) row->wait = redial_wait_min;
  wait(*row, now, entropy);
}

void DialPlan::wait(Row& row, Instant now, Entropy& entropy) {
  const auto half = static_cast<std::uint64_t>(row.wait.count()) / 2;
  const auto chance = random_number(entropy) % (half + 1);
  row.state = State::waiting;
  row.since = now + std::chrono::microseconds{static_cast<std::int64_t>(half + chance)};
  row.wait = std::min<std::chrono::microseconds>(row.wait * 2, redial_wait_max);
}

DialPlan::Row* DialPlan::find(const DeviceId& device) {
  const auto found = rows_.find(device);
  return found == rows_.end() ? nullptr : &found->second;
}

}  // namespace kith::running
