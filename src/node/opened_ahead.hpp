// Entries that are opened while the step that took them in is committed, for whoever asks for them
// next: the index. A memory, not a record: what is not here is opened when it is asked for, and
// comes out the same. Refuses to know which keys are the right ones: the tag of an entry says so.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/meanwhile.hpp"
#include "node/records.hpp"
#include "seal/entry_seal.hpp"
#include "wire/meta.hpp"

namespace kith::node {

/// Keys by the number of their epoch.
using EpochKeys = std::map<std::uint32_t, seal::KeySet>;

class OpenedAhead {
 public:
  struct Opening {
    seal::OpenedEntry entry;
    std::optional<wire::Meta> meta;  // nothing: it is not what a meta has to be
  };

  /// Fewer are opened before another thread is awake.
  static constexpr std::size_t worth_a_thread = 32;
  /// Whoever asks for what is not begun opens it themself: small jobs leave little to wait for.
  static constexpr std::size_t entries_a_job = 64;

  /// Null, and at first: nothing is opened ahead. Requires: it outlives this.
  void work_with(Meanwhile* meanwhile, std::size_t entries_min = worth_a_thread) {
    meanwhile_ = meanwhile;
    entries_min_ = entries_min;
  }
  [[nodiscard]] Meanwhile* meanwhile() const { return meanwhile_; }
  /// Whether so many entries are worth it, and there is room for them.
  [[nodiscard]] bool would_begin(std::size_t entries, std::size_t bytes) const;
  /// Requires: `lean` are entries that follow one another from `first` on, at `places`.
  void begin(EntryKey first, const LogId& log, std::span<const wire::Place> places,
             std::span<const ByteVec> lean, const EpochKeys& keys);
  /// What came of it, once; nothing where it did not open, or is not what is held by now.
  [[nodiscard]] std::optional<Opening> take(EntryKey key, const wire::EntryView& held);
  /// Those that are indexed now.
  void drop(StrandNumber strand, Seq first, Seq last);
  void drop(StrandNumber strand);

 private:
  struct Run;
  void begin_one(EntryKey first, const LogId& log, std::span<const wire::Place> places,
                 std::span<const ByteVec> lean, const EpochKeys& keys);

  std::map<EntryKey, std::shared_ptr<Run>> runs_;  // by their first entry
  std::size_t bytes_{};                            // of what they were made from
  std::size_t entries_min_{};
  Meanwhile* meanwhile_{};
};

}  // namespace kith::node
