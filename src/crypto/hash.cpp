// BLAKE2b-256 over libsodium; see hash.hpp. One part goes through one call, which is the hot path.
// Refuses to know what is hashed.
#include "crypto/hash.hpp"

#include <sodium/utils.h>

#include "base/check.hpp"

namespace kith::crypto {

void check_hash_key(ByteView key) { check(key.size() == hash_key_bytes); }

void hash_into(ByteSpan out, const Context& context, ByteView key, Parts parts) {
  check(out.size() == digest_bytes);
  check(key.empty() || key.size() == hash_key_bytes);
  if (parts.size() <= 1) {
    const ByteView part = parts.size() == 0 ? ByteView{} : *parts.begin();
    check(crypto_generichash_blake2b_salt_personal(out.data(), out.size(), part.data(), part.size(),
                                                   key.data(), key.size(), nullptr,
                                                   context.padded().data()) == 0);
    return;
  }
  // A key of no bytes would be refused by the keyed constructor, hence the two of them.
  const auto feed = [&](Hasher& hasher) {
    for (const auto part : parts) {
      hasher.add(part);
    }
    hasher.finish_into(out);
  };
  if (key.empty()) {
    Hasher hasher{context};
    feed(hasher);
  } else {
    Hasher hasher{context, key};
    feed(hasher);
  }
}

Hasher::Hasher(const Context& context) {
  check(crypto_generichash_blake2b_init_salt_personal(&state_, nullptr, 0, digest_bytes, nullptr,
                                                      context.padded().data()) == 0);
}

Hasher::Hasher(const Context& context, ByteView key) {
  check_hash_key(key);
  check(crypto_generichash_blake2b_init_salt_personal(&state_, key.data(), key.size(), digest_bytes,
                                                      nullptr, context.padded().data()) == 0);
}

Hasher::~Hasher() { sodium_memzero(&state_, sizeof state_); }

Hasher& Hasher::add(ByteView part) {
  check(!finished_);
  if (!part.empty()) {
    check(crypto_generichash_blake2b_update(&state_, part.data(), part.size()) == 0);
  }
  return *this;
}

void Hasher::finish_into(ByteSpan out) {
  check(!finished_);
  finished_ = true;
  check(crypto_generichash_blake2b_final(&state_, out.data(), out.size()) == 0);
}

}  // namespace kith::crypto
