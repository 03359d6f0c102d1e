// The rules for what a device writes, keeps and gives up of its own: epochs, asides, what is owed,
// prekeys, and what was forgotten. Each finds what is wrong, in words. Reads only.
#pragma once

#include "sim/world.hpp"

namespace kith::sim {

/// How far an epoch of an own log was gone through, and whom it was for by then.
struct EpochSoFar {
  WallTime opened;
  wire::AudienceList audience;
};

/// DESIGN §3 and §5, of one node alone: asides, what is owed and prekeys as they are, and of epochs
/// what was written since the last time. Requires: the same home.
class OwnRules {
 public:
  [[nodiscard]] std::vector<std::string> broken(node::Node& node);

 private:
  struct At {
    Seq next;
    std::optional<EpochSoFar> epoch;
  };
  void check_epochs(node::Node& node, std::vector<std::string>& broken);

  std::map<std::pair<node::StrandNumber, Seq>, At> at_;  // by where a span begins
};

/// All of it; empty: all is well.
[[nodiscard]] std::vector<std::string> own_rules_broken(node::Node& node);
void check_own_rules(World& world);

/// Whoever forgot a body holds no key to it any more, in no record and in no box.
void check_forgotten(World& world);
/// Whether somebody forgot what stands at that entry's place in this story or another of its log.
[[nodiscard]] bool forgot_there(World& world, Who who, const Written& entry);
/// What one person forgot is gone for nobody else: once all met, whoever hears an entry has its
/// words where its author has them.
void check_words_stay(World& world);

/// Who hears of the author by each home of theirs that is awake: one may have parted from whom the
/// other included.
[[nodiscard]] Persons heard_of_each_home(World& world, const Written& entry);
/// Of a log that two homes went on with: whoever opened something of it still does, and where two
/// stories of it are held, both are shown as such. Remembers what it saw.
class Copied {
 public:
  void check(World& world);

 private:
  std::set<std::pair<Who, Link>> opened_;
};

/// What only grows: the counters of others' prekeys as one knows them, and what one holds.
/// Remembers what it saw, so that nothing goes back unseen, whatever arrived or restarted
/// meanwhile.
class Growing {
 public:
  void check(World& world);
  void check(World& world, Who who);

 private:
  void check_prekeys(World& world, Who who);

  std::map<std::tuple<Who, PersonId, DeviceId>, Counter> counters_;
  std::map<std::pair<Who, PersonId>, std::vector<ByteVec>> records_;  // that were read already
  std::map<std::pair<Who, node::StrandNumber>, std::uint64_t> held_;
};

}  // namespace kith::sim
