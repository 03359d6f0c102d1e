// A bundle for one reader as protocol.md §8.2 says it is made, every part of which can be bent
// before it is sealed and hashed. Made without src/seal/bundle.
#pragma once

#include "tests/vectors/author.hpp"

namespace kith::test {

/// The reader of a bundle. Without a pair secret its key is of suite 2.
struct BundleTo {
  const Device* device{};
  const seal::PairSecret* pair{};
};

/// Section 0 is the manifest, section 1 what it names.
struct RawBundle {
  RawBundle(const BundleTo& reader, Entropy& from);

  BundleTo to;
  Entropy& entropy;
  std::string first_line = "kith bundle 1\n";
  ByteVec id;
  std::uint32_t manifest_place = 0;  // as the key says
  ByteVec manifest_key;              // as the key says
  std::vector<ByteVec> keys;         // besides the reader's, which is put first
  std::uint32_t content_place = 1;   // that it is sealed for
  ByteVec content_key;
  std::string manifest;    // in hex; empty: names section 1 and the presence "ana"
  ByteVec content;         // n bytes
  ByteVec manifest_plain;  // instead of the padded manifest
  ByteVec content_plain;   // instead of the padded content
  ByteVec behind;          // before END
  std::string end = "END\n";
  std::size_t keys_dropped = 0;

  /// `refs` are the items of the manifest's list, in hex.
  [[nodiscard]] std::string manifest_of(const std::vector<std::string>& refs,
                                        const std::string& presence = "43616e61") const;
  [[nodiscard]] std::string ref(std::string_view place) const;
  [[nodiscard]] ByteVec encode() const;

 private:
  [[nodiscard]] ByteVec reader_key() const;
  [[nodiscard]] ByteVec section(std::uint32_t place, ByteView key, ByteView plain) const;
};

/// `u32 n ‖ bytes ‖ zeros`, up to `size` or the Padmé size.
[[nodiscard]] ByteVec padded_section(ByteView content, std::size_t size = 0);
/// Each behind its size.
[[nodiscard]] ByteVec sized(const std::vector<ByteVec>& ranges);

}  // namespace kith::test
