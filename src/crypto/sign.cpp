// Ed25519 over libsodium; see sign.hpp. Refuses to know whose keys these are: Tags end in the
// header.
#include "crypto/sign.hpp"

#include <sodium/crypto_sign.h>

#include "base/check.hpp"

namespace kith::crypto {
namespace {

// libsodium signs one piece of memory; its streaming interface is Ed25519ph, another signature.
ByteVec joined(const Context& context, Parts parts) {
  std::size_t total = context_bytes;
  for (const auto part : parts) {
    total += part.size();
  }
  ByteVec message;
  message.reserve(total);
  message.insert(message.end(), context.padded().begin(), context.padded().end());
  for (const auto part : parts) {
    message.insert(message.end(), part.begin(), part.end());
  }
  return message;
}

}  // namespace

void expand_seed(ByteView seed, ByteSpan secret) {
  check(seed.size() == sign_seed_bytes && secret.size() == sign_secret_bytes);
  Bytes<struct IgnoredTag, 32> public_key;  // also the second half of `secret`
  check(crypto_sign_seed_keypair(public_key.raw.data(), secret.data(), seed.data()) == 0);
}

Signature sign_with(ByteView secret, const Context& context, Parts parts) {
  check(secret.size() == sign_secret_bytes);
  const auto message = joined(context, parts);
  Signature signature;
  check(crypto_sign_detached(signature.raw.data(), nullptr, message.data(), message.size(),
                             secret.data()) == 0);
  return signature;
}

bool verify_with(ByteView key, const Context& context, Parts parts, const Signature& signature) {
  return verify_raw(key, joined(context, parts), signature.view());
}

bool verify_raw(ByteView key, ByteView message, ByteView signature) {
  if (key.size() != crypto_sign_PUBLICKEYBYTES || signature.size() != crypto_sign_BYTES) {
    return false;
  }
  return crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                     key.data()) == 0;
}

}  // namespace kith::crypto
