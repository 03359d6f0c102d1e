#include "host/clock.hpp"

#include <time.h>

#include <chrono>

#include "base/check.hpp"

namespace kith::host {

WallTime wall_now() {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::microseconds>(since_1970).count()};
}

Instant now_with_sleep() {
  timespec now{};
  check(clock_gettime(CLOCK_BOOTTIME, &now) == 0);
  const auto since = std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec};
  return {std::chrono::duration_cast<std::chrono::microseconds>(since)};
}

}  // namespace kith::host
