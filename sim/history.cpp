#include "sim/history.hpp"

#include <algorithm>

#include "sim/checks.hpp"
#include "sim/checks_own.hpp"
#include "sim/deeds.hpp"
#include "sim/each_step.hpp"
#include "sim/no_randomness.hpp"
#include "sim/recovering.hpp"
#include "sim/together.hpp"
#include "sim/trouble.hpp"

namespace kith::sim {
namespace {

using std::chrono::hours;

class History {
 public:
  explicit History(const Plan& plan)
      : plan_(plan),
        world_(plan.seed, people_of(plan), plan.knobs),
        dice_(world_.dice()),
        together_(world_, circles_),
        trouble_(world_, plan.knobs),
        recovering_(world_, plan.seed, plan.knobs) {}

  Told tell() {
    begin();
    const auto steps = plan_.steps * std::max<std::size_t>(1, world_.people() / dozen);
    for (std::size_t i = 0; i < steps && world_.problems().empty(); ++i) {
      trouble_.strike(circles_);
      recovering_.now_and_then();
      if (world_.problems().empty()) step();
      trouble_.step_is_over();
      if (world_.problems().empty()) look(i + 1);
    }
    if (world_.problems().empty()) finish();
    if (world_.problems().empty()) world_.trace_what_is_there();
    return {world_.problems(), world_.truth().written().size(), world_.people(), world_.trace()};
  }

 private:
  static constexpr std::size_t dozen = 12;

  // After that many steps. What costs little is asked every time, all of it now and then.
  void look(std::size_t steps) {
    constexpr std::size_t asked_every = 10;
    constexpr std::size_t asked_again_every = 40;
    each_step_.check(world_);
    if (steps % asked_every != 0 || !world_.problems().empty()) return;
    copied_.check(world_);
    check_reached(world_);
    check_served(world_);
    check_offered(world_);
    check_stories(world_);
    check_forgotten(world_);
    check_views(world_, circles_[steps / asked_every % circles_.size()]);
    if (steps % asked_again_every != 0) return;
    check_keys(world_);
    check_own_rules(world_);
  }

  static std::size_t people_of(const Plan& plan) {
    return plan.people_min + Dice{plan.seed ^ 0x5eedU}.below(plan.people_max - plan.people_min + 1);
  }
  [[nodiscard]] WallTime now_of(Who who) { return world_.person(who).now(); }
  [[nodiscard]] Who anyone() { return dice_.below(world_.people()); }
  // Among many, mostly somebody whom they know.
  [[nodiscard]] Who somebody_for(Who who) {
    if (world_.people() <= dozen || dice_.chance(25)) return anyone();
    std::vector<Who> known;
    for (const auto& [person, contact] : world_.person(who).node().contacts().all()) {
      if (const auto found = world_.who(person)) known.push_back(*found);
    }
    return known.empty() ? anyone() : dice_.one_of(known);
  }
  // Among many, mostly one that they know.
  [[nodiscard]] CircleId circle_for(Who who) {
    if (world_.people() <= dozen || dice_.chance(25)) return dice_.one_of(circles_);
    std::vector<CircleId> known;
    for (const auto& circle : circles_) {
      if (number_of(world_, who, circle)) known.push_back(circle);
    }
    return known.empty() ? dice_.one_of(circles_) : dice_.one_of(known);
  }
  [[nodiscard]] std::vector<PersonId> some_of_audience(Who who, const CircleId& circle) {
    std::vector<PersonId> all;
    for (const auto& one : world_.truth().audience(who, circle, world_.lease_time(who))) {
      all.push_back(one);
    }
    return dice_.some_of(all);
  }

  // Everyone knows somebody, a few know more.
  void begin() {
    for (Who who = 1; who < world_.people(); ++who) meet(world_, who, dice_.below(who));
    for (std::size_t i = 0; i < world_.people(); ++i) {
      const auto one = anyone();
      const auto other = anyone();
      if (one != other) meet(world_, one, other);
    }
    for (const auto* name : {"garden", "band"}) circles_.push_back(*found(world_, anyone(), name));
    for (auto n = dozen; n < world_.people(); n += dozen / 2) {
      circles_.push_back(*found(world_, anyone(), "circle " + std::to_string(n)));
    }
  }

  void step() {
    const auto who = anyone();
    const auto other = somebody_for(who);
    const auto circle = circle_for(who);
    constexpr unsigned things_percent = 25;
    const bool thing = plan_.knobs.on(Knob::things) && dice_.chance(things_percent);
    const auto what = dice_.below(1000);
    if (thing) {
      together_.do_something(who, circle);
    } else if (what < 560) {
      act(who, other, circle, what);
    } else {
      happen(who, other, what);
    }
    for (auto n = dice_.below(6); n > 0 && world_.deliver(); --n) {
    }
  }

  // The last of them is like no other.
  std::string words(const std::string& first) {
    const auto number = std::to_string(++said_);
    // Long enough, now and then, that its body is compressed.
    constexpr std::uint64_t long_each = 4;
    const std::string more = " and so on and so forth, as was said here more than once";
    const auto middle = said_ % long_each == 0 ? more + more : "";
    return first + middle + " " + number + " only" + std::string(10 - number.size(), 'x') + number;
  }

  void act(Who who, Who other, const CircleId& circle, std::uint64_t what) {
    if (what < 160) {
      (void)say(world_, who, circle, words("words"));
    } else if (what < 230) {
      answer(who, circle);
    } else if (what < 265) {
      (void)say(world_, who, circle, words("aside"), {}, some_of_audience(who, circle));
    } else if (what < 370) {
      if (who != other) (void)include(world_, who, circle, other, how(who));
    } else if (what < 390) {
      if (who != other) (void)include_like(world_, who, circle, other);
    } else if (what < 435) {
      (void)join(world_, who, circle);
    } else if (what < 440) {
      (void)leave(world_, who, circle);
    } else if (what < 470) {
      if (who != other) part(who, other, circle);
    } else if (what < 500) {
      const auto third = anyone();
      if (third != other) (void)introduce(world_, who, other, third);
    } else if (what < 525) {
      (void)accept_some(world_, who);
    } else if (what < 532) {
      (void)ignore_some(world_, who);
    } else {
      trouble_.forget_something(who, dice_.one_of(circles_));
    }
  }

  void happen(Who who, Who other, std::uint64_t what) {
    if (what < 600) {
      time_passes();
    } else if (what < 640) {
      (void)world_.carry_bundle(who, other);
    } else if (what < 665) {
      world_.restart(who);
    } else if (what < 675) {
      std::vector<bool> sides(world_.people());
      for (std::size_t i = 0; i < sides.size(); ++i) sides[i] = dice_.chance(50);
      world_.split(std::move(sides));
    } else if (what < 690) {
      world_.heal();
    } else if (what < 800) {
      constexpr std::size_t lines_max = 4;
      if (world_.lines() < lines_max) (void)world_.connect(who, other);
    } else if (what < 850) {
      for (int n = 0; n < 20 && world_.deliver(); ++n) {
      }
    } else if (what < 870) {
      world_.cut_one();
    } else if (what < 890) {
      world_.finish_one();
    } else {
      (void)world_.sync(who, other);
    }
  }

  void time_passes() {
    if (plan_.days_each_leap == 0 || dice_.chance(50)) {
      world_.pass(std::chrono::minutes{dice_.below(300)});
      return;
    }
    constexpr std::array days{1, 3, 8, 30, 70};
    const auto leap = days[dice_.below(days.size())];
    world_.pass(hours{24 * std::min<unsigned>(static_cast<unsigned>(leap), plan_.days_each_leap)});
  }

  node::Inclusion how(Who who) {
    node::Inclusion how;
    if (dice_.chance(33)) how.until = now_of(who) + hours{24 * (1 + dice_.below(20))};
    const auto past = dice_.below(4);
    if (past == 0) how.past = WallTime{};
    if (past == 1) how.past = now_of(who) - hours{24 * dice_.below(30)};
    return how;
  }

  void part(Who who, Who other, const CircleId& circle) {
    const bool tie = world_.person(who).node().contacts().accepted(world_.person(other).id());
    (void)sim::part(world_, who, circle, other, tie && dice_.chance(25) ? "so long" : "");
  }

  std::optional<Reference> something_heard(Who who, const CircleId& circle) {
    const auto number = number_of(world_, who, circle);
    if (!number) return std::nullopt;
    if (!world_.index(who)) return std::nullopt;
    const auto shown = world_.person(who).node().view().last(*number, 20);
    check(shown.has_value());
    if (shown->empty()) return std::nullopt;
    return dice_.one_of(*shown).id();
  }

  void answer(Who who, const CircleId& circle) {
    const auto first = something_heard(who, circle);
    if (!first) return;
    std::vector<Reference> answers{*first};
    const auto second = something_heard(who, circle);
    if (dice_.chance(20) && second != first) answers.push_back(*second);
    (void)say(world_, who, circle, words("re"), answers);
  }

  void everyone_syncs() {
    for (Who one = 0; one < world_.people(); ++one) {
      for (Who other = one + 1; other < world_.people(); ++other) {
        // Whoever went back to an older disk may call by a secret that only they still have: others
        // take their turn.
        constexpr int calls = 4;
        for (int i = 0; i < calls && !world_.sync(one, other) && !world_.sync(other, one); ++i) {
        }
        (void)world_.index(one);
        (void)world_.index(other);
        if (!world_.problems().empty()) return;
      }
    }
  }

  // Everything connected, synced repeatedly, everyone speaks once more.
  void finish() {
    trouble_.end();
    while (world_.problems().empty() && world_.deliver()) {
    }
    world_.cut_all();
    constexpr int rounds = 4;
    for (int round = 0; round < rounds && world_.problems().empty(); ++round) {
      everyone_syncs();
      if (world_.problems().empty()) each_step_.check(world_);
      if (round == 1) recovering_.all_use();
      // Two homes are one device to others, who ask it for a body once an hour.
      if (world_.any_two_homes()) world_.pass(hours{1} + std::chrono::minutes{1});
      if (round != 0) continue;
      for (Who who = 0; who < world_.people(); ++who) {
        for (const auto& circle : circles_) (void)say(world_, who, circle, "a closing word");
      }
    }
    if (!world_.problems().empty()) return;
    check_keys(world_);
    check_views(world_);
    check_reached(world_);
    check_served(world_);
    check_offered(world_);
    check_stories(world_);
    check_forks_told(world_);
    check_own_rules(world_);
    check_forgotten(world_);
    check_words_stay(world_);
    copied_.check(world_);
    check_reach(world_, plan_.days_each_leap == 0 ? Reach::parted_too : Reach::still_addressed);
  }

  Plan plan_;
  World world_;
  EachStep each_step_;
  Copied copied_;
  Dice& dice_;
  std::vector<CircleId> circles_;
  std::uint64_t said_{};
  Together together_;
  Trouble trouble_;
  Recovering recovering_;
};

}  // namespace

Told tell(const Plan& plan) {
  forbid_randomness(plan.seed);
  const auto before = randomness_drawn();
  auto told = History{plan}.tell();
  if (randomness_drawn() != before) {
    told.problems.emplace_back("something drew from the machine's randomness");
  }
  return told;
}

}  // namespace kith::sim
