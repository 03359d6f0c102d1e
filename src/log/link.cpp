#include "log/link.hpp"

#include "crypto/hash.hpp"

namespace kith::log {
namespace {

constexpr crypto::Context head_context{"kith/1 head"};

}  // namespace

Link link_before_all(const LogId& log) { return {log.raw}; }

Link link_of(const Link& previous, const wire::Header& header) {
  ByteVec input;
  input.reserve(wire::header_bytes + Link::size);
  wire::encode_header(input, header);
  // The previous link stands between the version byte and the rest: one 128-byte block in all.
  input.insert(input.begin() + 1, previous.raw.begin(), previous.raw.end());
  return crypto::hash<Link>("kith/1 link", {input});
}

Signature sign_head(const crypto::LogKey& key, const Link& head) {
  return key.sign(head_context, {key.public_key().view(), head.view()});
}

bool verify_head(const LogId& log, const Link& head, const Signature& signature) {
  return crypto::verify(head_context, log, {log.view(), head.view()}, signature);
}

Result<std::vector<Link>, RangeFault> verify_range(const wire::RangeView& range) {
  std::vector<Link> links;
  links.reserve(range.entries.size());
  Link link = range.previous;
  for (const auto& placed : range.entries) {
    link = link_of(link, wire::header_of(placed.entry, placed.place));
    links.push_back(link);
  }
  if (!verify_head(range.log, link, range.signature)) {
    return Fail{RangeFault::bad_signature};
  }
  // A log begins at its own id; the signature alone does not say so for seq 0.
  const bool from_the_start = range.entries.front().place.seq == Seq{0};
  if (from_the_start && range.previous != link_before_all(range.log)) {
    return Fail{RangeFault::bad_signature};
  }
  return links;
}

}  // namespace kith::log
