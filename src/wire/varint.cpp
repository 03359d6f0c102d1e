#include "wire/varint.hpp"

#include <bit>

#include "base/check.hpp"

namespace kith::wire {
namespace {

// The two highest bits of the first byte say how many bytes there are: 1, 2, 4, 8.
constexpr unsigned length_code(std::uint64_t value) {
  if (value < (1U << 6)) return 0;
  if (value < (1U << 14)) return 1;
  if (value < (1U << 30)) return 2;
  return 3;
}

}  // namespace

void put_varint(ByteVec& out, std::uint64_t value) {
  check(value <= varint_max);
  const auto code = length_code(value);
  const int bytes = 1 << code;
  const auto marked = value | std::uint64_t{code} << (bytes * 8 - 2);
  for (int shift = bytes * 8 - 8; shift >= 0; shift -= 8) {
    out.push_back(static_cast<std::uint8_t>(marked >> shift));
  }
}

std::optional<ByteView> ByteReader::take(std::size_t count) {
  if (count > rest_.size()) {
    return std::nullopt;
  }
  const auto taken = rest_.first(count);
  rest_ = rest_.subspan(count);
  return taken;
}

std::optional<std::uint64_t> ByteReader::take_varint() {
  if (rest_.empty()) {
    return std::nullopt;
  }
  const unsigned code = rest_[0] >> 6;
  const std::size_t bytes = std::size_t{1} << code;
  if (bytes > rest_.size()) {
    return std::nullopt;
  }
  std::uint64_t value = rest_[0] & 0x3F;
  for (std::size_t i = 1; i < bytes; ++i) {
    value = value << 8 | rest_[i];
  }
  if (length_code(value) != code) {
    return std::nullopt;
  }
  rest_ = rest_.subspan(bytes);
  return value;
}

}  // namespace kith::wire
