#include "store/packed_refs.hpp"

#include <algorithm>

#include "store/row_id.hpp"
#include "wire/varint.hpp"

namespace kith::store {

std::size_t block_of(std::span<const PackedRef> refs) {
  auto end = std::min(block_refs, refs.size());
  while (end < refs.size() && refs[end].prefix == refs[end - 1].prefix) ++end;
  return end;
}

ByteVec pack(std::span<const PackedRef> refs) {
  ByteVec bytes;
  std::uint32_t before = 0;
  for (const auto& ref : refs) {
    const auto key = key_at(ref.id);
    wire::put_varint(bytes, ref.prefix - before);
    wire::put_varint(bytes, key.strand.value);
    wire::put_varint(bytes, key.seq.value);
    before = ref.prefix;
  }
  return bytes;
}

std::optional<std::vector<PackedRef>> unpack(ByteView bytes) {
  std::vector<PackedRef> refs;
  wire::ByteReader reader{bytes};
  std::uint64_t prefix = 0;
  while (reader.left() > 0) {
    const auto further = reader.take_varint();
    const auto strand = reader.take_varint();
    const auto seq = reader.take_varint();
    if (!further || !strand || !seq) return std::nullopt;
    if (*strand >= strands_max || *seq > limits::seq_max) return std::nullopt;
    prefix += std::min<std::uint64_t>(*further, std::uint64_t{1} << 32);
    if (prefix > packed_prefix(~std::uint64_t{0})) return std::nullopt;
    const node::StrandNumber of{static_cast<std::uint32_t>(*strand)};
    refs.push_back({static_cast<std::uint32_t>(prefix), row_id(of, Seq{*seq})});
  }
  return refs;
}

}  // namespace kith::store
