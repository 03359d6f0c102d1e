#include "crypto/base64.hpp"

#include <sodium/utils.h>

#include "base/check.hpp"

namespace kith::crypto {

namespace {

std::string encoded(ByteView bytes, int variant) {
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  check(sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant) !=
        nullptr);
  text.pop_back();  // its closing zero
  return text;
}

}  // namespace

std::string to_base64url(ByteView bytes) {
  return encoded(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::string to_base64(ByteView bytes) { return encoded(bytes, sodium_base64_VARIANT_ORIGINAL); }

std::optional<ByteVec> from_base64url(std::string_view text) {
  constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  ByteVec bytes(text.size() / 4 * 3 + 3);
  std::size_t size = 0;
  const char* end = nullptr;
  const int failed = sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(),
                                       nullptr, &size, &end, variant);
  if (failed != 0 || end != text.data() + text.size()) return std::nullopt;
  bytes.resize(size);
  return bytes;
}

}  // namespace kith::crypto
