#include "node/identity.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "wire/cbor.hpp"

namespace kith::node {

using wire::CborReader;
using wire::CborWriter;

Identity Identity::generate(Entropy& entropy) {
  Identity made{crypto::PersonKey::generate(entropy),       crypto::DeviceKey::generate(entropy),
                crypto::TransportSecret::generate(entropy), entropy.make<CircleId>(),
                seal::PairSecret::random(entropy),          {}};
  const wire::DeviceList list{
      made.person_id(), {1}, {{made.device_id(), made.transport.public_key()}}};
  made.device_list = wire::sign_device_list(list, made.person);
  return made;
}

ByteVec encode_identity(const Identity& identity) {
  CborWriter out;
  out.array(6).bytes(identity.person.seed()).bytes(identity.device.seed());
  out.bytes(identity.transport.view()).bytes(identity.self_circle.view());
  out.bytes(identity.own_devices.view()).bytes(identity.device_list);
  return out.take();
}

std::optional<Identity> decode_identity(ByteView bytes) {
  auto reader = CborReader::open(bytes);
  if (!reader || reader->array() != Result<std::size_t, wire::CborError>{6}) return std::nullopt;
  const auto person_seed = reader->bytes();
  const auto device_seed = reader->bytes();
  const auto transport_bytes = reader->bytes();
  const auto circle = reader->fixed<CircleId>();
  const auto pair_bytes = reader->bytes();
  const auto list = reader->bytes();
  if (!person_seed || !device_seed || !transport_bytes || !circle || !pair_bytes || !list) {
    return std::nullopt;
  }
  auto person = crypto::PersonKey::from_seed(*person_seed);
  auto device = crypto::DeviceKey::from_seed(*device_seed);
  auto transport = crypto::TransportSecret::from(*transport_bytes);
  auto pair = seal::PairSecret::from(*pair_bytes);
  if (!person || !device || !transport || !pair) return std::nullopt;
  return Identity{std::move(*person),    std::move(*device),
                  std::move(*transport), *circle,
                  std::move(*pair),      ByteVec(list->begin(), list->end())};
}

bool Prekeys::renew(const Identity& identity, WallTime now, Entropy& entropy) {
  const auto gone = std::erase_if(
      kept_, [&](const Kept& kept) { return now - kept.shown.made > limits::prekey_keep_age; });
  // A clock that went back a little leaves a prekey from the future, which is fresh enough.
  const auto age = kept_.empty() ? std::chrono::microseconds::max() : now - kept_.back().shown.made;
  if (age < limits::prekey_renew_age && age > -limits::prekey_renew_age) return gone > 0;
  // At least the time in seconds: a home restored from a backup does not know how far it had
  // counted, and others refuse a counter that goes back.
  const Counter by_clock{static_cast<std::uint64_t>(std::max<std::int64_t>(now.micros, 0)) /
                         1'000'000};
  const auto counter =
      kept_.empty() ? by_clock : std::max(by_clock, kept_.back().shown.counter.successor());
  auto secret = crypto::PrekeySecret::generate(entropy);
  const wire::Prekey shown{identity.device_id(), counter, secret.public_key(), now};
  auto record = wire::sign_prekey(shown, identity.device);
  kept_.push_back({{identity.device_id(), counter, std::move(secret)}, shown, std::move(record)});
  return true;
}

const Prekeys::Kept& Prekeys::newest() const {
  check(!kept_.empty());
  return kept_.back();
}

ByteVec Prekeys::encode() const {
  CborWriter out;
  out.array(kept_.size());
  for (const auto& kept : kept_) {
    out.array(2).bytes(kept.own.secret.view()).bytes(kept.record);
  }
  return out.take();
}

std::optional<Prekeys> Prekeys::decode(ByteView bytes) {
  auto reader = CborReader::open(bytes);
  const auto count = reader ? reader->array() : Fail{wire::CborError::wrong_type};
  if (!count) return std::nullopt;
  Prekeys result;
  for (std::size_t i = 0; i < *count; ++i) {
    const auto parts = reader->array();
    const auto secret_bytes = reader->bytes();
    const auto record = reader->bytes();
    if (!parts || *parts != 2 || !secret_bytes || !record) return std::nullopt;
    auto secret = crypto::PrekeySecret::from(*secret_bytes);
    const auto shown = wire::open_prekey(*record);
    if (!secret || !shown) return std::nullopt;
    result.kept_.push_back({{shown->device, shown->counter, std::move(*secret)},
                            *shown,
                            ByteVec(record->begin(), record->end())});
  }
  return result;
}

}  // namespace kith::node
