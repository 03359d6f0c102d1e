// How vectors stand in JSON: byte strings in hex, numbers below 2^53 as numbers and else as decimal
// text. Knows no vector's meaning.
// Source: docs/protocol.md §12.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/shared_data.hpp"

namespace kith::test {

using nlohmann::json;
using nlohmann::ordered_json;

inline ordered_json number_json(std::uint64_t value) {
  if (value >= std::uint64_t{1} << 53) return std::to_string(value);
  return value;
}

inline std::uint64_t number_at(const json& object, const char* name) {
  const auto& value = object.at(name);
  return value.is_string() ? std::stoull(value.get<std::string>()) : value.get<std::uint64_t>();
}

template <class T>
T fixed_at(const json& object, const char* name) {
  return T::from(hex_field(object, name)).value();
}

}  // namespace kith::test
