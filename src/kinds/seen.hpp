// An opened entry of one circle, as folds take it, and the one rule by which a later word of a
// person takes the place of an earlier. Refuses to know clocks, names, and whose view it is.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "base/count.hpp"
#include "base/limits.hpp"
#include "kinds/body.hpp"

namespace kith::kinds {

struct Seen {
  Link link;
  PersonId author;
  LogId log;
  Seq seq;
  bool forked{};  // its author told two stories in this log
  WallTime time;  // as its author claims: shown, and never decides anything
  std::vector<Reference> references;
  std::uint64_t kind{};
  std::optional<Body> body;  // nothing: forgotten, or not of its kind's form
  bool forgotten{};
};

/// Where an entry stands in its author's log.
struct Where {
  PersonId author;
  LogId log;
  Seq seq;
  bool forked{};
  bool operator==(const Where&) const = default;
};

[[nodiscard]] inline Where where_of(const Seen& seen) {
  return {seen.author, seen.log, seen.seq, seen.forked};
}

/// Which words on a matter are replaced by later ones. A word takes the place of an earlier one of
/// the same person where it comes later in the same log, or names it. Of devices that did not know
/// of each other's words neither does: both stand. In a forked log no order can be told: all that
/// it says stands, but for what is named.
class Replaced {
 public:
  void add(const Where& where, const std::vector<Reference>& instead) {
    for (const auto& earlier : instead) named_.insert({where.author, earlier});
    if (where.forked) return;
    auto& last = last_[where.log];
    last = std::max(last, where.seq);
  }
  /// Requires: what takes its place was added.
  [[nodiscard]] bool holds(const Where& where, const Link& link) const {
    const auto last = last_.find(where.log);
    const bool earlier = !where.forked && last != last_.end() && where.seq < last->second;
    return earlier || named_.contains({where.author, reference_of(link)});
  }

 private:
  std::map<LogId, Seq> last_;
  std::set<std::pair<PersonId, Reference>> named_;
};

/// One person's newest word in each of their logs: what their next one names. Others may see only
/// some of these logs, so the newest of all would not do.
class Newest {
 public:
  void add(const Where& where, WallTime time, const Link& link) {
    const std::pair word{std::pair{where.seq, time}, link};
    const auto [held, first] = by_log_.emplace(where.log, word);
    if (!first && held->second < word) held->second = word;
  }
  /// Ascending; where there are more than limits::instead_max, those of the latest times.
  [[nodiscard]] std::vector<Reference> references() const {
    std::vector<std::pair<WallTime, Reference>> words;
    for (const auto& [log, word] : by_log_) {
      words.emplace_back(word.first.second, reference_of(word.second));
    }
    std::ranges::sort(words, std::greater{});
    words.resize(std::min(words.size(), limits::instead_max));
    std::vector<Reference> references;
    references.reserve(words.size());
    for (const auto& [time, reference] : words) references.push_back(reference);
    std::ranges::sort(references);
    return references;
  }

 private:
  std::map<LogId, std::pair<std::pair<Seq, WallTime>, Link>> by_log_;
};

/// As lists are shown: by claimed time, then by link.
template <class View>
void sort_by_time(std::vector<View>& views) {
  std::ranges::sort(views, [](const View& one, const View& other) {
    return std::pair{one.time, one.link} < std::pair{other.time, other.link};
  });
}

}  // namespace kith::kinds
