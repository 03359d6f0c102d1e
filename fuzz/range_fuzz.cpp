// A range has one encoding and holes nowhere; verifying it never stops the process, and the same
// range signed by its log is believed.
#include "base/limits.hpp"
#include "fuzz/fixed_keys.hpp"
#include "fuzz/require.hpp"
#include "log/link.hpp"

using namespace kith;
using fuzz::require;

namespace {

wire::RangeView signed_by_its_log(wire::RangeView range) {
  static const auto key = fuzz::signing_key<crypto::LogKey>(3);
  range.log = key.public_key();
  if (range.entries.front().place.seq == Seq{0}) {
    range.previous = log::link_before_all(range.log);
  }
  Link link = range.previous;
  for (const auto& placed : range.entries) {
    link = log::link_of(link, wire::header_of(placed.entry, placed.place));
  }
  range.signature = log::sign_head(key, link);
  return range;
}

void check_places(const std::vector<wire::PlacedEntry>& entries) {
  require(!entries.empty() && entries.size() <= limits::range_entries_max);
  const auto& first = entries.front().place;
  require(first.seq != Seq{0} || first == wire::Place{});
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto& [place, entry] = entries[i];
    require(entry.opens_epoch == (place.leaf == LeafIndex{0}));
    require(i == 0 || place == wire::following(entries[i - 1].place, entry.opens_epoch));
    require(place.seq.value <= limits::seq_max && place.leaf.value < limits::epoch_leaves);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input{data, size};
  const auto range = wire::decode_range(input);
  if (!range) return 0;
  check_places(range->entries);
  require(fuzz::equal(wire::encode_range(*range), input));
  (void)log::verify_range(*range);

  const auto ours = signed_by_its_log(*range);
  const auto bytes = wire::encode_range(ours);
  const auto read = wire::decode_range(bytes);
  require(read.has_value());
  const auto links = log::verify_range(*read);
  require(links && links->size() == ours.entries.size());
  auto forged = ours;
  forged.entries.back().entry.tag.raw[0] ^= 1;
  require(!log::verify_range(forged));
  return 0;
}
