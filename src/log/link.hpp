// Links and heads: how one signature authenticates everything before it.
// Knows the chain; refuses to know what entries say or who may read them.
// Source: docs/protocol.md §3.2.
#pragma once

#include <vector>

#include "base/result.hpp"
#include "crypto/sign.hpp"
#include "wire/range.hpp"

namespace kith::log {

enum class RangeFault {
  bad_signature,  // the last link is not what the log's key signed
};

/// The link before a log's first entry: the log id itself.
[[nodiscard]] Link link_before_all(const LogId& log);

/// BLAKE2b-256 over the previous link and the header: commits to the log up to this entry.
[[nodiscard]] Link link_of(const Link& previous, const wire::Header& header);

[[nodiscard]] Signature sign_head(const crypto::LogKey& key, const Link& head);
[[nodiscard]] bool verify_head(const LogId& log, const Link& head, const Signature& signature);

/// The links of a decoded range, one an entry, after its signature was verified against the last.
[[nodiscard]] Result<std::vector<Link>, RangeFault> verify_range(const wire::RangeView& range);

}  // namespace kith::log
