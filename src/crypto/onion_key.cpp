#include "crypto/onion_key.hpp"

#include <sodium/crypto_hash_sha512.h>

namespace kith::crypto {

ExpandedOnionKey expanded(const OnionKey& key) {
  static_assert(ExpandedOnionKey::size == crypto_hash_sha512_BYTES);
  constexpr std::size_t scalar_last = 31;
  auto result = ExpandedOnionKey::blank();
  const auto seed = key.seed();
  const auto out = result.writable();
  crypto_hash_sha512(out.data(), seed.data(), seed.size());
  out[0] &= 0xf8;
  out[scalar_last] &= 0x7f;
  out[scalar_last] |= 0x40;
  return result;
}

}  // namespace kith::crypto
