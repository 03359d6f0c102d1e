// What writer and reader of a bundle share: the marks of the file, and what keys and sections are
// bound to. Refuses to know either of them.
// Source: docs/protocol.md §8.2.
#pragma once

#include "seal/bundle.hpp"
#include "wire/varint.hpp"

namespace kith::seal::bundle_form {

inline constexpr std::string_view first_line = "kith bundle 1\n";
inline constexpr std::string_view last_line = "END\n";
inline constexpr crypto::Context hash_context{"kith/1 bundle"};
inline constexpr std::size_t key_plain_bytes = 4 + SectionKey::size;
inline constexpr std::size_t key_bytes = device_box_overhead_bytes + key_plain_bytes;
inline constexpr std::size_t key_count_step = 8;
inline constexpr std::size_t size_bytes = 4;  // before a section, before what it holds

using BundleHash = Bytes<struct BundleHashTag, 32>;
inline constexpr std::size_t end_bytes = last_line.size() + BundleHash::size;

// A section's key seals that section and nothing else, so its nonce can be the same everywhere.
inline constexpr std::array<std::uint8_t, 24> section_nonce{};

[[nodiscard]] inline BoxBinding info_binding(const BundleId& id) {
  return {"kith/1 bundle", ByteVec(id.raw.begin(), id.raw.end())};
}

[[nodiscard]] inline BoxBinding hint_binding(const BundleId& id) {
  return {"kith/1 bhint", ByteVec(id.raw.begin(), id.raw.end())};
}

[[nodiscard]] inline ByteVec section_aad(const BundleId& id, std::uint32_t place) {
  ByteVec aad(id.raw.begin(), id.raw.end());
  wire::put_fixed(aad, place);
  return aad;
}

}  // namespace kith::seal::bundle_form
