// A signed record has one encoding, and its payload is seen within the bytes that hold it.
#include "fuzz/require.hpp"
#include "wire/signed_record.hpp"

using namespace kith;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input{data, size};
  if (const auto record = wire::decode_signed(input)) {
    require(fuzz::lies_within(record->payload, input));
    require(fuzz::equal(wire::encode_signed(record->payload, record->signature), input));
  }
  const Signature signature{{7}};
  const auto wrapped = wire::encode_signed(input, signature);
  const auto read = wire::decode_signed(wrapped);
  require(read && fuzz::equal(read->payload, input) && read->signature == signature);
  return 0;
}
