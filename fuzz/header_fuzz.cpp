// A full header has one encoding and stays within its limits, and so does the place that follows.
#include "base/limits.hpp"
#include "fuzz/require.hpp"
#include "wire/header.hpp"
#include "wire/padme.hpp"

using namespace kith;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input{data, size};
  const auto header = wire::decode_header(input);
  if (!header) return 0;
  ByteVec again;
  wire::encode_header(again, *header);
  require(fuzz::equal(again, input));
  require(header->meta_units >= 1 && header->meta_units <= limits::meta_units_max);
  require(header->body_size == 0 || wire::is_body_size(header->body_size));

  const auto& place = header->place;
  require(place.seq.value <= limits::seq_max && place.leaf.value < limits::epoch_leaves);
  const auto opened = wire::following(place, true);
  require(!opened || (opened->leaf == LeafIndex{0} && opened->epoch > place.epoch));
  const auto next = wire::following(place, false);
  require(!next || (next->epoch == place.epoch && next->leaf == place.leaf.successor()));
  for (const auto& after : {opened, next}) {
    if (!after) continue;
    require(after->seq == place.seq.successor() && after->seq.value <= limits::seq_max);
    require(after->leaf.value < limits::epoch_leaves);
  }
  return 0;
}
