// A world of many people, each with a real node over a store in memory, who live one week: they
// come and go by habit, say what people of real logs said, and their devices hold sessions while
// both are there. All from one seed. Counts what each of them pays. Refuses to know how that is
// printed.
#pragma once

#include <array>
#include <queue>
#include <unordered_map>

#include "sim/dice.hpp"
#include "sim/scale_lines.hpp"
#include "sim/scale_talk.hpp"
#include "sim/session.hpp"
#include "sim/waiting.hpp"

namespace kith::sim {

struct ScalePlan {
  std::size_t people{};
  std::size_t great_circles{};
  unsigned days{7};
  std::uint64_t seed{1};
};

enum class ScalePhase { acquainting, living, closing };
inline constexpr std::size_t scale_phases = 3;

/// What one person paid so far.
struct ScaleCost {
  std::array<std::chrono::nanoseconds, scale_phases> cpu{};
  std::array<std::uint64_t, scale_phases> bytes_out{};
  std::array<std::size_t, scale_phases> sessions{};  // each counts at both of its ends
  std::size_t lines_said{};
};

/// What lies with one person.
struct ScaleHeld {
  std::size_t contacts{};
  std::uint64_t entries{};
  std::uint64_t entry_bytes{};  // lean, as they are stored
};

class Scale {
 public:
  /// Requires: sittings are not empty and outlive it.
  Scale(const ScalePlan& plan, const std::vector<Sitting>& sittings);

  /// They meet in pairs and found their circles, half a week before it begins.
  void acquaint();
  void live();
  /// Everyone of a circle meets its founder until nothing more comes.
  void close();

  [[nodiscard]] const ScaleMap& map() const { return map_; }
  [[nodiscard]] const ScaleLines& lines() const { return lines_; }
  [[nodiscard]] const ScaleCost& cost(Resident who) const { return residents_[who]->cost; }
  [[nodiscard]] ScaleHeld held(Resident who) const;
  /// Each line that this person may read, and no other, with its text.
  [[nodiscard]] bool reads_what_was_said(Resident who);

 private:
  struct Dweller {
    Person person;
    std::vector<node::CircleNumber> circle_numbers;  // as in the map's circles_of
    std::vector<Resident> standing;                  // with whom a session stands
    bool there{};
    ScaleCost cost;
    // What they say today, from where on.
    const Sitting* sitting{};
    std::size_t sitting_circle{};
    std::size_t next_line{};
    WallTime sitting_began;
  };
  enum class What { come, go, begin_sitting, say, carry };
  struct Event {
    WallTime when;
    std::uint64_t number{};  // of equal times the earlier made one first
    What what{};
    Resident who{};
    Resident other{};
    bool operator<(const Event& other_event) const {
      return std::pair{other_event.when, other_event.number} < std::pair{when, number};
    }
  };
  struct Standing {
    Session session;
    Resident caller{};
    Resident called{};
    bool carrying{};  // an event for it waits
  };
  using PairKey = std::uint64_t;

  void at(WallTime when, What what, Resident who, Resident other = 0);
  Person& person(Resident who, WallTime now);
  template <class Act>
  void paid_by(Resident who, Act&& act) {
    const auto before = cpu_now();
    act();
    residents_[who]->cost.cpu[static_cast<std::size_t>(phase_)] += cpu_now() - before;
  }
  /// What this thread has used.
  [[nodiscard]] static std::chrono::nanoseconds cpu_now();
  void watch(Resident who, const node::Batch& batch);

  [[nodiscard]] bool knows_many(Resident who) const;
  void meet_two(Resident one, Resident other);
  void found(std::size_t circle, WallTime now);
  void include_all(Resident who, std::size_t circle, WallTime now);
  void find_circle(Resident who, std::size_t circle);
  [[nodiscard]] node::CircleNumber& number_in(Resident who, std::size_t circle);

  void plan_week();
  void plan_sittings(Resident who, const std::vector<Presence>& there);
  void on(const Event& event);
  void come(Resident who, WallTime now);
  void go(Resident who, WallTime now);
  void look_for_company(Resident who, WallTime now);
  void begin_sitting(Resident who, WallTime now);
  void say(Resident who, WallTime now);
  void note_said(Resident who, const node::Batch& batch, std::string_view text);
  void carry(Resident one, Resident other, WallTime now);
  void tell_others(Resident who, std::uint64_t revision_before, WallTime now);

  [[nodiscard]] static PairKey key_of(Resident one, Resident other);
  void settle(Session& session, Resident caller, Resident called);
  [[nodiscard]] Session begin(Resident caller, Resident called, WallTime now);
  void finish(Session& session, Resident caller, Resident called);
  void whole_session(Resident caller, Resident called, WallTime now);
  void stand(Resident caller, Resident called, WallTime now);
  void end(Resident one, Resident other, WallTime now);

  ScalePlan plan_;
  const std::vector<Sitting>& sittings_;
  ScaleMap map_;
  ScaleLines lines_;
  Dice dice_;
  ScalePhase phase_{ScalePhase::acquainting};
  std::vector<std::unique_ptr<Dweller>> residents_;
  std::priority_queue<Event> events_;
  std::uint64_t events_made_{};
  std::unordered_map<PairKey, Standing> standing_;
};

}  // namespace kith::sim
