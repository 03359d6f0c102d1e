// What imaginary people do over some weeks, as data: who does what, how many days ago. Refuses to
// know how it is played.
#pragma once

#include <chrono>
#include <string>
#include <variant>
#include <vector>

#include "kinds/body.hpp"

namespace kith::demo {

using Names = std::vector<std::string>;

/// Both take the other's card.
struct Meets {
  std::string whom;
  bool in_person{};
};
struct Begins {
  std::string circle;
};
struct Includes {
  std::string circle;
  Names whom;
  int days_left = 0;  // from the end of the play on; 0: without an end
};
struct Parts {
  std::string circle;
  std::string whom;
  std::string words;  // empty: silently
};
/// Whoever hears it and is not away has it at once.
struct Says {
  std::string circle;  // or a person, for the two alone
  std::string text;
  std::string answers;  // the beginning of a text there; empty: nothing
  Names to;             // empty: all who hear them there
};
struct Introduces {
  std::string whom;
  std::string to;  // a person or, where they are not known, a circle
  std::string note;
};
/// All that waits is accepted, under the names that it came with.
struct Accepts {};
struct Notes {
  std::string whom;
  std::string text;
};
struct Compares {
  std::string whom;
};
/// Nothing reaches them, or leaves them, until they are back.
struct GoesAway {};
struct ComesBack {};
/// All that has come is read.
struct Reads {};

/// To all who hear it, whom it concerns.
struct Proposes {
  std::string circle;
  std::string title;
  std::string text;
};
struct Stands {
  std::string circle;
  std::string proposal;  // its title
  kinds::Position position{};
  std::string words;
};
struct Asks {
  std::string circle;
  std::string text;
  int by_days = 0;  // from the end of the play on
  std::string tag;
};
struct Promises {
  std::string circle;
  std::string text;
  Names whom;
  int by_days = 0;
  std::string tag;
};
struct Keeps {
  std::string circle;
  kinds::Practice practice;
};
/// For themself alone.
struct Observes {
  std::string whom;
  kinds::Went went{};
  std::string tag;
};

using Deed =
    std::variant<Meets, Begins, Includes, Parts, Says, Introduces, Accepts, Notes, Compares,
                 GoesAway, ComesBack, Reads, Proposes, Stands, Asks, Promises, Keeps, Observes>;

struct Act {
  int days_ago;             // 0: today
  std::chrono::minutes at;  // of the day by the wall clock; today: so long ago
  std::string who;
  Deed deed;
};

/// What a neighbour says, one after the other, to whoever speaks to them while the play goes on.
struct Replies {
  std::string who;
  std::vector<std::string> texts;
};

struct Script {
  std::string owner;  // of the home that is shown
  Names people;       // without the owner
  std::vector<Act> acts;
  std::vector<Replies> replies;
};

/// Four weeks of a garden, an orchard and a kitchen, in English.
[[nodiscard]] Script four_weeks();

}  // namespace kith::demo
