// What I share with a person: of each strand the spans that they may have, with head links; its
// digest; and what of it they lack, as far as they told. Reads only. Refuses to know how it
// travels. Source: docs/protocol.md §10.4 to §10.6.
#pragma once

#include <map>
#include <set>

#include "node/node.hpp"
#include "node/piece_order.hpp"
#include "sync/message.hpp"

namespace kith::node {

struct Share {
  LogId log;
  StrandNumber strand;
  Stretch stretch;
  Link head;
};

/// Ascending by log, then from, then head, no two equal in these.
[[nodiscard]] Result<std::vector<Share>, Refusal> shares_with(Node& node, const PersonId& person);

[[nodiscard]] sync::DigestHash digest_of(const std::vector<Share>& shares);

/// Per log what someone holds; a log with no spans: they refuse it.
using Holdings = std::map<LogId, std::vector<sync::HeldSpan>>;

[[nodiscard]] Holdings holdings_of(const std::vector<Share>& shares);
/// In messages that keep to their limits; the last one says that nothing follows. Of what is
/// refused they say that, as far as there is room for it.
[[nodiscard]] std::vector<sync::Frontiers> frontiers_of(const std::vector<Share>& shares,
                                                        const std::set<LogId>& refused = {});

/// How many of the entries that they hold are not held here, whatever their story.
[[nodiscard]] std::uint64_t lacked_of(const Strands& strands, const Holdings& they_hold);

/// What of the shares they lack, in the order of sending: log by log, of a log the newest span
/// first, whose beginning hands it over; or as newest_first has it.
[[nodiscard]] Result<std::vector<Piece>, Refusal> lacking(Node& node,
                                                          const std::vector<Share>& shares,
                                                          const Holdings& they_hold,
                                                          PieceOrder order);

/// What of the shares they did not say that they hold: also what they refuse, and what no piece can
/// carry because no signature stands within it any more.
[[nodiscard]] std::vector<Piece> not_held(Node& node, const std::vector<Share>& shares,
                                          const Holdings& they_hold);

/// Whether something of these spans of a log of theirs is not held here, in whatever story.
[[nodiscard]] bool lacks_some(const Strands& strands, const LogId& log,
                              const std::vector<sync::HeldSpan>& theirs);

/// Notes that they hold these entries from now on, which chain to the link `before`: with what
/// ends there they are one span.
void add_holding(Holdings& holdings, const LogId& log, const Link& before,
                 const sync::HeldSpan& span);
/// The same, where they held what follows already: what ends at `next` and a span of theirs that
/// begins there become one, if it ends as they say within the span of this strand around both.
void join_behind(Node& node, Holdings& holdings, const LogId& log, StrandNumber strand, Seq next);

}  // namespace kith::node
