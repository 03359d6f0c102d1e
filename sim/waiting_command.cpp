#include "sim/waiting_command.hpp"

#include <cstring>
#include <iomanip>
#include <iostream>
#include <string_view>

#include "sim/read_number.hpp"
#include "sim/waiting.hpp"

namespace kith::sim {
namespace {

double minutes(std::chrono::microseconds span) { return static_cast<double>(span.count()) / 6e7; }

void print(const char* who, const char* how, const Compared& all, unsigned weeks) {
  std::cout << std::left << std::setw(20) << who << std::setw(10) << how << std::right
            << std::setw(9) << all.attempts / weeks << std::setw(9) << all.reached << std::setw(8)
            << all.missed << std::fixed << std::setprecision(1) << std::setw(9)
            << minutes(all.median) << std::setw(9) << minutes(all.ninth_of_ten) << '\n';
}

void compare(const char* who, const std::vector<Habitual>& people, std::uint64_t seed,
             unsigned weeks) {
  for (const auto how : {Waiting::fixed, Waiting::by_rhythm}) {
    std::vector<Waited> waited;
    for (const auto& one : people) waited.push_back(wait_for(one, how, seed, weeks));
    print(who, how == Waiting::fixed ? "fixed" : "rhythm", all_of(waited), weeks);
  }
}

}  // namespace

int waiting_command(std::span<const char* const> arguments) {
  std::uint64_t seed = 1;
  unsigned weeks = 8;
  for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) {
    const std::string_view option = arguments[i];
    const std::string_view value = arguments[i + 1];
    const bool fine = option == "--seed" ? read_number(value, seed)
                                         : option == "--weeks" && read_number(value, weeks);
    if (!fine || weeks == 0 || weeks > 520) {
      std::cerr << "usage: kith-sim " << waiting_usage << '\n';
      return 2;
    }
  }
  std::cout << "SEED=" << seed << ", " << weeks << " weeks\n"
            << "who                 waits     in vain  reached  missed   median   9 of 10\n"
            << "                            (a week)                   (min)     (min)\n";
  const auto people = habitual_people(seed, weeks);
  std::vector<Habitual> alike;
  for (std::size_t i = 0; i < people.size(); ++i) {
    alike.push_back(people[i]);
    if (i + 1 < people.size() && people[i + 1].habit == people[i].habit) continue;
    compare(people[i].habit.c_str(), alike, seed, weeks);
    alike.clear();
  }
  compare("all", people, seed, weeks);
  return 0;
}

}  // namespace kith::sim
