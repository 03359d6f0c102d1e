#include "host/child_work.hpp"

#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace kith::host {
namespace {

// The child's whole life.
[[noreturn]] void live(const std::function<std::string()>& work, std::chrono::seconds time_max,
                       int out) {
  const auto seconds = static_cast<rlim_t>(time_max.count());
  const rlimit time{seconds, seconds};
  if (setrlimit(RLIMIT_CPU, &time) != 0) _exit(1);
  const auto text = work();
  const auto written = write(out, text.data(), text.size());
  _exit(written == static_cast<ssize_t>(text.size()) ? 0 : 1);
}

// All that the child says until it is gone; nothing where it takes too long.
std::string hear(int in, std::chrono::seconds wait_max) {
  using Clock = std::chrono::steady_clock;
  std::string text;
  std::array<char, 4096> piece{};
  const auto end = Clock::now() + wait_max;
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    pollfd ready{in, POLLIN, 0};
    if (left.count() <= 0 || poll(&ready, 1, static_cast<int>(left.count())) <= 0) return {};
    const auto size = read(in, piece.data(), piece.size());
    if (size < 0) return {};
    if (size == 0) return text;
    text.append(piece.data(), static_cast<std::size_t>(size));
  }
}

}  // namespace

std::string text_by_child(const std::function<std::string()>& work, std::chrono::seconds time_max) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) return {};
  const pid_t child = fork();
  if (child == 0) live(work, time_max, ends[1]);
  (void)close(ends[1]);
  auto text = child > 0 ? hear(ends[0], 2 * time_max) : std::string{};
  (void)close(ends[0]);
  if (child < 0) return {};
  (void)kill(child, SIGKILL);
  int status = 0;
  (void)waitpid(child, &status, 0);
  return text;
}

}  // namespace kith::host
