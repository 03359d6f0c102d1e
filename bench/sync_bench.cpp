// Sessions between two homes on a disk, over a socket pair: everything for the first time, nothing
// new, a hundred new messages; and what a new epoch costs in the greatest circle. Each beside what
// the bare machine does with the same bytes in the same run. CPU figures are of one side alone, and
// hold on a machine that does other things too.
#include <benchmark/benchmark.h>

#include <map>

#include "bench/choir.hpp"
#include "bench/machine.hpp"
#include "bench/wire.hpp"

namespace kith::bench {
namespace {

constexpr std::size_t messages = 100'000;
constexpr std::size_t readers = 3;
constexpr std::size_t rows_a_range = limits::epoch_entries_max;

// The middle of each figure.
class Middles {
 public:
  void add(const std::string& name, double value) { values_[name].push_back(value); }
  void show(benchmark::State& state) const {
    for (const auto& [name, values] : values_) state.counters[name] = median(values);
  }

 private:
  std::map<std::string, std::vector<double>> values_;
};

void add_traffic(Middles& middles, const node::Tally& tally) {
  middles.add("round_trips", static_cast<double>(tally.round_trips));
  middles.add("bytes_in", static_cast<double>(tally.bytes_in));
  middles.add("bytes_out", static_cast<double>(tally.bytes_out));
}

void cold_sync(benchmark::State& state) {
  const Folder folder{"cold"};
  Choir choir{folder.path(), messages / authors, readers};
  const auto rows = choir.rows();
  const auto all = static_cast<double>(messages);
  Middles middles;
  std::size_t number = 0;
  for (auto _ : state) {
    auto& reader = choir.reader(number++);
    const auto synced = sync(reader, choir.hub());
    check(synced.tally.received >= messages);
    const SpentWatch watch;
    reader.index();
    const auto words = watch.so_far();
    const Spent stored{synced.caller.wall - synced.indexing.wall,
                       synced.caller.cpu - synced.indexing.cpu};
    state.SetIterationTime(synced.caller.wall);
    const auto bare = bare_machine(rows, rows_a_range);
    middles.add("stored/s", all / stored.wall);
    middles.add("stored/cpu_s", all / stored.cpu);
    middles.add("readable/s", all / synced.caller.wall);
    middles.add("readable/cpu_s", all / synced.caller.cpu);
    middles.add("searchable/s", all / (synced.caller.wall + words.wall));
    middles.add("served/cpu_s", all / synced.called.cpu);
    middles.add("both_in_one_thread/s", all / synced.wall);
    middles.add("limit/s", all / bare.to_take_in());
    middles.add("limit/cpu_s", all / bare.cpu);
    middles.add("stored_of_limit", bare.to_take_in() / stored.wall);
    middles.add("stored_of_limit_cpu", bare.cpu / stored.cpu);
    middles.add("readable_of_limit_cpu", bare.cpu / synced.caller.cpu);
    middles.add("wire_of_text", static_cast<double>(synced.tally.bytes_in) /
                                    static_cast<double>(choir.text_bytes()));
    add_traffic(middles, synced.tally);
  }
  middles.show(state);
}
BENCHMARK(cold_sync)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(readers);

// A choir that everybody has heard to the end, and parted from remembering it.
class Settled {
 public:
  Settled() : choir{folder_.path(), messages / authors, 1} {
    for (int i = 0; i < 3; ++i) (void)sync(choir.reader(0), choir.hub());
  }

 private:
  Folder folder_{"settled"};

 public:
  Choir choir;
};

Settled& settled() {
  static Settled settled;
  return settled;
}

void reconnect_with_nothing_new(benchmark::State& state) {
  auto& choir = settled().choir;
  Middles middles;
  for (auto _ : state) {
    const auto synced = sync(choir.reader(0), choir.hub());
    check(synced.tally.received == 0);
    state.SetIterationTime(synced.wall);
    const auto limit = bare_handshake();
    const auto cpu = synced.caller.cpu + synced.called.cpu;
    middles.add("ms", synced.wall * 1000);
    middles.add("cpu_ms", cpu * 1000);
    middles.add("limit_ms", limit * 1000);
    middles.add("of_limit_cpu", limit / cpu);
    add_traffic(middles, synced.tally);
  }
  middles.show(state);
}
BENCHMARK(reconnect_with_nothing_new)
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(21);

void reconnect_with_100_new(benchmark::State& state) {
  constexpr std::size_t fresh = 100;
  auto& choir = settled().choir;
  Middles middles;
  for (auto _ : state) {
    const auto text_before = choir.text_bytes();
    choir.write(0, fresh);
    const auto text = static_cast<double>(choir.text_bytes() - text_before);
    const auto synced = sync(choir.reader(0), choir.hub());
    check(synced.tally.received >= fresh);
    state.SetIterationTime(synced.wall);
    const auto bare = bare_machine(Rows(fresh, ByteVec(260)), fresh);
    const auto limit = bare.cpu + bare_handshake();
    const auto cpu = synced.caller.cpu + synced.called.cpu;
    middles.add("ms", synced.wall * 1000);
    middles.add("cpu_ms", cpu * 1000);
    middles.add("limit_ms", (bare.to_take_in() + bare_handshake()) * 1000);
    middles.add("limit_cpu_ms", limit * 1000);
    middles.add("of_limit_cpu", limit / cpu);
    middles.add("wire_of_text", static_cast<double>(synced.tally.bytes_in) / text);
    add_traffic(middles, synced.tally);
  }
  middles.show(state);
}
BENCHMARK(reconnect_with_100_new)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(11);

void epoch_change_of_150_people_with_2_devices(benchmark::State& state) {
  const Folder folder{"epoch"};
  Person ana{folder, "ana"};
  std::vector<PersonId> others;
  for (std::size_t i = 0; i < limits::persons_max - 1; ++i) {
    others.push_back(know_someone(ana, "p" + std::to_string(i), 2, {}));
  }
  const auto circle = ana.new_circle("crowd");
  (void)ana.take(ana.node().include(circle, others, {}, ana.now()));
  (void)ana.take(ana.node().say(circle, {"hello"}, ana.now()));
  Middles middles;
  std::size_t gone = 0;
  for (auto _ : state) {
    (void)ana.take(ana.node().part(circle, {others.at(gone++)}, {}, ana.now()));
    const SpentWatch watch;
    (void)ana.take(ana.node().say(circle, {"hello"}, ana.now()));
    const auto spent = watch.so_far();
    state.SetIterationTime(spent.wall);
    const auto limit = bare_boxes(2 * (others.size() - gone));
    middles.add("ms", spent.wall * 1000);
    middles.add("cpu_ms", spent.cpu * 1000);
    middles.add("limit_ms", limit * 1000);
    middles.add("of_limit_cpu", limit / spent.cpu);
  }
  middles.show(state);
}
BENCHMARK(epoch_change_of_150_people_with_2_devices)
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(7);

}  // namespace
}  // namespace kith::bench
