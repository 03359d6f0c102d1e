// In what order pieces of logs go out to who lacks them: as they were said, or for a reader who
// asked for the newest end first. Refuses to know who that is, and what they lack.
// Source: docs/protocol.md §10.6.
#pragma once

#include <chrono>
#include <vector>

#include "node/hearing.hpp"

namespace kith::node {

/// A piece of a strand that fits one range.
struct Piece {
  LogId log;
  StrandNumber strand;
  Stretch stretch;
};

enum class PieceOrder { oldest_first, newest_first };

/// Whoever had no whole session for that long may lack much, and wants to read what is said now.
inline constexpr std::chrono::hours long_ago_min{24};

/// What a side asks for itself as a session begins.
enum class AskedOrder {
  oldest_first,
  newest_first,
  newest_if_long_ago,  // newest first where the last whole session with that device was
                       // `long_ago_min` ago; the first one comes in order
};

/// What they lack of a span, cut into pieces, ascending.
struct LackedStretch {
  std::vector<Piece> pieces;
  std::vector<bool> opens_epoch;  // of each: its first entry opens an epoch
  bool hands_over{};              // the first piece tells them whose log it is
};

/// Of logs, each with its newest stretch first: in rounds, in each the newest of every log that is
/// left. What hands a log over goes before the rest of it, and what opens an epoch, where the keys
/// lie, before the rest of that epoch.
[[nodiscard]] std::vector<Piece> newest_first(
    const std::vector<std::vector<LackedStretch>>& of_logs);

}  // namespace kith::node
