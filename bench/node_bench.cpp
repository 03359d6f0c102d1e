// What one person's node does with a log of 100,000 messages, on the encrypted store of a real
// home: writing it, taking it in from another, making it findable, the room that it takes. Each
// beside what the bare machine does with the same bytes in the same run.
#include <benchmark/benchmark.h>

#include <map>

#include "base/limits.hpp"
#include "bench/machine.hpp"
#include "bench/person.hpp"
#include "wire/range.hpp"

namespace kith::bench {
namespace {

constexpr std::size_t messages = 100'000;
constexpr auto iterations = 5;
constexpr std::size_t rows_a_range = limits::epoch_entries_max;

double rate(double seconds) { return static_cast<double>(messages) / seconds; }

Rows rows_of(Person& person, node::StrandNumber strand) {
  Rows rows;
  check(person.store()
            .scan(strand, {0}, {limits::seq_max},
                  [&](Seq, ByteView lean) {
                    rows.emplace_back(lean.begin(), lean.end());
                    return true;
                  })
            .has_value());
  return rows;
}

node::StrandNumber only_strand(Person& person, node::CircleNumber circle) {
  const auto strands = person.node().strands().of_circle(circle);
  check(strands.size() == 1);
  return strands.front();
}

// The middle of each figure, and of its share of the machine's limit in the same iteration.
class Figures {
 public:
  void add(const std::string& name, double seconds, double limit_seconds) {
    seconds_[name].push_back(seconds);
    shares_[name].push_back(limit_seconds / seconds);
    seconds_["limit"].push_back(limit_seconds);
  }
  void show(benchmark::State& state) const {
    for (const auto& [name, seconds] : seconds_)
      state.counters[name + "/s"] = rate(median(seconds));
    for (const auto& [name, shares] : shares_) state.counters[name + "_of_limit"] = median(shares);
  }

 private:
  std::map<std::string, std::vector<double>> seconds_;
  std::map<std::string, std::vector<double>> shares_;
};

void show_parts(benchmark::State& state, const Bare& bare) {
  const auto nanoseconds = 1e9 / static_cast<double>(messages);
  state.counters["ns_hash"] = bare.hash * nanoseconds;
  state.counters["ns_cipher"] = bare.cipher * nanoseconds;
  state.counters["ns_link"] = bare.link * nanoseconds;
  state.counters["ns_insert"] = bare.insert * nanoseconds;
}

void append_one_log(benchmark::State& state) {
  Talk talk;
  const auto brought = talk_to_bring(talk, messages);
  Figures figures;
  for (auto _ : state) {
    const Folder folder{"append"};
    Person ana{folder, "ana"};
    const auto circle = ana.new_circle("choir");
    const Watch watch;
    ana.bring(circle, brought);
    const auto seconds = watch.seconds();
    state.SetIterationTime(seconds);
    const auto bare = bare_machine(rows_of(ana, only_strand(ana, circle)), 1000);
    figures.add("append", seconds, bare.to_write());
    show_parts(state, bare);
  }
  figures.show(state);
}
BENCHMARK(append_one_log)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(iterations);

void index_and_disk(benchmark::State& state) {
  Talk talk;
  const auto brought = talk_to_bring(talk, messages);
  double text = 0;
  for (const auto& one : brought) text += static_cast<double>(one.quote.text.size());
  std::vector<double> seconds;
  for (auto _ : state) {
    const Folder folder{"index"};
    Person ana{folder, "ana"};
    const auto circle = ana.new_circle("choir");
    ana.bring(circle, brought);
    const Watch watch;
    ana.index();
    seconds.push_back(watch.seconds());
    state.SetIterationTime(seconds.back());
    state.counters["disk_of_text"] = static_cast<double>(ana.settled_bytes()) / text;
  }
  state.counters["index/s"] = rate(median(seconds));
}
BENCHMARK(index_and_disk)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(3);

// Reads and opens every entry of a stretch once, as whoever shows or indexes them does.
std::size_t open_all(Person& person, node::StrandNumber strand, Seq first, Seq last) {
  auto& opener = person.node().opener();
  std::size_t opened = 0;
  const auto scanned = person.store().scan(strand, first, last, [&](Seq seq, ByteView lean) {
    opened += opener.open({strand, seq}, lean).has_value() ? 1 : 0;
    return true;
  });
  check(scanned.has_value());
  return opened;
}

// Seconds to take in all ranges, each durable; where they are to be opened, each after it came.
double take_in(Person& person, const std::vector<ByteVec>& ranges, bool and_open) {
  std::size_t opened = 0;
  const Watch watch;
  for (const auto& range : ranges) {
    const auto taken = person.take(person.node().take_range(range, person.now()));
    if (and_open) {
      opened += open_all(person, taken.strand, taken.first, {taken.next.value - 1});
    }
  }
  const auto seconds = watch.seconds();
  check(!and_open || opened >= messages);
  return seconds;
}

void take_in_a_log(benchmark::State& state) {
  Talk talk;
  const auto brought = talk_to_bring(talk, messages);
  Figures figures;
  for (auto _ : state) {
    const Folder folder{"take"};
    Person ana{folder, "ana"};
    Person ben{folder, "ben"};
    Person cem{folder, "cem"};
    const auto circle = ana.new_circle("choir");
    meet(ana, ben);
    meet(ana, cem);
    const std::vector both{ben.node().person(), cem.node().person()};
    (void)ana.take(ana.node().include(circle, both, {}, ana.now()));
    ana.bring(circle, brought);
    const auto ranges = ranges_of(ana, only_strand(ana, circle));

    const auto stored = take_in(ben, ranges, false);
    const auto opened = take_in(cem, ranges, true);
    const Watch watch;
    ben.index();
    const auto indexed = stored + watch.seconds();
    state.SetIterationTime(stored);
    const auto strand = only_strand(ben, ben.node().circles().front());
    const auto bare = bare_machine(rows_of(ben, strand), rows_a_range);
    figures.add("taken_in", stored, bare.to_take_in());
    figures.add("and_opened", opened, bare.to_take_in());
    figures.add("and_indexed", indexed, bare.to_take_in());
  }
  figures.show(state);
}
BENCHMARK(take_in_a_log)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(iterations);

}  // namespace
}  // namespace kith::bench
