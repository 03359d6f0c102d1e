#include "sim/scale_talk.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "sim/replay_log.hpp"

namespace kith::sim {
namespace {

constexpr std::size_t all_nicks = 1000;

std::string contents_of(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void add_sittings(const ReplayLog& log, std::vector<Sitting>& all) {
  std::vector<Sitting> of_nick(log.nicks.size());
  std::vector<std::chrono::microseconds> began(log.nicks.size());
  for (const auto& line : log.lines) {
    auto& sitting = of_nick[line.speaker];
    if (sitting.empty()) began[line.speaker] = line.after;
    sitting.push_back({line.after - began[line.speaker], line.text});
  }
  for (auto& sitting : of_nick) {
    if (!sitting.empty()) all.push_back(std::move(sitting));
  }
}

}  // namespace

std::vector<Sitting> sittings_of(const std::filesystem::path& folder) {
  std::error_code missing;
  std::set<std::filesystem::path> logs;
  for (const auto& file : std::filesystem::directory_iterator{folder, missing}) {
    if (file.path().string().ends_with(".raw.txt")) logs.insert(file.path());
  }
  std::vector<Sitting> all;
  for (const auto& path : logs) {
    const auto log = read_replay(contents_of(path), "", all_nicks);
    if (log) add_sittings(*log, all);
  }
  return all;
}

std::vector<Sitting> even_sittings() {
  constexpr std::size_t lines = 12;
  constexpr std::size_t letters = 58;
  Sitting sitting;
  for (std::size_t i = 0; i < lines; ++i) {
    sitting.push_back(
        {std::chrono::minutes{4 * i}, std::string(letters, static_cast<char>('a' + i))});
  }
  return {sitting};
}

}  // namespace kith::sim
