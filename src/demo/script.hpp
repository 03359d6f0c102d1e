// What imaginary people do over some weeks, line by line, as they type it (docs/month/):
// who, what, when. Refuses to know what any command means and how it is played.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace kith::demo {

/// A line of somebody's, at its time.
struct Act {
  WallTime when;
  std::string who;
  std::vector<std::string> words;  // as after `kith`; "$well" stands for the id kept as "well"
  std::string kept_as;             // what the id that it gives is called; empty: nothing
};

/// What a neighbour says, one after the other, to whoever speaks to them while the play goes on.
struct Reply {
  std::string who;
  std::string text;
};

struct Script {
  std::vector<std::string> people;  // the first is the owner of the home that is shown
  std::vector<Act> acts;            // in their order
  std::vector<Reply> replies;

  [[nodiscard]] const std::string& owner() const { return people.front(); }
};

/// The texts as they are built into the program.
[[nodiscard]] std::string_view month_text();
[[nodiscard]] std::string_view around_text();

/// Days of `text` are moved by whole weeks, so that its last one is over; what is told in days ago
/// counts from `now`. `minutes_east` is the wall clock's. Requires: a text in which every line is
/// understood; a test reads those that are built in.
void read_lines(Script& into, std::string_view text, WallTime now,
                std::chrono::minutes minutes_east);
/// The month and what is around it, by time.
[[nodiscard]] Script the_month(WallTime now, std::chrono::minutes minutes_east);

/// A line's words: those in double quotes are one.
[[nodiscard]] std::vector<std::string> words_of(std::string_view line);

}  // namespace kith::demo
