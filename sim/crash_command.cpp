#include "sim/crash_command.hpp"

#include <cinttypes>
#include <cstdio>
#include <map>

#include "sim/crash.hpp"
#include "sim/read_number.hpp"

namespace kith::sim {
namespace {

using crash::Death;
using crash::Scenario;

struct Wanted {
  std::string scenario;  // empty: all
  std::uint64_t every{1};
  std::uint64_t from{1};
  std::uint64_t power{3};
  std::uint64_t at{};
  bool list{};
};

std::optional<Wanted> wanted_of(const std::vector<std::string>& words) {
  Wanted wanted;
  const std::map<std::string, std::uint64_t*> numbers{{"--every", &wanted.every},
                                                      {"--from", &wanted.from},
                                                      {"--power", &wanted.power},
                                                      {"--at", &wanted.at}};
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--list") {
      wanted.list = true;
      continue;
    }
    if (i + 1 == words.size()) return std::nullopt;
    const auto& value = words[i + 1];
    if (words[i] == "--scenario") {
      wanted.scenario = value;
    } else {
      const auto found = numbers.find(words[i]);
      if (found == numbers.end() || !read_number(value, *found->second)) return std::nullopt;
    }
    ++i;
  }
  if (wanted.every == 0 || wanted.from == 0) return std::nullopt;
  return wanted;
}

bool dies(const Scenario& scenario, const Death& death) {
  const auto wrong = crash::after(scenario, death);
  if (!wrong) return true;
  std::printf("  dead at %" PRIu64 "%s%s: %s: %s\n", death.at, death.power ? ", power lost" : "",
              death.again_at != 0 ? ", and again" : "", std::string{scenario.name}.c_str(),
              wrong->c_str());
  std::printf("again: kith-sim crash --scenario '%s' --at %" PRIu64 "\n",
              std::string{scenario.name}.c_str(), death.at);
  std::fflush(stdout);
  return false;
}

bool dies_at(const Scenario& scenario, std::uint64_t at, std::uint64_t power) {
  if (!dies(scenario, {at})) return false;
  for (std::uint64_t i = 0; i < power; ++i) {
    // Now and then it dies once more, early on its way back.
    const auto again = (at + i) % 4 == 0 ? 1 + (at / 4) % 12 : 0;
    if (!dies(scenario, {at, at * 100 + i, again})) return false;
  }
  return true;
}

// What is wrong even where nothing dies comes first, of all of them.
std::optional<std::uint64_t> count_of(const Scenario& scenario) {
  const auto count = crash::operations(scenario);
  const std::string name{scenario.name};
  if (count) {
    std::printf("%s: %" PRIu64 " operations\n", name.c_str(), *count);
  } else {
    std::printf("%s: wrong even where nothing dies: %s\n", name.c_str(), count.error().c_str());
  }
  std::fflush(stdout);
  return count ? std::optional{*count} : std::nullopt;
}

bool hold(const Scenario& scenario, std::uint64_t count, const Wanted& wanted) {
  if (wanted.at != 0) return dies_at(scenario, wanted.at, wanted.power);
  for (auto at = wanted.from; at <= count; at += wanted.every) {
    if (!dies_at(scenario, at, wanted.power)) return false;
  }
  return true;
}

std::vector<Scenario> scenarios_of(const Wanted& wanted) {
  std::vector<Scenario> found;
  for (const auto& scenario : crash::scenarios()) {
    if (wanted.scenario.empty() || wanted.scenario == scenario.name) found.push_back(scenario);
  }
  return found;
}

}  // namespace

int crash_command(const std::vector<std::string>& words) {
  const auto wanted = wanted_of(words);
  if (!wanted) {
    std::printf("kith-sim %s\n", std::string{crash_usage}.c_str());
    return 2;
  }
  const auto scenarios = scenarios_of(*wanted);
  if (scenarios.empty()) {
    std::printf("there is no scenario '%s'\n", wanted->scenario.c_str());
    return 2;
  }
  bool well = true;
  std::vector<std::pair<Scenario, std::uint64_t>> counted;
  for (const auto& scenario : scenarios) {
    if (wanted->list) {
      std::printf("%s\n", std::string{scenario.name}.c_str());
    } else if (const auto count = count_of(scenario)) {
      counted.emplace_back(scenario, *count);
    } else {
      well = false;
    }
  }
  for (const auto& [scenario, count] : counted) well = hold(scenario, count, *wanted) && well;
  return well ? 0 : 1;
}

}  // namespace kith::sim
