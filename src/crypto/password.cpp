// Argon2id over libsodium; see password.hpp. Refuses to know what the key opens.
#include "crypto/password.hpp"

#include <sodium/crypto_pwhash.h>

#include "base/check.hpp"

namespace kith::crypto {

Result<StretchedKey, StretchError> stretch(ByteView passphrase, const StretchSalt& salt,
                                           const StretchParameters& parameters) {
  check(passphrase.size() <= crypto_pwhash_PASSWD_MAX);
  if (parameters.memory_bytes < stretch_memory_bytes_min ||
      parameters.memory_bytes > stretch_memory_bytes_max ||
      parameters.passes < stretch_passes_min || parameters.passes > stretch_passes_max) {
    return Fail<StretchError>{StretchError::out_of_range};
  }
  const auto* typed = passphrase.empty() ? "" : reinterpret_cast<const char*>(passphrase.data());
  auto key = StretchedKey::blank();
  // With every argument in range, memory is the one thing left that can be refused.
  if (crypto_pwhash(key.writable().data(), StretchedKey::size, typed, passphrase.size(),
                    salt.raw.data(), parameters.passes,
                    static_cast<std::size_t>(parameters.memory_bytes),
                    crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return Fail<StretchError>{StretchError::no_memory};
  }
  return key;
}

}  // namespace kith::crypto
