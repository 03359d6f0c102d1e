// An interpreter of Noise rev 34 handshake patterns, sans-I/O. Knows nothing of sockets, of which
// pattern kith uses (noise.hpp fixes that), or of whose key is whose: it proves possession, and
// leaves belief to the caller. Bytes from outside end in a named error, never in a stop.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "crypto/agree.hpp"
#include "crypto/noise_cipher.hpp"
#include "crypto/secret.hpp"

namespace kith::crypto::noise {

enum class Role { initiator, responder };
enum class Token { e, s, ee, es, se, ss, psk };

using Psk = Secret<struct PskTag, 32>;

/// Source: Noise rev 34 §7. A static key in a pre-message is one that the other side knows before.
struct Pattern {
  std::string protocol_name;  // whole, with the suite
  bool initiator_static_known{};
  bool responder_static_known{};
  std::vector<std::vector<Token>> messages;  // the initiator's first, then in turn
};

/// What one side brings. The ephemeral secret must be fresh: it serves one handshake.
struct Setup {
  Role role{};
  Pattern pattern;
  ByteVec prologue;
  EphemeralSecret own_ephemeral;
  std::optional<TransportSecret> own_static;
  std::optional<TransportPublic> remote_static;
  std::vector<Psk> psks;  // in the order of their tokens; those missing are asked for while reading
};

struct Payload {
  ByteVec bytes;
};
/// Reading stopped at a psk token: look at `remote_static()`, choose, call `supply_psk`.
struct PskWanted {};
using ReadOutcome = std::variant<Payload, PskWanted>;

/// One side of one handshake.
///
/// Source: Noise rev 34 §5.3; psk tokens as in §9.
class HandshakeState {
 public:
  /// Requires: `setup` has the static keys that its pattern and role need.
  explicit HandshakeState(Setup setup);

  /// Errors: out_of_turn, too_long (nothing changed: send less), low_order, exhausted, over.
  /// Requires: a psk for every psk token of the message.
  [[nodiscard]] Result<ByteVec, NoiseError> write_message(ByteView payload);

  /// Errors: out_of_turn (nothing changed), and all others, after which the handshake is over.
  [[nodiscard]] Result<ReadOutcome, NoiseError> read_message(ByteView message);

  /// Goes on with the message that wanted a psk.
  /// Errors: out_of_turn when none was wanted, else as `read_message`.
  [[nodiscard]] Result<ReadOutcome, NoiseError> supply_psk(Psk psk);

  [[nodiscard]] bool finished() const { return next_message_ == setup_.pattern.messages.size(); }
  /// The other side's static key; proven only by a payload that opened after it.
  [[nodiscard]] const std::optional<TransportPublic>& remote_static() const {
    return setup_.remote_static;
  }
  /// Requires: finished(). The same on both sides, different in every handshake.
  [[nodiscard]] const HandshakeHash& handshake_hash() const;
  /// Requires: finished(), and not called before: the handshake is over afterwards.
  [[nodiscard]] Transport split();

 private:
  [[nodiscard]] bool my_turn_to_write() const;
  [[nodiscard]] bool uses_psk() const;
  [[nodiscard]] std::size_t overhead() const;
  [[nodiscard]] const std::vector<Token>& tokens() const;
  [[nodiscard]] Result<void, NoiseError> write_token(Token token, ByteVec& out);
  [[nodiscard]] Result<void, NoiseError> read_token(Token token);
  [[nodiscard]] Result<void, NoiseError> read_ephemeral();
  [[nodiscard]] Result<void, NoiseError> read_static();
  [[nodiscard]] Result<void, NoiseError> mix_agreement(Token token);
  [[nodiscard]] Result<ReadOutcome, NoiseError> resume_read();
  [[nodiscard]] Result<ByteView, NoiseError> take(std::size_t count);
  void mix_ephemeral(const EphemeralPublic& key);
  void mix_next_psk();
  void advance();
  [[nodiscard]] Fail<NoiseError> end(NoiseError error);

  Setup setup_;
  SymmetricState symmetric_;
  std::optional<EphemeralPublic> remote_ephemeral_;
  std::size_t next_message_ = 0;
  std::size_t next_token_ = 0;  // while reading
  std::size_t next_psk_ = 0;
  ByteVec incoming_;
  std::size_t incoming_read_ = 0;
  bool psk_wanted_ = false;
  bool over_ = false;
};

}  // namespace kith::crypto::noise
