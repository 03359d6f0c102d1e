// Meta without unknown keys has one encoding; with them, what is known of it survives. (A past of
// nothing says no more than none, and is passed over like a key that is not known.)
#include "base/limits.hpp"
#include "fuzz/known_keys.hpp"
#include "fuzz/require.hpp"
#include "wire/meta.hpp"

using namespace kith;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input{data, size};
  if (size > limits::meta_units_max * limits::meta_unit_bytes) return 0;
  const auto meta = wire::decode_meta(input);
  if (!meta) return 0;
  const auto* name = std::get_if<std::string>(&meta->kind);
  require(name == nullptr || (!name->empty() && name->size() <= limits::kind_name_bytes_max));
  require(meta->references.size() <= limits::references_max);
  if (meta->statement) {
    require(meta->statement->audience.size() <= limits::persons_max);
    require(meta->statement->prekeys.size() <= limits::devices_per_person_max);
  }
  for (const auto& past : meta->past) {
    require(past.first <= past.last && past.last.value <= limits::seq_max);
  }
  const auto again = wire::encode_meta(*meta);
  require(wire::decode_meta(again) == meta);
  require(again.size() <= size + limits::meta_unit_bytes);
  require(!fuzz::only_keys_below(meta->past.empty() ? 6 : 7, input) || fuzz::equal(again, input));
  return 0;
}
