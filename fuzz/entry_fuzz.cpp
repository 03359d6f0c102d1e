// A lean entry has one encoding, is seen within the bytes that hold it, and keeps the hash of its
// boxes when they are forgotten.
#include "base/limits.hpp"
#include "fuzz/require.hpp"
#include "wire/header.hpp"
#include "wire/padme.hpp"

using namespace kith;
using fuzz::require;

namespace {

void check_limits(const wire::EntryView& entry) {
  require(entry.meta_units >= 1 && entry.meta_units <= limits::meta_units_max);
  require(entry.meta.size() == entry.meta_units * limits::meta_unit_bytes);
  const bool has_body = entry.body_state != wire::BodyState::none;
  require(has_body ? wire::is_body_size(entry.body_size) : entry.body_size == 0);
}

void check_boxes(ByteView part) {
  auto boxes = wire::decode_boxes(part);
  require(!boxes.slots.empty() && boxes.slots.size() <= limits::boxes_max);
  require(boxes.box_size <= limits::box_bytes_max);
  require(boxes.slots.size() * boxes.box_size <= limits::handovers_bytes_max);
  require(fuzz::equal(wire::encode_boxes(boxes), part));

  std::vector<BoxHash> hashes(boxes.slots.size());
  for (std::size_t i = 0; i < boxes.slots.size(); ++i) {
    auto& slot = boxes.slots[i];
    require(fuzz::lies_within(slot.bytes, part));
    if (slot.present) {
      hashes[i] = wire::hash_of_box(slot.bytes);
      slot = {false, hashes[i].view()};
    }
  }
  require(wire::hash_of_boxes(wire::encode_boxes(boxes)) == wire::hash_of_boxes(part));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input{data, size};
  const auto decoded = wire::decode_entry(input);
  if (!decoded) return 0;
  const auto& entry = decoded->entry;
  for (const auto part : {entry.meta, entry.body, entry.boxes})
    require(fuzz::lies_within(part, input));
  check_limits(entry);
  if (!entry.boxes.empty()) check_boxes(entry.boxes);

  const auto whole = input.first(decoded->size);
  ByteVec again;
  wire::encode_entry(again, entry);
  require(fuzz::equal(again, whole));
  require(wire::decode_entry(whole).has_value());
  require(wire::decode_entry(whole.first(whole.size() - 1)).error() == wire::EntryError::truncated);
  return 0;
}
