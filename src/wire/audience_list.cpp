#include "wire/audience_list.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/limits.hpp"

namespace kith::wire {
namespace {

Result<Hearer, CborError> decode_hearer(CborReader& reader) {
  const auto parts = reader.array();
  if (!parts || *parts < 1 || *parts > 2) return Fail{CborError::wrong_type};
  const auto person = reader.fixed<PersonId>();
  if (!person) return Fail{person.error()};
  if (*parts == 1) return Hearer{*person, std::nullopt};
  const auto until = reader.integer();
  if (!until || *until >= limits::time_micros_end) return Fail{CborError::wrong_type};
  return Hearer{*person, WallTime{static_cast<std::int64_t>(*until)}};
}

}  // namespace

bool hears(const AudienceList& audience, const PersonId& person) {
  return std::ranges::binary_search(audience, person, {}, &Hearer::person);
}

ByteVec encode_audience(const AudienceList& audience) {
  CborWriter out;
  encode_audience(out, audience);
  return out.take();
}

void encode_audience(CborWriter& out, const AudienceList& audience) {
  check(audience.size() <= limits::persons_max);
  out.array(audience.size());
  const Hearer* previous = nullptr;
  for (const auto& hearer : audience) {
    check(previous == nullptr || previous->person < hearer.person);
    previous = &hearer;
    out.array(hearer.until ? 2 : 1).bytes(hearer.person.view());
    if (hearer.until) {
      out.integer(static_cast<std::uint64_t>(hearer.until->micros));
    }
  }
}

Result<AudienceList, RecordError> decode_audience(ByteView item) {
  auto reader = CborReader::open(item);
  if (!reader) return Fail{RecordError::malformed};
  const auto count = reader->array();
  if (!count || *count > limits::persons_max) return Fail{RecordError::malformed};
  AudienceList audience;
  for (std::size_t i = 0; i < *count; ++i) {
    const auto hearer = decode_hearer(*reader);
    if (!hearer) return Fail{RecordError::malformed};
    if (!audience.empty() && !(audience.back().person < hearer->person)) {
      return Fail{RecordError::malformed};
    }
    audience.push_back(*hearer);
  }
  return audience;
}

}  // namespace kith::wire
