// Bytes put together by hand, for what no encoder of ours would write. Knows no record.
#pragma once

#include <initializer_list>

#include "wire/varint.hpp"

namespace kith::test {

inline ByteVec joined(std::initializer_list<ByteVec> parts) {
  ByteVec out;
  for (const auto& part : parts) {
    wire::put_bytes(out, part);
  }
  return out;
}

inline ByteVec varint(std::uint64_t value) {
  ByteVec out;
  wire::put_varint(out, value);
  return out;
}

/// `value` in 2, 4 or 8 bytes, whether it needs them or not. Source: RFC 9000 §16.
inline ByteVec wide_varint(std::uint64_t value, std::size_t width) {
  ByteVec out;
  for (std::size_t i = width; i-- > 0;) {
    out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  }
  out[0] |= width == 2 ? 0x40 : width == 4 ? 0x80 : 0xC0;
  return out;
}

template <class T>
ByteVec fixed(T value) {
  ByteVec out;
  wire::put_fixed(out, value);
  return out;
}

inline ByteVec zeros(std::size_t count) { return ByteVec(count); }

}  // namespace kith::test
