// What changed in a home since it was last looked at, read from what its node asked to be kept: so
// that a checker which looks after every step goes through that alone. Refuses to know what it
// means.
#pragma once

#include <set>
#include <utility>

#include "node/batch.hpp"

namespace kith::sim {

struct Fresh {
  bool all{true};  // nothing was looked at yet, or the home is another
  bool any{true};
  std::uint64_t bytes{};                                        // of entries and keys
  std::set<node::StrandNumber> strands;                         // what is held of them
  std::set<std::pair<node::StrandNumber, EpochNumber>> epochs;  // keys, and who hears

  [[nodiscard]] static Fresh nothing() {
    Fresh none;
    none.all = false;
    none.any = false;
    return none;
  }
  void note(const node::Batch& batch) {
    any = true;
    for (const auto& change : batch) {
      if (const auto* put = std::get_if<node::change::PutSpans>(&change)) {
        strands.insert(put->strand);
      } else if (const auto* keys = std::get_if<node::change::PutEpoch>(&change)) {
        epochs.insert({keys->epoch.strand, keys->epoch.first.epoch});
        bytes += keys->epoch.keys.size() + keys->epoch.audience.size();
      } else if (const auto* entries = std::get_if<node::change::PutEntries>(&change)) {
        for (const auto& lean : entries->lean) bytes += lean.size();
      }
    }
  }
};

}  // namespace kith::sim
