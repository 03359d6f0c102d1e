#include "sim/waiting.hpp"

#include <algorithm>

#include "node/rhythm.hpp"
#include "running/dial_plan.hpp"
#include "sim/dice.hpp"
#include "sim/person.hpp"

namespace kith::sim {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;

constexpr microseconds day = 24h;

// A moment about then, at most `spread` minutes off to either side.
microseconds about(Dice& dice, microseconds when, unsigned spread) {
  const auto off = static_cast<std::int64_t>(dice.below(2 * spread + 1)) - spread;
  return when + std::chrono::minutes{off};
}

// One day of somebody, from its midnight on; some days they do not come.
struct Day {
  unsigned number{};  // 0: a Monday
  [[nodiscard]] bool is_weekend() const { return number % 7 >= 5; }
};
using Hours = std::vector<std::pair<microseconds, microseconds>>;
using Habit = Hours (*)(Dice&, Day);

Hours evenings(Dice& dice, Day) {
  if (dice.chance(15)) return {};
  return {{about(dice, 18h + 30min, 45), about(dice, 22h + 30min, 60)}};
}
Hours office(Dice& dice, Day today) {
  if (today.is_weekend() || dice.chance(10)) return {};
  return {{about(dice, 9h, 30), about(dice, 12h + 30min, 20)},
          {about(dice, 13h + 30min, 20), about(dice, 17h + 30min, 60)}};
}
Hours mornings_and_late(Dice& dice, Day) {
  Hours hours;
  if (!dice.chance(20)) hours.push_back({about(dice, 7h, 20), about(dice, 7h + 45min, 15)});
  if (!dice.chance(30)) hours.push_back({about(dice, 21h, 60), about(dice, 23h + 15min, 30)});
  return hours;
}
Hours weekends(Dice& dice, Day today) {
  if (!today.is_weekend()) return {};
  return {{about(dice, 10h, 90), about(dice, 19h, 120)}};
}
Hours always(Dice& dice, Day) {
  // Restarts, and a line that fails now and then.
  const auto off = about(dice, 4h, 200);
  return {{0min, off}, {off + about(dice, 25min, 20), 24h - 1min}};
}
Hours shifts(Dice& dice, Day today) {
  if (dice.chance(20)) return {};
  if (today.number / 7 % 2 == 0) return {{about(dice, 15h, 30), about(dice, 22h, 45)}};
  return {{about(dice, 6h + 30min, 30), about(dice, 13h, 45)}};
}
Hours any_time(Dice& dice, Day) {
  Hours hours;
  microseconds when{0};
  for (auto times = dice.below(4); times > 0; --times) {
    when += std::chrono::minutes{30 + dice.below(400)};
    const auto until = when + std::chrono::minutes{10 + dice.below(90)};
    if (until >= day) break;
    hours.push_back({when, until});
    when = until;
  }
  return hours;
}
Hours away_for_long(Dice& dice, Day today) {
  if (today.number % 28 >= 14) return {};  // every other two weeks
  return evenings(dice, today);
}

struct NamedHabit {
  const char* name;
  Habit habit;
  unsigned people;
};
constexpr std::array<NamedHabit, 8> habits{{{"evenings", evenings, 3},
                                            {"an office", office, 2},
                                            {"mornings and late", mornings_and_late, 2},
                                            {"weekends", weekends, 1},
                                            {"nearly always", always, 1},
                                            {"shifts", shifts, 1},
                                            {"at any time", any_time, 1},
                                            {"away for weeks", away_for_long, 1}}};

WallTime wall(Instant now) { return first_monday() + now.since_start; }

// One person, waited for.
class Watch {
 public:
  Watch(Waiting how, std::uint64_t seed) : how_(how), entropy_(seed) {
    plan_.set_targets({{peer_, {{"there", 1}}}}, Instant{});
  }

  [[nodiscard]] Waited wait_for(const std::vector<Presence>& there, Instant end) {
    Waited waited;
    auto next = there.begin();
    for (auto due = plan_.wake(); due && *due < end; due = plan_.wake()) {
      (void)plan_.next(*due);
      for (; next != there.end() && wall(*due) >= next->until; ++next) ++waited.missed;
      if (next != there.end() && wall(*due) >= next->from) {
        waited.delays.push_back(wall(*due) - next->from);
        stay(*due, next++->until);
        continue;
      }
      ++waited.attempts;
      rhythm_.not_there(node::Over::direct, wall(*due));
      plan_.failed(peer_, *due, entropy_, longest(*due));
    }
    return waited;
  }

 private:
  void stay(Instant now, WallTime until) {
    plan_.reached(peer_, now);
    for (; wall(now) < until; now = now + 1h) rhythm_.there(node::Over::direct, wall(now));
    plan_.lost(peer_, now + (until - wall(now)), entropy_);
  }
  [[nodiscard]] microseconds longest(Instant now) const {
    return how_ == Waiting::fixed ? microseconds{running::redial_wait_max}
                                  : rhythm_.wait(wall(now), running::redial_wait_max);
  }

  Waiting how_;
  test::SeededEntropy entropy_;
  running::Peer peer_{};
  running::DialPlan plan_;
  node::Rhythm rhythm_;
};

}  // namespace

WallTime first_monday() {
  const auto hours = node::week_hours - node::hour_of_week(world_begin);
  return {(world_begin.micros / microseconds{1h}.count() + static_cast<std::int64_t>(hours)) *
          microseconds{1h}.count()};
}

std::vector<Habitual> habitual_people(std::uint64_t seed, unsigned weeks) {
  Dice dice{seed};
  std::vector<Habitual> all;
  for (const auto& [name, habit, people] : habits) {
    for (unsigned i = 0; i < people; ++i) {
      Habitual one{name, {}};
      for (unsigned number = 0; number < weeks * 7; ++number) {
        const auto midnight = first_monday() + day * number;
        for (const auto& [from, until] : habit(dice, {number})) {
          const Presence presence{midnight + from, midnight + until};
          const bool apart = one.there.empty() || one.there.back().until < presence.from;
          if (apart && presence.from < presence.until) one.there.push_back(presence);
        }
      }
      all.push_back(std::move(one));
    }
  }
  return all;
}

Waited wait_for(const Habitual& person, Waiting how, std::uint64_t seed, unsigned weeks) {
  return Watch{how, seed}.wait_for(person.there, Instant{day * 7 * weeks});
}

Compared all_of(const std::vector<Waited>& waited) {
  Compared all;
  std::vector<microseconds> delays;
  for (const auto& one : waited) {
    all.attempts += one.attempts;
    all.missed += one.missed;
    delays.insert(delays.end(), one.delays.begin(), one.delays.end());
  }
  all.reached = delays.size();
  if (delays.empty()) return all;
  std::ranges::sort(delays);
  all.median = delays[delays.size() / 2];
  all.ninth_of_ten = delays[delays.size() * 9 / 10];
  return all;
}

}  // namespace kith::sim
