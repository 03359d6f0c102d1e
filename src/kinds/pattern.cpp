#include "kinds/pattern.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace kith::kinds {
namespace {

// Where the common mean μ and the common strength κ are looked for.
constexpr unsigned means = 39;
constexpr std::array strengths{0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0};
constexpr double left_out = 0.2;  // by an interval, of what may come

enum class Outcome { came_through, did_not, nothing };

// Late and in part is not as it was promised; what we changed together was no promise any more.
Outcome outcome_of(std::uint64_t went) {
  switch (static_cast<Went>(went)) {
    case Went::came_through:
      return Outcome::came_through;
    case Went::late:
    case Went::partly:
    case Went::not_done:
      return Outcome::did_not;
    case Went::we_changed_it:
      break;
  }
  return Outcome::nothing;
}

double weight_of(WallTime at, WallTime now) {
  const std::chrono::duration<double> age = now - at;
  return std::exp2(-age / std::chrono::duration<double>(half_life));
}

struct Weighed {
  double came{};
  double not_came{};
};

double log_beta(double a, double b) { return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b); }

struct Prior {
  double came;      // μκ
  double not_came;  // (1-μ)κ
  double chance;    // of this prior, after all groups were seen
};

// All priors of the grid, weighed by how well they explain every group.
std::vector<Prior> priors_after(const std::vector<Weighed>& groups) {
  std::vector<Prior> priors;
  double best = -INFINITY;
  for (unsigned mean = 1; mean <= means; ++mean) {
    for (const double strength : strengths) {
      const double came = strength * mean / (means + 1);
      const double not_came = strength - came;
      double log_chance = 0;
      for (const auto& group : groups) {
        log_chance += log_beta(came + group.came, not_came + group.not_came);
        log_chance -= log_beta(came, not_came);
      }
      best = std::max(best, log_chance);
      priors.push_back({came, not_came, log_chance});
    }
  }
  double sum = 0;
  for (auto& prior : priors) sum += prior.chance = std::exp(prior.chance - best);
  for (auto& prior : priors) prior.chance /= sum;
  return priors;
}

// How many of the next come through: beta-binomial under each prior, summed over all of them.
std::array<double, next_promises + 1> chances_of_next(const std::vector<Prior>& priors,
                                                      const Weighed& group) {
  constexpr double n = next_promises;
  std::array<double, next_promises + 1> chances{};
  for (const auto& prior : priors) {
    const double came = prior.came + group.came;
    const double not_came = prior.not_came + group.not_came;
    const double whole = log_beta(came, not_came);
    for (std::size_t k = 0; k < chances.size(); ++k) {
      const auto hits = static_cast<double>(k);
      const double ways = -std::log(n + 1) - log_beta(n - hits + 1, hits + 1);
      chances[k] +=
          prior.chance * std::exp(ways + log_beta(came + hits, not_came + n - hits) - whole);
    }
  }
  return chances;
}

// From both ends the less likely goes, as long as enough stays.
Expected expected_of(const std::vector<Prior>& priors, const Weighed& group) {
  Expected expected;
  for (const auto& prior : priors) {
    const double came = prior.came + group.came;
    expected.chance += prior.chance * came / (came + prior.not_came + group.not_came);
  }
  const auto chances = chances_of_next(priors, group);
  double gone = 0;
  expected.high = next_promises;
  while (expected.low < expected.high) {
    const bool lower = chances[expected.low] <= chances[expected.high];
    gone += chances[lower ? expected.low : expected.high];
    if (gone > left_out) break;
    if (lower) {
      ++expected.low;
    } else {
      --expected.high;
    }
  }
  return expected;
}

}  // namespace

std::vector<PatternGroup> pattern_of(const std::vector<Noted>& notes, WallTime now) {
  std::map<std::string, std::pair<PatternGroup, Weighed>> by_name;
  for (const auto& note : notes) {
    auto& [group, weighed] = by_name[note.group];
    group.name = note.group;
    group.strip.push_back(note);
    const auto outcome = outcome_of(note.went);
    if (outcome == Outcome::nothing || now < note.at) continue;
    const bool came = outcome == Outcome::came_through;
    ++group.of;
    group.came_through += came ? 1 : 0;
    (came ? weighed.came : weighed.not_came) += weight_of(note.at, now);
  }
  std::vector<Weighed> all;
  all.reserve(by_name.size());
  for (const auto& [name, group] : by_name) all.push_back(group.second);
  const auto priors = priors_after(all);
  std::vector<PatternGroup> groups;
  for (auto& [name, made] : by_name) {
    auto& [group, weighed] = made;
    std::ranges::stable_sort(group.strip, {}, [](const Noted& note) {
      return std::pair{note.at, note.went};
    });
    group.expected = expected_of(priors, weighed);
    groups.push_back(std::move(group));
  }
  return groups;
}

}  // namespace kith::kinds
