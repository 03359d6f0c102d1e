// Opening a home that holds a million messages and reading the last 50 of a circle: as the command
// line does it in a process of its own, with the memory that it took, and within a process. Beside
// it, what it costs this machine to start that program at all.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <cstdlib>
#include <optional>

#include "bench/person.hpp"

namespace kith::bench {
namespace {

constexpr std::size_t messages = 1'000'000;
constexpr std::size_t shown = 50;
constexpr auto iterations = 31;

void fill(const Folder& folder) {
  Person ana{folder, "ana"};
  const auto circle = ana.new_circle("choir");
  Talk talk;
  constexpr std::size_t at_once = 100'000;
  for (std::size_t done = 0; done < messages; done += at_once) {
    ana.bring(circle, talk_to_bring(talk, at_once));
    ana.index();
  }
}

// Filled by another process: what a child is said to have taken is never less than what its parent
// held when it was started.
const Folder& full_home() {
  static std::optional<Folder> folder;
  if (folder) return *folder;
  folder.emplace("million");
  const auto child = ::fork();
  check(child >= 0);
  if (child == 0) {
    fill(*folder);
    ::_exit(0);
  }
  int status = 0;
  check(::waitpid(child, &status, 0) == child && status == 0);
  return *folder;
}

struct Ran {
  double seconds{};
  double mebibytes{};  // resident, at most
};

Ran run_kith(const Folder& folder, std::vector<std::string> words, const std::string& output) {
  words.insert(words.begin(), {KITH_PROGRAM, "--home", folder.file("ana")});
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::string state = "XDG_STATE_HOME=" + folder.file("state");
  std::array<char*, 2> environment{state.data(), nullptr};
  posix_spawn_file_actions_t actions;
  check(::posix_spawn_file_actions_init(&actions) == 0);
  check(::posix_spawn_file_actions_addopen(&actions, 1, output.c_str(), O_WRONLY | O_CREAT, 0600) ==
        0);

  const Watch watch;
  pid_t child = 0;
  check(::posix_spawn(&child, words.front().c_str(), &actions, nullptr, arguments.data(),
                      environment.data()) == 0);
  int status = 0;
  rusage usage{};
  check(::wait4(child, &status, 0, &usage) == child && status == 0);
  (void)::posix_spawn_file_actions_destroy(&actions);
  return {watch.seconds(), static_cast<double>(usage.ru_maxrss) / 1024};
}

void command_line(benchmark::State& state, const std::vector<std::string>& words,
                  std::size_t bytes_said) {
  const auto& folder = full_home();
  (void)run_kith(folder, words, folder.file("said"));
  check(std::filesystem::file_size(folder.file("said")) >= bytes_said);
  std::vector<double> milliseconds;
  std::vector<double> mebibytes;
  for (auto _ : state) {
    const auto ran = run_kith(folder, words, "/dev/null");
    state.SetIterationTime(ran.seconds);
    milliseconds.push_back(ran.seconds * 1000);
    mebibytes.push_back(ran.mebibytes);
  }
  state.counters["ms"] = median(milliseconds);
  state.counters["MiB"] = median(mebibytes);
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
  const auto place = place_in(full_home(), "ana");
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
