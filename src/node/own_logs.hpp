// My own logs that are open for writing on this device: the main one of each circle, and an aside
// for each smaller set of people. Refuses to know who ought to hear, and what is said.
// Source: docs/protocol.md §5.1 (asides).
#pragma once

#include <map>

#include "node/own_log.hpp"

namespace kith::node {

/// Which of my logs: the main one of a circle, or the aside to just these, ascending.
struct Use {
  CircleNumber circle;
  std::optional<std::vector<PersonId>> aside{};
  auto operator<=>(const Use&) const = default;
};

class OwnLogs {
 public:
  /// Errors: damaged, and the store's.
  [[nodiscard]] static Result<OwnLogs, StoreError> load(const Store& store, const Strands& strands);

  [[nodiscard]] const OwnLog* find(const Use& use) const;
  /// The log, opened where it is not there yet; of too many asides the one that was used longest
  /// ago closes for it.
  [[nodiscard]] OwnLog& get(const Use& use, const Identity& identity, Strands& strands,
                            Entropy& entropy, Batch& batch);

  /// Who hears me no more takes the asides that hold them along.
  void close_asides(CircleNumber circle, const wire::AudienceList& main, Batch& batch);
  /// One of their devices is no longer theirs: what they hear of me goes on in another epoch.
  void end_epochs_heard_by(const PersonId& person, Batch& batch);
  /// Whom epochs are handed to beside those who hear them is another from now on.
  void end_epochs(Batch& batch);
  /// An entry of it was forgotten: its key is to be nowhere, also in memory.
  void drop_keys_of_written(const LogId& log);
  /// It is written to no more: its secret is destroyed. False where it is none of these.
  bool retire(const LogId& log, Batch& batch);
  void retire_all(Batch& batch);

 private:
  using Logs = std::map<Use, OwnLog>;
  void retire(Logs::iterator log, Batch& batch);
  void make_room_for_aside(Batch& batch);

  Logs logs_;
};

}  // namespace kith::node
