#include "wire/prekey.hpp"

#include "base/check.hpp"
#include "base/limits.hpp"

namespace kith::wire {
namespace {

constexpr crypto::Context prekey_context{"kith/1 prekey"};

}  // namespace

ByteVec sign_prekey(const Prekey& prekey, const crypto::DeviceKey& key) {
  check(prekey.made.micros >= 0);
  CborWriter out;
  out.map(4).key(0).bytes(prekey.device.view()).key(1).integer(prekey.counter.value);
  out.key(2).bytes(prekey.key.view());
  out.key(3).integer(static_cast<std::uint64_t>(prekey.made.micros));
  const auto payload = out.take();
  return encode_signed(payload, key.sign(prekey_context, {payload}));
}

Result<Prekey, RecordError> open_prekey(ByteView record) {
  const auto parts = decode_signed(record);
  if (!parts) return Fail{parts.error()};
  const auto fields = cbor_fields(parts->payload);
  if (!fields) return Fail{RecordError::malformed};
  const auto device = fixed_field<DeviceId>(*fields, 0);
  const auto counter = integer_field(*fields, 1);
  const auto key = fixed_field<crypto::PrekeyPublic>(*fields, 2);
  const auto made = integer_field(*fields, 3);
  if (!device || !counter || !key || !made || *made >= limits::time_micros_end) {
    return Fail{RecordError::malformed};
  }
  if (!crypto::verify(prekey_context, *device, {parts->payload}, parts->signature)) {
    return Fail{RecordError::bad_signature};
  }
  return Prekey{*device, {*counter}, *key, {static_cast<std::int64_t>(*made)}};
}

}  // namespace kith::wire
