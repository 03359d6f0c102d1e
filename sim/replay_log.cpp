#include "sim/replay_log.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "node/name.hpp"
#include "service/irc_log.hpp"

namespace kith::sim {
namespace {

constexpr std::chrono::minutes day{24 * 60};

bool is_message(const node::Brought& line) {
  return line.quote.who && line.quote.when && !line.quote.text.empty() &&
         node::is_name(*line.quote.who);
}

std::vector<std::string> most_talkative(const std::vector<node::Brought>& lines,
                                        std::size_t people_max) {
  std::map<std::string, std::size_t> counts;
  for (const auto& line : lines) {
    if (is_message(line)) ++counts[*line.quote.who];
  }
  std::vector<std::pair<std::string, std::size_t>> ranked{counts.begin(), counts.end()};
  std::ranges::stable_sort(ranked, std::ranges::greater{},
                           &std::pair<std::string, std::size_t>::second);
  if (ranked.size() > people_max) ranked.resize(people_max);
  std::vector<std::string> nicks;
  for (const auto& [nick, count] : ranked) nicks.push_back(nick);
  return nicks;
}

// "03:21" or "03:21:59", as the reader let it through.
std::chrono::seconds time_of_day(const std::string& when) {
  const auto two = [&](std::size_t at) { return (when[at] - '0') * 10 + (when[at + 1] - '0'); };
  const std::chrono::minutes minutes{two(0) * 60 + two(3)};
  return minutes + std::chrono::seconds{when.size() > 5 ? two(6) : 0};
}

// From times of day to moments that grow: a step back of more than half a day is a midnight.
class Clock {
 public:
  std::chrono::seconds at(const std::string& when) {
    const auto told = time_of_day(when);
    if (last_told_ && *last_told_ - told > day / 2) days_ += day;
    last_told_ = told;
    auto moment = days_ + told;
    if (last_ && moment <= *last_) moment = *last_ + std::chrono::seconds{1};
    last_ = moment;
    if (!first_) first_ = moment;
    return moment - *first_;
  }

 private:
  std::chrono::seconds days_{};
  std::optional<std::chrono::seconds> last_told_;
  std::optional<std::chrono::seconds> last_;
  std::optional<std::chrono::seconds> first_;
};

}  // namespace

service::Outcome<ReplayLog> read_replay(std::string_view log, std::string_view answers,
                                        std::size_t people_max) {
  auto brought = service::read_irc(log, "replay");
  if (!brought) return Fail{brought.error()};
  if (const auto read = service::read_answers(answers, *brought); !read) return Fail{read.error()};
  ReplayLog replay{most_talkative(*brought, people_max), {}, 0, 0};
  if (replay.nicks.size() < 3)
    return service::refuse("at_terminal", "Fewer than three people speak in that log.");
  std::map<std::size_t, std::size_t> places;  // by number
  Clock clock;
  for (std::size_t number = 0; number < brought->size(); ++number) {
    auto& line = (*brought)[number];
    const auto nick =
        is_message(line) ? std::ranges::find(replay.nicks, *line.quote.who) : replay.nicks.end();
    if (nick == replay.nicks.end()) {
      ++replay.lines_left_out;
      continue;
    }
    ReplayLine kept{number,
                    static_cast<std::size_t>(nick - replay.nicks.begin()),
                    std::move(line.quote.text),
                    clock.at(*line.quote.when),
                    {}};
    for (const auto answered : line.answers) {
      if (const auto place = places.find(answered); place != places.end()) {
        kept.answers.push_back(place->second);
      }
    }
    replay.links += kept.answers.size();
    places[number] = replay.lines.size();
    replay.lines.push_back(std::move(kept));
  }
  return replay;
}

}  // namespace kith::sim
