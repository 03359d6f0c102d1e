#include "sim/flood_command.hpp"

#include <iostream>

#include "sim/flood.hpp"
#include "sim/read_number.hpp"

namespace kith::sim {

int flood_command(const std::vector<std::string>& words) {
  std::uint16_t port = 0;
  if (words.size() != 3 || !read_number(words[2], port)) {
    std::cerr << "usage: kith-sim " << flood_usage << '\n';
    return 2;
  }
  auto home =
      service::OpenHome::open({words[0], words[1], host::system_machine_id()}, host::KeyFile{});
  if (!home) {
    std::cerr << home.error().sentence << '\n';
    return 1;
  }
  const auto flooded = flood(**home, port);
  std::cout << "{\"connections\": " << flooded.connections << ", \"bytes\": " << flooded.bytes_sent
            << "}\n";
  return 0;
}

}  // namespace kith::sim
