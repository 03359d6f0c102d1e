// What folding costs: a mixed circle of 100,000 opened entries from scratch to all of its views,
// and one entry more to the view that it changes, beside what the machine needs to put the same
// entries into a map by their links.
#include <benchmark/benchmark.h>

#include <random>

#include "kinds/practices.hpp"
#include "kinds/promises.hpp"
#include "kinds/proposals.hpp"

namespace kith::kinds {
namespace {

constexpr std::size_t entries = 100'000;
constexpr std::size_t people = 30;

// Three in five are words; the rest proposals with amendments and stances, promises and turns.
class Circle {
 public:
  Circle() {
    for (std::size_t i = 0; i < entries; ++i) add();
  }
  std::vector<Seen> all;

  /// One entry more: a stance on one of the proposals.
  Seen next() {
    const auto on = proposals_[number(proposals_.size())];
    return made(Stance{all[on].link, number(4), "as I said", {}}, {reference_of(all[on].link)});
  }

 private:
  void add() {
    const auto what = number(100);
    if (what < 60 || proposals_.empty()) {
      if (what < 2 || proposals_.empty()) proposals_.push_back(all.size());
      all.push_back(proposals_.size() > 0 && proposals_.back() == all.size()
                        ? made(Proposal{"water the beds from the roof tank", "tank", {}}, {})
                        : made(Message{"hello there, the beans are up"}, {}));
    } else if (what < 64) {
      const auto earlier = proposals_[number(proposals_.size())];
      proposals_.push_back(all.size());
      all.push_back(made(Proposal{"less of it", "tank", {}}, {reference_of(all[earlier].link)}));
      all.back().author = all[earlier].author;
      all.back().log = all[earlier].log;
    } else if (what < 84) {
      all.push_back(next());
    } else if (what < 92 || promises_.empty()) {
      promises_.push_back(all.size());
      all.push_back(made(Promise{"a ride on Saturday", {}, WallTime{7}, {"rides"}}, {}));
    } else {
      const auto on = promises_[number(promises_.size())];
      const Turn turn{all[on].link, number(3), std::nullopt, {}, "on Sunday", std::nullopt};
      all.push_back(made(turn, {reference_of(all[on].link)}));
      all.back().author = all[on].author;
      all.back().log = all[on].log;
    }
  }
  std::size_t number(std::size_t below) { return random_() % below; }
  Seen made(Body body, std::vector<Reference> references) {
    Seen seen;
    for (auto& byte : seen.link.raw) byte = static_cast<std::uint8_t>(random_());
    const auto author = static_cast<std::uint8_t>(number(people));
    seen.author = {{author}};
    seen.log = {{author, 1}};
    seen.seq = {made_};
    seen.time = WallTime{static_cast<std::int64_t>(made_++)};
    seen.references = std::move(references);
    seen.kind = static_cast<std::uint64_t>(kind_of(body));
    seen.body = std::move(body);
    return seen;
  }

  std::mt19937 random_{3};
  std::uint64_t made_{};
  std::vector<std::size_t> proposals_;
  std::vector<std::size_t> promises_;
};

struct Folds {
  void add(const Seen& seen) {
    proposals.add(seen);
    promises.add(seen);
    practices.add(seen);
  }
  Proposals proposals;
  Promises promises;
  Practices practices;
};

Circle& circle() {
  static Circle made;
  return made;
}

void fold_from_scratch(benchmark::State& state) {
  const auto& all = circle().all;
  for (auto _ : state) {
    Folds folds;
    for (const auto& seen : all) folds.add(seen);
    std::size_t shown = 0;
    for (const auto& first : folds.proposals.all()) {
      shown += folds.proposals.view(first)->stances.size();
    }
    shown += folds.promises.promises().size() + folds.promises.asks().size();
    benchmark::DoNotOptimize(shown);
  }
}
BENCHMARK(fold_from_scratch)->Unit(benchmark::kMillisecond);

void one_entry_more(benchmark::State& state) {
  Folds folds;
  for (const auto& seen : circle().all) folds.add(seen);
  for (auto _ : state) {
    state.PauseTiming();
    const auto seen = circle().next();
    state.ResumeTiming();
    folds.add(seen);
    benchmark::DoNotOptimize(folds.proposals.view(std::get<Stance>(*seen.body).version));
  }
}
BENCHMARK(one_entry_more)->Unit(benchmark::kMicrosecond)->Iterations(2000);

void bare_map_of_the_same(benchmark::State& state) {
  const auto& all = circle().all;
  for (auto _ : state) {
    std::map<Link, Seen> map;
    for (const auto& seen : all) map.emplace(seen.link, seen);
    benchmark::DoNotOptimize(map);
  }
}
BENCHMARK(bare_map_of_the_same)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace kith::kinds
