// Keys that never change, so that a target can sign what it was fed and reach the code behind the
// signature; the corpus names their public halves. They protect nothing.
#pragma once

#include "crypto/agree.hpp"
#include "crypto/sign.hpp"

namespace kith::fuzz {

template <class Key>
[[nodiscard]] Key signing_key(std::uint8_t seed) {
  return *Key::from_seed(ByteVec(crypto::sign_seed_bytes, seed));
}

template <class Secret>
[[nodiscard]] Secret secret_of(std::uint8_t filler) {
  return *Secret::from(ByteVec(32, filler));
}

/// Signs `payload` as a record of that context.
template <class Key>
[[nodiscard]] Signature sign(const Key& key, const crypto::Context& context, ByteView payload) {
  return key.sign(context, {payload});
}

}  // namespace kith::fuzz
