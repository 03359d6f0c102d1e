// Byte strings that know what they are: N bytes that mean Tag. Knows nothing of what the bytes say;
// secrets live in crypto/secret.hpp, because they must be wiped and must never be compared or
// shown.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kith {

using ByteView = std::span<const std::uint8_t>;
using ByteSpan = std::span<std::uint8_t>;
using ByteVec = std::vector<std::uint8_t>;

/// N bytes that mean Tag; two Tags never convert into each other.
template <class Tag, std::size_t N>
struct Bytes {
  static constexpr std::size_t size = N;

  std::array<std::uint8_t, N> raw{};

  auto operator<=>(const Bytes&) const = default;

  [[nodiscard]] ByteView view() const { return raw; }

  /// Shape: exactly N bytes, else nothing.
  [[nodiscard]] static std::optional<Bytes> from(ByteView bytes) {
    if (bytes.size() != N) {
      return std::nullopt;
    }
    Bytes result;
    std::copy(bytes.begin(), bytes.end(), result.raw.begin());
    return result;
  }
};

using PersonId = Bytes<struct PersonIdTag, 32>;  // Ed25519 public key of a person
using DeviceId = Bytes<struct DeviceIdTag, 32>;  // Ed25519 public key of a device
using LogId = Bytes<struct LogIdTag, 32>;        // Ed25519 public key, made for this log alone
using CircleId = Bytes<struct CircleIdTag, 32>;  // 32 random bytes
using Link = Bytes<struct LinkTag, 32>;  // BLAKE2b-256 over a log up to and including one entry
using Reference = Bytes<struct ReferenceTag, 16>;  // the first half of a Link
using EntryTag = Bytes<struct EntryTagTag, 32>;    // covers an entry's meta and body; nonce of both
using BodyHash =
    Bytes<struct BodyHashTag, 32>;  // keyed hash that stands where a body was forgotten
using SealedHash = Bytes<struct SealedHashTag, 32>;  // of a sealed body; zero when there is none
using PartsHash =
    Bytes<struct PartsHashTag, 32>;            // over the sealed parts of an entry and its boxes
using BoxHash = Bytes<struct BoxHashTag, 32>;  // stands where a handover box was forgotten
using BoxesHash =
    Bytes<struct BoxesHashTag, 32>;  // over all boxes of an entry; zero when there are none
using Signature = Bytes<struct SignatureTag, 64>;  // Ed25519

/// The first half of a link: what other entries name an entry by.
[[nodiscard]] inline Reference reference_of(const Link& link) {
  Reference result;
  std::copy_n(link.raw.begin(), Reference::size, result.raw.begin());
  return result;
}

[[nodiscard]] inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

[[nodiscard]] inline std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

[[nodiscard]] inline std::string to_hex(ByteView bytes) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const auto byte : bytes) {
    text.push_back(digits[byte >> 4]);
    text.push_back(digits[byte & 15]);
  }
  return text;
}

}  // namespace kith
