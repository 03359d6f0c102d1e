// What may go wrong in a simulated world, each by itself: a seed draws which of them do, and how
// much. Refuses to know what each does to a node.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kith::sim {

enum class Knob : std::uint8_t {
  loss,      // a piece is lost, and its line with it
  garble,    // bits flip on their way
  truncate,  // a piece comes to half, and then nothing
  repeat,    // a piece twice, a recorded session once more, a file once more
  reorder,   // pieces overtake each other within a line
  one_way,   // one hears the other, not the other way round
  days,      // apart for days and weeks
  late,      // files that lie around for a month and more
  disk,      // homes on the real store, and now and then a process dies
  power,     // the machine does
  flush,     // an fsync fails
  full,      // no room
  rot,       // bits flip while they lie
  restore,   // a backup, put back later
  copy,      // a home copied, and both used in turn
  clocks,    // wrong by minutes, days, decades; and back
  // Lying people, each by itself: up to all but one.
  forks,       // two stories in one log, to different people
  garbage,     // sealed and signed as it should be: nonsense, the far future, the greatest, the
               // unknown
  withhold,    // of others' logs a middle, an end; what is not for the one who gets it
  old_papers,  // prekeys, cards and introductions of long ago, and again; faces made up
  size_lies,   // to hold what one does not, out of turn, without end
  floods,      // logs, entries, boxes, introductions
  two_keys,    // to one reader this key, to another that; two lists of who hears
  for_others,  // papers, pasts and handovers in another's name
  asides,      // nobody's lie: one whispers to more sets of people than asides may be open
  forgets,     // nor this: one forgets what others said, and is the first whom somebody meets
  awake,       // a home copied, and both awake from then on
  things,  // nor this: people also propose, agree, ask, promise, invite, take part, go on elsewhere
  often,   // pieces come twice, of every second piece at most
  recovery,  // nor this: people make recovery keys, end them, and use them on what came back closed
  half_told,  // a lie: two stories in one log, each addressed to others, and some hear both
  ignores,    // nobody's lie: one hears somebody by a third, ignores them, and they speak on
};
inline constexpr std::array<std::string_view, 32> knob_names{
    "loss",   "garble",  "truncate", "repeat",     "reorder",   "one-way", "days",     "late",
    "disk",   "power",   "flush",    "full",       "rot",       "restore", "copy",     "clocks",
    "forks",  "garbage", "withhold", "old-papers", "size-lies", "floods",  "two-keys", "for-others",
    "asides", "forgets", "awake",    "things",     "often",     "recovery", "half-told", "ignores"};
/// True where it is a person who does it.
[[nodiscard]] constexpr bool is_lie(Knob knob) {
  return (knob >= Knob::forks && knob <= Knob::for_others) || knob == Knob::half_told;
}

class Knobs {
 public:
  /// None is on.
  Knobs() = default;
  /// Each with even odds, but a disk and two homes awake, which one seed in four has. Lies where
  /// anyone may lie, in every second seed.
  enum class People { honest, lying };
  [[nodiscard]] static Knobs drawn(std::uint64_t seed, People people = People::honest);
  /// Names with commas between, or "none", or "all". Nothing: there is none of that name.
  [[nodiscard]] static std::optional<Knobs> named(std::string_view names);

  [[nodiscard]] bool on(Knob knob) const {
    return (bits_ >> static_cast<unsigned>(knob) & 1U) != 0;
  }
  [[nodiscard]] bool any() const { return bits_ != 0; }
  [[nodiscard]] bool any_lie() const;
  void set(Knob knob, bool on);
  [[nodiscard]] std::vector<Knob> all_on() const;
  [[nodiscard]] std::string names() const;

 private:
  std::uint32_t bits_{};
};

}  // namespace kith::sim
