// HMAC and HKDF written out over two hashes; see hkdf.hpp. libsodium 1.0.18 has HMAC-SHA256 but no
// HKDF, and no HMAC over BLAKE2b. Refuses to know who asks.
#include "crypto/hkdf.hpp"

#include <sodium/crypto_auth_hmacsha256.h>
#include <sodium/crypto_generichash_blake2b.h>

#include <algorithm>

#include "base/check.hpp"

namespace kith::crypto {
namespace {

constexpr std::size_t blake2b_block_bytes = 128;
using Blake2bBlock = Secret<struct Blake2bBlockTag, blake2b_block_bytes>;

class Sha256Mac {
 public:
  explicit Sha256Mac(ByteView key) {
    constexpr std::uint8_t nothing = 0;  // libsodium wants an address even for no bytes
    crypto_auth_hmacsha256_init(&state_, key.empty() ? &nothing : key.data(), key.size());
  }
  Sha256Mac(const Sha256Mac&) = delete;
  Sha256Mac& operator=(const Sha256Mac&) = delete;
  ~Sha256Mac() { sodium_memzero(&state_, sizeof state_); }

  Sha256Mac& add(ByteView part) {
    if (!part.empty()) {
      crypto_auth_hmacsha256_update(&state_, part.data(), part.size());
    }
    return *this;
  }
  Sha256Mac& add(Parts parts) {
    for (const auto part : parts) {
      add(part);
    }
    return *this;
  }
  HmacSha256 finish() {
    auto mac = HmacSha256::blank();
    crypto_auth_hmacsha256_final(&state_, mac.writable().data());
    return mac;
  }

 private:
  crypto_auth_hmacsha256_state state_;
};

// BLAKE2b-512 of one block and the parts: the shape of both passes of HMAC.
HmacBlake2b blake2b_512(ByteView block, Parts parts) {
  crypto_generichash_blake2b_state state;
  auto digest = HmacBlake2b::blank();
  check(crypto_generichash_blake2b_init(&state, nullptr, 0, HmacBlake2b::size) == 0);
  check(crypto_generichash_blake2b_update(&state, block.data(), block.size()) == 0);
  for (const auto part : parts) {
    if (!part.empty()) {
      check(crypto_generichash_blake2b_update(&state, part.data(), part.size()) == 0);
    }
  }
  check(crypto_generichash_blake2b_final(&state, digest.writable().data(), HmacBlake2b::size) == 0);
  sodium_memzero(&state, sizeof state);
  return digest;
}

Blake2bBlock padded_key(ByteView key, std::uint8_t pad) {
  auto block = Blake2bBlock::blank();
  const auto bytes = block.writable();
  if (key.size() > blake2b_block_bytes) {
    const auto digest = blake2b_512(key, {});
    std::copy(digest.view().begin(), digest.view().end(), bytes.begin());
  } else {
    std::copy(key.begin(), key.end(), bytes.begin());
  }
  for (auto& byte : bytes) {
    byte = static_cast<std::uint8_t>(byte ^ pad);
  }
  return block;
}

}  // namespace

HmacSha256 hmac_sha256(ByteView key, Parts parts) { return Sha256Mac{key}.add(parts).finish(); }

HmacSha256 hkdf_sha256_extract(ByteView salt, Parts input) { return hmac_sha256(salt, input); }

Result<void, HkdfError> hkdf_sha256_expand(ByteView key, Parts info, ByteSpan out) {
  if (out.size() > hkdf_sha256_bytes_max) {
    return Fail<HkdfError>{HkdfError::too_long};
  }
  auto previous = HmacSha256::blank();
  ByteView chained;  // empty before the first block
  std::uint8_t counter = 0;
  while (!out.empty()) {
    ++counter;
    previous = Sha256Mac{key}.add(chained).add(info).add(ByteView{&counter, 1}).finish();
    chained = previous.view();
    const auto taken = std::min(out.size(), HmacSha256::size);
    std::copy_n(previous.view().begin(), taken, out.begin());
    out = out.subspan(taken);
  }
  return {};
}

HmacBlake2b hmac_blake2b(ByteView key, Parts parts) {
  const auto inner = blake2b_512(padded_key(key, 0x36).view(), parts);
  return blake2b_512(padded_key(key, 0x5c).view(), {inner.view()});
}

void hkdf_blake2b(ByteView chaining_key, ByteView input, std::span<HmacBlake2b> outputs) {
  check(!outputs.empty() && outputs.size() <= 3);
  const auto key = hmac_blake2b(chaining_key, {input});
  ByteView chained;
  std::uint8_t counter = 0;
  for (auto& output : outputs) {
    ++counter;
    output = hmac_blake2b(key.view(), {chained, ByteView{&counter, 1}});
    chained = output.view();
  }
}

}  // namespace kith::crypto
