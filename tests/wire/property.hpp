// Statements about all records, tried on generated ones. The same ones in every run, unless
// RC_PARAMS asks for others; a failure prints what brings it back. Knows bytes, not records.
#pragma once

#include <rapidcheck.h>

#include <cstdlib>

#include "base/bytes.hpp"

namespace kith::test {

template <class Property>
[[nodiscard]] bool holds(const char* statement, Property property) {
  ::setenv("RC_PARAMS", "seed=20 max_success=200", 0);  // 0: what was asked for stays
  return rc::check(statement, property);
}

// In RC_ASSERT an `||` stands in brackets of its own: the macro takes the left side apart.

/// A number from `least` up to and including `most`, which is not the last of its type.
template <class T>
[[nodiscard]] T drawn(T least, T most) {
  return *rc::gen::inRange<T>(least, static_cast<T>(most + 1));
}

[[nodiscard]] inline bool drawn_coin() { return *rc::gen::arbitrary<bool>(); }

[[nodiscard]] inline ByteVec drawn_bytes(std::size_t size) {
  return *rc::gen::container<ByteVec>(size, rc::gen::arbitrary<std::uint8_t>());
}

/// A Bytes or a Secret.
template <class T>
[[nodiscard]] T drawn_as() {
  return *T::from(drawn_bytes(T::size));
}

[[nodiscard]] inline ByteVec with_flipped(ByteVec bytes, std::size_t bit) {
  bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ 1U << bit % 8);
  return bytes;
}

/// Calls `check` with copies of `bytes` that have one bit flipped: every 13th bit from a drawn one
/// on, so that a few cases reach every bit of every byte.
template <class Check>
void for_flips(const ByteVec& bytes, Check check) {
  constexpr std::size_t step = 13;
  for (auto bit = drawn<std::size_t>(0, step - 1); bit < bytes.size() * 8; bit += step) {
    check(with_flipped(bytes, bit));
  }
}

}  // namespace kith::test
