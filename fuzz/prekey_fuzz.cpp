// A prekey is believed only under its device's signature; signed here, whatever is read of the
// payload is written back as it was.
#include "fuzz/fixed_keys.hpp"
#include "fuzz/known_keys.hpp"
#include "fuzz/require.hpp"
#include "wire/prekey.hpp"

using namespace kith;
using fuzz::require;

namespace {

void check_opened(ByteView record, const crypto::DeviceKey& key) {
  const auto prekey = wire::open_prekey(record);
  if (!prekey) return;
  require(prekey->device == key.public_key() && prekey->made.micros >= 0);
  const auto again = wire::sign_prekey(*prekey, key);
  require(wire::open_prekey(again) == prekey);
  const auto payload = wire::decode_signed(record)->payload;
  require(!fuzz::only_keys_below(4, payload) || fuzz::equal(again, record));
}

}  // namespace

// Read twice: as a record, and as a payload to sign.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto key = fuzz::signing_key<crypto::DeviceKey>(2);
  const ByteView input{data, size};
  check_opened(input, key);
  auto signature = fuzz::sign(key, "kith/1 prekey", input);
  check_opened(wire::encode_signed(input, signature), key);
  signature.raw[0] ^= 1;
  require(!wire::open_prekey(wire::encode_signed(input, signature)));
  return 0;
}
