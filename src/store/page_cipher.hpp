// Seals and opens what SQLite writes: 4096-byte pages, the 24-byte headers of write-ahead-log
// frames and the 32-byte header of that log. Pure: refuses to know files, SQLite and where nonces
// come from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "crypto/secret.hpp"

namespace kith::store {

inline constexpr std::size_t page_bytes = 4096;
inline constexpr std::size_t page_nonce_bytes = 24;
inline constexpr std::size_t page_tag_bytes = 16;
inline constexpr std::size_t page_tail_bytes = page_nonce_bytes + page_tag_bytes;
inline constexpr std::size_t page_body_bytes = page_bytes - page_tail_bytes;

inline constexpr std::size_t frame_header_bytes = 24;
inline constexpr std::size_t log_header_bytes = 32;

using PageView = std::span<const std::uint8_t, page_bytes>;
using PageSpan = std::span<std::uint8_t, page_bytes>;
using PageNonce = Bytes<struct PageNonceTag, page_nonce_bytes>;
using DatabaseKey = crypto::Secret<struct DatabaseKeyTag, 32>;

/// The file that a page stands in: SQLite's database, write-ahead log or rollback journal.
enum class PageRole : std::uint8_t { main = 1, wal = 2, journal = 3 };

/// Where a page stands: its file and its first byte in it. Authenticated, so no page can be moved.
struct PagePlace {
  PageRole role{};
  std::uint64_t offset{};
  auto operator<=>(const PagePlace&) const = default;
};

enum class SealError { tail_in_use };  // the last 40 bytes are not zero: sealing would lose them
enum class OpenError { damaged };      // not sealed by this key at this place, or changed since

class PageCipher {
 public:
  /// Source: page key and header key by crypto_kdf (keyed BLAKE2b), contexts "kithpage",
  /// "kithhead".
  explicit PageCipher(const DatabaseKey& database_key);

  /// Seals the first 4056 bytes of `plain` into `sealed`; the tail becomes nonce and tag.
  ///
  /// Shape:    `plain` and `sealed` do not overlap; the tail of `plain` is zero, as SQLite leaves
  /// the
  ///           reserved bytes and as `open` gives them back (its log checksums cover them).
  /// Requires: `nonce` is random and used once under this key.
  /// Source:   XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03); additional data = role, offset.
  [[nodiscard]] Result<void, SealError> seal(PageView plain, PagePlace place,
                                             const PageNonce& nonce, PageSpan sealed) const;

  /// Opens a page in place and makes its tail zero. When it is damaged, the whole page is zero.
  [[nodiscard]] Result<void, OpenError> open(PageSpan page, PagePlace place) const;

  /// Enciphers or deciphers a log or frame header in place; the offset is the tweak.
  ///
  /// There is no room for a tag beside a header, so it is a permutation of all its bytes: SQLite's
  /// own redundancy inside (two salts, two checksums) then authenticates it to about 64 bits, and
  /// the checksums, which are of plaintext, show nothing.
  ///
  /// Shape:    24 or 32 bytes.
  /// Source:   Luby and Rackoff 1988: four Feistel rounds of a pseudo-random function (here keyed
  ///           BLAKE2b over tweak, width, round and half) are a strong pseudo-random permutation,
  ///           an independent one a tweak; 2^48 blocks an offset are safe. That redundancy inside
  ///           makes it authentic: Bellare and Rogaway 2000, "encode-then-encipher".
  void encipher_header(ByteSpan header, std::uint64_t offset) const;
  void decipher_header(ByteSpan header, std::uint64_t offset) const;

 private:
  void mix_half(ByteSpan header, std::uint64_t offset, std::uint8_t round) const;

  using PageKey = crypto::Secret<struct PageKeyTag, 32>;
  using HeaderKey = crypto::Secret<struct HeaderKeyTag, 32>;

  PageKey page_key_;
  HeaderKey header_key_;
};

}  // namespace kith::store
