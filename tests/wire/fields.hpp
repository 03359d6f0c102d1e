// Records put together field by field, so that one can be left out or be another thing. Knows no
// record.
#pragma once

#include <gtest/gtest.h>

#include <map>

#include "tests/wire/raw_bytes.hpp"
#include "wire/cbor.hpp"

namespace kith::test {

using Fields = std::map<std::uint64_t, ByteVec>;  // each value one whole item

inline ByteVec map_of(const Fields& fields) {
  ByteVec out = wire::CborWriter{}.map(fields.size()).take();
  for (const auto& [key, item] : fields)
    out = joined({out, wire::CborWriter{}.integer(key).take(), item});
  return out;
}

inline ByteVec list_of(std::initializer_list<ByteVec> items) {
  ByteVec out = wire::CborWriter{}.array(items.size()).take();
  for (const auto& item : items) out = joined({out, item});
  return out;
}

inline ByteVec bytes(ByteView value) { return wire::CborWriter{}.bytes(value).take(); }
inline ByteVec bytes(std::size_t size) { return bytes(zeros(size)); }
inline ByteVec text(std::string_view value) { return wire::CborWriter{}.text(value).take(); }
inline ByteVec integer(std::uint64_t value) { return wire::CborWriter{}.integer(value).take(); }

inline const ByteVec null{0xF6};  // an item that no field of ours is

// `reads` takes a map's bytes. All of the fields are needed.
template <class Reads>
void expect_all_needed(const Fields& fields, Reads reads) {
  EXPECT_TRUE(reads(map_of(fields)));
  EXPECT_FALSE(reads(null));
  for (const auto& [key, item] : fields) {
    auto without = fields;
    without.erase(key);
    EXPECT_FALSE(reads(map_of(without))) << "without " << key;
    auto other = fields;
    other[key] = null;
    EXPECT_FALSE(reads(map_of(other))) << "another " << key;
  }
}

}  // namespace kith::test
