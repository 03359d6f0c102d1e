// A varint is read in its shortest form alone, and a refused one leaves the reader where it was.
#include "fuzz/require.hpp"
#include "wire/varint.hpp"

using namespace kith;
using fuzz::require;

namespace {

// RFC 9000 §16 without the rule of the shortest form.
std::uint64_t value_of(ByteView whole) {
  std::uint64_t value = whole[0] & 0x3F;
  for (const auto byte : whole.subspan(1)) {
    value = value << 8 | byte;
  }
  return value;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wire::ByteReader reader{{data, size}};
  while (reader.left() > 0) {
    const auto rest = reader.rest();
    const std::size_t width = std::size_t{1} << (rest[0] >> 6);
    const auto value = reader.take_varint();
    if (width > rest.size()) {
      require(!value && reader.left() == rest.size());
      break;
    }
    ByteVec shortest;
    wire::put_varint(shortest, value_of(rest.first(width)));
    require(value.has_value() == fuzz::equal(shortest, rest.first(width)));
    require(reader.left() == rest.size() - (value ? width : 0));
    require(!value || *value == value_of(rest.first(width)));
    if (!value) {
      (void)reader.take_fixed<std::uint8_t>();
    }
  }
  wire::ByteReader fixed{{data, size}};
  if (const auto number = fixed.take_fixed<std::uint64_t>()) {
    ByteVec again;
    wire::put_fixed(again, *number);
    require(fuzz::equal(again, {data, 8}));
  }
  return 0;
}
