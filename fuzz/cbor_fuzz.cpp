// What is accepted is in the one canonical form: a rewriter that knows only the shortest forms
// gives the same bytes. And a reader asked for anything, in any order, stays within the item.
#include "base/limits.hpp"
#include "fuzz/require.hpp"
#include "wire/cbor.hpp"

using namespace kith;
using fuzz::require;
using wire::CborReader;

namespace {

std::size_t rewrite(ByteView item, ByteVec& out, unsigned depth = 1) {
  require(depth <= limits::cbor_depth_max);
  const unsigned major = item[0] >> 5;
  const unsigned low = item[0] & 31;
  std::size_t used = low < 24 ? 1 : 1 + (std::size_t{1} << (low - 24));
  std::uint64_t value = low < 24 ? low : 0;
  for (std::size_t i = 1; i < used; ++i) value = value << 8 | item[i];
  auto head = wire::CborWriter{}.integer(value).take();
  head[0] = static_cast<std::uint8_t>(head[0] | major << 5);
  out.insert(out.end(), head.begin(), head.end());
  if (major == 2 || major == 3) {
    out.insert(out.end(), item.begin() + static_cast<std::ptrdiff_t>(used),
               item.begin() + static_cast<std::ptrdiff_t>(used + value));
    return used + value;
  }
  ByteView last_key;
  for (std::uint64_t i = 0; major == 4 && i < value; ++i) {
    used += rewrite(item.subspan(used), out, depth + 1);
  }
  for (std::uint64_t i = 0; major == 5 && i < value; ++i) {
    const auto key = item.subspan(used, rewrite(item.subspan(used), out, depth + 1));
    require(i == 0 || std::ranges::lexicographical_compare(last_key, key));
    last_key = key;
    used += key.size();
    used += rewrite(item.subspan(used), out, depth + 1);
  }
  return used;
}

// One call of the reader, by number. True where it found what was asked for.
bool ask(CborReader& reader, unsigned what, ByteView whole) {
  if (what == 0) return reader.integer().has_value();
  if (what == 3) return reader.boolean().has_value();
  if (what == 4) return reader.array().has_value();
  if (what == 5) return reader.map().has_value();
  if (what == 6) return reader.fixed<Reference>().has_value();
  if (what == 2) {
    const auto text = reader.text();
    require(!text || (wire::is_utf8(as_bytes(*text)) && fuzz::lies_within(as_bytes(*text), whole)));
    return text.has_value();
  }
  const auto part = what == 1 ? reader.bytes() : reader.skip();
  require(!part || fuzz::lies_within(*part, whole));
  return part.has_value();
}

}  // namespace

// First byte: how many bytes of questions follow; then the item.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size < 1U + data[0] % 16) return 0;
  const ByteView questions{data + 1, data[0] % 16U};
  const ByteView input = ByteView{data, size}.subspan(1 + questions.size());
  const auto used = wire::cbor_item_size(input);
  if (!used) return 0;
  const auto item = input.first(*used);
  ByteVec again;
  require(rewrite(item, again) == *used && fuzz::equal(again, item));
  require(wire::cbor_item_size(item) == used);
  require(wire::cbor_item_size(item.first(*used - 1)).error() == wire::CborError::truncated);

  auto reader = *CborReader::open(item);
  bool usable = true;
  for (const auto question : questions) {
    const bool found = ask(reader, question % 8, item);
    require(usable || !found);
    usable = usable && found;
  }
  const auto fields = wire::cbor_fields(item);
  require(fields.has_value() == (item[0] >> 5 == 5));
  for (std::size_t i = 0; fields && i < fields->size(); ++i) {
    require(fuzz::lies_within((*fields)[i].value, item));
    require(i == 0 || (*fields)[i - 1].key < (*fields)[i].key);
  }
  return 0;
}
