// Both AEADs and the bare stream over libsodium; see aead.hpp. Refuses to know where nonces come
// from.
#include "crypto/aead.hpp"

#include <sodium/crypto_aead_chacha20poly1305.h>
#include <sodium/crypto_aead_xchacha20poly1305.h>
#include <sodium/crypto_stream_xchacha20.h>

#include "base/check.hpp"

namespace kith::crypto {
namespace {

// The two ciphers differ only in these four functions and the nonce.
struct ChaCha {
  static constexpr std::size_t nonce_bytes = chacha20_poly1305::nonce_bytes;
  static constexpr auto encrypt = crypto_aead_chacha20poly1305_ietf_encrypt;
  static constexpr auto decrypt = crypto_aead_chacha20poly1305_ietf_decrypt;
  static constexpr auto encrypt_detached = crypto_aead_chacha20poly1305_ietf_encrypt_detached;
  static constexpr auto decrypt_detached = crypto_aead_chacha20poly1305_ietf_decrypt_detached;
};

struct XChaCha {
  static constexpr std::size_t nonce_bytes = xchacha20_poly1305::nonce_bytes;
  static constexpr auto encrypt = crypto_aead_xchacha20poly1305_ietf_encrypt;
  static constexpr auto decrypt = crypto_aead_xchacha20poly1305_ietf_decrypt;
  static constexpr auto encrypt_detached = crypto_aead_xchacha20poly1305_ietf_encrypt_detached;
  static constexpr auto decrypt_detached = crypto_aead_xchacha20poly1305_ietf_decrypt_detached;
};

template <class Cipher>
void check_sizes(ByteView key, ByteView nonce) {
  check(key.size() == aead_key_bytes && nonce.size() == Cipher::nonce_bytes);
}

template <class Cipher>
void seal_as(ByteView key, ByteView nonce, ByteView aad, ByteView plain, ByteSpan sealed) {
  check_sizes<Cipher>(key, nonce);
  check(sealed.size() == plain.size() + aead_tag_bytes);
  check(Cipher::encrypt(sealed.data(), nullptr, plain.data(), plain.size(), aad.data(), aad.size(),
                        nullptr, nonce.data(), key.data()) == 0);
}

template <class Cipher>
Result<void, AeadError> open_as(ByteView key, ByteView nonce, ByteView aad, ByteView sealed,
                                ByteSpan plain) {
  check_sizes<Cipher>(key, nonce);
  if (sealed.size() < aead_tag_bytes) {
    return Fail<AeadError>{AeadError::too_short};
  }
  check(plain.size() == sealed.size() - aead_tag_bytes);
  if (Cipher::decrypt(plain.data(), nullptr, nullptr, sealed.data(), sealed.size(), aad.data(),
                      aad.size(), nonce.data(), key.data()) != 0) {
    return Fail<AeadError>{AeadError::forged};
  }
  return {};
}

template <class Cipher>
ByteVec seal_new(ByteView key, ByteView nonce, ByteView aad, ByteView plain) {
  ByteVec sealed(plain.size() + aead_tag_bytes);
  seal_as<Cipher>(key, nonce, aad, plain, sealed);
  return sealed;
}

template <class Cipher>
Result<ByteVec, AeadError> open_new(ByteView key, ByteView nonce, ByteView aad, ByteView sealed) {
  if (sealed.size() < aead_tag_bytes) {
    return Fail<AeadError>{AeadError::too_short};
  }
  ByteVec plain(sealed.size() - aead_tag_bytes);
  const auto opened = open_as<Cipher>(key, nonce, aad, sealed, plain);
  if (!opened) {
    return Fail<AeadError>{opened.error()};
  }
  return plain;
}

template <class Cipher>
AeadTag seal_apart(ByteView key, ByteView nonce, ByteView aad, ByteView plain, ByteSpan cipher) {
  check_sizes<Cipher>(key, nonce);
  check(cipher.size() == plain.size());
  AeadTag tag;
  check(Cipher::encrypt_detached(cipher.data(), tag.raw.data(), nullptr, plain.data(), plain.size(),
                                 aad.data(), aad.size(), nullptr, nonce.data(), key.data()) == 0);
  return tag;
}

template <class Cipher>
Result<void, AeadError> open_apart(ByteView key, ByteView nonce, ByteView aad, ByteView cipher,
                                   const AeadTag& tag, ByteSpan plain) {
  check_sizes<Cipher>(key, nonce);
  check(plain.size() == cipher.size());
  if (Cipher::decrypt_detached(plain.data(), nullptr, cipher.data(), cipher.size(), tag.raw.data(),
                               aad.data(), aad.size(), nonce.data(), key.data()) != 0) {
    return Fail<AeadError>{AeadError::forged};
  }
  return {};
}

}  // namespace

namespace chacha20_poly1305 {

void seal(ByteView key, ByteView nonce, ByteView aad, ByteView plain, ByteSpan sealed) {
  seal_as<ChaCha>(key, nonce, aad, plain, sealed);
}
ByteVec seal(ByteView key, ByteView nonce, ByteView aad, ByteView plain) {
  return seal_new<ChaCha>(key, nonce, aad, plain);
}
Result<void, AeadError> open(ByteView key, ByteView nonce, ByteView aad, ByteView sealed,
                             ByteSpan plain) {
  return open_as<ChaCha>(key, nonce, aad, sealed, plain);
}
Result<ByteVec, AeadError> open(ByteView key, ByteView nonce, ByteView aad, ByteView sealed) {
  return open_new<ChaCha>(key, nonce, aad, sealed);
}
AeadTag seal_detached(ByteView key, ByteView nonce, ByteView aad, ByteView plain, ByteSpan cipher) {
  return seal_apart<ChaCha>(key, nonce, aad, plain, cipher);
}
Result<void, AeadError> open_detached(ByteView key, ByteView nonce, ByteView aad, ByteView cipher,
                                      const AeadTag& tag, ByteSpan plain) {
  return open_apart<ChaCha>(key, nonce, aad, cipher, tag, plain);
}

}  // namespace chacha20_poly1305

namespace xchacha20_poly1305 {

void seal(ByteView key, ByteView nonce, ByteView aad, ByteView plain, ByteSpan sealed) {
  seal_as<XChaCha>(key, nonce, aad, plain, sealed);
}
ByteVec seal(ByteView key, ByteView nonce, ByteView aad, ByteView plain) {
  return seal_new<XChaCha>(key, nonce, aad, plain);
}
Result<void, AeadError> open(ByteView key, ByteView nonce, ByteView aad, ByteView sealed,
                             ByteSpan plain) {
  return open_as<XChaCha>(key, nonce, aad, sealed, plain);
}
Result<ByteVec, AeadError> open(ByteView key, ByteView nonce, ByteView aad, ByteView sealed) {
  return open_new<XChaCha>(key, nonce, aad, sealed);
}
AeadTag seal_detached(ByteView key, ByteView nonce, ByteView aad, ByteView plain, ByteSpan cipher) {
  return seal_apart<XChaCha>(key, nonce, aad, plain, cipher);
}
Result<void, AeadError> open_detached(ByteView key, ByteView nonce, ByteView aad, ByteView cipher,
                                      const AeadTag& tag, ByteSpan plain) {
  return open_apart<XChaCha>(key, nonce, aad, cipher, tag, plain);
}

}  // namespace xchacha20_poly1305

void xchacha20_xor(ByteView key, ByteView nonce, ByteView in, ByteSpan out) {
  check(key.size() == crypto_stream_xchacha20_KEYBYTES);
  check(nonce.size() == crypto_stream_xchacha20_NONCEBYTES);
  check(out.size() == in.size());
  if (in.empty()) {
    return;  // libsodium wants addresses even for no bytes
  }
  check(crypto_stream_xchacha20_xor(out.data(), in.data(), in.size(), nonce.data(), key.data()) ==
        0);
}

}  // namespace kith::crypto
