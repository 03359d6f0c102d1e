// The two kinds of key that an onion service has, in the forms in which tor takes them: the
// service's own, Ed25519 expanded, and X25519 of those who may come. Knows nothing of who that is.
#pragma once

#include "crypto/agree.hpp"
#include "crypto/sign.hpp"

namespace kith::crypto {

/// Kept as its seed; its public key is the service's identity, the first 32 bytes of its address.
using OnionKey = SigningKey<struct OnionTag>;
using OnionPublic = Bytes<OnionTag, 32>;

/// The clamped scalar and the prefix that the seed expands to: what tor signs and blinds with.
/// Source: RFC 8032 §5.1.5 steps 1 and 2.
using ExpandedOnionKey = Secret<struct ExpandedOnionTag, 64>;
[[nodiscard]] ExpandedOnionKey expanded(const OnionKey& key);

/// By which a caller reads where the service waits (tor's rend-spec-v3 §2.5.1.2).
using OnionCallerSecret = AgreementSecret<struct OnionCallerTag>;
using OnionCallerPublic = AgreementPublic<OnionCallerTag>;

}  // namespace kith::crypto
