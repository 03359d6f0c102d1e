// The port through which the node reads what is kept, and by which the host commits what a step
// asks for. Two implementations (encrypted SQLite and memory) hold one contract, tests/store.
// Reads see every commit that returned, and nothing of one that did not.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "base/result.hpp"
#include "node/batch.hpp"

namespace kith::node {

enum class StoreError {
  full,     // no room: nothing was changed, go on when there is room
  damaged,  // what was read is not what was written: stop, restore
  io,       // the device failed: stop, open again
  busy,     // another process holds it
};

enum class Durability {
  full,            // at once, with all that came before
  before_sending,  // when something is to be said, at the latest: flush
  lazy,            // with the next full commit: what is lost can be made again
};

struct ShownKey {
  std::int64_t order{};
  EntryKey entry;
  auto operator<=>(const ShownKey&) const = default;
};

/// The first 8 bytes of a link or a reference, as the prefix index has them.
template <class Id>
[[nodiscard]] std::uint64_t prefix_of(const Id& id) {
  static_assert(Id::size >= 8);
  std::uint64_t prefix = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    prefix = prefix << 8 | id.raw[i];
  }
  return prefix;
}

inline constexpr std::size_t words_beginning_max = 32;  // that the index is asked for as one

/// Words as the index has them: of each list one has to be there.
struct SoughtWords {
  std::vector<std::vector<std::string>> lists;
  bool leaves_out{};  // a beginning of too many words is not among them: open, ask holds_words
};

/// From one to the other, both too, by strand and seq.
struct KeySpan {
  EntryKey first;
  EntryKey last;
};

struct KeptLink {
  Seq seq;
  Link link;
  bool operator==(const KeptLink&) const = default;
};

class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  /// Commits all or nothing; after Durability::full it survives power loss.
  [[nodiscard]] virtual Result<void, StoreError> commit(const Batch& batch,
                                                        Durability durability) = 0;
  /// Every commit that returned survives power loss now. After an error none may be made any more.
  [[nodiscard]] virtual Result<void, StoreError> flush() = 0;

  template <class T>
  using Read = Result<T, StoreError>;

  [[nodiscard]] virtual Read<std::optional<ByteVec>> value(ValueName name) const = 0;
  [[nodiscard]] virtual Read<std::vector<CircleRecord>> circles() const = 0;   // by number
  [[nodiscard]] virtual Read<std::vector<StrandRecord>> strands() const = 0;   // by number
  [[nodiscard]] virtual Read<std::vector<OwnLogRecord>> own_logs() const = 0;  // by strand
  [[nodiscard]] virtual Read<std::vector<SpanRecord>> spans(StrandNumber strand) const = 0;
  [[nodiscard]] virtual Read<std::vector<std::pair<PersonId, ByteVec>>> contacts() const = 0;
  [[nodiscard]] virtual Read<std::vector<Fact>> facts(FactKind kind) const = 0;  // by key

  /// The first head that signs `seq` or an entry after it.
  [[nodiscard]] virtual Read<std::optional<HeadRecord>> head_from(StrandNumber strand,
                                                                  Seq seq) const = 0;
  /// The record with the greatest first seq not above `seq`.
  [[nodiscard]] virtual Read<std::optional<EpochRecord>> epoch_at(StrandNumber strand,
                                                                  Seq seq) const = 0;
  /// Every epoch record of a strand, ascending.
  [[nodiscard]] virtual Read<std::vector<EpochRecord>> epochs(StrandNumber strand) const = 0;

  [[nodiscard]] virtual Read<std::optional<ByteVec>> entry(EntryKey key) const = 0;
  /// Calls `visit` for each held entry with first <= seq <= last, ascending, while it returns true.
  using Visit = std::function<bool(Seq, ByteView)>;
  [[nodiscard]] virtual Read<void> scan(StrandNumber strand, Seq first, Seq last,
                                        const Visit& visit) const = 0;
  /// The kept link with the greatest seq not above `seq` (seq a multiple of the stride).
  [[nodiscard]] virtual Read<std::optional<KeptLink>> kept_link(StrandNumber strand,
                                                                Seq seq) const = 0;
  /// When the entry came to this device.
  [[nodiscard]] virtual Read<std::optional<WallTime>> arrived(EntryKey key) const = 0;

  /// What waits for the index, ascending by strand and seq; neighbouring runs are joined.
  [[nodiscard]] virtual Read<std::vector<WaitingRun>> unindexed() const = 0;
  /// What is indexed, but for its words; likewise.
  [[nodiscard]] virtual Read<std::vector<WaitingRun>> unworded() const = 0;
  /// Entries whose link begins with the 8 bytes of `prefix`, ascending, maybe with some of which
  /// only the first 30 bits agree: the caller compares the whole link.
  [[nodiscard]] virtual Read<std::vector<EntryKey>> with_prefix(std::uint64_t prefix) const = 0;
  /// Entries that refer to something with that prefix.
  [[nodiscard]] virtual Read<std::vector<EntryKey>> answers_to(std::uint64_t prefix) const = 0;
  /// Of these prefixes, those that some entry refers to.
  /// Requires: `prefixes` ascends.
  [[nodiscard]] virtual Read<std::vector<std::uint64_t>> answered(
      std::span<const std::uint64_t> prefixes) const = 0;
  /// Entries of a circle that were indexed as things of that kind, ascending.
  [[nodiscard]] virtual Read<std::vector<EntryKey>> things(CircleNumber circle,
                                                           std::uint64_t kind) const = 0;
  /// The display order of an entry where it is not the time that its author claims.
  [[nodiscard]] virtual Read<std::optional<std::int64_t>> moved_order(EntryKey entry) const = 0;
  /// The `count` entries shown last in a circle and before `before`, in display order.
  [[nodiscard]] virtual Read<std::vector<ShownKey>> last_shown(
      CircleNumber circle, std::size_t count, std::optional<ShownKey> before) const = 0;
  /// Entries from `from_order` on, in display order.
  [[nodiscard]] virtual Read<std::vector<ShownKey>> shown_since(CircleNumber circle,
                                                                std::int64_t from_order,
                                                                std::size_t count) const = 0;

  /// What `with_words` is asked for, given what was typed; a word ending in * stands for all that
  /// begin so, at most words_beginning_max.
  [[nodiscard]] virtual Read<SoughtWords> sought(const std::vector<std::string>& typed) const = 0;
  /// Entries that hold a word of each list, within that span of keys where one is given, newest
  /// strand and seq first. Without phrases: the caller opens and checks.
  [[nodiscard]] virtual Read<std::vector<EntryKey>> with_words(const SoughtWords& sought,
                                                               std::optional<KeySpan> within,
                                                               std::size_t count) const = 0;
  /// Whether a text holds all that was typed, as the index would have it.
  [[nodiscard]] virtual bool holds_words(std::string_view text,
                                         const std::vector<std::string>& typed) const = 0;

  /// Bytes on disk, for `status`; 0 in memory.
  [[nodiscard]] virtual Read<std::uint64_t> bytes_kept() const = 0;
};

}  // namespace kith::node
