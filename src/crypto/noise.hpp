// The handshake of a kith session: Noise_XKpsk3_25519_ChaChaPoly_BLAKE2b, sans-I/O. The initiator
// knows the responder's transport key; the responder learns the initiator's in message 3 and then
// chooses their pair secret. Knows nothing of contacts, frames or versions (the prologue is the
// caller's). Whoever lacks either key or the pair secret gets nothing, not even who is here.
#pragma once

#include <optional>

#include "base/bytes.hpp"
#include "base/entropy.hpp"
#include "base/result.hpp"
#include "crypto/agree.hpp"
#include "crypto/noise_pattern.hpp"

namespace kith::crypto::noise {

/// Source: Noise rev 34 §7.5 (XK) and §9 (psk3).
[[nodiscard]] Pattern xkpsk3();

/// One side of one handshake: write 1, read 2, write 3; or read 1, write 2, read 3.
///
///   -> e, es        initiator speaks to whom it knows; the payload has no forward secrecy yet
///   <- e, ee        the responder has shown that it holds its key
///   -> s, se, psk   the initiator shows who it is; the payload opens only with the pair secret
class Handshake {
 public:
  /// Shape: `prologue` is any bytes, the same on both sides.
  [[nodiscard]] static Handshake initiator(TransportSecret own_static,
                                           const TransportPublic& remote_static, Psk psk,
                                           ByteView prologue, Entropy& entropy);
  [[nodiscard]] static Handshake responder(TransportSecret own_static, ByteView prologue,
                                           Entropy& entropy);

  /// Shape:  the whole message is at most 65535 bytes.
  /// Errors: out_of_turn and too_long (nothing changed), low_order, over.
  [[nodiscard]] Result<ByteVec, NoiseError> write_message(ByteView payload) {
    return state_.write_message(payload);
  }

  /// Message 3 always gives PskWanted: `remote_static()` then says who claims to speak.
  /// Errors: out_of_turn (nothing changed); too_long, too_short, low_order, forged (it is over);
  ///         over.
  [[nodiscard]] Result<ReadOutcome, NoiseError> read_message(ByteView message) {
    return state_.read_message(message);
  }

  /// The pair secret with whom `remote_static()` names; the payload of message 3 proves them.
  /// Errors: out_of_turn, too_short, forged (another pair secret, or an impostor), over.
  [[nodiscard]] Result<ByteVec, NoiseError> supply_psk(Psk psk);

  /// On the responder's side unproven until `supply_psk` gave a payload.
  [[nodiscard]] const std::optional<TransportPublic>& remote_static() const {
    return state_.remote_static();
  }
  [[nodiscard]] bool finished() const { return state_.finished(); }
  /// Requires: finished().
  [[nodiscard]] const HandshakeHash& handshake_hash() const { return state_.handshake_hash(); }
  /// Requires: finished(), and not called before.
  [[nodiscard]] Transport split() { return state_.split(); }

 private:
  explicit Handshake(Setup setup) : state_(std::move(setup)) {}

  HandshakeState state_;
};

}  // namespace kith::crypto::noise
