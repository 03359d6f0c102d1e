// Folds that are kept with all of their views: one entry more costs what it changes, whatever the
// circle holds, and of many at once each view is made once: how many words there are on one thing
// is for others to choose. The same entries give the same views as a fold from scratch does, in
// whatever order they came. Refuses to know where entries come from, and when one was taken out:
// then nothing kept is of use any more.
#pragma once

#include <span>

#include "kinds/events.hpp"
#include "kinds/promises.hpp"
#include "kinds/proposals.hpp"

namespace kith::kinds {

/// Views as lists show them: by time, then link. Each stands where its link and time say.
template <class View>
class ByTime {
 public:
  using Place = std::pair<WallTime, Link>;

  void put(View view, WallTime time, const Link& link) {
    take_out(link);
    views_.insert_or_assign(Place{time, link}, std::move(view));
    times_.insert_or_assign(link, time);
  }
  void take_out(const Link& link) {
    const auto found = times_.find(link);
    if (found == times_.end()) return;
    views_.erase({found->second, link});
    times_.erase(found);
  }
  [[nodiscard]] const std::map<Place, View>& all() const { return views_; }

 private:
  std::map<Place, View> views_;
  std::map<Link, WallTime> times_;
};

class KeptProposals {
 public:
  static constexpr std::array kinds{KindNumber::proposal, KindNumber::stance,
                                    KindNumber::agreement};

  void add_all(std::span<const Seen> all);
  void add(const Seen& seen) { add_all({&seen, 1}); }
  [[nodiscard]] const ByTime<ProposalView>& proposals() const { return views_; }

 private:
  void renew(std::set<Link> versions);

  Proposals fold_;
  std::map<Link, Link> first_of_;  // by version: under which its view stands
  ByTime<ProposalView> views_;
};

class KeptPromises {
 public:
  static constexpr std::array kinds{KindNumber::ask, KindNumber::promise, KindNumber::turn};

  void add_all(std::span<const Seen> all);
  void add(const Seen& seen) { add_all({&seen, 1}); }
  [[nodiscard]] const Promises& fold() const { return fold_; }
  [[nodiscard]] const ByTime<PromiseView>& promises() const { return promises_; }
  [[nodiscard]] const ByTime<AskView>& asks() const { return asks_; }

 private:
  void renew(const Link& link);

  Promises fold_;
  ByTime<PromiseView> promises_;
  ByTime<AskView> asks_;
};

class KeptEvents {
 public:
  static constexpr std::array kinds{KindNumber::event, KindNumber::event_turn, KindNumber::coming};

  void add_all(std::span<const Seen> all);
  void add(const Seen& seen) { add_all({&seen, 1}); }
  [[nodiscard]] const ByTime<EventView>& events() const { return views_; }

 private:
  Events fold_;
  ByTime<EventView> views_;
};

}  // namespace kith::kinds
