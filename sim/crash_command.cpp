#include "sim/crash_command.hpp"

#include <charconv>
#include <cinttypes>
#include <cstdio>
#include <map>

#include "sim/crash.hpp"

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
      if (found == numbers.end()) return std::nullopt;
      const auto* end = value.data() + value.size();
      const auto read = std::from_chars(value.data(), end, *found->second);
      if (read.ptr != end || read.ec != std::errc{}) return std::nullopt;
    }
    ++i;
  }
  if (wanted.every == 0 || wanted.from == 0) return std::nullopt;
  return wanted;
}

bool dies(const Scenario& scenario, const Death& death) {
  const auto wrong = crash::after(scenario, death);
  if (!wrong) return true;
  std::printf("  dead at %" PRIu64 "%s%s: %s\n", death.at, death.power ? ", power lost" : "",
              death.again_at != 0 ? ", and again" : "", wrong->c_str());
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

bool hold(const Scenario& scenario, const Wanted& wanted) {
  const auto count = crash::operations(scenario);
  std::printf("%s: ", std::string{scenario.name}.c_str());
  if (!count) {
    std::printf("wrong even where nothing dies: %s\n", count.error().c_str());
    return false;
  }
  std::printf("%" PRIu64 " operations\n", *count);
  std::fflush(stdout);
  if (wanted.at != 0) return dies_at(scenario, wanted.at, wanted.power);
  for (auto at = wanted.from; at <= *count; at += wanted.every) {
    if (!dies_at(scenario, at, wanted.power)) return false;
  }
  return true;
}

}  // namespace

int crash_command(const std::vector<std::string>& words) {
  const auto wanted = wanted_of(words);
  if (!wanted) {
    std::printf("kith-sim %s\n", std::string{crash_usage}.c_str());
    return 2;
  }
  bool known = wanted->scenario.empty();
  bool well = true;
  for (const auto& scenario : crash::scenarios()) {
    if (!wanted->scenario.empty() && wanted->scenario != scenario.name) continue;
    known = true;
    if (wanted->list) {
      std::printf("%s\n", std::string{scenario.name}.c_str());
    } else {
      well = hold(scenario, *wanted) && well;
    }
  }
  if (!known) std::printf("there is no scenario '%s'\n", wanted->scenario.c_str());
  if (!known) return 2;
  return well ? 0 : 1;
}

}  // namespace kith::sim
