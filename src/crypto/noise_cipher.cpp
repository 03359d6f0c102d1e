// CipherState and SymmetricState of Noise rev 34; see noise_cipher.hpp. Refuses to know patterns.
#include "crypto/noise_cipher.hpp"

#include <sodium/crypto_generichash_blake2b.h>

#include <array>

#include "base/check.hpp"
#include "crypto/aead.hpp"
#include "crypto/hash.hpp"
#include "crypto/hkdf.hpp"

namespace kith::crypto::noise {
namespace {

// Noise rev 34 §12.3: four zero bytes, then the number little endian.
std::array<std::uint8_t, chacha20_poly1305::nonce_bytes> nonce_of(std::uint64_t number) {
  std::array<std::uint8_t, chacha20_poly1305::nonce_bytes> nonce{};
  for (std::size_t i = 0; i < 8; ++i) {
    nonce[4 + i] = static_cast<std::uint8_t>(number >> (8 * i));
  }
  return nonce;
}

// Noise's own hash: BLAKE2b-512 without a context, since the protocol fixes every byte.
HandshakeHash blake2b_512(Parts parts) {
  crypto_generichash_blake2b_state state;
  HandshakeHash digest;
  check(crypto_generichash_blake2b_init(&state, nullptr, 0, HandshakeHash::size) == 0);
  for (const auto part : parts) {
    if (!part.empty()) {
      check(crypto_generichash_blake2b_update(&state, part.data(), part.size()) == 0);
    }
  }
  check(crypto_generichash_blake2b_final(&state, digest.raw.data(), HandshakeHash::size) == 0);
  return digest;
}

ChainingKey chaining_key_of(const HmacBlake2b& output) {
  return std::move(*ChainingKey::from(output.view()));
}

// Noise rev 34 §5.2: with a HASHLEN of 64, a cipher key is the first half of an output.
CipherKey cipher_key_of(const HmacBlake2b& output) {
  return std::move(*CipherKey::from(output.view().first(CipherKey::size)));
}

}  // namespace

Result<ByteVec, NoiseError> CipherState::encrypt(ByteView aad, ByteView plain) {
  if (plain.size() > message_bytes_max - tag_bytes) {
    return Fail<NoiseError>{NoiseError::too_long};
  }
  if (nonce_ == nonce_reserved) {
    return Fail<NoiseError>{NoiseError::exhausted};
  }
  auto sealed = chacha20_poly1305::seal(key_.view(), nonce_of(nonce_), aad, plain);
  ++nonce_;
  return sealed;
}

Result<ByteVec, NoiseError> CipherState::decrypt(ByteView aad, ByteView sealed) {
  if (sealed.size() > message_bytes_max) {
    return Fail<NoiseError>{NoiseError::too_long};
  }
  if (sealed.size() < tag_bytes) {
    return Fail<NoiseError>{NoiseError::too_short};
  }
  if (nonce_ == nonce_reserved) {
    return Fail<NoiseError>{NoiseError::exhausted};
  }
  auto plain = chacha20_poly1305::open(key_.view(), nonce_of(nonce_), aad, sealed);
  if (!plain) {
    return Fail<NoiseError>{NoiseError::forged};
  }
  ++nonce_;
  return std::move(*plain);
}

void CipherState::rekey() {
  constexpr std::array<std::uint8_t, CipherKey::size> zeros{};
  auto sealed = Secret<struct RekeyTag, CipherKey::size + tag_bytes>::blank();
  chacha20_poly1305::seal(key_.view(), nonce_of(nonce_reserved), {}, zeros, sealed.writable());
  key_ = std::move(*CipherKey::from(sealed.view().first(CipherKey::size)));
}

SymmetricState::SymmetricState(std::string_view protocol_name) {
  const auto name = as_bytes(protocol_name);
  if (name.size() <= HandshakeHash::size) {
    std::copy(name.begin(), name.end(), hash_.raw.begin());
  } else {
    hash_ = blake2b_512({name});
  }
  std::copy(hash_.raw.begin(), hash_.raw.end(), chaining_key_.writable().begin());
}

void SymmetricState::mix_hash(ByteView data) { hash_ = blake2b_512({hash_.view(), data}); }

void SymmetricState::mix_key(ByteView input) {
  std::array<HmacBlake2b, 2> outputs{HmacBlake2b::blank(), HmacBlake2b::blank()};
  hkdf_blake2b(chaining_key_.view(), input, outputs);
  chaining_key_ = chaining_key_of(outputs[0]);
  cipher_.emplace(cipher_key_of(outputs[1]));
}

void SymmetricState::mix_key_and_hash(ByteView input) {
  std::array<HmacBlake2b, 3> outputs{HmacBlake2b::blank(), HmacBlake2b::blank(),
                                     HmacBlake2b::blank()};
  hkdf_blake2b(chaining_key_.view(), input, outputs);
  chaining_key_ = chaining_key_of(outputs[0]);
  mix_hash(outputs[1].view());
  cipher_.emplace(cipher_key_of(outputs[2]));
}

Result<void, NoiseError> SymmetricState::encrypt_and_hash(ByteView plain, ByteVec& out) {
  if (!cipher_) {
    out.insert(out.end(), plain.begin(), plain.end());
    mix_hash(plain);
    return {};
  }
  const auto sealed = cipher_->encrypt(hash_.view(), plain);
  if (!sealed) {
    return Fail<NoiseError>{sealed.error()};
  }
  out.insert(out.end(), sealed->begin(), sealed->end());
  mix_hash(*sealed);
  return {};
}

Result<ByteVec, NoiseError> SymmetricState::decrypt_and_hash(ByteView sealed) {
  if (!cipher_) {
    mix_hash(sealed);
    return ByteVec(sealed.begin(), sealed.end());
  }
  auto plain = cipher_->decrypt(hash_.view(), sealed);
  if (plain) {
    mix_hash(sealed);
  }
  return plain;
}

SymmetricState::Pair SymmetricState::split() const {
  std::array<HmacBlake2b, 2> outputs{HmacBlake2b::blank(), HmacBlake2b::blank()};
  hkdf_blake2b(chaining_key_.view(), {}, outputs);
  return {CipherState{cipher_key_of(outputs[0])}, CipherState{cipher_key_of(outputs[1])}};
}

}  // namespace kith::crypto::noise
