// A small world: people by a seed, one clock, and wires between them that are slow, stall, deliver
// in pieces and in any order among each other, and break. Whatever arrives is watched: it may
// change nothing that is the receiver's own (DESIGN's rule 1). Everything follows from the seed.
// Refuses to know what people do with it: sim/deeds, sim/history.
#pragma once

#include <list>
#include <map>

#include "sim/dice.hpp"
#include "sim/own.hpp"
#include "sim/session.hpp"
#include "sim/truth.hpp"

namespace kith::sim {

using Who = std::size_t;  // which person of the world

class World {
 public:
  World(std::uint64_t seed, std::size_t people);

  [[nodiscard]] std::size_t people() const { return people_.size(); }
  [[nodiscard]] Person& person(Who who) { return *people_[who]; }
  [[nodiscard]] std::optional<Who> who(const PersonId& person) const;
  [[nodiscard]] Truth& truth() { return truth_; }
  [[nodiscard]] Dice& dice() { return dice_; }

  /// The clock of everyone. It never goes back.
  [[nodiscard]] WallTime now() const { return now_; }
  void pass(std::chrono::microseconds span);

  /// One act of a person: a step of the node, kept; then their live wires speak. `aside`: whom an
  /// aside written by it is for. Nothing: the node refused.
  template <class T>
  std::optional<T> act(Who who, node::StepOf<T> step, const Persons& aside = {}) {
    auto answer = person(who).try_take(std::move(step));
    if (answer) after_act(who, aside);
    return answer;
  }
  /// A moment of their own, for an act.
  [[nodiscard]] WallTime moment(Who who);

  // Wires
  // -------------------------------------------------------------------------------------------
  /// A session begins; false: the caller cannot, or a partition lies between.
  bool connect(Who caller, Who called);
  [[nodiscard]] std::size_t lines() const { return lines_.size(); }
  /// What is due first arrives. False: nothing is on its way that no partition holds up.
  bool deliver();
  /// The line drops, in the middle of whatever is on its way.
  void cut_one();
  /// Both sides of one line say goodbye.
  void finish_one();
  void cut_all();
  /// Who stands on which side of a partition; all on one: it is over.
  void split(std::vector<bool> sides) { sides_ = std::move(sides); }
  void heal() { sides_.assign(people_.size(), false); }

  /// A whole session over a perfect wire. False: they cannot talk.
  bool sync(Who caller, Who called);
  /// Everything that `from` may give to `to`, as a file. False: there is none for them.
  bool carry_bundle(Who from, Who to);
  /// The process dies and starts again; its lines are gone.
  void restart(Who who);

  /// What must never be, in words; and a hash of everything that went over wires.
  [[nodiscard]] const std::vector<std::string>& problems() const { return problems_; }
  void problem(std::string what) { problems_.push_back(std::move(what)); }
  [[nodiscard]] std::uint64_t trace() const { return trace_; }

 private:
  struct Piece {
    ByteVec bytes;
    WallTime due;
  };
  struct Line {
    std::array<Who, 2> who;
    Session session;
    std::array<std::list<Piece>, 2> under_way;  // towards who[i]
    std::array<bool, 2> hung_up{};              // who[i] heard of the end
    [[nodiscard]] End& end(std::size_t i) { return i == 0 ? session.caller : session.called; }
  };
  using LineOf = std::list<Line>::iterator;

  void after_act(Who who, const Persons& aside);
  void speak(Who who);
  void collect(Line& line);
  void arrive(LineOf line, std::size_t end);
  void close_where_over(LineOf line);
  void watch_ending(const Line& line, std::size_t end, const End& one);
  /// Something arrives at a person: what is theirs stays as it was.
  template <class Arriving>
  void watched(Who who, const Arriving& arriving) {
    const auto before = own_of(person(who));
    arriving();
    if (own_of(person(who)) != before) changed_by_others(who);
  }
  void changed_by_others(Who who);
  [[nodiscard]] bool apart(Who one, Who other) const { return sides_[one] != sides_[other]; }
  void add_to_trace(ByteView bytes);

  Dice dice_;
  WallTime now_;
  std::vector<std::unique_ptr<Person>> people_;
  Truth truth_;
  std::list<Line> lines_;
  std::vector<bool> sides_;
  std::vector<std::string> problems_;
  std::uint64_t trace_{14695981039346656037U};
};

}  // namespace kith::sim
