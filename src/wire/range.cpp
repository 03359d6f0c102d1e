#include "wire/range.hpp"

#include "base/check.hpp"
#include "base/limits.hpp"
#include "wire/varint.hpp"

namespace kith::wire {
namespace {

struct RangeHead {
  RangeView range;
  Place first;
  std::size_t count{};
};

Result<RangeHead, RangeError> decode_range_head(ByteReader& reader) {
  const auto version = reader.take_fixed<std::uint8_t>();
  if (!version) return Fail{RangeError::truncated};
  if (*version != protocol_version) return Fail{RangeError::unknown_version};
  const auto circle = reader.take_bytes<CircleId>();
  const auto log = reader.take_bytes<LogId>();
  const auto from = reader.take_fixed<std::uint64_t>();
  const auto previous = reader.take_bytes<Link>();
  const auto epoch = reader.take_fixed<std::uint32_t>();
  const auto leaf = reader.take_fixed<std::uint16_t>();
  const auto count = reader.take_varint();
  if (!circle || !log || !from || !previous || !epoch || !leaf || !count) {
    return Fail{RangeError::truncated};
  }
  const bool fits = *from <= limits::seq_max && *leaf < limits::epoch_leaves && *count >= 1 &&
                    *count <= limits::range_entries_max;
  if (!fits) return Fail{RangeError::out_of_limit};
  if (*from == 0 && (*epoch != 0 || *leaf != 0)) return Fail{RangeError::wrong_opening};
  return RangeHead{{*circle, *log, *previous, {}, {}}, {{*from}, {*epoch}, {*leaf}}, *count};
}

}  // namespace

Result<RangeView, RangeError> decode_range(ByteView input) {
  if (input.size() > limits::range_bytes_max) return Fail{RangeError::out_of_limit};
  ByteReader reader{input};
  auto head = decode_range_head(reader);
  if (!head) return Fail{head.error()};
  auto& range = head->range;
  for (std::size_t i = 0; i < head->count; ++i) {
    const auto decoded = decode_entry(reader.rest());
    if (!decoded) return Fail{RangeError::bad_entry};
    (void)reader.take(decoded->size);
    const bool opens = decoded->entry.opens_epoch;
    if (i == 0 && opens != (head->first.leaf.value == 0)) return Fail{RangeError::wrong_opening};
    const auto place =
        i == 0 ? std::optional{head->first} : following(range.entries.back().place, opens);
    if (!place) return Fail{RangeError::out_of_limit};
    range.entries.push_back({*place, decoded->entry});
  }
  const auto signature = reader.take_bytes<Signature>();
  if (!signature) return Fail{RangeError::truncated};
  if (reader.left() != 0) return Fail{RangeError::trailing_bytes};
  range.signature = *signature;
  return std::move(range);
}

ByteVec encode_range(const RangeView& range) {
  check(!range.entries.empty() && range.entries.size() <= limits::range_entries_max);
  ByteVec out;
  const auto& first = range.entries.front().place;
  put_fixed(out, protocol_version);
  put_bytes(out, range.circle.view());
  put_bytes(out, range.log.view());
  put_fixed(out, first.seq.value);
  put_bytes(out, range.previous.view());
  put_fixed(out, first.epoch.value);
  put_fixed(out, first.leaf.value);
  put_varint(out, range.entries.size());
  for (const auto& placed : range.entries) {
    encode_entry(out, placed.entry);
  }
  put_bytes(out, range.signature.view());
  check(out.size() <= limits::range_bytes_max);
  return out;
}

}  // namespace kith::wire
