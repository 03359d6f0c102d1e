// A list of hearers has one encoding, ascends, and stays within its limit.
#include "base/limits.hpp"
#include "fuzz/require.hpp"
#include "wire/audience_list.hpp"

using namespace kith;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input{data, size};
  const auto list = wire::decode_audience(input);
  if (!list) return 0;
  require(list->size() <= limits::persons_max);
  for (std::size_t i = 0; i < list->size(); ++i) {
    require(i == 0 || (*list)[i - 1].person < (*list)[i].person);
    require(!(*list)[i].until || (*list)[i].until->micros >= 0);
  }
  wire::CborWriter out;
  wire::encode_audience(out, *list);
  require(fuzz::equal(out.take(), input));
  return 0;
}
