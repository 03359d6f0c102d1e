// Whatever people and devices write about proposals, promises and events, in whatever order it
// comes, folds into one view; every version stands in exactly one; nobody's word is taken for
// another's.
#include "fuzz/require.hpp"
#include "kinds/events.hpp"
#include "kinds/practices.hpp"
#include "kinds/promises.hpp"
#include "kinds/proposals.hpp"
#include "kinds/taking_part.hpp"

using namespace kith;
using fuzz::require;

namespace {

constexpr std::size_t op_bytes = 6;
constexpr std::size_t entries_max = 64;

// Six bytes an entry: kind, author, device, two entries that it may name, and what it says.
class Story {
 public:
  explicit Story(ByteView data) {
    for (; data.size() >= op_bytes && all.size() < entries_max; data = data.subspan(op_bytes)) {
      add(data.first(op_bytes));
    }
  }
  std::vector<kinds::Seen> all;

 private:
  [[nodiscard]] static Link link_at(std::size_t number) {
    return {{static_cast<std::uint8_t>(number * 83), static_cast<std::uint8_t>(number)}};
  }
  void add(ByteView op) {
    kinds::Seen seen;
    seen.link = link_at(all.size());
    seen.author = {{static_cast<std::uint8_t>(op[1] % 4)}};
    seen.log = {{seen.author.raw[0], static_cast<std::uint8_t>(op[2] % 3)}};
    seen.seq = {all.size()};
    seen.forked = op[2] >= 0xF0;
    seen.time = WallTime{op[5]};
    // Also entries that come later, or never.
    const auto one = link_at(op[3] % entries_max);
    const auto other = link_at(op[4] % entries_max);
    if (op[0] & 0x80) seen.references.push_back(reference_of(one));
    if (op[0] & 0x40 && other != one) seen.references.push_back(reference_of(other));
    seen.body = body_of(op, one, other);
    seen.kind = static_cast<std::uint64_t>(kinds::kind_of(*seen.body));
    if (op[0] & 0x20) seen.body.reset();
    all.push_back(std::move(seen));
  }
  [[nodiscard]] static kinds::Event event() {
    return {"title", {0}, "UTC", {}, {}, {}, {}, {}, {}};
  }
  [[nodiscard]] static kinds::Body body_of(ByteView op, const Link& one, const Link& other) {
    const std::uint64_t says = op[5] % 5;
    std::vector<Reference> instead;
    if (op[5] & 0x40) instead.push_back(reference_of(other));
    const auto day = op[5] & 0x20 ? std::optional{kinds::CivilDay{says}} : std::nullopt;
    switch (op[0] % 11) {
      case 0:
        return kinds::Proposal{"text", std::nullopt, {{{op[5]}}}};
      case 1:
        return kinds::Stance{one, says, std::nullopt, instead};
      case 2:
        return kinds::Agreement{one, says % 2 == 0, std::nullopt, instead};
      case 3:
        return kinds::Practice{"round", says == 0 ? "" : "text", {}, instead};
      case 4:
        return kinds::Ask{"text", {}, std::nullopt, {}};
      case 5:
        return kinds::Promise{"text", {}, std::nullopt, {}};
      case 6:
        return kinds::Turn{one, says, std::nullopt, instead, "other", std::nullopt};
      case 7:
        return event();
      case 8:
        return kinds::EventTurn{
            one, says, std::nullopt, instead, says == 0 ? std::optional{event()} : std::nullopt,
            day};
      case 9:
        return kinds::Coming{one, says, std::nullopt, instead, day};
      default:
        return kinds::TakingPart{WallTime{op[5]}, std::nullopt, instead};
    }
  }
};

struct Folds {
  explicit Folds(const std::vector<kinds::Seen>& entries) {
    for (const auto& seen : entries) {
      proposals.add(seen);
      promises.add(seen);
      practices.add(seen);
      events.add(seen);
      parts.add(seen);
    }
  }
  kinds::Proposals proposals;
  kinds::Promises promises;
  kinds::Practices practices;
  kinds::Events events;
  kinds::TakingParts parts;
};

void check_views(const Folds& folds, const std::vector<kinds::Seen>& entries) {
  std::multiset<Link> shown;
  for (const auto& first : folds.proposals.all()) {
    const auto view = folds.proposals.view(first);
    for (const auto& version : view->versions) shown.insert(version.link);
    for (const auto& said : view->stances) {
      const auto wrote = std::ranges::find(entries, said.link, &kinds::Seen::link);
      require(wrote != entries.end() && wrote->author == said.where.author);
    }
  }
  for (const auto& seen : entries) {
    const auto event = folds.events.view(seen.link);
    for (const auto& one : event ? event->turns : std::vector<kinds::EventTurned>{}) {
      const auto wrote = std::ranges::find(entries, one.link, &kinds::Seen::link);
      require(wrote != entries.end() && wrote->author == event->author);
    }
    const bool proposal = seen.kind == static_cast<std::uint64_t>(kinds::KindNumber::proposal);
    require(shown.count(seen.link) == (proposal ? 1U : 0U));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Story story{{data, size}};
  auto turned = story.all;
  std::ranges::reverse(turned);
  const Folds folds{story.all};
  const Folds other{turned};
  check_views(folds, story.all);
  require(folds.proposals.all() == other.proposals.all());
  for (const auto& seen : story.all) {
    require(folds.proposals.view(seen.link) == other.proposals.view(seen.link));
  }
  require(folds.promises.promises() == other.promises.promises());
  require(folds.promises.asks() == other.promises.asks());
  require(folds.practices.all() == other.practices.all());
  require(folds.events.all() == other.events.all());
  require(folds.parts.all() == other.parts.all());
  return 0;
}
