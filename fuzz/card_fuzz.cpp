// Cards, as text and as records: what opens has sound papers, and text comes back as it was.
#include "base/limits.hpp"
#include "fuzz/require.hpp"
#include "wire/card.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kith;
  const ByteView input{data, size};
  if (const auto card = wire::open_card(input)) {
    fuzz::require(wire::open_device_list(card->device_list)->person == card->person);
    fuzz::require(!card->prekeys.empty() && card->ways.size() <= limits::ways_max);
  }
  if (const auto bytes = wire::card_bytes(as_text(input))) {
    fuzz::require(wire::card_bytes(wire::card_text(*bytes)) == bytes);
  }
  if (size < limits::card_text_bytes_max / 2) {
    const auto back = wire::card_bytes(wire::card_text(input));
    fuzz::require(back && ByteView{*back}.size() == size);
  }
  return 0;
}
