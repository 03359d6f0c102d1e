// Makes held entries findable: by reference, in display order, by words. Works after the commit of
// the entries themselves, a chunk at a time, and can always be done again.
//
// Invariant: over what is indexed, an entry stands after what it refers to and after the entry
// before it in its log; where a parent comes later, its children move.
// Source: docs/protocol.md §3.8.
#pragma once

#include "node/opener.hpp"
#include "node/order_moves.hpp"

namespace kith::node {

/// An entry that says more than words: who hears, what was given, whom to meet. What follows from
/// it is the node's to decide.
struct Noticed {
  EntryKey key;
  Link link;
  Opened opened;
};

/// Reading needs places alone. Words are more than half of the work, and may follow.
enum class Findable { by_place, by_words };

struct Indexed {
  Batch batch;
  std::vector<Noticed> noticed;
};

class Indexer {
 public:
  Indexer(const Store& store, const Strands& strands, Opener& opener)
      : store_(store), strands_(strands), opener_(opener) {}

  /// Indexes some of what waits: at most `entries_max` entries, of as many strands as it takes:
  /// what goes into the store together costs a fraction of what many steps do. Where places are
  /// wanted and there are many, their words are left for later steps. Nothing where nothing waits.
  /// Requires: the batch is committed before the next call.
  [[nodiscard]] Result<std::optional<Indexed>, Refusal> step(std::size_t entries_max,
                                                             Findable findable);

 private:
  struct Run;  // one step's work

  [[nodiscard]] Result<std::optional<Indexed>, Refusal> words_step(std::size_t entries_max);

  [[nodiscard]] Result<void, OpenFailure> open_all(Run& run, change::PutIndex& put);
  [[nodiscard]] Result<Link, OpenFailure> link_after(const Link& before, EntryKey key,
                                                     ByteView lean);
  [[nodiscard]] Result<void, OpenFailure> set_in_order(Run& run);
  [[nodiscard]] Result<std::int64_t, OpenFailure> order_for(const Run& run, const IndexRow& row,
                                                            const IndexRow* previous);
  [[nodiscard]] Result<std::optional<EntryKey>, OpenFailure> named_by(const Run& run,
                                                                      const Reference& reference);
  [[nodiscard]] Result<std::optional<Standing>, OpenFailure> standing_of(const Run& run,
                                                                         EntryKey key);
  [[nodiscard]] Result<std::vector<Standing>, OpenFailure> too_early(const Run& run,
                                                                     EntryKey parent,
                                                                     const Link& link,
                                                                     std::int64_t there);
  [[nodiscard]] Result<std::vector<Standing>, OpenFailure> behind_their_children(const Run& run);
  [[nodiscard]] Result<std::vector<OrderMove>, OpenFailure> moves_of_earlier(const Run& run);

  const Store& store_;
  const Strands& strands_;
  Opener& opener_;
};

/// What search knows an entry by; empty: nothing.
[[nodiscard]] std::string words_of(const Opened& opened);
/// False where an entry stands for its audience or my own devices alone.
[[nodiscard]] bool is_shown(const Opened& opened);

}  // namespace kith::node
