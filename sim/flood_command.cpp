#include "sim/flood_command.hpp"

#include <charconv>
#include <iostream>

#include "sim/flood.hpp"

namespace kith::sim {

int flood_command(const std::vector<std::string>& words) {
  std::uint16_t port = 0;
  const auto is_port = [&](const std::string& word) {
    return std::from_chars(word.data(), word.data() + word.size(), port).ec == std::errc{};
  };
  if (words.size() != 3 || !is_port(words[2])) {
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
