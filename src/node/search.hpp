// Finds entries by their words, the newest first, a bounded number of candidates at a time: how
// long a step takes depends neither on how much a home holds nor on how often a word was said.
// Reads only. Refuses to know clocks, and who waits.
//
// What stands together in display order is found in the order of this home's keys: a later step
// goes on exactly where an earlier one ended.
// Source: docs/performance.md, "Searching".
#pragma once

#include <functional>
#include <set>

#include "node/query.hpp"
#include "node/view.hpp"

namespace kith::node {

struct Asked {
  std::string_view words;  // "words in quotes" as a phrase, word* as a beginning; all of them
  std::optional<CircleNumber> circle{};  // else all
  std::optional<EntryKey> before{};      // only what stands before it
  std::size_t count{};
  std::function<bool(const StrandRecord&)> not_seen{};  // empty: everyone is seen
};

struct Found {
  std::vector<ShownEntry> entries;  // the newest first; maybe none, where there is a next
  std::optional<EntryKey> next;     // go on before it; nothing: there is no more
};

class Search {
 public:
  Search(const Store& store, const Strands& strands, Opener& opener, const View& view)
      : store_(store), strands_(strands), opener_(opener), view_(view) {}

  template <class T>
  using Read = Result<T, Refusal>;

  /// Errors: unknown_entry where `before` does not open.
  [[nodiscard]] Read<Found> step(const Asked& asked) const;

 private:
  struct Looking;
  struct Looked {
    bool opens{};
    bool enough{};
  };
  using Keys = std::vector<EntryKey>;
  enum class By { index, opening };  // how it is known that an entry holds the words

  [[nodiscard]] Read<std::optional<Keys>> few(const SoughtWords& sought) const;
  [[nodiscard]] Read<std::vector<ShownKey>> places_of(const Looking& looking,
                                                      const Keys& keys) const;
  [[nodiscard]] Read<void> leave_by_index(Looking& looking, const std::vector<KeySpan>& spans,
                                          Keys& keys) const;
  [[nodiscard]] bool is_asked_for(const Looking& looking, StrandNumber strand) const;
  [[nodiscard]] Read<Looked> look_at(Looking& looking, EntryKey key, By by) const;
  [[nodiscard]] Read<void> among_few(Looking& looking, const Keys& keys) const;
  [[nodiscard]] Read<void> along_the_talk(Looking& looking) const;
  [[nodiscard]] Read<bool> through(Looking& looking, const std::vector<ShownKey>& block) const;
  [[nodiscard]] std::optional<EntryKey> last_that_opens(const std::vector<ShownKey>& block) const;

  const Store& store_;
  const Strands& strands_;
  Opener& opener_;
  const View& view_;
};

}  // namespace kith::node
