// The two lower objects of Noise rev 34: a cipher that counts, and the chaining of everything that
// was said so far. One suite: ChaChaPoly and BLAKE2b. Knows nothing of patterns, roles or keys that
// last; handshake code stands in noise_pattern.hpp and noise.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "crypto/secret.hpp"

namespace kith::crypto::noise {

/// out_of_turn: not what may happen now; nothing changed. too_long: over 65535 bytes; send less.
/// too_short: the message ends before its fields do. low_order: their key forces a known secret.
/// forged: not from whom it should be, or changed on the way. exhausted: no nonce is left; start
/// anew. over: an earlier failure ended this handshake.
enum class NoiseError { out_of_turn, too_long, too_short, low_order, forged, exhausted, over };

inline constexpr std::size_t message_bytes_max = 65535;
inline constexpr std::size_t tag_bytes = 16;
inline constexpr std::uint64_t nonce_reserved = std::numeric_limits<std::uint64_t>::max();

using CipherKey = Secret<struct CipherKeyTag, 32>;
using HandshakeHash = Bytes<struct HandshakeHashTag, 64>;
using ChainingKey = Secret<struct ChainingKeyTag, 64>;

/// One direction of a session: a key, and the number of the next message.
///
/// Source: Noise rev 34 §5.1, with a key always there.
class CipherState {
 public:
  explicit CipherState(CipherKey key, std::uint64_t nonce = 0)
      : key_(std::move(key)), nonce_(nonce) {}

  /// Shape:  `plain` + 16 bytes come out, at most 65535.
  /// Errors: too_long, exhausted (nonce 2^64-1 is never used for a message).
  [[nodiscard]] Result<ByteVec, NoiseError> encrypt(ByteView aad, ByteView plain);

  /// Errors: too_long, too_short, exhausted, forged. After a failure the nonce stays, so a true
  /// message still opens; whether to go on is the session's decision (kith's closes).
  [[nodiscard]] Result<ByteVec, NoiseError> decrypt(ByteView aad, ByteView sealed);

  /// The next key, from which this one cannot be found. The nonce goes on counting.
  /// Source: Noise rev 34 §4.2 and §11.3 (REKEY in its default form).
  void rekey();

  [[nodiscard]] std::uint64_t next_nonce() const { return nonce_; }

 private:
  CipherKey key_;
  std::uint64_t nonce_;
};

/// Both directions of a finished handshake, seen from one side.
struct Transport {
  CipherState send;
  CipherState receive;
};

/// All that was said so far, as a hash and a chain of keys.
///
/// Source: Noise rev 34 §5.2.
class SymmetricState {
 public:
  explicit SymmetricState(std::string_view protocol_name);

  void mix_hash(ByteView data);
  void mix_key(ByteView input);
  void mix_key_and_hash(ByteView input);

  [[nodiscard]] bool has_key() const { return cipher_.has_value(); }
  [[nodiscard]] const HandshakeHash& handshake_hash() const { return hash_; }

  /// Appends to `out`: the bytes themselves as long as there is no key.
  [[nodiscard]] Result<void, NoiseError> encrypt_and_hash(ByteView plain, ByteVec& out);
  [[nodiscard]] Result<ByteVec, NoiseError> decrypt_and_hash(ByteView sealed);

  struct Pair {
    CipherState first;   // initiator to responder
    CipherState second;  // responder to initiator
  };
  [[nodiscard]] Pair split() const;

 private:
  HandshakeHash hash_;
  ChainingKey chaining_key_ = ChainingKey::blank();
  std::optional<CipherState> cipher_;
};

}  // namespace kith::crypto::noise
