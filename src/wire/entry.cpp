#include "wire/entry.hpp"

#include "base/check.hpp"
#include "base/limits.hpp"
#include "wire/padme.hpp"
#include "wire/varint.hpp"

namespace kith::wire {
namespace {

constexpr std::uint8_t flag_opens_epoch = 1;
constexpr std::uint8_t flag_body = 2;
constexpr std::uint8_t flag_forgotten = 4;
constexpr std::uint8_t flag_boxes = 8;
constexpr std::size_t box_bytes_min = 1 + 4 + 32 + 16;

Result<std::uint64_t, EntryError> take_number(ByteReader& reader) {
  if (reader.left() == 0) {
    return Fail{EntryError::truncated};
  }
  const std::size_t width = std::size_t{1} << (reader.rest()[0] >> 6);
  if (reader.left() < width) {
    return Fail{EntryError::truncated};
  }
  const auto value = reader.take_varint();
  return value ? Result<std::uint64_t, EntryError>{*value} : Fail{EntryError::not_canonical};
}

Result<ByteView, EntryError> take(ByteReader& reader, std::size_t count) {
  const auto bytes = reader.take(count);
  return bytes ? Result<ByteView, EntryError>{*bytes} : Fail{EntryError::truncated};
}

bool bit_of(ByteView bitmap, std::size_t i) { return (bitmap[i / 8] >> (i % 8) & 1) != 0; }

// Steps over the boxes part and checks its form.
Result<void, EntryError> pass_boxes(ByteReader& reader) {
  const auto count = take_number(reader);
  if (!count) return Fail{count.error()};
  if (*count == 0 || *count > limits::boxes_max) return Fail{EntryError::size_out_of_limit};
  const auto box_size = take_number(reader);
  if (!box_size) return Fail{box_size.error()};
  if (*box_size < box_bytes_min || *box_size > limits::box_bytes_max ||
      *count * *box_size > limits::handovers_bytes_max) {
    return Fail{EntryError::size_out_of_limit};
  }
  const auto bitmap = take(reader, (*count + 7) / 8);
  if (!bitmap) return Fail{bitmap.error()};
  for (std::size_t i = *count; i < bitmap->size() * 8; ++i) {
    if (bit_of(*bitmap, i)) return Fail{EntryError::not_canonical};
  }
  for (std::size_t i = 0; i < *count; ++i) {
    const auto slot = take(reader, bit_of(*bitmap, i) ? *box_size : BoxHash::size);
    if (!slot) return Fail{slot.error()};
  }
  return {};
}

Result<void, EntryError> decode_body_size(ByteReader& reader, std::uint8_t flags,
                                          EntryView& entry) {
  if ((flags & flag_body) == 0) {
    return {};
  }
  const auto size = take_number(reader);
  if (!size) return Fail{size.error()};
  if (*size > limits::body_bytes_max || *size < limits::body_bytes_min) {
    return Fail{EntryError::size_out_of_limit};
  }
  if (!is_body_size(*size)) return Fail{EntryError::not_padded};
  entry.body_size = static_cast<std::uint32_t>(*size);
  entry.body_state = (flags & flag_forgotten) != 0 ? BodyState::forgotten : BodyState::sealed;
  return {};
}

std::size_t body_bytes_present(const EntryView& entry) {
  switch (entry.body_state) {
    case BodyState::none:
      return 0;
    case BodyState::sealed:
      return entry.body_size;
    case BodyState::forgotten:
      return stand_in_bytes;
  }
  return 0;
}

}  // namespace

BodyHash body_hash_of(const EntryView& entry) {
  check(entry.body_state == BodyState::forgotten);
  return *BodyHash::from(entry.body.first(BodyHash::size));
}

SealedHash sealed_hash_of(const EntryView& entry) {
  check(entry.body_state == BodyState::forgotten);
  return *SealedHash::from(entry.body.subspan(BodyHash::size));
}

Result<DecodedEntry, EntryError> decode_entry(ByteView input) {
  ByteReader reader{input};
  const auto flags = reader.take_fixed<std::uint8_t>();
  if (!flags) return Fail{EntryError::truncated};
  const bool orphan_forgotten = (*flags & flag_forgotten) != 0 && (*flags & flag_body) == 0;
  if ((*flags & ~0xFU) != 0 || orphan_forgotten) return Fail{EntryError::unknown_flag};

  EntryView entry;
  entry.opens_epoch = (*flags & flag_opens_epoch) != 0;
  const auto units = take_number(reader);
  if (!units) return Fail{units.error()};
  if (*units == 0 || *units > limits::meta_units_max) return Fail{EntryError::size_out_of_limit};
  entry.meta_units = static_cast<std::uint16_t>(*units);

  const auto sized = decode_body_size(reader, *flags, entry);
  if (!sized) return Fail{sized.error()};
  const auto tag = reader.take_bytes<EntryTag>();
  if (!tag) return Fail{EntryError::truncated};
  entry.tag = *tag;
  const auto meta = take(reader, entry.meta_units * limits::meta_unit_bytes);
  if (!meta) return Fail{meta.error()};
  entry.meta = *meta;
  const auto body = take(reader, body_bytes_present(entry));
  if (!body) return Fail{body.error()};
  entry.body = *body;

  if ((*flags & flag_boxes) != 0) {
    const auto from = reader.rest();
    const auto passed = pass_boxes(reader);
    if (!passed) return Fail{passed.error()};
    entry.boxes = from.first(from.size() - reader.left());
  }
  return DecodedEntry{entry, input.size() - reader.left()};
}

void encode_entry(ByteVec& out, const EntryView& entry) {
  check(entry.meta.size() == entry.meta_units * limits::meta_unit_bytes);
  check(entry.body.size() == body_bytes_present(entry));
  std::uint8_t flags = entry.opens_epoch ? flag_opens_epoch : 0;
  if (entry.body_state != BodyState::none) flags |= flag_body;
  if (entry.body_state == BodyState::forgotten) flags |= flag_forgotten;
  if (!entry.boxes.empty()) flags |= flag_boxes;
  out.push_back(flags);
  put_varint(out, entry.meta_units);
  if (entry.body_state != BodyState::none) {
    put_varint(out, entry.body_size);
  }
  put_bytes(out, entry.tag.view());
  put_bytes(out, entry.meta);
  put_bytes(out, entry.body);
  put_bytes(out, entry.boxes);
}

BoxesView decode_boxes(ByteView part) {
  ByteReader reader{part};
  const auto count = reader.take_varint();
  const auto box_size = reader.take_varint();
  check(count && box_size);
  const auto bitmap = reader.take((*count + 7) / 8);
  check(bitmap.has_value());
  BoxesView boxes{*box_size, {}};
  for (std::size_t i = 0; i < *count; ++i) {
    const bool present = bit_of(*bitmap, i);
    const auto slot = reader.take(present ? *box_size : BoxHash::size);
    check(slot.has_value());
    boxes.slots.push_back({present, *slot});
  }
  return boxes;
}

ByteVec encode_boxes(const BoxesView& boxes) {
  check(!boxes.slots.empty() && boxes.slots.size() <= limits::boxes_max);
  ByteVec out;
  put_varint(out, boxes.slots.size());
  put_varint(out, boxes.box_size);
  ByteVec bitmap((boxes.slots.size() + 7) / 8);
  for (std::size_t i = 0; i < boxes.slots.size(); ++i) {
    if (boxes.slots[i].present) {
      bitmap[i / 8] = static_cast<std::uint8_t>(bitmap[i / 8] | 1U << (i % 8));
    }
  }
  put_bytes(out, bitmap);
  for (const auto& slot : boxes.slots) {
    check(slot.bytes.size() == (slot.present ? boxes.box_size : BoxHash::size));
    put_bytes(out, slot.bytes);
  }
  return out;
}

}  // namespace kith::wire
