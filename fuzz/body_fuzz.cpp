// A body is of its kind's form or nothing, under whatever number it comes; what is read of it is
// written in one way, and read again as it was.
#include "fuzz/require.hpp"
#include "kinds/body.hpp"

using namespace kith;
using fuzz::require;

namespace {

void check_as(std::uint64_t kind, ByteView item) {
  const auto body = kinds::decode_body(kind, item);
  if (!body) return;
  require(kinds::is_known(kind) && static_cast<std::uint64_t>(kinds::kind_of(*body)) == kind);
  const auto written = kinds::encode_body(*body);
  require(kinds::decode_body(kind, written) == body);
  require(written.size() <= item.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView item{data, size};
  constexpr std::uint64_t kinds_tried = 128;
  for (std::uint64_t kind = 0; kind < kinds_tried; ++kind) check_as(kind, item);
  require(!kinds::decode_body(~std::uint64_t{0}, item));
  return 0;
}
