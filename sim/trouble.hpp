// What goes wrong in a history, where its knobs are on: files that come late, disks that fail,
// clocks that are wrong, people who lie. Each strikes by itself now and then; at the end all is
// well again. Refuses to know what people do meanwhile.
#pragma once

#include "sim/knobs.hpp"
#include "sim/lies.hpp"
#include "sim/remains.hpp"
#include "sim/world.hpp"

namespace kith::sim {

class Trouble {
 public:
  Trouble(World& world, const Knobs& knobs);

  /// Before a step of the history.
  void strike(const std::vector<CircleId>& circles);
  /// Faults that did not come to pass are taken back.
  void step_is_over();
  /// All is well from now on: true clocks, whole disks, wires that carry.
  void end();

  /// They forget one of the last things there, and it is looked for wherever it may be left.
  void forget_something(Who who, const CircleId& circle);

 private:
  struct OnShelf {
    Who to;
    ByteVec file;
  };
  struct Asleep {
    std::unique_ptr<DiskHome> disk;
    Truth::Acts acts;
    ClockModel clock;
    bool copied{};  // wakes up as a copy: its logs are retired
  };

  [[nodiscard]] std::vector<Who> hearers(Who author, const CircleId& circle);
  void say_and_have_it_forgotten(const std::vector<CircleId>& circles);
  struct Introduced {
    Who third;
    Who one;
    Who other;
  };
  [[nodiscard]] std::vector<Introduced> strangers_of_one();
  template <class Does>
  bool answer_offer(Who who, Who of, Does&& does);
  void hear_and_ignore(const std::vector<CircleId>& circles);
  void on(Knob knob, const std::vector<CircleId>& circles);
  [[nodiscard]] Who anyone() { return dice_.below(world_.people()); }
  [[nodiscard]] std::optional<Who> anyone_with_disk();
  void forget(Who who, const Link& link);
  void put_on_shelf();
  void take_from_shelf();
  void wrong_clock();
  void fail_soon(Knob knob);
  void rot(Who who);
  void back_up_or_restore(Who who);
  void copy_or_change(Who who);
  void copy_awake(Who who, const std::vector<CircleId>& circles);
  void change_disk(Who who, Asleep& other);
  void check_disks();
  void look_for_remains(Who who);
  void whisper(Who who);

  World& world_;
  Knobs knobs_;
  std::vector<Knob> striking_;  // those that strike by themselves
  Dice& dice_;
  Lies lies_;
  std::vector<OnShelf> shelf_;
  bool whispered_{};
  bool copied_awake_{};
  std::map<Who, Asleep> backups_;
  std::map<Who, Asleep> copies_;
  std::map<Who, std::vector<Remains>> forgotten_;  // on the disk that is awake
};

}  // namespace kith::sim
