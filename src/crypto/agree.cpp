// X25519 over libsodium; see agree.hpp. Refuses to know whose keys these are: Tags end in the
// header.
#include "crypto/agree.hpp"

#include <sodium/crypto_scalarmult.h>

#include "base/check.hpp"

namespace kith::crypto {

void agreement_public_into(ByteView secret, ByteSpan public_key) {
  check(secret.size() == agreement_bytes && public_key.size() == agreement_bytes);
  check(crypto_scalarmult_base(public_key.data(), secret.data()) == 0);
}

Result<SharedSecret, AgreeError> agree_with(ByteView secret, ByteView public_key) {
  check(secret.size() == agreement_bytes && public_key.size() == agreement_bytes);
  auto shared = SharedSecret::blank();
  // libsodium refuses the points of small order and looks at the result once more.
  if (crypto_scalarmult(shared.writable().data(), secret.data(), public_key.data()) != 0) {
    return Fail<AgreeError>{AgreeError::low_order};
  }
  return shared;
}

}  // namespace kith::crypto
