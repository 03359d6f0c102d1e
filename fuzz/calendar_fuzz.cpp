// Whatever a calendar file holds: it is refused in words, or each event of it is one that a body
// holds; and what is written of these is read again as the same events.
#include "fuzz/require.hpp"
#include "kinds/body.hpp"
#include "service/calendar_file.hpp"

using namespace kith;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text{reinterpret_cast<const char*>(data), size};
  const auto read = service::read_calendar(text, "Europe/Madrid");
  if (!read) {
    require(!read.error().sentence.empty());
    return 0;
  }
  for (const auto& dated : read->events) {
    require(kinds::decode_body(11, kinds::encode_body(dated.event)) == kinds::Body{dated.event});
  }
  const auto again = service::read_calendar(service::calendar_text(read->events), "Europe/Madrid");
  require(again && again->events.size() == read->events.size());
  return 0;
}
