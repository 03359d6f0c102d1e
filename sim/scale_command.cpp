#include "sim/scale_command.hpp"

#include <iostream>
#include <optional>

#include "sim/read_number.hpp"
#include "sim/scale_report.hpp"

namespace kith::sim {
namespace {

constexpr std::size_t people_most = 20'000;
constexpr std::size_t people_a_great_circle = 3'000;
constexpr unsigned days_most = 28;
constexpr std::size_t great_most = 100;

struct Asked {
  ScalePlan plan;
  std::optional<std::size_t> great;
  std::optional<std::size_t> beside;
  std::string logs = "../shared/data/irc";
  bool json{};
};

bool read_option(const std::string& option, const std::string& value, Asked& asked) {
  if (option == "--people") return read_number(value, asked.plan.people);
  if (option == "--seed") return read_number(value, asked.plan.seed);
  if (option == "--days") return read_number(value, asked.plan.days);
  if (option == "--beside") return read_number(value, asked.beside.emplace());
  if (option == "--great") return read_number(value, asked.great.emplace());
  if (option != "--logs" || value.empty()) return false;
  asked.logs = value;
  return true;
}

std::optional<Asked> parse(std::span<const std::string> words) {
  Asked asked;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--json") {
      asked.json = true;
      continue;
    }
    if (i + 1 == words.size() || !read_option(words[i], words[i + 1], asked)) return std::nullopt;
    ++i;
  }
  auto& plan = asked.plan;
  // A few in a great world, one in a middling one, none where they would be everybody.
  const auto by_size =
      plan.people < 1'000 ? 0 : std::max<std::size_t>(1, plan.people / people_a_great_circle);
  plan.great_circles = asked.great.value_or(by_size);
  const bool has_people = plan.people >= scale_people_min && plan.people <= people_most;
  const bool has_room = plan.great_circles == 0 || plan.people >= great_circle_people;
  const bool fits = plan.great_circles <= great_most && plan.days >= 1 && plan.days <= days_most;
  const bool has_fewer = !asked.beside || (*asked.beside >= scale_people_min &&
                                           *asked.beside < plan.people && plan.great_circles == 0);
  return has_people && has_room && fits && has_fewer ? std::optional{asked} : std::nullopt;
}

std::vector<Sitting> talk_of(const std::string& folder) {
  auto sittings = sittings_of(folder);
  if (!sittings.empty()) return sittings;
  std::cerr << "*** NOT AT THE RATE OF REAL LOGS: there are none in " << folder
            << "; twelve even lines a sitting instead ***\n";
  return even_sittings();
}

void print(const service::Json& answer, const std::string& before = "") {
  for (const auto& [key, value] : answer.items()) {
    if (value.is_object()) {
      print(value, before + key + " ");
    } else {
      std::cout << before << key << ": " << value.dump() << '\n';
    }
  }
}

void tell(const Asked& asked, const service::Json& answer) {
  if (asked.json) {
    std::cout << answer.dump() << '\n';
  } else {
    print(answer);
  }
}

service::Json lived(const ScalePlan& plan, const std::vector<Sitting>& sittings) {
  ScaleMemory memory{resident_bytes(), 0, 0};
  Scale world{plan, sittings};
  world.acquaint();
  memory.acquainted = resident_bytes();
  world.live();
  memory.lived = resident_bytes();
  const ScaleHeard heard{world.lines().delays_ms().size(), world.lines().waiting()};
  world.close();
  return report_of(world, plan, memory, heard);
}

}  // namespace

int scale_command(std::span<const std::string> words) {
  const auto asked = parse(words);
  if (!asked) {
    std::cerr << "usage: kith-sim " << scale_usage << "\nN is 10 to 20,000.\n";
    return 2;
  }
  if (!asked->json) std::cout << "SEED=" << asked->plan.seed << std::endl;
  const auto sittings = talk_of(asked->logs);
  std::optional<service::Json> fewer;
  if (asked->beside) {
    auto plan = asked->plan;
    plan.people = *asked->beside;
    fewer = lived(plan, sittings);
    tell(*asked, *fewer);
  }
  const auto answer = lived(asked->plan, sittings);
  tell(*asked, answer);
  if (answer["undelivered"] != 0 || (fewer && (*fewer)["undelivered"] != 0)) {
    std::cerr << "SEED=" << asked->plan.seed << ": somebody cannot read what was said to them.\n";
    return 1;
  }
  const auto growth = fewer ? growth_of(*fewer, answer) : std::nullopt;
  if (!growth) return 0;
  std::cerr << "SEED=" << asked->plan.seed << ": it grows with the world. " << *growth << ".\n";
  return 1;
}

}  // namespace kith::sim
