// A real IRC log cut down to its most talkative people: who said what when, and which line answers
// which. Refuses to know nodes, and what becomes of the lines.
#pragma once

#include <string>
#include <vector>

#include "base/time.hpp"
#include "service/answer.hpp"

namespace kith::sim {

struct ReplayLine {
  std::size_t number{};  // in the file, from 0
  std::size_t speaker{};
  std::string text;
  std::chrono::microseconds after{};  // since the first line; grows
  std::vector<std::size_t> answers;   // places in ReplayLog::lines, all before this one
};

struct ReplayLog {
  std::vector<std::string> nicks;  // the most talkative first; of equals the smaller name
  std::vector<ReplayLine> lines;
  std::size_t lines_left_out{};  // of others, and what is no message
  std::size_t links{};           // between lines that are kept
};

/// Lines of the log stand at least a second apart; the minutes that it tells are kept to where that
/// allows it, and a time before the last one is of the next day.
/// Errors: as service/irc_log; fewer than three people speak.
[[nodiscard]] service::Outcome<ReplayLog> read_replay(std::string_view log,
                                                      std::string_view answers,
                                                      std::size_t people_max);

}  // namespace kith::sim
