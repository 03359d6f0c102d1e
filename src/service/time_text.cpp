#include "service/time_text.hpp"

#include <array>
#include <chrono>
#include <cstdio>

#include "base/ascii.hpp"

namespace kith::service {
namespace {

using std::chrono::days;
using std::chrono::microseconds;
using std::chrono::sys_days;

constexpr std::int64_t micros_a_second = 1'000'000;

// Reads text from front to back; once something does not fit, everything is nothing.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  int digits(std::size_t count) {
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (i >= rest_.size() || rest_[i] < '0' || rest_[i] > '9') {
        fits_ = false;
        return 0;
      }
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }
  bool skips(std::string_view any_of) {
    const bool there = !rest_.empty() && any_of.find(rest_.front()) != std::string_view::npos;
    if (there) rest_.remove_prefix(1);
    return there;
  }
  void needs(std::string_view any_of) { fits_ = skips(any_of) && fits_; }
  std::int64_t fraction_micros() {
    std::int64_t value = 0;
    std::int64_t unit = micros_a_second;
    std::size_t count = 0;
    while (!rest_.empty() && is_digit(rest_.front())) {
      unit /= 10;
      value += unit * (rest_.front() - '0');
      rest_.remove_prefix(1);
      ++count;
    }
    fits_ = fits_ && count > 0;
    return value;
  }
  [[nodiscard]] char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] bool fits() const { return fits_; }
  void refuse() { fits_ = false; }

 private:
  std::string_view rest_;
  bool fits_ = true;
};

std::optional<sys_days> date_in(Scanner& scan) {
  const int year = scan.digits(4);
  scan.needs("-");
  const int month = scan.digits(2);
  scan.needs("-");
  const int day = scan.digits(2);
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!scan.fits() || !date.ok()) return std::nullopt;
  return sys_days{date};
}

// Microseconds since midnight UTC; may be before or after that day.
std::int64_t time_in(Scanner& scan) {
  const int hour = scan.digits(2);
  scan.needs(":");
  const int minute = scan.digits(2);
  int second = 0;
  std::int64_t fraction = 0;
  if (scan.skips(":")) {
    second = scan.digits(2);
    if (scan.skips(".,")) fraction = scan.fraction_micros();
  }
  if (hour > 23 || minute > 59 || second > 60) scan.refuse();
  std::int64_t offset = 0;
  if (const char sign = scan.peek(); sign == '+' || sign == '-') {
    scan.needs("+-");
    const int hours = scan.digits(2);
    scan.needs(":");
    const int minutes = scan.digits(2);
    if (hours > 23 || minutes > 59) scan.refuse();
    offset = (sign == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
  } else {
    scan.needs("Zz");
  }
  return (hour * 3600 + minute * 60 + second - offset) * micros_a_second + fraction;
}

}  // namespace

std::string to_text(WallTime time) {
  const std::chrono::sys_time<microseconds> moment{microseconds{time.micros}};
  const auto day = std::chrono::floor<days>(moment);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{moment - day};
  std::array<char, 64> text{};
  const int written = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()));
  std::string result(text.data(), static_cast<std::size_t>(written));
  if (const auto fraction = clock.subseconds().count(); fraction != 0) {
    const int size = std::snprintf(text.data(), text.size(), ".%06d", static_cast<int>(fraction));
    result.append(text.data(), static_cast<std::size_t>(size));
  }
  return result + 'Z';
}

std::optional<WallTime> time_of(std::string_view text) {
  Scanner scan{text};
  const auto date = date_in(scan);
  if (!date) return std::nullopt;
  const auto midnight = std::chrono::duration_cast<microseconds>(date->time_since_epoch()).count();
  std::int64_t since = 0;
  if (!scan.at_end()) {
    scan.needs("Tt ");
    since = time_in(scan);
  }
  const WallTime time{midnight + since};
  if (!scan.fits() || !scan.at_end() || time.micros < 0) return std::nullopt;
  return time;
}

}  // namespace kith::service
