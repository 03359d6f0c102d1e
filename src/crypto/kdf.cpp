// libsodium's BLAKE2b derivation with our sizes checked; see kdf.hpp. Refuses to know what a key
// opens.
#include "crypto/kdf.hpp"

#include <sodium/crypto_kdf_blake2b.h>

#include "base/check.hpp"

namespace kith::crypto {

void derive(ByteView key, const KdfContext& context, std::uint64_t id, ByteSpan out) {
  check(key.size() == kdf_key_bytes);
  check(out.size() >= kdf_out_bytes_min && out.size() <= kdf_out_bytes_max);
  check(crypto_kdf_blake2b_derive_from_key(out.data(), out.size(), id, context.raw().data(),
                                           key.data()) == 0);
}

}  // namespace kith::crypto
