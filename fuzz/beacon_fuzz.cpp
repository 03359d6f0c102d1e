// What is read as a beacon is written again as it was.
#include "fuzz/require.hpp"
#include "wire/beacon.hpp"

using namespace kith;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto beacon = wire::decode_beacon({data, size});
  if (!beacon) return 0;
  require(size <= wire::beacon_bytes_max);
  require(fuzz::equal(wire::encode_beacon(*beacon), {data, size}));
  return 0;
}
