// What is unpacked ascends by prefix and packs into the same bytes; its blocks end where a prefix
// does.
#include "fuzz/require.hpp"
#include "store/packed_refs.hpp"

using namespace kith;
using fuzz::require;

namespace {

void check_blocks(std::span<const store::PackedRef> refs) {
  while (!refs.empty()) {
    const auto end = store::block_of(refs);
    require(end > 0 && end <= refs.size());
    require(end == refs.size() ||
            (end >= store::block_refs && refs[end - 1].prefix != refs[end].prefix));
    refs = refs.subspan(end);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes{data, size};
  const auto refs = store::unpack(bytes);
  if (!refs) return 0;
  for (std::size_t i = 1; i < refs->size(); ++i) {
    require((*refs)[i - 1].prefix <= (*refs)[i].prefix);
  }
  require(fuzz::equal(store::pack(*refs), bytes));
  check_blocks(*refs);
  return 0;
}
