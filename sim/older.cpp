#include "sim/older.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/check.hpp"

namespace kith::sim {
namespace {

using nlohmann::json;

ByteVec read_file(const char* name) {
  const auto path = std::filesystem::path{KITH_SOURCE_DIR} / "tests/vectors/older" / name;
  std::ifstream stream{path, std::ios::binary};
  check(stream.good());
  return {std::istreambuf_iterator<char>{stream}, {}};
}

ByteVec bytes_of(const json& hex) {
  constexpr int base = 16;
  const auto text = hex.get<std::string>();
  ByteVec bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes.push_back(static_cast<std::uint8_t>(std::stoi(text.substr(i, 2), nullptr, base)));
  }
  return bytes;
}

std::vector<ByteVec> all_of(const json& array) {
  std::vector<ByteVec> all;
  for (const auto& one : array) all.push_back(bytes_of(one));
  return all;
}

std::vector<Older::Shown> shown_in(const json& array) {
  std::vector<Older::Shown> all;
  for (const auto& one : array) {
    all.push_back({one.at("circle"), one.at("author"), one.at("text"), one.at("aside")});
  }
  return all;
}

Older read() {
  const auto text = read_file("recorded.json");
  const auto recorded = json::parse(text);
  return {read_file("per.home"),
          read_file("per.backup"),
          {recorded.at("written").get<std::int64_t>()},
          bytes_of(recorded.at("pers_card")),
          bytes_of(recorded.at("olgas_card")),
          {read_file("olga.bundle"), read_file("quin.bundle")},
          all_of(recorded.at("ranges")),
          all_of(recorded.at("presences")),
          shown_in(recorded.at("held")),
          shown_in(recorded.at("fuller"))};
}

}  // namespace

const Older& older() {
  static const auto read_once = read();
  return read_once;
}

}  // namespace kith::sim
