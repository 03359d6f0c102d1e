#include "host/key_wrap.hpp"

#include <limits>

#include "base/check.hpp"

namespace kith::host {
namespace {

constexpr std::size_t nonce_bytes = crypto::xchacha20_poly1305::nonce_bytes;

WrapError wrap_error_of(crypto::StretchError error) {
  return error == crypto::StretchError::no_memory ? WrapError::no_memory : WrapError::malformed;
}

// Appends nonce and sealed key to what they authenticate.
ByteVec sealed_behind(ByteView aad, const DatabaseKey& key, ByteView under, Entropy& entropy) {
  const auto aad_bytes = aad.size();
  ByteVec whole{aad.begin(), aad.end()};
  whole.resize(aad_bytes + wrap_bytes);
  const ByteSpan all{whole};
  const auto nonce = all.subspan(aad_bytes, nonce_bytes);
  entropy.fill(nonce);
  crypto::xchacha20_poly1305::seal(under, nonce, all.first(aad_bytes), key.view(),
                                   all.subspan(aad_bytes + nonce_bytes));
  return whole;
}

Result<DatabaseKey, WrapError> opened(ByteView wrapped, ByteView under) {
  check(wrapped.size() >= wrap_bytes);
  const auto aad_bytes = wrapped.size() - wrap_bytes;
  auto key = DatabaseKey::blank();
  if (!crypto::xchacha20_poly1305::open(under, wrapped.subspan(aad_bytes, nonce_bytes),
                                        wrapped.first(aad_bytes),
                                        wrapped.subspan(aad_bytes + nonce_bytes), key.writable())) {
    return Fail<WrapError>{WrapError::wrong_key};
  }
  return key;
}

}  // namespace

void append_u64(ByteVec& bytes, std::uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<std::uint8_t>(value >> shift));
  }
}

std::uint64_t read_u64(ByteView bytes) {
  std::uint64_t value = 0;
  for (const auto byte : bytes.first(8)) {
    value = (value << 8) | byte;
  }
  return value;
}

ByteVec wrap(ByteView prefix, const DatabaseKey& key, const WrappingKey& under, Entropy& entropy) {
  return sealed_behind(prefix, key, under.view(), entropy);
}

Result<ByteVec, WrapError> wrap(ByteView prefix, const DatabaseKey& key, ByteView passphrase,
                                const crypto::StretchParameters& stretch, Entropy& entropy) {
  const auto salt = entropy.make<crypto::StretchSalt>();
  const auto under = crypto::stretch(passphrase, salt, stretch);
  if (!under) {
    return Fail<WrapError>{wrap_error_of(under.error())};
  }
  ByteVec aad{prefix.begin(), prefix.end()};
  append_u64(aad, stretch.passes);
  append_u64(aad, stretch.memory_bytes);
  aad.insert(aad.end(), salt.raw.begin(), salt.raw.end());
  return sealed_behind(aad, key, under->view(), entropy);
}

Result<DatabaseKey, WrapError> unwrap(ByteView wrapped, const WrappingKey& under) {
  return opened(wrapped, under.view());
}

Result<DatabaseKey, WrapError> unwrap(ByteView wrapped, ByteView passphrase) {
  check(wrapped.size() >= stretched_wrap_bytes);
  const auto written = wrapped.last(stretched_wrap_bytes);
  const auto passes = read_u64(written);
  if (passes > std::numeric_limits<std::uint32_t>::max()) {
    return Fail<WrapError>{WrapError::malformed};
  }
  const auto salt = crypto::StretchSalt::from(written.subspan(16, crypto::StretchSalt::size));
  const auto under = crypto::stretch(
      passphrase, salt.value(), {read_u64(written.subspan(8)), static_cast<std::uint32_t>(passes)});
  if (!under) {
    return Fail<WrapError>{wrap_error_of(under.error())};
  }
  return opened(wrapped, under->view());
}

}  // namespace kith::host
