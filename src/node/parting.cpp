#include "node/parting.hpp"

#include <algorithm>
#include <vector>

#include "base/limits.hpp"
#include "node/open_refusal.hpp"

namespace kith::node {
namespace {

Result<bool, Refusal> agree_at(Opener& opener, const Sides& sides, Seq seq) {
  const auto one = opener.link_of({sides.one, seq});
  const auto other = opener.link_of({sides.other, seq});
  if (!one || !other) return Fail{refusal_for_holder((one ? other : one).error())};
  return *one == *other;
}

// What two spans show of each other: all before `same` is one story; that what stands at
// `different` is not, or that what is before it is not.
struct Shown {
  std::uint64_t same{};
  std::optional<std::uint64_t> different;
};

// Links chain: what two spans hang from says whether all before is the same.
Result<Shown, Refusal> shown_by(Opener& opener, const Sides& sides, const HeldSpan& one,
                                const HeldSpan& other) {
  const auto low = std::max(one.from, other.from);
  const auto next = std::min(one.next, other.next);
  if (!(low < next)) return Shown{};
  const auto one_before = opener.link_before({sides.one, low});
  const auto other_before = opener.link_before({sides.other, low});
  if (!one_before || !other_before) {
    return Fail{refusal_for_holder((one_before ? other_before : one_before).error())};
  }
  if (*one_before != *other_before) return Shown{0, low.value};
  const auto parting = parting_within(opener, sides, low, next);
  if (!parting) return Fail{parting.error()};
  if (!*parting) return Shown{next.value, std::nullopt};
  return Shown{(*parting)->value, (*parting)->value};
}

Result<Seq, Refusal> parting_between(const Strands& strands, Opener& opener, const Sides& sides) {
  std::vector<Shown> all;
  for (const auto& one : strands.spans(sides.one)) {
    for (const auto& other : strands.spans(sides.other)) {
      const auto shown = shown_by(opener, sides, one.span, other.span);
      if (!shown) return Fail{shown.error()};
      all.push_back(*shown);
    }
  }
  Seq first{limits::seq_max};
  for (const auto& one : all) {
    if (!one.different) continue;
    std::uint64_t same = 0;
    for (const auto& other : all) {
      if (other.same <= *one.different) same = std::max(same, other.same);
    }
    first = std::min(first, Seq{same});
  }
  return first;
}

}  // namespace

// Links chain: what is equal at one place is equal below.
Result<std::optional<Seq>, Refusal> parting_within(Opener& opener, const Sides& sides, Seq low,
                                                   Seq next) {
  const auto last = agree_at(opener, sides, {next.value - 1});
  if (!last) return Fail{last.error()};
  if (*last) return std::optional<Seq>{};
  auto high = next.value - 1;  // they differ there
  auto from = low.value;
  while (from < high) {
    const auto middle = from + (high - from) / 2;
    const auto equal = agree_at(opener, sides, {middle});
    if (!equal) return Fail{equal.error()};
    if (*equal) {
      from = middle + 1;
    } else {
      high = middle;
    }
  }
  return std::optional{Seq{high}};
}

Result<Seq, Refusal> parting_of(const Strands& strands, Opener& opener, const LogId& log) {
  Seq first{limits::seq_max};
  const auto all = strands.of_log(log);
  for (auto one = all.begin(); one != all.end(); ++one) {
    for (auto other = one + 1; other != all.end(); ++other) {
      const auto parting = parting_between(strands, opener, {*one, *other});
      if (!parting) return Fail{parting.error()};
      first = std::min(first, *parting);
    }
  }
  return first;
}

}  // namespace kith::node
