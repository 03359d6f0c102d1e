#include "node/piece_order.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace kith::node {
namespace {

// One piece that is the newest left of its log, behind those without which it is of no use.
using Turn = std::vector<Piece>;

class Turns {
 public:
  void lead(const Piece& piece) { open_.push_back(piece); }
  void add(const Piece& piece) {
    open_.push_back(piece);
    close();
  }
  std::vector<Turn> take() {
    if (!open_.empty()) close();
    return std::move(turns_);
  }

 private:
  void close() {
    turns_.push_back(std::move(open_));
    open_.clear();
  }

  Turn open_;
  std::vector<Turn> turns_;
};

// Backwards, epoch by epoch; `first` pieces at the front went already.
void add_backwards(const LackedStretch& stretch, std::size_t first, Turns& turns) {
  const auto& pieces = stretch.pieces;
  for (auto end = pieces.size(); end > first;) {
    auto begin = end - 1;
    while (begin > first && !stretch.opens_epoch[begin]) --begin;
    const bool leads = stretch.opens_epoch[begin] && begin + 1 < end;
    if (leads) turns.lead(pieces[begin]);
    for (auto at = end; at > begin + (leads ? 1 : 0); --at) turns.add(pieces[at - 1]);
    end = begin;
  }
}

std::vector<Turn> turns_of(const std::vector<LackedStretch>& of_log) {
  Turns turns;
  for (const auto& stretch : of_log) {
    check(stretch.opens_epoch.size() == stretch.pieces.size());
    const bool leads = stretch.hands_over && !stretch.pieces.empty();
    if (leads) turns.lead(stretch.pieces.front());
    add_backwards(stretch, leads ? 1 : 0, turns);
  }
  return turns.take();
}

}  // namespace

std::vector<Piece> newest_first(const std::vector<std::vector<LackedStretch>>& of_logs) {
  std::vector<std::vector<Turn>> logs;
  std::size_t rounds = 0;
  for (const auto& of_log : of_logs) {
    logs.push_back(turns_of(of_log));
    rounds = std::max(rounds, logs.back().size());
  }
  std::vector<Piece> pieces;
  for (std::size_t round = 0; round < rounds; ++round) {
    for (const auto& turns : logs) {
      if (round >= turns.size()) continue;
      pieces.insert(pieces.end(), turns[round].begin(), turns[round].end());
    }
  }
  return pieces;
}

}  // namespace kith::node
