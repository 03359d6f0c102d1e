// Variable-length integers and fixed-width ones, read from and written to byte strings.
// Knows lengths, never meanings; a reader past the end yields nothing and stays where it was.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>

#include "base/bytes.hpp"

namespace kith::wire {

/// Appends `value` big-endian in sizeof(T) bytes.
template <std::unsigned_integral T>
void put_fixed(ByteVec& out, T value) {
  for (int shift = static_cast<int>(sizeof(T) * 8) - 8; shift >= 0; shift -= 8) {
    out.push_back(static_cast<std::uint8_t>(value >> shift));
  }
}

inline void put_bytes(ByteVec& out, ByteView bytes) {
  out.insert(out.end(), bytes.begin(), bytes.end());
}

inline constexpr std::uint64_t varint_max = (std::uint64_t{1} << 62) - 1;

/// Appends the shortest form of `value`. Requires: value <= varint_max. Source: RFC 9000 §16.
void put_varint(ByteVec& out, std::uint64_t value);

/// Reads a byte string from front to back. Each `take` either consumes exactly what it returns or,
/// when that is not there or not canonical, returns nothing.
class ByteReader {
 public:
  explicit ByteReader(ByteView bytes) : rest_(bytes) {}

  [[nodiscard]] std::size_t left() const { return rest_.size(); }
  [[nodiscard]] ByteView rest() const { return rest_; }

  [[nodiscard]] std::optional<ByteView> take(std::size_t count);
  /// The shortest form only; a longer one is nothing.
  [[nodiscard]] std::optional<std::uint64_t> take_varint();

  template <std::unsigned_integral T>
  [[nodiscard]] std::optional<T> take_fixed() {
    const auto bytes = take(sizeof(T));
    if (!bytes) {
      return std::nullopt;
    }
    std::uint64_t value = 0;
    for (const auto byte : *bytes) {
      value = value << 8 | byte;
    }
    return static_cast<T>(value);
  }

  template <class T>
  [[nodiscard]] std::optional<T> take_bytes() {
    const auto bytes = take(T::size);
    return bytes ? T::from(*bytes) : std::nullopt;
  }

 private:
  ByteView rest_;
};

}  // namespace kith::wire
