// Opening a home that holds a million messages and reading the last 50 of a circle: as the command
// line does it in a process of its own, with the memory that it took, and within a process. Beside
// it, what it costs this machine to start that program at all.
#include <benchmark/benchmark.h>

#include "bench/million.hpp"
#include "bench/program.hpp"

namespace kith::bench {
namespace {

constexpr std::size_t shown = 50;
constexpr auto iterations = 31;

void command_line(benchmark::State& state, const std::vector<std::string>& words,
                  std::size_t bytes_said) {
  const auto& folder = home_of_a_million();
  const auto first = run_kith_watched(folder, "ana", words, folder.file("said"));
  check(std::filesystem::file_size(folder.file("said")) >= bytes_said);
  std::vector<double> milliseconds;
  for (auto _ : state) {
    const auto ran = run_kith(folder, "ana", words, "/dev/null");
    state.SetIterationTime(ran.seconds);
    milliseconds.push_back(ran.seconds * 1000);
  }
  state.counters["ms"] = median(milliseconds);
  state.counters["MiB"] = first.mebibytes;
}

void command_line_reads_the_last_50(benchmark::State& state) {
  command_line(state, {"--json", "read", "choir", "--last", std::to_string(shown)}, shown * 200);
}
BENCHMARK(command_line_reads_the_last_50)
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(iterations);

void command_line_starts_and_ends(benchmark::State& state) {
  command_line(state, {"--version"}, 1);
}
BENCHMARK(command_line_starts_and_ends)
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(iterations);

void open_and_read_the_last_50(benchmark::State& state) {
  const auto place = place_in(home_of_a_million().path(), "ana");
  std::vector<double> milliseconds;
  for (auto _ : state) {
    const Watch watch;
    const auto home = service::OpenHome::open(place, host::KeyFile{});
    check(home.has_value());
    auto& node = (*home)->node();
    const auto entries = node.view().last(node.circles().front(), shown);
    check(entries && entries->size() == shown);
    state.SetIterationTime(watch.seconds());
    milliseconds.push_back(watch.seconds() * 1000);
  }
  state.counters["ms"] = median(milliseconds);
}
BENCHMARK(open_and_read_the_last_50)
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(iterations);

}  // namespace
}  // namespace kith::bench
