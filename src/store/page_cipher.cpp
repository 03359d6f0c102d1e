#include "store/page_cipher.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "base/check.hpp"
#include "crypto/init.hpp"
#include "crypto/kdf.hpp"

namespace kith::store {
namespace {

static_assert(page_nonce_bytes == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
static_assert(page_tag_bytes == crypto_aead_xchacha20poly1305_ietf_ABYTES);

constexpr std::size_t half_bytes_max = log_header_bytes / 2;
constexpr std::uint8_t rounds = 4;

void put_u64(std::span<std::uint8_t, 8> out, std::uint64_t value) {
  for (auto& byte : out) {
    byte = static_cast<std::uint8_t>(value);
    value >>= 8;
  }
}

using PlaceBytes = std::array<std::uint8_t, 9>;

PlaceBytes encode(PagePlace place) {
  PlaceBytes bytes{};
  bytes[0] = static_cast<std::uint8_t>(place.role);
  put_u64(std::span{bytes}.subspan<1, 8>(), place.offset);
  return bytes;
}

}  // namespace

PageCipher::PageCipher(const DatabaseKey& database_key)
    : page_key_(crypto::derive<PageKey>(database_key.view(), "kithpage", 1)),
      header_key_(crypto::derive<HeaderKey>(database_key.view(), "kithhead", 2)) {
  crypto::init();
}

Result<void, SealError> PageCipher::seal(PageView plain, PagePlace place, const PageNonce& nonce,
                                         PageSpan sealed) const {
  const auto tail = plain.last<page_tail_bytes>();
  if (std::any_of(tail.begin(), tail.end(), [](std::uint8_t byte) { return byte != 0; })) {
    return Fail<SealError>{SealError::tail_in_use};
  }
  const auto place_bytes = encode(place);
  std::copy(nonce.raw.begin(), nonce.raw.end(), sealed.data() + page_body_bytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt_detached(
      sealed.data(), sealed.data() + page_body_bytes + page_nonce_bytes, nullptr, plain.data(),
      page_body_bytes, place_bytes.data(), place_bytes.size(), nullptr, nonce.raw.data(),
      page_key_.view().data());
  return {};
}

Result<void, OpenError> PageCipher::open(PageSpan page, PagePlace place) const {
  const auto place_bytes = encode(place);
  const auto* nonce = page.data() + page_body_bytes;
  const bool authentic =
      crypto_aead_xchacha20poly1305_ietf_decrypt_detached(
          page.data(), nullptr, page.data(), page_body_bytes, nonce + page_nonce_bytes,
          place_bytes.data(), place_bytes.size(), nonce, page_key_.view().data()) == 0;
  if (!authentic) {
    std::fill(page.begin(), page.end(), std::uint8_t{0});
    return Fail<OpenError>{OpenError::damaged};
  }
  const auto tail = page.last<page_tail_bytes>();
  std::fill(tail.begin(), tail.end(), std::uint8_t{0});
  return {};
}

void PageCipher::encipher_header(ByteSpan header, std::uint64_t offset) const {
  for (std::uint8_t round = 0; round < rounds; ++round) {
    mix_half(header, offset, round);
  }
}

void PageCipher::decipher_header(ByteSpan header, std::uint64_t offset) const {
  for (std::uint8_t round = rounds; round > 0; --round) {
    mix_half(header, offset, static_cast<std::uint8_t>(round - 1));
  }
}

// One Feistel round: adds a function of one half to the other; doing it again undoes it.
void PageCipher::mix_half(ByteSpan header, std::uint64_t offset, std::uint8_t round) const {
  check(header.size() == frame_header_bytes || header.size() == log_header_bytes);
  const auto half_bytes = header.size() / 2;
  const auto left = header.first(half_bytes);
  const auto right = header.last(half_bytes);
  const auto& from = round % 2 == 0 ? right : left;
  const auto& into = round % 2 == 0 ? left : right;

  std::array<std::uint8_t, 10 + half_bytes_max> input{};
  put_u64(std::span{input}.subspan<0, 8>(), offset);
  input[8] = static_cast<std::uint8_t>(header.size());
  input[9] = round;
  std::copy(from.begin(), from.end(), input.begin() + 10);
  std::array<std::uint8_t, half_bytes_max> mask{};
  check(crypto_generichash(mask.data(), mask.size(), input.data(), 10 + half_bytes,
                           header_key_.view().data(), HeaderKey::size) == 0);
  for (std::size_t i = 0; i < half_bytes; ++i) {
    into[i] = static_cast<std::uint8_t>(into[i] ^ mask[i]);
  }
}

}  // namespace kith::store
