// Messages of a session: whatever is read keeps to its limits, and is written again as it came,
// unless it says more than this version knows.
#include "base/limits.hpp"
#include "fuzz/known_keys.hpp"
#include "fuzz/require.hpp"
#include "sync/message.hpp"

namespace {

using namespace kith;
using namespace kith::sync;

// Maps may hold more than we know, and then are shorter when we write them.
bool holds_more(std::uint8_t type, ByteView body) {
  if (type == Presence::type) return !fuzz::only_keys_below(7, body);
  if (type == Refuse::type) return !fuzz::only_keys_below(1, body);
  return type == Handed::type;  // its own target knows
}

void keep_limits(const Message& message) {
  if (const auto* presence = std::get_if<Presence>(&message)) {
    fuzz::require(presence->ways.size() <= limits::ways_max);
    fuzz::require(presence->held.size() <= limits::held_secrets_max);
    fuzz::require(presence->prekeys.size() <= limits::devices_per_person_max);
  } else if (const auto* frontiers = std::get_if<Frontiers>(&message)) {
    fuzz::require(frontiers->logs.size() <= limits::frontier_logs_max);
  } else if (const auto* closed = std::get_if<Closed>(&message)) {
    fuzz::require(closed->spans.size() <= limits::closed_spans_max);
  } else if (const auto* forks = std::get_if<KnownForks>(&message)) {
    fuzz::require(forks->logs.size() <= limits::known_forks_max);
  } else if (const auto* proof = std::get_if<ForkProof>(&message)) {
    fuzz::require(proof->record.size() <= limits::fork_proof_bytes_max);
  }
}

}  // namespace

// The first byte is the type.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto type = data[0];
  const ByteVec body(data + 1, data + size);
  auto message = decode_message(type, body);
  if (!message) return 0;
  fuzz::require(message->has_value() == is_known(type));
  if (!*message) return 0;
  keep_limits(**message);
  const auto again = encode_message(std::move(**message));
  fuzz::require(again.type == type);
  fuzz::require(holds_more(type, body) || again.body == body);
  fuzz::require(decode_message(type, again.body).has_value());
  return 0;
}
