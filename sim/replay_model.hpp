// What a replayed day has to look like to each person, from the acts alone: who addresses whom,
// what was said to whom, which past was given. Refuses to know nodes, logs and keys; what it says
// is compared with what the nodes show.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <vector>

namespace kith::sim {

using PersonNumber = std::size_t;
using Persons = std::set<PersonNumber>;

/// A line, or an entry that gives a past.
struct ModelEntry {
  PersonNumber author{};
  Persons audience;  // as addressed
  Persons given;     // to whom its author gave it later
  bool aside{};
  std::optional<std::size_t> line;       // of the log; nothing: it gives a past
  std::optional<PersonNumber> receiver;  // of that past: all that its author said before
  std::vector<std::size_t> answers;      // entries
};

class ReplayModel {
 public:
  explicit ReplayModel(std::size_t people) : audiences_(people) {}

  enum class Past { none, all };
  void include(PersonNumber who, PersonNumber whom, Past past);
  void part(PersonNumber who, PersonNumber whom) { audiences_[who].erase(whom); }
  [[nodiscard]] bool includes(PersonNumber who, PersonNumber whom) const {
    return audiences_[who].contains(whom);
  }

  /// Whom an answer must reach at least, and may at most: what was given of a past counts once the
  /// speaker has heard of it, and the model does not know when that is.
  struct Bounds {
    Persons least;
    Persons most;
  };
  [[nodiscard]] Bounds hearers_of(PersonNumber who, const std::vector<std::size_t>& answers) const;

  /// Its number.
  std::size_t say(PersonNumber who, std::size_t line, Persons audience,
                  std::vector<std::size_t> answers);

  [[nodiscard]] const std::vector<ModelEntry>& entries() const { return entries_; }
  [[nodiscard]] bool sees(PersonNumber viewer, std::size_t entry) const;
  /// To whom the author gave that entry, as far as the viewer sees.
  [[nodiscard]] Persons given_as_seen(PersonNumber viewer, std::size_t entry) const;

 private:
  std::vector<Persons> audiences_;
  std::vector<ModelEntry> entries_;
  std::vector<std::size_t> givings_;
};

}  // namespace kith::sim
