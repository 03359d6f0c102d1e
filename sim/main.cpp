// kith-sim: real nodes in a simulated world. One header a subcommand.
#include <iostream>
#include <span>
#include <string>
#include <vector>

#include "sim/crash_command.hpp"
#include "sim/flood_command.hpp"
#include "sim/replay_command.hpp"
#include "sim/scale_command.hpp"
#include "sim/waiting_command.hpp"
#include "sim/world_command.hpp"

int main(int argc, char** argv) {
  const std::span<const char* const> all{argv, static_cast<std::size_t>(argc)};
  const std::string command = argc > 1 ? argv[1] : "";
  const auto rest = all.subspan(argc > 1 ? 2 : 1);
  if (command == "world") return kith::sim::world_command(rest);
  if (command.starts_with("--seed")) return kith::sim::world_command(all.subspan(1));
  if (command == "waiting") return kith::sim::waiting_command(rest);
  const std::vector<std::string> words{rest.begin(), rest.end()};
  if (command == "replay") return kith::sim::replay_command(words);
  if (command == "scale") return kith::sim::scale_command(words);
  if (command == "crash") return kith::sim::crash_command(words);
  if (command == "flood") return kith::sim::flood_command(words);
  std::cerr << "usage: kith-sim " << kith::sim::world_usage
            << "\n       kith-sim replay …\n       kith-sim " << kith::sim::flood_usage
            << "\n       kith-sim " << kith::sim::waiting_usage << "\n       kith-sim "
            << kith::sim::scale_usage << "\n       kith-sim " << kith::sim::crash_usage << '\n';
  return 2;
}
