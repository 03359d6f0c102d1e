#include "demo/script.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "base/check.hpp"

namespace kith::demo {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

constexpr minutes between_acts{2};
constexpr std::size_t day_letters = 10;  // 2027-03-01
constexpr std::size_t minute_letters = 5;

std::optional<int> number_in(std::string_view text) {
  int number = 0;
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (text.empty() || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return number;
}

std::optional<sys_days> day_in(std::string_view text) {
  if (text.size() != day_letters || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number_in(text.substr(0, 4));
  const auto month = number_in(text.substr(5, 2));
  const auto day = number_in(text.substr(8, 2));
  if (!year || !month || !day || *month < 1 || *day < 1) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  return date.ok() ? std::optional{sys_days{date}} : std::nullopt;
}

std::string text_of(sys_days day) {
  const std::chrono::year_month_day date{day};
  const auto two = [](unsigned number) {
    return (number < 10 ? "-0" : "-") + std::to_string(number);
  };
  return std::to_string(static_cast<int>(date.year())) + two(static_cast<unsigned>(date.month())) +
         two(static_cast<unsigned>(date.day()));
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    if (!line.empty() && !line.starts_with('#') && !line.starts_with("==")) lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// The day of an `on` line, of those that name one.
std::optional<sys_days> day_named(std::string_view line) {
  constexpr std::string_view on = "on ";
  if (!line.starts_with(on)) return std::nullopt;
  return day_in(line.substr(on.size(), std::min(line.size() - on.size(), day_letters)));
}

// Reads the lines of one text: knows what day it is by the wall clock, and where the line before
// was.
class Reading {
 public:
  Reading(Script& into, WallTime now, minutes minutes_east)
      : into_(into), now_(now), east_(minutes_east) {
    const auto local = now.micros + std::chrono::microseconds{minutes_east}.count();
    today_ = sys_days{std::chrono::floor<days>(std::chrono::microseconds{local})};
  }

  // By whole weeks, so that what is on a Sunday stays on one.
  void end_before_today(const std::vector<std::string_view>& lines) {
    std::optional<sys_days> last;
    for (const auto line : lines) last = std::max(last, day_named(line));
    if (last) shift_ = std::chrono::floor<std::chrono::weeks>(today_ - days{1} - *last);
  }

  void read(std::string_view line) {
    auto words = words_of(line);
    const auto first = words.front();
    if (first == "everyone") return;  // at once, here
    if (first == "people") {
      into_.people.insert(into_.people.end(), words.begin() + 1, words.end());
    } else if (first == "on") {
      go_to(words);
    } else if (first == "ago") {
      const auto ago = number_in(words.at(1));
      check(ago.has_value());
      next_ = now_ - minutes{*ago};
    } else {
      act(std::move(words));
    }
  }

 private:
  void go_to(const std::vector<std::string>& words) {
    const std::string_view at = words.at(2);
    const auto day = day_in(words[1]);
    const auto from_today = number_in(words[1]);
    const auto hours = number_in(at.substr(0, 2));
    const auto past = at.size() == minute_letters ? number_in(at.substr(3)) : std::nullopt;
    check((day || from_today) && hours && past);
    const auto on = day ? *day + shift_ : today_ + days{*from_today};
    next_ = WallTime{std::chrono::microseconds{on.time_since_epoch()}.count()} +
            (std::chrono::hours{*hours} + minutes{*past} - east_);
  }

  void act(std::vector<std::string> words) {
    Act made;
    if (words.size() > 1 && words[1] == "=") {
      made.kept_as = words.front();
      words.erase(words.begin(), words.begin() + 2);
    }
    check(words.size() > 1 && std::ranges::count(into_.people, words.front()) == 1);
    made.who = words.front();
    words.erase(words.begin());
    if (words.front() == "answers") {
      into_.replies.push_back({made.who, words.at(1)});
      return;
    }
    for (auto& word : words) made.words.push_back(moved(word));
    made.when = next_;
    next_ = next_ + between_acts;
    into_.acts.push_back(std::move(made));
  }

  // Days in it, moved; {+4} is the day in four days.
  [[nodiscard]] std::string moved(std::string_view word) const {
    std::string out;
    for (std::size_t i = 0; i < word.size();) {
      const auto end = word[i] == '{' ? word.find('}', i) : std::string_view::npos;
      if (const auto day = day_in(word.substr(i, day_letters))) {
        out += text_of(*day + shift_);
        i += day_letters;
      } else if (end != std::string_view::npos) {
        const auto in = number_in(word.substr(i + 1, end - i - 1));
        check(in.has_value());
        out += text_of(today_ + days{*in});
        i = end + 1;
      } else {
        out.push_back(word[i++]);
      }
    }
    return out;
  }

  Script& into_;
  WallTime now_;
  minutes east_;
  sys_days today_;
  std::chrono::weeks shift_{};
  WallTime next_;
};

}  // namespace

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  bool quoted = false;
  bool inside = false;  // a word has begun, be it an empty one
  for (const char c : line) {
    if (c == ' ' && !quoted) {
      inside = false;
      continue;
    }
    if (!std::exchange(inside, true)) words.emplace_back();
    if (c == '"') {
      quoted = !quoted;
    } else {
      words.back().push_back(c);
    }
  }
  return words;
}

void read_lines(Script& into, std::string_view text, WallTime now, minutes minutes_east) {
  const auto lines = lines_of(text);
  Reading reading{into, now, minutes_east};
  reading.end_before_today(lines);
  for (const auto line : lines) reading.read(line);
}

Script the_month(WallTime now, minutes minutes_east) {
  Script script;
  read_lines(script, month_text(), now, minutes_east);
  read_lines(script, around_text(), now, minutes_east);
  std::ranges::stable_sort(script.acts, {}, &Act::when);
  return script;
}

}  // namespace kith::demo
