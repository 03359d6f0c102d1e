// Holds one person's view against the model: every line that they may see and no other, its text,
// author, audience, answers and holes, and where it stands. Refuses to know how it got there.
#pragma once

#include <map>
#include <span>
#include <string>

#include "base/result.hpp"
#include "sim/person.hpp"
#include "sim/replay_log.hpp"
#include "sim/replay_model.hpp"

namespace kith::sim {

class ReplayCheck {
 public:
  ReplayCheck(const ReplayLog& log, const ReplayModel& model, std::span<const Link> links,
              const std::map<PersonId, PersonNumber>& numbers);

  /// Of two people who see the same lines the second must see them in the order of the first.
  /// Errors: a sentence.
  [[nodiscard]] Result<void, std::string> view(PersonNumber viewer, Person& person,
                                               node::CircleNumber circle);

 private:
  using Outcome = Result<void, std::string>;
  [[nodiscard]] Outcome one(PersonNumber viewer, std::size_t entry,
                            const node::ShownEntry& shown) const;
  [[nodiscard]] Outcome audience(PersonNumber viewer, std::size_t entry,
                                 const node::ShownEntry& shown) const;
  [[nodiscard]] Outcome answers(PersonNumber viewer, std::size_t entry,
                                const node::ShownEntry& shown) const;
  [[nodiscard]] Outcome relations(const std::vector<std::size_t>& seen,
                                  const std::vector<node::ShownEntry>& shown) const;
  [[nodiscard]] std::string named(std::size_t entry) const;

  const ReplayLog& log_;
  const ReplayModel& model_;
  std::span<const Link> links_;
  const std::map<PersonId, PersonNumber>& numbers_;
  std::map<Link, std::size_t> entries_;                                // by link
  std::map<std::vector<std::size_t>, std::vector<std::size_t>> same_;  // seen, ascending → in order
};

}  // namespace kith::sim
