#include "sim/world_command.hpp"

#include <cinttypes>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <tuple>

#include "sim/read_number.hpp"
#include "sim/shrink.hpp"

namespace kith::sim {
namespace {

constexpr std::uint64_t seeds_a_second_play = 100;  // one of so many is played twice

struct Asked {
  std::uint64_t first{1};
  std::uint64_t last{1};
  Plan plan{0, 12, 80, 70, {}};
  std::optional<Knobs::People> drawn_for{Knobs::People::honest};  // nothing: knobs were named
  Knobs without{};                                                // never on, whatever is drawn
  bool stops{};
  bool shrinks{true};
};

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  return read_number(text, value) ? std::optional{value} : std::nullopt;
}

// "A..B".
std::optional<std::pair<std::uint64_t, std::uint64_t>> span(std::string_view text) {
  const auto dots = text.find("..");
  if (dots == std::string_view::npos) return std::nullopt;
  const auto first = number(text.substr(0, dots));
  const auto last = number(text.substr(dots + 2));
  if (!first || !last || *last < *first) return std::nullopt;
  return std::pair{*first, *last};
}

bool take_seeds(std::string_view text, Asked& asked) {
  const auto seeds = span(text);
  if (!seeds) return false;
  std::tie(asked.first, asked.last) = *seeds;
  return true;
}

// At most so many, or from so many to so many.
bool take_people(std::string_view text, Asked& asked) {
  const auto most = number(text);
  const auto people = most ? std::optional{std::pair{Plan{}.people_min, *most}} : span(text);
  if (!people || people->first < Plan{}.people_min) return false;
  asked.plan.people_min = people->first;
  asked.plan.people_max = std::max(people->first, people->second);
  return true;
}

bool take_knobs(std::string_view text, Asked& asked) {
  asked.drawn_for.reset();
  if (text == "drawn") asked.drawn_for = Knobs::People::honest;
  if (text == "lying") asked.drawn_for = Knobs::People::lying;
  if (asked.drawn_for) return true;
  const auto knobs = Knobs::named(text);
  if (knobs) asked.plan.knobs = *knobs;
  return knobs.has_value();
}

bool take_without(std::string_view text, Asked& asked) {
  const auto knobs = Knobs::named(text);
  if (knobs) asked.without = *knobs;
  return knobs.has_value();
}

bool take_number(std::string_view name, std::uint64_t value, Asked& asked) {
  if (name == "--seed") {
    asked.last = value + (asked.last - asked.first);
    asked.first = value;
  } else if (name == "--histories") {
    if (value == 0) return false;
    asked.last = asked.first + value - 1;
  } else if (name == "--steps") {
    asked.plan.steps = value;
  } else if (name == "--days") {
    asked.plan.days_each_leap = static_cast<unsigned>(value);
  } else {
    return false;
  }
  return true;
}

std::optional<Asked> read(std::span<const char* const> words) {
  Asked asked;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view name = words[i];
    if (name == "--stop-at-first") {
      asked.stops = true;
      continue;
    }
    if (name == "--as-it-is") {
      asked.shrinks = false;
      continue;
    }
    const std::string_view value = ++i < words.size() ? words[i] : "";
    if (name == "--seeds") {
      if (!take_seeds(value, asked)) return std::nullopt;
    } else if (name == "--knobs") {
      if (!take_knobs(value, asked)) return std::nullopt;
    } else if (name == "--without") {
      if (!take_without(value, asked)) return std::nullopt;
    } else if (name == "--people") {
      if (!take_people(value, asked)) return std::nullopt;
    } else {
      const auto count = number(value);
      if (!count || !take_number(name, *count, asked)) return std::nullopt;
    }
  }
  return asked;
}

bool goes_well(const Plan& plan, bool shrinks) {
  std::printf("SEED=%" PRIu64 "\n", plan.seed);
  (void)std::fflush(stdout);  // said even where the process stops
  auto told = tell(plan);
  std::printf("%zu people, %" PRIu64 " entries, trace %016" PRIx64 ", %s\n", told.people,
              told.entries, told.trace, plan.knobs.names().c_str());
  if (plan.seed % seeds_a_second_play == 0 && told.problems.empty()) {
    const auto again = tell(plan);
    if (again.trace != told.trace) told.problems.emplace_back("the same seed told another history");
  }
  if (told.problems.empty()) return true;
  std::printf("  %s\n", told.problems.front().c_str());
  std::printf("again: %s\n", command_of(shrinks ? shrink(plan) : plan).c_str());
  return false;
}

int not_understood() {
  std::printf("kith-sim %s\n", std::string{world_usage}.c_str());
  return 2;
}

int play(const Asked& asked) {
  std::uint64_t wrong = 0;
  for (auto seed = asked.first; seed <= asked.last; ++seed) {
    auto plan = asked.plan;
    plan.seed = seed;
    if (asked.drawn_for) plan.knobs = Knobs::drawn(seed, *asked.drawn_for);
    for (const auto knob : asked.without.all_on()) plan.knobs.set(knob, false);
    wrong += goes_well(plan, asked.shrinks) ? 0 : 1;
    if (wrong > 0 && asked.stops) break;
  }
  return wrong == 0 ? 0 : 1;
}

// The words of a line, up to a #.
std::vector<std::string> words_of(const std::string& line) {
  std::istringstream in{line.substr(0, line.find('#'))};
  return {std::istream_iterator<std::string>{in}, {}};
}

std::vector<const char*> bare_of(const std::vector<std::string>& words) {
  std::vector<const char*> bare;
  for (const auto& word : words) bare.push_back(word.c_str());
  return bare;
}

int play_all_of(const char* path) {
  std::ifstream file{path};
  if (!file) {
    std::printf("%s cannot be read\n", path);
    return 2;
  }
  int worst = 0;
  for (std::string line; std::getline(file, line);) {
    const auto words = words_of(line);
    if (words.empty()) continue;
    const auto asked = read(bare_of(words));
    worst = std::max(worst, asked ? play(*asked) : not_understood());
  }
  return worst;
}

}  // namespace

int world_command(std::span<const char* const> words) {
  if (words.size() == 2 && std::string_view{words[0]} == "--from") return play_all_of(words[1]);
  const auto asked = read(words);
  return asked ? play(*asked) : not_understood();
}

}  // namespace kith::sim
