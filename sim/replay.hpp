// A real conversation lived through again: its people have nodes of their own, meet, share one
// circle, say their lines and sync now and then, all from one seed; then everyone's view is held
// against what was said. Refuses to know files, clocks and how its cost is printed.
//
//   gather   they meet by cards; a fifth of the pairs that leave out the founder, who speaks first,
//            is introduced by the founder
//   begin    the founder opens the circle; each includes all others but the late ones, a fifth of
//            the people, drawn from the half that speaks last for the first time
//   talk     line by line. A late one joins right before their first line: all include them, each
//            with or without their past, by the toss of a coin. One person is parted by everyone
//            after a third of the lines, and included again after two thirds, a coin for each past.
//            Before a line that follows another's within five minutes the two sync, one time in
//            two; after each four hours of the log, half as many random pairs sync as there are
//            people. Clocks are wrong by up to 90 seconds.
//   settle   random pairs, then all pairs, until a pass over all pairs brings nobody anything.
//   check    sim/replay_check.
#pragma once

#include <map>
#include <memory>

#include "sim/replay_log.hpp"
#include "sim/replay_model.hpp"
#include "sim/session.hpp"

namespace kith::sim {

struct ReplayCost {
  std::size_t sessions_talking{};
  std::size_t sessions_settling{};
  std::size_t sessions_quiet{};  // of all: no entry went either way
  std::uint64_t bytes_on_wire{};
  std::uint64_t bytes_quiet{};  // of those
  std::uint64_t round_trips{};
  std::uint64_t entries_moved{};
  std::uint64_t answers_spoken{};    // links
  std::uint64_t answers_unspoken{};  // the speaker had not heard what they answer
  std::size_t asides{};
  std::size_t introduced{};  // pairs
  std::size_t late{};
};

/// One person who takes part, and what stands in the way of everyone else knowing it.
struct ReplayPerson {
  Person person;
  std::chrono::microseconds skew{};
  node::CircleNumber circle;
  bool joined{};
  bool late{};
};

class Replay {
 public:
  /// Requires: the log outlives it.
  Replay(const ReplayLog& log, std::uint64_t seed);

  /// An error is a sentence that says what is wrong.
  using Outcome = Result<void, std::string>;
  [[nodiscard]] Outcome gather();
  [[nodiscard]] Outcome begin();
  [[nodiscard]] Outcome talk();
  [[nodiscard]] Outcome settle();
  [[nodiscard]] Outcome check_views();

  [[nodiscard]] const ReplayCost& cost() const { return cost_; }
  /// That the people wrote themselves, all of their logs together.
  [[nodiscard]] std::uint64_t entries_written() const;
  /// Of the lines, once; and once for each who hears them.
  [[nodiscard]] std::uint64_t text_bytes() const;
  [[nodiscard]] std::uint64_t text_bytes_delivered() const;

 private:
  [[nodiscard]] std::size_t below(std::size_t bound);
  [[nodiscard]] bool coin() { return below(2) == 0; }
  [[nodiscard]] ReplayModel::Past past_by_coin() {
    return coin() ? ReplayModel::Past::all : ReplayModel::Past::none;
  }
  void draw_roles();
  [[nodiscard]] std::size_t first_line_of(PersonNumber who) const;
  Person& at(PersonNumber who, std::chrono::microseconds when);
  [[nodiscard]] Outcome sync_pair(PersonNumber one, PersonNumber other, std::size_t& sessions);
  [[nodiscard]] Outcome sync_random_pairs(std::size_t& sessions);
  [[nodiscard]] Outcome introduce_all(
      const std::vector<std::pair<PersonNumber, PersonNumber>>& pairs);
  [[nodiscard]] Outcome enter_circle(PersonNumber who);
  [[nodiscard]] Outcome include(PersonNumber who, PersonNumber whom, ReplayModel::Past past);
  [[nodiscard]] Outcome join(PersonNumber who);
  [[nodiscard]] Outcome part_one();
  [[nodiscard]] Outcome include_again();
  [[nodiscard]] Outcome meet_now_and_then(const ReplayLine& line, PersonNumber last_speaker,
                                          std::chrono::microseconds last_spoken);
  [[nodiscard]] Outcome say(std::size_t place);
  [[nodiscard]] Outcome note_said(std::size_t place, const std::vector<std::size_t>& answers,
                                  const node::Said& said);
  [[nodiscard]] std::vector<PersonNumber> joined() const;

  const ReplayLog& log_;
  test::SeededEntropy dice_;
  std::vector<std::unique_ptr<ReplayPerson>> people_;
  std::map<PersonId, PersonNumber> numbers_;
  PersonNumber founder_{};
  PersonNumber parted_{};
  ReplayModel model_;
  std::vector<std::optional<std::size_t>> entry_of_line_;
  std::vector<Link> links_;  // of model entries; zero where it is no line
  std::chrono::microseconds clock_{};
  std::chrono::microseconds met_until_{};  // random pairs met for the hours before
  ReplayCost cost_;
};

}  // namespace kith::sim
