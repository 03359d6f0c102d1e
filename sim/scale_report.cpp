#include "sim/scale_report.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>

namespace kith::sim {
namespace {

using service::Json;

constexpr std::array<const char*, scale_phases> phase_names{"acquainting", "living", "closing"};

double rounded(double value) { return std::round(value * 100) / 100; }

// Mean and percentiles of one figure over some people.
class Figure {
 public:
  void add(double value) { values_.push_back(value); }
  [[nodiscard]] Json told() {
    if (values_.empty()) return nullptr;
    std::ranges::sort(values_);
    double sum = 0;
    for (const auto value : values_) sum += value;
    return {{"mean", rounded(sum / static_cast<double>(values_.size()))},
            {"p50", at(50)},
            {"p90", at(90)},
            {"p99", at(99)}};
  }

 private:
  [[nodiscard]] double at(std::size_t percent) const {
    return rounded(values_[std::min(values_.size() - 1, values_.size() * percent / 100)]);
  }
  std::vector<double> values_;
};

template <class Wanted>
Json people_of(const Scale& world, const ScalePlan& plan, Wanted wanted) {
  std::map<std::string, Figure> figures;
  std::size_t people = 0;
  for (Resident who = 0; who < plan.people; ++who) {
    if (!wanted(who)) continue;
    ++people;
    const auto& cost = world.cost(who);
    const auto held = world.held(who);
    figures["contacts"].add(static_cast<double>(held.contacts));
    figures["entries"].add(static_cast<double>(held.entries));
    figures["entry_kib"].add(static_cast<double>(held.entry_bytes) / 1024);
    figures["lines_said"].add(static_cast<double>(cost.lines_said));
    for (std::size_t phase = 0; phase < scale_phases; ++phase) {
      const std::string of = std::string{"_"} + phase_names[phase];
      const std::chrono::duration<double, std::milli> cpu = cost.cpu[phase];
      figures["cpu_ms" + of].add(cpu.count());
      figures["sent_kib" + of].add(static_cast<double>(cost.bytes_out[phase]) / 1024);
      figures["sessions" + of].add(static_cast<double>(cost.sessions[phase]));
    }
  }
  Json told{{"people", people}};
  for (auto& [name, figure] : figures) told[name] = figure.told();
  return told;
}

Json delays_of(const ScaleLines& lines, std::size_t in_time) {
  std::vector<std::uint32_t> in_week{
      lines.delays_ms().begin(), lines.delays_ms().begin() + static_cast<std::ptrdiff_t>(in_time)};
  if (in_week.empty()) return nullptr;
  std::ranges::sort(in_week);
  Json told;
  for (std::size_t percent = 5; percent <= 99; percent += percent < 95 ? 5 : 4) {
    const auto at = std::min(in_week.size() - 1, in_week.size() * percent / 100);
    told["p" + std::to_string(percent)] = rounded(in_week[at] / 1000.0);
  }
  return told;
}

}  // namespace

std::uint64_t resident_bytes() {
  std::ifstream file{"/proc/self/statm"};
  std::uint64_t all = 0;
  std::uint64_t resident = 0;
  file >> all >> resident;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

Json report_of(const Scale& world, const ScalePlan& plan, const ScaleMemory& memory,
               const ScaleHeard& heard) {
  const auto& lines = world.lines();
  const auto kib_each = [&](std::uint64_t bytes) {
    const auto grown = bytes > memory.before ? bytes - memory.before : 0;
    return rounded(static_cast<double>(grown) / 1024 / static_cast<double>(plan.people));
  };
  rusage used{};
  (void)getrusage(RUSAGE_SELF, &used);
  Json answer{{"people", plan.people},
              {"great_circles", plan.great_circles},
              {"circles", world.map().circles.size()},
              {"days", plan.days},
              {"seed", plan.seed},
              {"lines", lines.all().size()},
              {"deliveries", lines.addressed()},
              {"late_before_closing", heard.late},
              {"undelivered", lines.waiting()},
              {"delivery_seconds", delays_of(lines, heard.in_time)},
              {"memory_kib_each",
               {{"acquainted", kib_each(memory.acquainted)}, {"lived", kib_each(memory.lived)}}},
              {"cpu_seconds", used.ru_utime.tv_sec + used.ru_stime.tv_sec},
              {"everyone", people_of(world, plan, [](Resident) { return true; })}};
  if (plan.great_circles == 0) return answer;
  const auto in_great = [&](Resident who) { return world.map().in_great(who); };
  answer["in_small_circles_alone"] =
      people_of(world, plan, [&](Resident who) { return !in_great(who); });
  answer["in_a_great_circle"] = people_of(world, plan, in_great);
  return answer;
}

std::optional<std::string> growth_of(const Json& small, const Json& large) {
  constexpr double bound = 1.25;  // the people are others: their means differ a little
  for (const auto* figure : {"entries", "entry_kib", "sent_kib_acquainting", "sent_kib_living",
                             "sessions_acquainting", "sessions_living"}) {
    const double before = small["everyone"][figure]["mean"];
    const double now = large["everyone"][figure]["mean"];
    if (now <= before * bound) continue;
    return std::string{figure} + " of a person: " + std::to_string(before) + " among " +
           small["people"].dump() + ", " + std::to_string(now) + " among " + large["people"].dump();
  }
  return std::nullopt;
}

}  // namespace kith::sim
