#include "sim/replay_command.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>

#include "sim/read_number.hpp"
#include "sim/replay.hpp"

namespace kith::sim {
namespace {

constexpr std::size_t people_most = 150;
constexpr const char* usage =
    "usage: kith-sim replay FILE --people N [--answers FILE] [--seed S] [--json]\n"
    "N is 3 to 150; nicks beyond the N most talkative are left out.\n";

struct Asked {
  std::string file;
  std::string answers;
  std::size_t people{};
  std::uint64_t seed{1};
  bool json{};
};

std::optional<Asked> parse(std::span<const std::string> words) {
  Asked asked;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto& word = words[i];
    const std::string next = i + 1 < words.size() ? words[i + 1] : "";
    if (word == "--json") {
      asked.json = true;
    } else if (word == "--people") {
      if (!read_number(next, asked.people)) return std::nullopt;
      ++i;
    } else if (word == "--seed") {
      if (!read_number(next, asked.seed)) return std::nullopt;
      ++i;
    } else if (word == "--answers") {
      asked.answers = next;
      ++i;
    } else if (asked.file.empty() && !word.starts_with("--")) {
      asked.file = word;
    } else {
      return std::nullopt;
    }
  }
  const bool fine = !asked.file.empty() && asked.people >= 3 && asked.people <= people_most;
  return fine ? std::optional{asked} : std::nullopt;
}

std::optional<std::string> contents_of(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  if (!file) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

service::Outcome<ReplayLog> read_files(const Asked& asked) {
  const auto log = contents_of(asked.file);
  if (!log) return service::refuse("at_terminal", "Cannot read " + asked.file + ".");
  const auto answers =
      asked.answers.empty() ? std::optional{std::string{}} : contents_of(asked.answers);
  if (!answers) return service::refuse("at_terminal", "Cannot read " + asked.answers + ".");
  return read_replay(*log, *answers, asked.people);
}

class Stopwatch {
 public:
  double lap() {
    const auto now = std::chrono::steady_clock::now();
    const std::chrono::duration<double> passed = now - since_;
    since_ = now;
    return passed.count();
  }

 private:
  std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
};

double rounded(double value) { return static_cast<double>(std::int64_t(value * 100 + 0.5)) / 100; }

double peak_memory_mib() {
  rusage used{};
  (void)getrusage(RUSAGE_SELF, &used);
  return rounded(static_cast<double>(used.ru_maxrss) / 1024);
}

service::Json report(const Asked& asked, const ReplayLog& log, const Replay& replay) {
  const auto& cost = replay.cost();
  const auto times = [&](std::uint64_t plain) {
    return plain == 0 ? 0 : rounded(double(cost.bytes_on_wire) / double(plain));
  };
  const auto sessions = cost.sessions_talking + cost.sessions_settling;
  return {{"seed", asked.seed},
          {"people", log.nicks.size()},
          {"late", cost.late},
          {"pairs_introduced", cost.introduced},
          {"lines", log.lines.size()},
          {"lines_left_out", log.lines_left_out},
          {"answers_spoken", cost.answers_spoken},
          {"answers_not_heard_yet", cost.answers_unspoken},
          {"asides", cost.asides},
          {"entries", replay.entries_written()},
          {"entries_moved", cost.entries_moved},
          {"sessions", sessions},
          {"sessions_settling", cost.sessions_settling},
          {"sessions_quiet", cost.sessions_quiet},
          {"bytes_of_a_quiet_session",
           cost.sessions_quiet == 0 ? 0 : cost.bytes_quiet / cost.sessions_quiet},
          {"round_trips", cost.round_trips},
          {"wire_bytes", cost.bytes_on_wire},
          {"text_bytes", replay.text_bytes()},
          {"text_bytes_delivered", replay.text_bytes_delivered()},
          {"wire_of_delivered", times(replay.text_bytes_delivered())}};
}

void print(const service::Json& answer) {
  for (const auto& [key, value] : answer.items()) {
    auto name = key;
    std::ranges::replace(name, '_', ' ');
    std::cout << name << ": " << value.dump() << '\n';
  }
}

}  // namespace

int replay_command(std::span<const std::string> words) {
  const auto asked = parse(words);
  if (!asked) {
    std::cerr << usage;
    return 2;
  }
  if (!asked->json) std::cout << "SEED=" << asked->seed << std::endl;
  const auto log = read_files(*asked);
  if (!log) {
    std::cerr << log.error().sentence << '\n';
    return 1;
  }
  Replay replay{*log, asked->seed};
  using Phase = Replay::Outcome (Replay::*)();
  constexpr std::array<std::pair<const char*, Phase>, 5> phases{{{"gather", &Replay::gather},
                                                                 {"begin", &Replay::begin},
                                                                 {"talk", &Replay::talk},
                                                                 {"settle", &Replay::settle},
                                                                 {"check", &Replay::check_views}}};
  Stopwatch watch;
  double total = 0;
  service::Json seconds;
  for (const auto& [name, phase] : phases) {
    const auto done = (replay.*phase)();
    const auto lap = watch.lap();
    total += lap;
    seconds[name] = rounded(lap);
    if (done) continue;
    std::cerr << "SEED=" << asked->seed << ", while they " << name << ": " << done.error() << '\n';
    return 1;
  }
  seconds["all"] = rounded(total);
  auto answer = report(*asked, *log, replay);
  answer["seconds"] = seconds;
  answer["peak_mib"] = peak_memory_mib();
  if (asked->json) {
    std::cout << answer.dump() << '\n';
  } else {
    print(answer);
  }
  return 0;
}

}  // namespace kith::sim
