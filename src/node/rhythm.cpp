#include "node/rhythm.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/check.hpp"
#include "wire/varint.hpp"

namespace kith::node {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t hour_micros = std::chrono::microseconds{1h}.count();
constexpr std::uint8_t form = 1;
constexpr unsigned there_flag = 1;
constexpr unsigned came_flag = 2;
constexpr unsigned absent_flag = 4;
constexpr std::size_t encoded_bytes = 1 + 4 + 4 + 3 + 3 * week_hours + 2 * overs;
constexpr unsigned once = 16;  // the weight of one hour, fresh
constexpr std::size_t day_hours = 24;
// 1970-01-01 was a Thursday.
constexpr std::size_t hours_before = 3 * day_hours;
// 2^(-1/rhythm_half_life_weeks), in 65536ths; rounded down each time, so that all of it ends.
constexpr std::uint32_t week_left = 55109;
static_assert(rhythm_half_life_weeks == 4);

// Where nothing is known of an hour, as much as that is taken from what is known of others.
constexpr double borrowed = 2.0 * once;
// It is hoped for so much where nothing at all is known.
constexpr double hope_at_first = 0.1;
// The wait where it comes for certain. Tries cost most and find least where it rarely comes: the
// least delay for so many tries has their rate grow with the root of the hope.
constexpr double wait_at_best_seconds = 110;

void faded(std::uint8_t& weight) { weight = static_cast<std::uint8_t>(weight * week_left / 65536); }
void grow(std::uint8_t& weight) {
  constexpr unsigned most = std::numeric_limits<std::uint8_t>::max();
  weight = static_cast<std::uint8_t>(std::min<unsigned>(weight + once, most));
}

std::uint32_t hours_of(WallTime when) {
  return static_cast<std::uint32_t>(std::max<std::int64_t>(when.micros, 0) / hour_micros);
}
std::size_t slot_of(std::uint32_t hours) { return (hours + hours_before) % week_hours; }
std::uint32_t week_of(std::uint32_t hours) {
  return static_cast<std::uint32_t>((hours + hours_before) / week_hours);
}
std::size_t index_of(Over over) { return static_cast<std::size_t>(over); }
std::uint8_t bit_of(Over over) { return static_cast<std::uint8_t>(1U << index_of(over)); }

constexpr std::uint32_t look_gap_hours = 2;

struct Evidence {
  double came{};
  double absent{};  // hours at whose beginning it was not there
  Evidence& operator+=(const Evidence& other) {
    came += other.came;
    absent += other.absent;
    return *this;
  }
  [[nodiscard]] double with(double prior) const {
    return (came + borrowed * prior) / (absent + borrowed);
  }
};

}  // namespace

std::size_t hour_of_week(WallTime when) { return slot_of(hours_of(when)); }

void Rhythm::fade_to(std::uint32_t week) {
  constexpr std::uint32_t gone_after = 64;
  for (auto left = std::min(week - week_, gone_after); left > 0; --left) {
    for (auto* weights : {&looked_, &there_, &came_}) std::ranges::for_each(*weights, faded);
    for (auto* weights : {&tried_, &led_}) std::ranges::for_each(*weights, faded);
  }
  week_ = week;
}

bool Rhythm::enter(WallTime now) {
  const auto hour = hours_of(now);
  if (hour <= hour_) return hour == hour_;
  if (week_of(hour) > week_) fade_to(week_of(hour));
  // Whether it came since is not known where nobody looked for long.
  if (hour - hour_ > look_gap_hours) absent_ = false;
  hour_ = hour;
  there_now_ = came_now_ = false;
  led_now_ = vain_now_ = 0;
  grow(looked_[slot_of(hour)]);
  return true;
}

// What counts is how many of the tries led there: where there is no room for one more, half of both
// says the same.
void Rhythm::count_try(std::size_t over) {
  if (tried_[over] > std::numeric_limits<std::uint8_t>::max() - once) {
    tried_[over] /= 2;
    led_[over] /= 2;
  }
  grow(tried_[over]);
}

void Rhythm::there(std::optional<Over> over, WallTime now) {
  if (!enter(now)) return;
  if (!std::exchange(there_now_, true)) grow(there_[slot_of(hour_)]);
  if (std::exchange(absent_, false) && !std::exchange(came_now_, true)) grow(came_[slot_of(hour_)]);
  if (over && (led_now_ & bit_of(*over)) == 0) {
    led_now_ |= bit_of(*over);
    count_try(index_of(*over));
    grow(led_[index_of(*over)]);
  }
  // It was there, and that did not lead to it.
  for (std::size_t i = 0; i < overs; ++i) {
    const auto bit = bit_of(static_cast<Over>(i));
    if ((vain_now_ & bit) != 0 && (led_now_ & bit) == 0) count_try(i);
  }
  vain_now_ = 0;
}

void Rhythm::not_there(Over over, WallTime now) {
  if (!enter(now)) return;
  absent_ = true;
  vain_now_ |= bit_of(over);
}

std::optional<unsigned> Rhythm::share(std::size_t hour) const {
  check(hour < week_hours);
  if (looked_[hour] == 0) return std::nullopt;
  return 100U * std::min(there_[hour], looked_[hour]) / looked_[hour];
}

std::optional<unsigned> Rhythm::share(Over over) const {
  const auto i = index_of(over);
  if (led_[i] == 0) return std::nullopt;
  return 100U * std::min(led_[i], tried_[i]) / tried_[i];
}

unsigned Rhythm::tries(Over over) const {
  return std::max(1U, (tried_[index_of(over)] + once / 2) / once);
}

bool Rhythm::mostly_in_vain(Over over) const {
  const auto i = index_of(over);
  return 4 * (led_[i] + once) < tried_[i] + 2 * once;
}

double Rhythm::hope(std::size_t hour) const {
  Evidence here;
  Evidence like_it;  // at that time of any day
  Evidence all;
  for (std::size_t i = 0; i < week_hours; ++i) {
    const Evidence one{double(came_[i]),
                       double(looked_[i] - std::min(there_[i], looked_[i]) + came_[i])};
    const auto apart = (i + week_hours - hour) % week_hours;
    const auto apart_in_day = apart % day_hours;
    all += one;
    if (apart_in_day <= 1 || apart_in_day == day_hours - 1) like_it += one;
    if (apart <= 1 || apart == week_hours - 1) here += one;
  }
  return here.with(like_it.with(all.with(hope_at_first)));
}

std::chrono::microseconds Rhythm::wait(WallTime now, std::chrono::seconds usual) const {
  if (is_empty()) return usual;
  double left = 1;  // of one wait: each hour takes its part, as long as its own wait is
  std::chrono::microseconds waited{0};
  while (waited < rhythm_wait_max) {
    const auto when = now + waited;
    const double whole =
        std::clamp<double>(wait_at_best_seconds / std::sqrt(hope(hour_of_week(when))),
                           rhythm_wait_min.count(), std::chrono::seconds{rhythm_wait_max}.count());
    const std::chrono::microseconds of_hour{hour_micros - when.micros % hour_micros};
    const std::chrono::microseconds needed{static_cast<std::int64_t>(left * whole * 1e6)};
    if (needed <= of_hour)
      return std::min<std::chrono::microseconds>(waited + needed, rhythm_wait_max);
    left -= static_cast<double>(of_hour.count()) / (whole * 1e6);
    waited += of_hour;
  }
  return rhythm_wait_max;
}

bool Rhythm::is_empty() const {
  return std::ranges::all_of(looked_, [](auto weight) { return weight == 0; });
}

ByteVec Rhythm::encode() const {
  ByteVec out;
  wire::put_fixed(out, form);
  wire::put_fixed(out, week_);
  wire::put_fixed(out, hour_);
  const auto flags =
      (there_now_ ? there_flag : 0) | (came_now_ ? came_flag : 0) | (absent_ ? absent_flag : 0);
  for (const auto byte : {flags, unsigned{led_now_}, unsigned{vain_now_}}) {
    wire::put_fixed(out, static_cast<std::uint8_t>(byte));
  }
  for (const auto* weights : {&looked_, &there_, &came_}) wire::put_bytes(out, *weights);
  for (const auto* weights : {&tried_, &led_}) {
    for (const auto weight : *weights) wire::put_fixed(out, weight);
  }
  return out;
}

std::optional<Rhythm> Rhythm::decode(ByteView bytes) {
  wire::ByteReader in{bytes};
  if (in.left() != encoded_bytes || in.take_fixed<std::uint8_t>() != form) return std::nullopt;
  Rhythm rhythm;
  rhythm.week_ = *in.take_fixed<std::uint32_t>();
  rhythm.hour_ = *in.take_fixed<std::uint32_t>();
  const unsigned flags = *in.take_fixed<std::uint8_t>();
  rhythm.there_now_ = (flags & there_flag) != 0;
  rhythm.came_now_ = (flags & came_flag) != 0;
  rhythm.absent_ = (flags & absent_flag) != 0;
  rhythm.led_now_ = *in.take_fixed<std::uint8_t>();
  rhythm.vain_now_ = *in.take_fixed<std::uint8_t>();
  for (auto* weights : {&rhythm.looked_, &rhythm.there_, &rhythm.came_}) {
    std::ranges::copy(*in.take(week_hours), weights->begin());
  }
  for (auto* weights : {&rhythm.tried_, &rhythm.led_}) {
    for (auto& weight : *weights) weight = *in.take_fixed<std::uint8_t>();
  }
  return rhythm;
}

}  // namespace kith::node
