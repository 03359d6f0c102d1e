// A node in a process of its own, and another that comes to it over TCP: everything for the first
// time, then nothing new; and what a node costs to which nobody comes.
#include <benchmark/benchmark.h>

#include <map>

#include "bench/choir.hpp"
#include "bench/machine.hpp"
#include "bench/program.hpp"

namespace kith::bench {
namespace {

constexpr std::size_t messages = 100'000;
constexpr std::size_t readers = 3;

void cold_sync_of_two_processes(benchmark::State& state) {
  const Folder folder{"up"};
  std::vector<ByteVec> rows;
  {
    Choir choir{folder.path(), messages / authors, readers};
    rows = choir.rows();
  }
  Up hub{folder, "hub"};
  std::vector<double> seconds;
  std::vector<double> cpu;
  std::vector<double> mebibytes;
  std::vector<double> shares;
  std::size_t number = 0;
  for (auto _ : state) {
    const auto reader = "reader" + std::to_string(number++);
    const auto ran =
        run_kith_watched(folder, reader, {"--json", "sync", "hub", "--at", hub.address()},
                         folder.file(reader + ".said"));
    state.SetIterationTime(ran.seconds);
    const auto bare = bare_machine(rows, limits::epoch_entries_max);
    seconds.push_back(ran.seconds);
    cpu.push_back(ran.cpu_seconds);
    mebibytes.push_back(ran.mebibytes);
    shares.push_back(bare.to_take_in() / ran.seconds);
  }
  state.counters["readable/s"] = static_cast<double>(messages) / median(seconds);
  state.counters["readable/cpu_s"] = static_cast<double>(messages) / median(cpu);
  state.counters["of_limit"] = median(shares);
  state.counters["reader_MiB"] = median(mebibytes);
  state.counters["hub_MiB"] = hub.so_far().mebibytes;
}
BENCHMARK(cold_sync_of_two_processes)
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(readers);

void sync_of_two_processes_with_nothing_new(benchmark::State& state) {
  const Folder folder{"again"};
  { const Choir choir{folder.path(), 1000, 1}; }
  Up hub{folder, "hub"};
  std::vector<double> milliseconds;
  std::vector<double> bare;
  for (auto _ : state) {
    const auto ran =
        run_kith(folder, "reader0", {"--json", "sync", "hub", "--at", hub.address()}, "/dev/null");
    state.SetIterationTime(ran.seconds);
    milliseconds.push_back(ran.seconds * 1000);
    bare.push_back(run_kith(folder, "reader0", {"--version"}, "/dev/null").seconds * 1000);
  }
  state.counters["ms"] = median(milliseconds);
  state.counters["starting_ms"] = median(bare);
}
BENCHMARK(sync_of_two_processes_with_nothing_new)
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(21);

// Each device of each contact has an address at which nobody answers: in the first minutes the node
// asks often, later by what it learned. Its page and its beacon are on.
void idle_with_150_contacts(benchmark::State& state) {
  const Folder folder{"idle"};
  {
    Person ana{folder, "ana"};
    for (std::size_t i = 0; i < limits::persons_max; ++i) {
      (void)know_someone(ana, "p" + std::to_string(i), 2, {"tcp:127.0.0.1:9"});
    }
  }
  Up node{folder, "ana", {"--lan", "--page", "127.0.0.1:0"}};
  std::this_thread::sleep_for(std::chrono::minutes{3});
  for (auto _ : state) {
    const auto before = node.so_far();
    std::this_thread::sleep_for(std::chrono::seconds{60});
    const auto after = node.so_far();
    state.SetIterationTime(after.seconds - before.seconds);
    state.counters["cpu_percent"] =
        100 * (after.cpu_seconds - before.cpu_seconds) / (after.seconds - before.seconds);
    state.counters["wakes_an_hour"] =
        3600 * (after.wakes - before.wakes) / (after.seconds - before.seconds);
    state.counters["start_cpu_ms"] = 1000 * before.cpu_seconds;
    state.counters["MiB"] = after.mebibytes;
  }
}
BENCHMARK(idle_with_150_contacts)->Unit(benchmark::kSecond)->UseManualTime()->Iterations(1);

}  // namespace
}  // namespace kith::bench
