// A recovery key as text: short enough for paper, with a checksum against slips of the pen. Holds a
// secret; refuses to know where it is kept and what it opens.
//
//   kith-recovery: base32( version u8 · person 8 · secret 32 · check 4 )
//
// Source: docs/protocol.md §5.5.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "crypto/agree.hpp"

namespace kith::wire {

/// no_key: not a recovery key at all. cut: letters are missing, or too many. mistyped: a letter is
/// none, or its checksum differs. newer: of a version that is not known here. other_person: it is
/// somebody else's.
enum class RecoveryTextError { no_key, cut, mistyped, newer, other_person };

/// Two lines and more, in groups of six letters; as secret as the key.
[[nodiscard]] std::string recovery_text(const PersonId& person, const crypto::RecoverySecret& key);

/// Spaces, line breaks and hyphens within it do not count, and neither do capitals.
[[nodiscard]] Result<crypto::RecoverySecret, RecoveryTextError> read_recovery_text(
    const PersonId& person, std::string_view text);

}  // namespace kith::wire
