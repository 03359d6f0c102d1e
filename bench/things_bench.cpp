// What a circle's things cost on the way that the program takes: from the store, opened, folded, to
// all views; then one entry more. A circle of 100,000 entries in one log, of which two in five are
// proposals with amendments, stances and agreements, asks, promises and turns, events and who
// comes, words on a juncture.
#include <benchmark/benchmark.h>

#include <random>

#include "bench/person.hpp"
#include "service/junctures.hpp"
#include "service/kept_views.hpp"
#include "service/requests.hpp"

namespace kith::bench {
namespace {

using kinds::Body;
using service::Json;
using service::KeptViews;

constexpr std::size_t entries = 100'000;
constexpr std::size_t at_once = 1000;

class Circle {
 public:
  Circle() : folder_{"things"}, ana_{folder_, "ana"}, garden_{ana_.new_circle("garden")} {
    for (std::size_t done = 0; done < entries; done += at_once) {
      ana_.bring(garden_, talk_to_bring(talk_, at_once * 3 / 5));
      for (std::size_t i = 0; i < at_once * 2 / 5; ++i) say();
      ana_.index();
      for (auto* links : {&proposals_, &promises_, &events_}) links->settle();
    }
  }

  Person& ana() { return ana_; }
  [[nodiscard]] node::CircleNumber garden() const { return garden_; }

  /// One entry more: a stance, findable by place.
  void stance() {
    const auto on = proposals_.draw(random_);
    const node::Saying saying{"", {reference_of(on)}, std::nullopt, kinds::Stance{on, 0, {}, {}}};
    (void)ana_.take(ana_.node().say(garden_, saying, host::wall_now()));
    ana_.index();
  }

 private:
  // What later entries refer to: found by then.
  struct Links {
    std::vector<Link> found;
    std::vector<Link> fresh;
    void settle() {
      found.insert(found.end(), fresh.begin(), fresh.end());
      fresh.clear();
    }
    Link draw(std::mt19937& random) const { return found[random() % found.size()]; }
  };

  // Durable with what comes next: what is measured is reading it.
  Link put(const Body& body, const std::vector<Reference>& references) {
    auto step = ana_.node().say(garden_, {"", references, std::nullopt, body}, host::wall_now());
    check(step.has_value());
    check(ana_.store().commit(step->commit, node::Durability::lazy).has_value());
    return step->answer.link;
  }
  void say() {
    const auto what = random_() % 40;
    const kinds::Event feast{"a feast", {63'000'000'000}, {}, {}, {}, {}, {}, {}, {}};
    if (what < 3 || proposals_.found.empty()) {
      proposals_.fresh.push_back(put(kinds::Proposal{"water the beds", "tank", {}}, {}));
    } else if (what < 6) {
      const auto on = reference_of(proposals_.draw(random_));
      proposals_.fresh.push_back(put(kinds::Proposal{"less of it", "tank", {}}, {on}));
    } else if (what < 20) {
      const auto on = proposals_.draw(random_);
      (void)put(kinds::Stance{on, random_() % 4, "as I said", {}}, {reference_of(on)});
    } else if (what < 24) {
      const auto on = proposals_.draw(random_);
      (void)put(kinds::Agreement{on, true, {}, {}}, {reference_of(on)});
    } else if (what < 26) {
      (void)put(kinds::Ask{"a ride on Saturday?", {}, {}, {}}, {});
    } else if (what < 30 || promises_.found.empty()) {
      promises_.fresh.push_back(put(kinds::Promise{"a ride", {}, WallTime{7}, {"rides"}}, {}));
    } else if (what < 34) {
      const auto on = promises_.draw(random_);
      (void)put(kinds::Turn{on, random_() % 3, {}, {}, "on Sunday", {}}, {reference_of(on)});
    } else if (what < 36 || events_.found.empty()) {
      events_.fresh.push_back(put(feast, {}));
    } else if (what < 39) {
      const auto on = events_.draw(random_);
      (void)put(kinds::Coming{on, random_() % 3, {}, {}, {}}, {reference_of(on)});
    } else {
      (void)put(kinds::TakingPart{host::wall_now() + std::chrono::hours{900}, {}, {}}, {});
    }
  }

  Folder folder_;
  Person ana_;
  node::CircleNumber garden_;
  Talk talk_;
  std::mt19937 random_{3};
  Links proposals_;
  Links promises_;
  Links events_;
};

Circle& circle() {
  static Circle made;
  return made;
}

std::size_t views_in(KeptViews& kept) {
  auto& node = circle().ana().node();
  const auto garden = circle().garden();
  return (*kept.of<kinds::KeptProposals>(node, garden))->proposals().all().size() +
         (*kept.of<kinds::KeptPromises>(node, garden))->promises().all().size() +
         (*kept.of<kinds::KeptEvents>(node, garden))->events().all().size();
}

void from_the_store_to_all_views(benchmark::State& state) {
  auto& ana = circle().ana();
  for (auto _ : state) {
    KeptViews kept;
    std::size_t shown = views_in(kept);
    const auto parts = service::taking_parts_in(ana.home(), circle().garden());
    shown += parts->all().size();
    state.counters["views"] = static_cast<double>(shown);
    state.counters["MiB"] = static_cast<double>(kept.bytes()) / 1024 / 1024;
  }
}
BENCHMARK(from_the_store_to_all_views)->Unit(benchmark::kMillisecond)->Iterations(5);

void one_entry_more(benchmark::State& state) {
  auto& kept = circle().ana().home().kept_views();
  (void)views_in(kept);
  for (auto _ : state) {
    state.PauseTiming();
    circle().stance();
    state.ResumeTiming();
    benchmark::DoNotOptimize(views_in(kept));
  }
}
BENCHMARK(one_entry_more)->Unit(benchmark::kMicrosecond)->Iterations(200);

void asked(benchmark::State& state, const char* command) {
  auto& home = circle().ana().home();
  std::size_t bytes = 0;
  for (auto _ : state) bytes = service::handle(home, {{"command", command}})->dump().size();
  state.counters["KiB"] = static_cast<double>(bytes) / 1024;
}
BENCHMARK_CAPTURE(asked, today, "today")->Unit(benchmark::kMillisecond)->Iterations(5);
BENCHMARK_CAPTURE(asked, proposals, "proposals")->Unit(benchmark::kMillisecond)->Iterations(5);

}  // namespace
}  // namespace kith::bench
