#include "sim/world_command.hpp"

#include <charconv>
#include <cinttypes>
#include <cstdio>
#include <map>
#include <string>

#include "sim/history.hpp"

namespace kith::sim {
namespace {

int one_history(const Plan& plan) {
  std::printf("SEED=%" PRIu64 "\n", plan.seed);
  const auto told = tell(plan);
  std::printf("%zu people, %" PRIu64 " entries, trace %016" PRIx64 "\n", told.people, told.entries,
              told.trace);
  for (const auto& problem : told.problems) std::printf("  %s\n", problem.c_str());
  if (told.problems.empty()) return 0;
  std::printf("again: kith-sim world --seed %" PRIu64 " --steps %zu --people %zu --days %u\n",
              plan.seed, plan.steps, plan.people_max, plan.days_each_leap);
  return 1;
}

}  // namespace

int world_command(std::span<const char* const> words) {
  std::map<std::string_view, std::uint64_t> said{
      {"--seed", 1}, {"--steps", 80}, {"--people", 12}, {"--histories", 1}, {"--days", 70}};
  for (std::size_t i = 0; i < words.size(); i += 2) {
    const auto found = said.find(words[i]);
    const std::string_view value = i + 1 < words.size() ? words[i + 1] : "";
    const auto* end = value.data() + value.size();
    const bool fine = found != said.end() && !value.empty() &&
                      std::from_chars(value.data(), end, found->second).ptr == end;
    if (!fine) {
      std::printf("kith-sim %s\n", std::string{world_usage}.c_str());
      return 2;
    }
  }
  constexpr std::uint64_t people_min = 3;
  Plan plan{said["--seed"], std::max(people_min, said["--people"]), said["--steps"],
            static_cast<unsigned>(said["--days"])};
  int worst = 0;
  for (std::uint64_t i = 0; i < said["--histories"]; ++i, ++plan.seed) {
    worst = std::max(worst, one_history(plan));
  }
  return worst;
}

}  // namespace kith::sim
