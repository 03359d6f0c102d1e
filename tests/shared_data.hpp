// Finds the published vectors, which live beside the repository in ../shared and not in it, and
// reads them. When they are not there, a test that needs them is skipped, loudly. Knows no vector's
// meaning.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace kith::test {

/// The environment's KITH_SHARED, else ../shared beside the sources; nothing when the file is
/// absent.
inline std::optional<std::filesystem::path> shared_file(std::string_view relative) {
  std::filesystem::path root;
  if (const char* given = std::getenv("KITH_SHARED")) {
    root = given;
  } else {
#ifdef KITH_SOURCE_DIR
    root = std::filesystem::path{KITH_SOURCE_DIR} / ".." / "shared";
#endif
  }
  auto file = root / relative;
  return std::filesystem::is_regular_file(file) ? std::optional{file} : std::nullopt;
}

/// A file of the repository itself: it must be there.
inline std::filesystem::path source_file(std::string_view relative) {
  return std::filesystem::path{KITH_SOURCE_DIR} / relative;
}

inline std::string read_text(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

inline nlohmann::json read_json(const std::filesystem::path& file) {
  return nlohmann::json::parse(read_text(file));
}

/// Shape: an even count of hex digits; tests stop on anything else.
inline ByteVec from_hex(std::string_view hex) {
  ByteVec bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(
        static_cast<std::uint8_t>(std::stoi(std::string{hex.substr(i, 2)}, nullptr, 16)));
  }
  return bytes;
}

/// The field as bytes, empty when it is absent.
inline ByteVec hex_field(const nlohmann::json& object, const char* name) {
  return object.contains(name) ? from_hex(object.at(name).get<std::string>()) : ByteVec{};
}

}  // namespace kith::test

/// Declares `variable` as the path of a shared file, or skips the test and says so.
#define KITH_SHARED_FILE_OR_SKIP(variable, relative)                                    \
  const auto variable = ::kith::test::shared_file(relative);                            \
  if (!variable) {                                                                      \
    std::cerr << "\n*** NOT TESTED: shared/" << (relative)                              \
              << " is absent (set KITH_SHARED to the folder that holds data/) ***\n\n"; \
    GTEST_SKIP() << "published vectors are absent: " << (relative);                     \
  }                                                                                     \
  static_assert(true)
