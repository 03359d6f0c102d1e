#include "service/kept_views.hpp"

#include <algorithm>
#include <limits>

namespace kith::service {
namespace {

constexpr std::size_t bytes_an_entry = 1024;  // as it is folded, and its part of a view
constexpr std::size_t came_max = 4096;        // more is folded from scratch as soon

std::size_t bytes_of(const kinds::Seen& seen) {
  return bytes_an_entry + (seen.body ? 2 * kinds::words_in(*seen.body).size() : 0);
}

// Where a log has several strands, which of them an entry is seen in is for all of them together to
// say, and an entry seen before may be seen otherwise once more of another strand is known. What
// other logs of the circle hold is seen as ever.
bool has_stories(const node::Strands& strands, node::StrandNumber number) {
  const auto& strand = strands.strand(number);
  return strand.forked || strands.of_log(strand.log).size() > 1;
}

}  // namespace

template <class Kept>
void KeptViews::add(Fold<Kept>& fold, const std::vector<kinds::Seen>& all) {
  fold.kept->add_all(all);
  for (const auto& seen : all) {
    fold.bytes += bytes_of(seen);
    bytes_ += bytes_of(seen);
  }
}

template <class Kept>
Result<void, node::Refusal> KeptViews::begin(Fold<Kept>& fold, const node::Things& things,
                                             node::CircleNumber circle) {
  const auto all = things.of_kinds(circle, Kept::kinds);
  if (!all) return Fail{all.error()};
  add(fold, *all);
  return {};
}

template <class Kept>
Result<void, node::Refusal> KeptViews::go_on(Fold<Kept>& fold, const node::Things& things) {
  std::vector<kinds::Seen> all;
  for (const auto& key : fold.came) {
    auto seen = things.seen(key);
    if (!seen && seen.error() == node::Refusal::unknown_entry) continue;
    if (!seen) return Fail{seen.error()};
    all.push_back(std::move(*seen));
  }
  add(fold, all);
  fold.came.clear();
  return {};
}

template <class Kept>
KeptViews::Views<Kept> KeptViews::of(node::Node& node, node::CircleNumber circle) {
  const node::Things things{node.store(), node.strands(), node.opener()};
  auto& folds = std::get<Folds<Kept>>(folds_);
  const auto [found, fresh] = folds.try_emplace(circle);
  auto& fold = found->second;
  const auto done = fresh ? begin(fold, things, circle) : go_on(fold, things);
  if (!done) {
    bytes_ -= fold.bytes;
    folds.erase(found);
    return Fail{done.error()};
  }
  fold.asked = ++asked_;
  const auto kept = fold.kept;
  make_room();
  return kept;
}

template KeptViews::Views<kinds::KeptProposals> KeptViews::of(node::Node&, node::CircleNumber);
template KeptViews::Views<kinds::KeptPromises> KeptViews::of(node::Node&, node::CircleNumber);
template KeptViews::Views<kinds::KeptEvents> KeptViews::of(node::Node&, node::CircleNumber);

void KeptViews::came(node::CircleNumber circle, std::uint64_t kind, node::EntryKey key) {
  const auto note = [&]<class Kept>(Folds<Kept>& folds) {
    const auto found = folds.find(circle);
    const bool concerns = std::ranges::any_of(Kept::kinds, [&](kinds::KindNumber one) {
      return static_cast<std::uint64_t>(one) == kind;
    });
    if (found == folds.end() || !concerns) return;
    found->second.came.push_back(key);
    if (found->second.came.size() <= came_max) return;
    bytes_ -= found->second.bytes;
    folds.erase(found);
  };
  std::apply([&](auto&... folds) { (note(folds), ...); }, folds_);
}

void KeptViews::let_go(node::CircleNumber circle) {
  const auto drop = [&](auto& folds) {
    const auto found = folds.find(circle);
    if (found == folds.end()) return;
    bytes_ -= found->second.bytes;
    folds.erase(found);
  };
  std::apply([&](auto&... folds) { (drop(folds), ...); }, folds_);
}

// The one asked for last stays as long as others can go; then it is not kept either.
void KeptViews::make_room() {
  while (bytes_ > kept_views_bytes_max) {
    auto oldest = std::numeric_limits<std::uint64_t>::max();
    const auto find = [&](const auto& folds) {
      for (const auto& [circle, fold] : folds) oldest = std::min(oldest, fold.asked);
    };
    std::apply([&](const auto&... folds) { (find(folds), ...); }, folds_);
    const auto drop = [&](auto& folds) {
      std::erase_if(folds, [&](const auto& one) {
        const bool goes = one.second.asked == oldest;
        if (goes) bytes_ -= one.second.bytes;
        return goes;
      });
    };
    std::apply([&](auto&... folds) { (drop(folds), ...); }, folds_);
  }
}

void KeptViews::indexed(const node::change::PutIndex& put, const node::Strands& strands) {
  const bool one_story = !has_stories(strands, put.strand);
  for (const auto& row : put.rows) {
    if (!row.thing) continue;
    if (!one_story) return let_go(row.circle);
    came(row.circle, *row.thing, row.entry);
  }
}

void KeptViews::keys_came(node::StrandNumber strand, const node::Strands& strands) {
  if (has_stories(strands, strand)) let_go(strands.strand(strand).circle);
}

// What an entry is seen as changes where its body goes or comes, and where its log is told twice:
// there also by what comes of its other strands.
void KeptViews::committed(const node::Batch& batch, const node::Strands& strands) {
  for (const auto& change : batch) {
    if (const auto* put = std::get_if<node::change::PutIndex>(&change)) {
      indexed(*put, strands);
    } else if (const auto* epoch = std::get_if<node::change::PutEpoch>(&change)) {
      keys_came(epoch->epoch.strand, strands);
    } else if (const auto* queue = std::get_if<node::change::QueueIndex>(&change)) {
      keys_came(queue->strand, strands);
    } else if (const auto* replaced = std::get_if<node::change::ReplaceEntry>(&change)) {
      let_go(strands.strand(replaced->entry.strand).circle);
    } else if (const auto* strand = std::get_if<node::change::PutStrand>(&change)) {
      let_go(strand->strand.circle);
    }
  }
}

void KeptViews::clear() {
  folds_ = {};
  bytes_ = 0;
}

}  // namespace kith::service
