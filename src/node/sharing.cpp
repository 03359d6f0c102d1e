#include "node/sharing.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "crypto/hash.hpp"
#include "node/open_refusal.hpp"
#include "wire/varint.hpp"

namespace kith::node {
namespace {

constexpr std::size_t piece_bytes_max = 512 * 1024;
// Who waits for the newest waits for one piece of each log.
constexpr std::size_t newest_piece_bytes_max = 128 * 1024;
constexpr std::size_t frontier_logs_at_once = 4096;
constexpr std::size_t frontier_spans_at_once = 32 * 1024;

// What is left of a stretch without another.
void cut_out(std::vector<Stretch>& rest, const Stretch& gone) {
  std::vector<Stretch> left;
  for (const auto& stretch : rest) {
    const Stretch before{stretch.from, std::min(stretch.next, gone.from)};
    const Stretch after{std::max(stretch.from, gone.next), stretch.next};
    if (before.from < before.next) left.push_back(before);
    if (after.from < after.next && !(after.from < before.next)) left.push_back(after);
  }
  rest = std::move(left);
}

// The entry at `seq` to which this one chains, over the strands of a forked log; nothing where a
// hole lies between, or where it winds through more strands than stories leave one another.
std::optional<EntryKey> ancestor_at(Node& node, EntryKey key, Seq seq) {
  for (std::size_t strands = 0; strands <= limits::branches_max; ++strands) {
    const auto& spans = node.strands().spans(key.strand);
    const auto held = std::ranges::find_if(spans, [&](const SpanRecord& span) {
      return span.span.from <= key.seq && key.seq < span.span.next;
    });
    if (held == spans.end()) return std::nullopt;
    if (held->span.from <= seq) return EntryKey{key.strand, seq};
    const auto before = node.opener().before({key.strand, held->span.from});
    if (!before) return std::nullopt;
    key = *before;
  }
  return std::nullopt;
}

bool has_link(Node& node, EntryKey key, const Link& link) {
  const auto known = node.opener().link_of(key);
  return known && *known == link;
}

// Whether mine and theirs are one story, as far as one leads to the end of the other. Where they
// are ahead of me, or a hole lies between, the links cannot be asked: then what they send will
// tell, but for a log that is known to be forked, of which they are sent too much rather than too
// little.
bool tells_the_same(Node& node, const Share& share, const sync::HeldSpan& theirs) {
  const EntryKey mine{share.strand, {share.stretch.next.value - 1}};
  const Seq last{theirs.next.value - 1};
  if (last <= mine.seq) {
    const auto there = ancestor_at(node, mine, last);
    if (there) return has_link(node, *there, theirs.head);
    return !node.strands().strand(share.strand).forked;
  }
  bool known = false;
  for (const auto strand : node.strands().of_log(share.log)) {
    const EntryKey head{strand, last};
    if (!node.strands().holds(head) || !has_link(node, head, theirs.head)) continue;
    known = true;
    const auto there = ancestor_at(node, head, mine.seq);
    if (there) return has_link(node, *there, share.head);
  }
  return !known || !node.strands().strand(share.strand).forked;
}

// What hung in the air in one strand may have come again with what it belongs to, into another:
// the same entries, which are spoken of once.
void order_once(std::vector<Share>& shares) {
  const auto place = [](const Share& share) {
    return std::tuple{share.log, share.stretch.from, share.head};
  };
  std::ranges::sort(shares, {}, place);
  const auto same = [&](const Share& a, const Share& b) { return place(a) == place(b); };
  shares.erase(std::unique(shares.begin(), shares.end(), same), shares.end());
}

// An author may cut a log into more pieces than one can speak of: then of the newest alone, so that
// what is told, remembered and sent is the same.
void keep_to_limits(std::vector<Share>& shares) {
  std::vector<Share> kept;
  std::size_t logs = 0;
  for (auto at = shares.begin(); at != shares.end();) {
    const auto end =
        std::find_if(at, shares.end(), [&](const Share& s) { return s.log != at->log; });
    constexpr auto most = static_cast<std::ptrdiff_t>(limits::log_spans_max);
    const auto from = end - std::min(end - at, most);
    const auto count = static_cast<std::size_t>(end - from);
    const bool fits =
        ++logs <= limits::frontier_logs_max && kept.size() + count <= limits::frontier_spans_max;
    if (!fits) break;
    kept.insert(kept.end(), from, end);
    at = end;
  }
  shares = std::move(kept);
}

}  // namespace

Result<std::vector<Share>, Refusal> shares_with(Node& node, const PersonId& person) {
  std::vector<Share> shares;
  for (const auto circle : node.strands().circles()) {
    for (const auto strand : node.strands().of_circle(circle)) {
      const auto served = node.hearing().served_to(person, strand);
      if (!served) return Fail{refusal_for_holder(served.error())};
      for (const auto& stretch : *served) {
        const auto head = node.serving().head_of(strand, stretch);
        if (!head) return Fail{head.error()};
        shares.push_back({node.strands().strand(strand).log, strand, stretch, *head});
      }
    }
  }
  order_once(shares);
  keep_to_limits(shares);
  return shares;
}

sync::DigestHash digest_of(const std::vector<Share>& shares) {
  ByteVec input;
  for (const auto& share : shares) {
    wire::put_bytes(input, share.log.view());
    wire::put_fixed(input, share.stretch.from.value);
    wire::put_fixed(input, share.stretch.next.value);
    wire::put_bytes(input, share.head.view());
  }
  return crypto::hash<sync::DigestHash>("kith/1 digest", {input});
}

Holdings holdings_of(const std::vector<Share>& shares) {
  Holdings holdings;
  for (const auto& share : shares) {
    holdings[share.log].push_back({share.stretch.from, share.stretch.next, share.head});
  }
  return holdings;
}

std::uint64_t lacked_of(const Strands& strands, const Holdings& they_hold) {
  std::uint64_t lacked = 0;
  for (const auto& [log, told] : they_hold) {
    std::vector<Stretch> rest;
    for (const auto& span : told) rest.push_back({span.from, span.next});
    for (const auto strand : strands.of_log(log)) {
      for (const auto& held : strands.spans(strand))
        cut_out(rest, {held.span.from, held.span.next});
    }
    for (const auto& stretch : rest) lacked += stretch.next.value - stretch.from.value;
  }
  return lacked;
}

std::vector<sync::Frontiers> frontiers_of(const std::vector<Share>& shares,
                                          const std::set<LogId>& refused) {
  auto told = holdings_of(shares);
  for (const auto& log : refused) {
    if (told.contains(log) || told.size() < limits::frontier_logs_max) told[log].clear();
  }
  std::vector<sync::Frontiers> messages(1);
  std::size_t spans = 0;
  for (auto& [log, held] : told) {
    std::ranges::sort(held, {}, [](const auto& span) { return std::pair{span.from, span.head}; });
    const bool full = messages.back().logs.size() >= frontier_logs_at_once ||
                      spans + held.size() > frontier_spans_at_once;
    if (full && !messages.back().logs.empty()) {
      messages.back().more = true;
      messages.emplace_back();
      spans = 0;
    }
    spans += held.size();
    messages.back().logs.push_back({log, std::move(held)});
  }
  return messages;
}

namespace {

// Where no signature lies in the rest of what they lack, the last piece goes on to the first one
// after it: what they hold there already comes once more.
Result<std::vector<Stretch>, Refusal> cuts_of(Node& node, const Share& share,
                                              const Stretch& stretch, PieceOrder order) {
  const bool newest = order == PieceOrder::newest_first;
  auto cuts =
      node.serving().cuts(share.strand, stretch, newest ? newest_piece_bytes_max : piece_bytes_max);
  if (!cuts) return cuts;
  const auto rest = cuts->empty() ? stretch.from : cuts->back().next;
  if (!(rest < stretch.next)) return cuts;
  const auto head = node.store().head_from(share.strand, rest);
  if (!head) return Fail{refusal_of(head.error())};
  if (*head && (*head)->last.seq < share.stretch.next) {
    cuts->push_back({rest, (*head)->last.seq.successor()});
  }
  return cuts;
}

std::vector<Stretch> not_held(Node& node, const Share& share, const Holdings& they_hold) {
  std::vector<Stretch> rest{share.stretch};
  const auto theirs = they_hold.find(share.log);
  if (theirs == they_hold.end()) return rest;
  // More stories than a log can have cannot overlap: whoever names more is believed no further.
  std::size_t overlapping = 0;
  for (const auto& span : theirs->second) {
    if (!(span.from < share.stretch.next && share.stretch.from < span.next)) continue;
    if (span.next < share.stretch.next || ++overlapping <= limits::branches_max) {
      if (tells_the_same(node, share, span)) cut_out(rest, {span.from, span.next});
    }
  }
  return rest;
}

}  // namespace

std::vector<Piece> not_held(Node& node, const std::vector<Share>& shares,
                            const Holdings& they_hold) {
  std::vector<Piece> pieces;
  for (const auto& share : shares) {
    for (const auto& stretch : not_held(node, share, they_hold)) {
      pieces.push_back({share.log, share.strand, stretch});
    }
  }
  return pieces;
}

namespace {

Result<LackedStretch, Refusal> lacked(Node& node, const Share& share, const Stretch& stretch,
                                      PieceOrder order) {
  const auto cuts = cuts_of(node, share, stretch, order);
  if (!cuts) return Fail{cuts.error()};
  LackedStretch lacked;
  for (const auto& cut : *cuts) {
    lacked.pieces.push_back({share.log, share.strand, cut});
    if (order == PieceOrder::oldest_first) continue;
    const auto place = node.opener().place_of({share.strand, cut.from});
    if (!place) return Fail{refusal_for_holder(place.error())};
    lacked.opens_epoch.push_back(place->leaf.value == 0);
  }
  return lacked;
}

std::vector<Piece> oldest_first(const std::vector<std::vector<LackedStretch>>& of_logs) {
  std::vector<Piece> pieces;
  for (const auto& of_log : of_logs) {
    for (const auto& stretch : of_log) {
      pieces.insert(pieces.end(), stretch.pieces.begin(), stretch.pieces.end());
    }
  }
  return pieces;
}

}  // namespace

Result<std::vector<Piece>, Refusal> lacking(Node& node, const std::vector<Share>& shares,
                                            const Holdings& they_hold, PieceOrder order) {
  std::vector<std::vector<LackedStretch>> of_logs;
  std::optional<LogId> last;
  // Shares of a log stand together, ascending: taken from the back, the newest span comes first.
  for (auto share = shares.rbegin(); share != shares.rend(); ++share) {
    const bool newest_span = last != share->log;
    if (newest_span) of_logs.emplace_back();
    last = share->log;
    const auto theirs = they_hold.find(share->log);
    if (theirs != they_hold.end() && theirs->second.empty()) continue;  // they refuse it
    const auto rest = not_held(node, *share, they_hold);
    for (auto stretch = rest.rbegin(); stretch != rest.rend(); ++stretch) {
      auto part = lacked(node, *share, *stretch, order);
      if (!part) return Fail{part.error()};
      part->hands_over = newest_span && stretch->from == share->stretch.from;
      of_logs.back().push_back(std::move(*part));
    }
  }
  return order == PieceOrder::newest_first ? newest_first(of_logs) : oldest_first(of_logs);
}

bool lacks_some(const Strands& strands, const LogId& log,
                const std::vector<sync::HeldSpan>& theirs) {
  std::vector<Stretch> rest;
  for (const auto& span : theirs) rest.push_back({span.from, span.next});
  for (const auto strand : strands.of_log(log)) {
    for (const auto& held : strands.spans(strand)) cut_out(rest, {held.span.from, held.span.next});
  }
  return !rest.empty();
}

void add_holding(Holdings& holdings, const LogId& log, const Link& before,
                 const sync::HeldSpan& span) {
  auto& held = holdings[log];
  for (auto& one : held) {
    if (one.next == span.next && one.head == span.head && !(span.from < one.from)) return;
    if (one.next == span.from && one.head == before) {
      one.next = span.next;
      one.head = span.head;
      return;
    }
  }
  held.push_back(span);
}

// Else what goes backwards would make a span of each piece.
void join_behind(Node& node, Holdings& holdings, const LogId& log, StrandNumber strand, Seq next) {
  auto& held = holdings[log];
  const auto link = node.opener().link_of({strand, {next.value - 1}});
  const auto before = std::ranges::find_if(held, [&](const sync::HeldSpan& one) {
    return link && one.next == next && one.head == *link;
  });
  if (before == held.end()) return;
  const auto in_one_span = [&](Seq last) {
    return std::ranges::any_of(node.strands().spans(strand), [&](const SpanRecord& span) {
      return span.span.from < next && last < span.span.next;
    });
  };
  const auto behind = std::ranges::find_if(held, [&](const sync::HeldSpan& one) {
    const Seq last{one.next.value - 1};
    return one.from == next && in_one_span(last) && has_link(node, {strand, last}, one.head);
  });
  if (behind == held.end()) return;
  before->next = behind->next;
  before->head = behind->head;
  held.erase(behind);
}

}  // namespace kith::node
