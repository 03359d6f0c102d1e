// What the benchmarks measure with: messages of about 200 bytes, the same in every run and in
// bench/peers.py, a folder that goes away again, a watch, and the middle of several runs.
#pragma once

#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/check.hpp"

namespace kith::bench {

/// 400 words of English sound and length; each message draws from them by a small generator.
class Talk {
 public:
  Talk() {
    constexpr std::array starts{"b", "st", "m", "pr", "t", "l", "gr", "w", "s", "ch"};
    constexpr std::array middles{"a", "ee", "o", "ai", "u", "e", "ou", "i"};
    constexpr std::array ends{"nd", "t", "ring", "ve", "llow"};
    for (const auto* start : starts) {
      for (const auto* middle : middles) {
        for (const auto* end : ends) {
          words_.push_back(std::string{start} + middle + end);
        }
      }
    }
  }

  /// 120 to 280 bytes, 200 on average, all lengths alike.
  std::string message() {
    const auto bytes = 120 + draw() % 161;
    std::string text;
    while (text.size() < bytes) {
      text += words_[draw() % words_.size()] + ' ';
    }
    text.resize(bytes);
    return text;
  }

 private:
  // Source: Knuth, The Art of Computer Programming 2, §3.3.4 (MMIX); its high bits.
  std::uint64_t draw() {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return state_ >> 33;
  }

  std::vector<std::string> words_;
  std::uint64_t state_ = 1;
};

/// An empty folder on a disk; TMPDIR says where.
class Folder {
 public:
  explicit Folder(const std::string& name)
      : path_(std::filesystem::temp_directory_path() /
              ("kith-bench-" + name + "-" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::string file(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

class Watch {
 public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// What something took, in seconds. Wall time holds waiting for the disk, and neighbours; CPU time
/// neither.
struct Spent {
  double wall{};
  double cpu{};

  Spent& operator+=(const Spent& other) {
    wall += other.wall;
    cpu += other.cpu;
    return *this;
  }
};

class SpentWatch {
 public:
  [[nodiscard]] Spent so_far() const { return {wall_.seconds(), cpu_now() - cpu_}; }

 private:
  [[nodiscard]] static double cpu_now() {
    timespec now{};
    check(::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) == 0);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
  }

  Watch wall_;
  double cpu_ = cpu_now();
};

/// Neighbours on the machine disturb single runs, so the middle one speaks for all.
[[nodiscard]] inline double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values.empty() ? 0 : values[values.size() / 2];
}

}  // namespace kith::bench
