// kith's pattern, and the two ways to begin it; see noise.hpp. Refuses to know contacts and frames.
#include "crypto/noise.hpp"

#include <utility>

#include "base/check.hpp"

namespace kith::crypto::noise {

Pattern xkpsk3() {
  using enum Token;
  return {.protocol_name = "Noise_XKpsk3_25519_ChaChaPoly_BLAKE2b",
          .initiator_static_known = false,
          .responder_static_known = true,
          .messages = {{e, es}, {e, ee}, {s, se, psk}}};
}

Handshake Handshake::initiator(TransportSecret own_static, const TransportPublic& remote_static,
                               Psk psk, ByteView prologue, Entropy& entropy) {
  std::vector<Psk> psks;
  psks.push_back(std::move(psk));
  return Handshake{Setup{.role = Role::initiator,
                         .pattern = xkpsk3(),
                         .prologue = ByteVec(prologue.begin(), prologue.end()),
                         .own_ephemeral = EphemeralSecret::generate(entropy),
                         .own_static = std::move(own_static),
                         .remote_static = remote_static,
                         .psks = std::move(psks)}};
}

Handshake Handshake::responder(TransportSecret own_static, ByteView prologue, Entropy& entropy) {
  return Handshake{Setup{.role = Role::responder,
                         .pattern = xkpsk3(),
                         .prologue = ByteVec(prologue.begin(), prologue.end()),
                         .own_ephemeral = EphemeralSecret::generate(entropy),
                         .own_static = std::move(own_static),
                         .remote_static = std::nullopt,
                         .psks = {}}};
}

Result<ByteVec, NoiseError> Handshake::supply_psk(Psk psk) {
  auto outcome = state_.supply_psk(std::move(psk));
  if (!outcome) {
    return Fail<NoiseError>{outcome.error()};
  }
  auto* payload = std::get_if<Payload>(&*outcome);
  check(payload != nullptr);  // XKpsk3 has one psk token
  return std::move(payload->bytes);
}

}  // namespace kith::crypto::noise
