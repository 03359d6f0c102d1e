// The program kith in processes of its own, as people start it, with what it took.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <fstream>
#include <thread>
#include <utility>
#include <vector>

#include "base/check.hpp"
#include "bench/talk.hpp"

namespace kith::bench {

struct Ran {
  double seconds{};
  double cpu_seconds{};
  double mebibytes{};  // resident, at most; where it was watched
  double wakes{};      // how often it began to run after it had waited; so_far alone counts them
};

[[nodiscard]] inline pid_t start_kith(const Folder& folder, const std::string& home,
                                      std::vector<std::string> words, const std::string& output) {
  words.insert(words.begin(), {KITH_PROGRAM, "--home", folder.file(home)});
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::string state = "XDG_STATE_HOME=" + folder.file("state");
  std::array<char*, 2> environment{state.data(), nullptr};
  posix_spawn_file_actions_t actions;
  check(::posix_spawn_file_actions_init(&actions) == 0);
  check(::posix_spawn_file_actions_addopen(&actions, 1, output.c_str(), O_WRONLY | O_CREAT, 0600) ==
        0);
  pid_t child = 0;
  check(::posix_spawn(&child, words.front().c_str(), &actions, nullptr, arguments.data(),
                      environment.data()) == 0);
  (void)::posix_spawn_file_actions_destroy(&actions);
  return child;
}

[[nodiscard]] inline double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

/// The most that a process had resident so far, in MiB; 0 once it is gone.
[[nodiscard]] inline double most_resident(pid_t process) {
  constexpr std::string_view field = "VmHWM:";
  std::ifstream status{"/proc/" + std::to_string(process) + "/status"};
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(field)) return std::stod(line.substr(field.size())) / 1024;
  }
  return 0;
}

[[nodiscard]] inline Ran wait_for(pid_t child, const Watch& watch) {
  int status = 0;
  rusage usage{};
  check(::wait4(child, &status, 0, &usage) == child && status == 0);
  return {watch.seconds(), seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime)};
}

inline Ran run_kith(const Folder& folder, const std::string& home,
                    const std::vector<std::string>& words, const std::string& output) {
  const Watch watch;
  return wait_for(start_kith(folder, home, words, output), watch);
}

/// The same with its memory, looked at from another thread: what wait4 tells of it is at least that
/// of whoever began it. To look takes a little of a short run's time.
inline Ran run_kith_watched(const Folder& folder, const std::string& home,
                            const std::vector<std::string>& words, const std::string& output) {
  const Watch watch;
  const auto child = start_kith(folder, home, words, output);
  double mebibytes = 0;
  std::atomic<bool> is_over{false};
  std::jthread look{[&] {
    while (!is_over) {
      mebibytes = std::max(mebibytes, most_resident(child));
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
  }};
  auto ran = wait_for(child, watch);
  is_over = true;
  look.join();
  ran.mebibytes = mebibytes;
  return ran;
}

/// A node that runs until this is gone.
class Up {
 public:
  Up(const Folder& folder, const std::string& home, const std::vector<std::string>& more = {}) {
    const auto port_file = folder.file(home + ".port");
    std::filesystem::remove(port_file);
    std::vector<std::string> words{"up", "--listen", "127.0.0.1:0", "--port-file", port_file};
    words.insert(words.end(), more.begin(), more.end());
    child_ = start_kith(folder, home, words, "/dev/null");
    while (!std::filesystem::exists(port_file)) {
      check(::waitpid(child_, nullptr, WNOHANG) == 0);
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    std::ifstream{port_file} >> port_;
  }
  ~Up() {
    if (child_ > 0) (void)end();
  }
  Up(const Up&) = delete;
  Up& operator=(const Up&) = delete;

  [[nodiscard]] std::string address() const { return "tcp:127.0.0.1:" + port_; }
  Ran end() {
    check(::kill(child_, SIGTERM) == 0);
    return wait_for(std::exchange(child_, 0), watch_);
  }
  /// So far, and resident now.
  [[nodiscard]] Ran so_far() const {
    std::ifstream stat{"/proc/" + std::to_string(child_) + "/stat"};
    std::string skipped;
    double ticks = 0;
    for (int field = 1; field <= 15; ++field) {
      stat >> skipped;
      if (field >= 14) ticks += std::stod(skipped);
    }
    std::ifstream memory{"/proc/" + std::to_string(child_) + "/statm"};
    double pages = 0;
    memory >> skipped >> pages;
    return {watch_.seconds(), ticks / static_cast<double>(::sysconf(_SC_CLK_TCK)),
            pages * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1024 / 1024, wakes()};
  }

 private:
  [[nodiscard]] double wakes() const {
    double all = 0;
    const auto tasks = "/proc/" + std::to_string(child_) + "/task";
    for (const auto& task : std::filesystem::directory_iterator{tasks}) {
      std::ifstream status{task.path() / "status"};
      for (std::string line; std::getline(status, line);) {
        constexpr std::string_view field = "voluntary_ctxt_switches:";
        if (line.starts_with(field)) all += std::stod(line.substr(field.size()));
      }
    }
    return all;
  }

  Watch watch_;
  pid_t child_{};
  std::string port_;
};

}  // namespace kith::bench
