#include "sim/shrink.hpp"

namespace kith::sim {
namespace {

class Shrinking {
 public:
  explicit Shrinking(Plan plan) : plan_(std::move(plan)) {}

  Plan smallest() {
    for (const auto knob : plan_.knobs.all_on()) {
      auto without = plan_;
      without.knobs.set(knob, false);
      try_out(without);
    }
    // What goes wrong at a step may well not go wrong at every later end, but mostly it does.
    std::size_t fine = 0;
    while (fine + 1 < plan_.steps && plays_left_ > 0) {
      auto shorter = plan_;
      shorter.steps = fine + (plan_.steps - fine) / 2;
      if (!try_out(shorter)) fine = shorter.steps;
    }
    return std::move(plan_);
  }

 private:
  bool try_out(const Plan& plan) {
    if (plays_left_ == 0) return false;
    --plays_left_;
    if (tell(plan).problems.empty()) return false;
    plan_ = plan;
    return true;
  }

  Plan plan_;
  unsigned plays_left_{40};
};

}  // namespace

Plan shrink(Plan plan) { return Shrinking{std::move(plan)}.smallest(); }

namespace {

std::string people_of(const Plan& plan) {
  const auto most = std::to_string(plan.people_max);
  return plan.people_min == Plan{}.people_min ? most
                                              : std::to_string(plan.people_min) + ".." + most;
}

}  // namespace

std::string command_of(const Plan& plan) {
  return "kith-sim world --seed " + std::to_string(plan.seed) + " --steps " +
         std::to_string(plan.steps) + " --people " + people_of(plan) + " --days " +
         std::to_string(plan.days_each_leap) + " --knobs " + plan.knobs.names();
}

}  // namespace kith::sim
