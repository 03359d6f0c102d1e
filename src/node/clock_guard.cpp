#include "node/clock_guard.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "wire/varint.hpp"

namespace kith::node {
namespace {

// Clocks are set by the network now and then; so much backwards is nothing to ask about.
constexpr std::chrono::minutes backward_max{5};

// Seen at least so often, a clock has not leapt in between.
constexpr std::chrono::hours seen_every_max{2};
constexpr std::chrono::hours steady_for{24};

}  // namespace

Result<ClockGuard, StoreError> ClockGuard::load(const Store& store) {
  const auto kept = store.value(ValueName::clock);
  if (!kept) return Fail{kept.error()};
  ClockGuard guard;
  if (*kept) {
    wire::ByteReader reader{**kept};
    const auto micros = reader.take_fixed<std::uint64_t>();
    if (!micros || reader.left() > 0) return Fail{StoreError::damaged};
    guard.mark_ = WallTime{static_cast<std::int64_t>(*micros)};
  }
  return guard;
}

bool ClockGuard::is_unsure(WallTime now) const {
  if (!mark_) return false;
  const bool behind = now + backward_max < *mark_;
  const bool leapt = !noted_ && now - *mark_ > limits::clock_forward_max;
  return behind || leapt;
}

WallTime ClockGuard::clock(WallTime now) const {
  if (!mark_) return now;
  return is_unsure(now) ? *mark_ : std::max(now, *mark_);
}

void ClockGuard::note(WallTime now, Batch& batch) {
  if (is_unsure(now)) return;
  noted_ = true;
  if (!mark_ || *mark_ < now) set(now, batch);
}

void ClockGuard::see(WallTime now, Batch& batch) {
  const bool leapt = !steady_since_ || now < seen_ || now - seen_ > seen_every_max;
  seen_ = now;
  if (is_unsure(now)) return steady_since_.reset();
  noted_ = true;
  if (leapt) steady_since_ = now;
  const bool lags = mark_ && now - *mark_ >= steady_for;
  if (lags && now - *steady_since_ >= steady_for) set(now, batch);
}

void ClockGuard::confirm(WallTime now, Batch& batch) {
  noted_ = true;
  set(now, batch);
}

void ClockGuard::set(WallTime mark, Batch& batch) {
  mark_ = mark;
  ByteVec value;
  wire::put_fixed(value, static_cast<std::uint64_t>(mark.micros));
  batch.push_back(change::PutValue{ValueName::clock, std::move(value)});
}

}  // namespace kith::node
