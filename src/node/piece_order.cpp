#include "node/piece_order.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace kith::node {
namespace {

// One piece that is the newest left of its log, behind those without which it is of no use.
using PieceGroup = std::vector<Piece>;

class PieceGroups {
 public:
  void lead(const Piece& piece) { open_.push_back(piece); }
  void add(const Piece& piece) {
    open_.push_back(piece);
    close();
  }
  std::vector<PieceGroup> take() {
    if (!open_.empty()) close();
    return std::move(groups_);
  }

 private:
  void close() {
    groups_.push_back(std::move(open_));
    open_.clear();
  }

  PieceGroup open_;
  std::vector<PieceGroup> groups_;
};

// Backwards, epoch by epoch; `first` pieces at the front went already.
void add_backwards(const LackedStretch& stretch, std::size_t first, PieceGroups& groups) {
  const auto& pieces = stretch.pieces;
  for (auto end = pieces.size(); end > first;) {
    auto begin = end - 1;
    while (begin > first && !stretch.opens_epoch[begin]) --begin;
    const bool leads = stretch.opens_epoch[begin] && begin + 1 < end;
    if (leads) groups.lead(pieces[begin]);
    for (auto at = end; at > begin + (leads ? 1 : 0); --at) groups.add(pieces[at - 1]);
    end = begin;
  }
}

std::vector<PieceGroup> groups_of(const std::vector<LackedStretch>& of_log) {
  PieceGroups groups;
  for (const auto& stretch : of_log) {
    check(stretch.opens_epoch.size() == stretch.pieces.size());
    const bool leads = stretch.hands_over && !stretch.pieces.empty();
    if (leads) groups.lead(stretch.pieces.front());
    add_backwards(stretch, leads ? 1 : 0, groups);
  }
  return groups.take();
}

}  // namespace

std::vector<Piece> newest_first(const std::vector<std::vector<LackedStretch>>& of_logs) {
  std::vector<std::vector<PieceGroup>> logs;
  std::size_t rounds = 0;
  for (const auto& of_log : of_logs) {
    logs.push_back(groups_of(of_log));
    rounds = std::max(rounds, logs.back().size());
  }
  std::vector<Piece> pieces;
  for (std::size_t round = 0; round < rounds; ++round) {
    for (const auto& groups : logs) {
      if (round >= groups.size()) continue;
      pieces.insert(pieces.end(), groups[round].begin(), groups[round].end());
    }
  }
  return pieces;
}

}  // namespace kith::node
