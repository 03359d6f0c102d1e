// Whatever stands where a rule should: it is read or it is none, and following it ends, ascending,
// after a limited number of days.
#include "fuzz/require.hpp"
#include "kinds/occurrences.hpp"

using namespace kith;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t times_bytes = 8;
  constexpr std::size_t shown = 20;
  if (size < times_bytes) return 0;
  const auto take = [&](std::size_t from) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | data[from + i];
    return kinds::CivilTime{static_cast<std::int64_t>(value * 59 % limits::civil_seconds_end)};
  };
  const kinds::CivilTime begin = take(0);
  const kinds::CivilTime after = take(4);
  const kinds::Event event{
      "title",
      begin,
      "UTC",
      {},
      {},
      {},
      std::string{reinterpret_cast<const char*>(data) + times_bytes, size - times_bytes},
      {},
      {}};
  const auto rule = kinds::recurrence_of(*event.repeat);
  kinds::RuleLooks looks;
  const auto times = kinds::occurrences(event, after, shown, {}, std::nullopt, looks);
  require(times.size() <= shown);
  require(rule || times.size() <= 1);
  for (std::size_t i = 0; i < times.size(); ++i) {
    require(begin <= times[i] && after < times[i]);
    require(i == 0 || times[i - 1] < times[i]);
  }
  return 0;
}
