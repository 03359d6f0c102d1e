// A small world: people by a seed, one clock (theirs may be wrong), wires between them that are
// slow, stall, deliver in pieces and in any order, bend and break, and disks that fail. Whatever
// arrives may change nothing that is the receiver's own (DESIGN's rule 1). Everything follows from
// the seed. Refuses to know what people do with it: sim/deeds, sim/history.
#pragma once

#include <functional>
#include <list>
#include <map>

#include "sim/clock_model.hpp"
#include "sim/dice.hpp"
#include "sim/false_end.hpp"
#include "sim/fresh.hpp"
#include "sim/knobs.hpp"
#include "sim/own.hpp"
#include "sim/papers.hpp"
#include "sim/session.hpp"
#include "sim/truth.hpp"
#include "sim/weather.hpp"

namespace kith::sim {

class World {
 public:
  World(std::uint64_t seed, std::size_t people, const Knobs& knobs = {});
  World(const World&) = delete;  // its people tell it what they keep

  [[nodiscard]] std::size_t people() const { return people_.size(); }
  [[nodiscard]] Person& person(Who who) { return *people_[who]; }
  /// The first of their homes.
  [[nodiscard]] std::optional<Who> who(const PersonId& person) const;
  /// Where lies are on, some lie: they run the node that all run, and do more beside it.
  [[nodiscard]] bool lies(Who who) const { return liars_[who]; }
  /// Also true of whom a liar made up.
  [[nodiscard]] bool lies(const PersonId& person) const;
  [[nodiscard]] std::vector<Who> liars() const;
  [[nodiscard]] Truth& truth() { return truth_; }
  [[nodiscard]] Papers& papers() { return papers_; }
  [[nodiscard]] Dice& dice() { return dice_; }
  /// Draws of what goes wrong: apart, so that the same people do the same without it.
  [[nodiscard]] Dice& ill_luck() { return ill_luck_; }

  // Clocks
  // -------------------------------------------------------------------------------------------
  /// The true time. It never goes back.
  [[nodiscard]] WallTime now() const { return now_; }
  void pass(std::chrono::microseconds span);
  /// A moment of their own, for an act.
  [[nodiscard]] WallTime moment(Who who);
  /// By which leases of theirs end, by the rules.
  [[nodiscard]] WallTime lease_time(Who who) { return clocks_[who].lease_time(person(who).now()); }
  [[nodiscard]] const ClockModel& clock(Who who) const { return clocks_[who]; }
  void set_wrong(Who who, std::chrono::microseconds off);
  /// The person says that their clock is right.
  void confirm_clock(Who who);

  /// One act of a person: a step of the node, kept; then the truth has it, and their live wires
  /// speak. `aside`: whom an aside written by it is for. Nothing: the node refused, or it was not
  /// kept; what a disk then shows all the same is truth, too.
  template <class T>
  std::optional<T> act(Who who, node::StepOf<T> step, const Persons& aside = {},
                       const std::function<void()>& so = {}) {
    if (!step) return std::nullopt;
    if (!keep(who, step->commit, aside, so)) return std::nullopt;
    return std::move(step->answer);
  }
  /// False: it could not be kept. Where the disk failed the person is awake again after it.
  bool index(Who who);

  // Wires
  // -------------------------------------------------------------------------------------------
  /// A session begins; false: the caller cannot, or a partition lies between.
  bool connect(Who caller, Who called);
  [[nodiscard]] std::size_t lines() const { return lines_.size(); }
  /// What is due first arrives. False: nothing is on its way that no partition holds up.
  bool deliver();
  /// The line drops, in the middle of whatever is on its way.
  void cut_one();
  /// Both sides say goodbye.
  void finish_one();
  void cut_all();
  /// Who stands on which side of a partition; all on one: it is over.
  void split(std::vector<bool> sides) { sides_ = std::move(sides); }
  void heal();
  /// Nothing goes from one to the other until all is healed.
  void deafen(Who from, Who to) { deaf_.insert({from, to}); }
  /// Wires behave from now on.
  void calm() { weather_ = {}; }
  /// What once went over a wire comes again, in a session of its own.
  void replay_one();

  /// A session in which the liar says what it is made to say. False: they cannot talk.
  using Says = std::function<void(FalseEnd&)>;
  bool lie_to(Who liar, Who victim, const Says& says);
  /// Bytes of nobody arrive as a session, which has to end.
  void feed_stream(Who to, ByteView bytes);

  /// A whole session over a perfect wire. False: they cannot talk.
  bool sync(Who caller, Who called);
  /// Everything that `from` may give to `to`, as a file. Nothing: there is none for them.
  std::optional<ByteVec> write_bundle(Who from, Who to);
  enum class File { as_written, bent };
  /// False: there is nothing in it for them.
  bool read_bundle(Who to, ByteView file, File file_is);
  bool carry_bundle(Who from, Who to);
  /// The process dies and starts again; its lines are gone.
  void restart(Who who);

  // Disks
  // -------------------------------------------------------------------------------------------
  /// The disk failed: their lines are gone, and they begin again with what is there.
  void recover(Who who);
  /// As recover, of all who have fallen.
  void recover_all();
  /// The process or the machine stops, right now.
  void stop(Who who, DiskHome::Stop how);
  /// Another disk with an older state, or of a copy, takes the place of theirs.
  void change_disk(Who who, std::unique_ptr<DiskHome>& other, Truth::Acts acts,
                   const ClockModel& clock);
  /// What changed in their home since the last call.
  [[nodiscard]] Fresh take_fresh(Who who) { return std::exchange(fresh_[who], Fresh::nothing()); }
  [[nodiscard]] bool lost_something(Who who) const { return lost_[who]; }
  /// All that they have, copied: from here on the person has two homes that are awake, of which
  /// neither knows of the other. Requires: a knob that says so, and that their home is whole.
  Who copy_awake(Who who, Truth::Copy how);
  [[nodiscard]] bool has_two_homes(Who who) const { return two_homes_.contains(who); }
  [[nodiscard]] bool any_two_homes() const { return !two_homes_.empty(); }
  [[nodiscard]] bool is_same_person(Who a, Who b) { return person(a).id() == person(b).id(); }
  /// Something arrives at a person: what is theirs stays as it was.
  void watched(Who who, const std::function<void()>& arriving);

  [[nodiscard]] const std::vector<std::string>& problems() const { return problems_; }
  void problem(std::string what) { problems_.push_back(std::move(what)); }
  /// Of all that entered and left anyone, what they kept, and what their clocks showed.
  [[nodiscard]] std::uint64_t trace() const { return trace_.value(); }
  /// What everyone is shown, and what lies on their disks, goes into it, too.
  void trace_what_is_there();

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
    std::array<ByteVec, 2> recorded;            // what came to who[i]
    bool bent{};                                // it did not carry what was said
    [[nodiscard]] End& end(std::size_t i) { return i == 0 ? session.caller : session.called; }
  };
  struct Recording {
    std::array<Who, 2> who;
    std::array<ByteVec, 2> bytes;
  };
  using LineOf = std::list<Line>::iterator;

  bool keep(Who who, const node::Batch& batch, const Persons& aside,
            const std::function<void()>& so);
  void note(Who who, const Persons& aside, const std::function<void()>& so);
  /// Whether what was under way is there. Nothing: the home is not what it was.
  std::optional<bool> rise(Who who);
  void speak(Who who);
  void collect(Line& line);
  void arrive(LineOf line, std::size_t end);
  /// False: the line broke by it.
  bool bend(Line& line, std::size_t end, Piece& piece);
  void cut(LineOf line);
  void cut_lines_of(Who who);
  void close_where_over(LineOf line);
  void watch_ending(const Line& line, std::size_t end, const End& one);
  void changed_by_others(Who who);
  void wake(Who who);
  void listen_to(Who who);
  [[nodiscard]] bool apart(Who one, Who other) const { return sides_[one] != sides_[other]; }

  Dice dice_;
  Dice ill_luck_;
  Knobs knobs_;
  Weather weather_;
  WallTime now_;
  std::vector<std::unique_ptr<Person>> people_;
  std::vector<ClockModel> clocks_;
  std::vector<bool> lost_;
  std::vector<Fresh> fresh_;
  std::vector<bool> liars_;
  std::set<Who> two_homes_;  // both of them
  Truth truth_;
  Papers papers_;
  std::list<Line> lines_;
  std::vector<Recording> recordings_;
  std::vector<bool> sides_;
  std::set<std::pair<Who, Who>> deaf_;
  std::vector<std::string> problems_;
  Trace trace_;
};

}  // namespace kith::sim
