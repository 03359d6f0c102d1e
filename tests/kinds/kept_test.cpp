// Folds that are kept give the same views as folds from scratch: after each entry of random
// histories, in whatever order these come, some of it twice.
#include "kinds/kept.hpp"

#include <gtest/gtest.h>

#include "tests/kinds/seen_entries.hpp"

namespace kith::kinds {
namespace {

using test::Hand;
using test::ref;

// Three people with two devices each, who answer, amend, stand, promise and come, on things of
// their own and of others, on what is no such thing, and in place of anything.
class History {
 public:
  explicit History(std::uint32_t seed) : random_{seed} {
    for (int i = 0; i < 60; ++i) add();
  }
  std::vector<Seen> all() const { return hand_.all; }

 private:
  std::size_t below(std::size_t count) { return random_() % count; }
  const Seen& earlier() { return hand_.all[below(hand_.all.size())]; }
  std::vector<Reference> some() {
    std::set<Reference> references;
    while (!hand_.all.empty() && below(2) == 0) references.insert(ref(earlier()));
    return {references.begin(), references.end()};
  }
  Body thing() {
    switch (below(4)) {
      case 0:
        return Ask{"who waters?", {}, std::nullopt, {}};
      case 1:
        return Promise{"I do", {}, WallTime{7}, {}};
      case 2:
        return Event{"a feast", {2'000'000}, {}, {}, {}, {}, {}, {}, {}};
      default:
        return Proposal{"water", std::nullopt, {test::person(test::ana)}};
    }
  }
  Body word_on(const Link& link) {
    const auto number = below(3);
    switch (below(5)) {
      case 0:
        return Stance{link, number, std::nullopt, some()};
      case 1:
        return Agreement{link, number == 0, std::nullopt, some()};
      case 2:
        return Turn{link, number, std::nullopt, some(), "more", std::nullopt};
      case 3:
        return Coming{link, number, std::nullopt, some(), std::nullopt};
      default:
        return EventTurn{link, number, std::nullopt, some(), std::nullopt, std::nullopt};
    }
  }
  void add() {
    const auto who = static_cast<std::uint8_t>(1 + below(3));
    const auto device = static_cast<std::uint8_t>(1 + below(2));
    if (hand_.all.empty() || below(2) == 0) {
      hand_.write(who, thing(), some(), device);
    } else {
      const auto on = earlier();
      auto references = some();
      if (below(8) != 0) references.push_back(ref(on));
      hand_.write(who, word_on(on.link), references, device);
    }
    auto& made = hand_.all.back();
    if (below(10) == 0) made.body.reset();
    made.forked = made.log == test::log_of(test::cem, 2);
    // A link that begins like an earlier one, as somebody with much patience may make it.
    if (below(15) != 0) return;
    const auto alike = earlier().link;
    std::copy_n(alike.raw.begin(), Reference::size, made.link.raw.begin());
    made.link.raw.back() = static_cast<std::uint8_t>(hand_.all.size());
  }

  std::mt19937 random_;
  Hand hand_;
};

template <class View>
std::vector<View> listed(const ByTime<View>& views) {
  std::vector<View> list;
  for (const auto& [place, view] : views.all()) list.push_back(view);
  return list;
}

struct Kept {
  void add(const Seen& seen) { add_all({&seen, 1}); }
  void add_all(std::span<const Seen> all) {
    proposals.add_all(all);
    promises.add_all(all);
    events.add_all(all);
  }
  KeptProposals proposals;
  KeptPromises promises;
  KeptEvents events;
};

void expect_as_from_scratch(const Kept& kept, const std::vector<Seen>& entries) {
  const auto proposals = test::folded<Proposals>(entries);
  std::vector<ProposalView> views;
  for (const auto& first : proposals.all()) views.push_back(*proposals.view(first));
  ASSERT_EQ(listed(kept.proposals.proposals()), views);
  const auto promises = test::folded<Promises>(entries);
  ASSERT_EQ(listed(kept.promises.promises()), promises.promises());
  ASSERT_EQ(listed(kept.promises.asks()), promises.asks());
  ASSERT_EQ(listed(kept.events.events()), test::folded<Events>(entries).all());
}

TEST(KeptFolds, are_as_from_scratch_after_each_entry_in_any_order) {
  constexpr std::uint32_t histories = 300;
  for (std::uint32_t seed = 0; seed < histories; ++seed) {
    SCOPED_TRACE("history " + std::to_string(seed));
    const auto entries = test::shuffled(History{seed}.all(), seed);
    Kept kept;
    std::vector<Seen> so_far;
    for (const auto& seen : entries) {
      kept.add(seen);
      so_far.push_back(seen);
      if (so_far.size() % 5 == 0) kept.add(so_far[so_far.size() / 2]);
      expect_as_from_scratch(kept, so_far);
      if (::testing::Test::HasFatalFailure()) return;
    }
  }
}

TEST(KeptFolds, are_as_from_scratch_after_many_entries_at_once) {
  constexpr std::uint32_t histories = 300;
  for (std::uint32_t seed = 0; seed < histories; ++seed) {
    SCOPED_TRACE("history " + std::to_string(seed));
    const auto entries = test::shuffled(History{seed}.all(), seed);
    Kept kept;
    std::mt19937 random{seed};
    for (std::size_t known = 0; known < entries.size();) {
      const auto count = std::min(random() % 25, entries.size() - known);
      kept.add_all(std::span{entries}.subspan(known, count));
      known += count;
      expect_as_from_scratch(
          kept, {entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(known)});
      if (::testing::Test::HasFatalFailure()) return;
    }
  }
}

}  // namespace
}  // namespace kith::kinds
