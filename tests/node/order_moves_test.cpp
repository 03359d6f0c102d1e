// Where entries come to stand when what they refer to came later: the same as if all had come in
// order, each moved once. Graphs are drawn from seeds.
#include "node/order_moves.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "base/limits.hpp"

namespace kith::node {
namespace {

constexpr auto day = std::chrono::microseconds{limits::order_shift_max}.count();

EntryKey entry(std::size_t number) { return {StrandNumber{1}, Seq{number}}; }

/// Entries by number; parents have lower ones. Some of them are late.
struct Graph {
  std::vector<std::int64_t> times;
  std::vector<std::vector<std::size_t>> parents;
  std::vector<bool> late;

  [[nodiscard]] std::size_t size() const { return times.size(); }
  /// Over all entries, or over those that were there in time; entries that are left out: nothing.
  [[nodiscard]] std::vector<std::optional<std::int64_t>> orders(bool with_late) const {
    std::vector<std::optional<std::int64_t>> orders(size());
    for (std::size_t i = 0; i < size(); ++i) {
      if (late[i] && !with_late) continue;
      orders[i] = times[i];
      for (const auto parent : parents[i]) {
        if (orders[parent])
          orders[i] = std::max(*orders[i], order_after(*orders[parent], times[i]));
      }
    }
    return orders;
  }
};

Graph drawn(std::uint64_t seed) {
  std::mt19937_64 random{seed};
  const auto below = [&](std::uint64_t end) { return random() % end; };
  const std::int64_t spread = std::vector<std::int64_t>{1, 50, day / 2, 3 * day}[below(4)];
  Graph graph;
  const auto size = 2 + below(60);
  for (std::size_t i = 0; i < size; ++i) {
    graph.times.push_back(1'000'000 +
                          static_cast<std::int64_t>(below(static_cast<std::uint64_t>(spread))));
    graph.late.push_back(below(4) == 0);
    std::vector<std::size_t> parents;
    for (std::uint64_t k = 0; i > 0 && k < below(4); ++k) parents.push_back(below(i));
    graph.parents.push_back(std::move(parents));
  }
  return graph;
}

/// As an indexer keeps it: what stands where, and what is asked of it.
struct Shelf {
  explicit Shelf(const Graph& drawn) : graph(drawn), stands(drawn.orders(false)) {
    // The late ones come in their order, each behind what is there by then.
    for (std::size_t i = 0; i < graph.size(); ++i) {
      if (!graph.late[i]) continue;
      stands[i] = graph.times[i];
      for (const auto parent : graph.parents[i]) {
        stands[i] = std::max(*stands[i], order_after(*stands[parent], graph.times[i]));
      }
      came.push_back({entry(i), *stands[i], graph.times[i]});
    }
  }
  Result<std::vector<Standing>, OpenFailure> too_early(EntryKey parent, std::int64_t there) {
    ++asked[parent];
    std::vector<Standing> found;
    for (std::size_t i = 0; i < graph.size(); ++i) {
      for (const auto one : graph.parents[i]) {
        if (entry(one) != parent || *stands[i] >= order_after(there, graph.times[i])) continue;
        found.push_back({entry(i), *stands[i], graph.times[i]});
      }
    }
    return found;
  }

  const Graph& graph;
  std::vector<std::optional<std::int64_t>> stands;
  std::vector<Standing> came;
  std::map<EntryKey, int> asked;
};

class Moves : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(Moves, bring_each_where_it_would_have_stood) {
  const auto graph = drawn(GetParam());
  Shelf shelf{graph};
  const auto moves = moves_behind(
      shelf.came, [&](EntryKey at, std::int64_t there) { return shelf.too_early(at, there); });
  ASSERT_TRUE(moves.has_value());
  std::map<EntryKey, int> moved;
  for (const auto& move : *moves) {
    auto& stands = shelf.stands[move.entry.seq.value];
    EXPECT_EQ(stands, move.from);
    stands = move.to;
    EXPECT_EQ(++moved[move.entry], 1);
  }
  EXPECT_EQ(shelf.stands, graph.orders(true));
  for (const auto& [at, times] : shelf.asked) EXPECT_EQ(times, 1) << at.seq.value;
}

INSTANTIATE_TEST_SUITE_P(Drawn, Moves, ::testing::Range<std::uint64_t>(1, 400));

TEST(MovesBehind, nobody_asks_about_what_stands_far_off) {
  const std::int64_t hour = day / 24;
  int asked = 0;
  const auto moves = moves_behind({{entry(0), 100, 100}}, [&](EntryKey at, std::int64_t there) {
    ++asked;
    std::vector<Standing> found;
    if (at == entry(0)) found.push_back({entry(1), 50, 50});
    if (at == entry(1) && hour < order_after(there, hour)) found.push_back({entry(2), hour, hour});
    return Result<std::vector<Standing>, OpenFailure>{std::move(found)};
  });
  ASSERT_TRUE(moves.has_value());
  ASSERT_EQ(moves->size(), 1U);
  EXPECT_EQ(moves->front().to, 101);
  EXPECT_EQ(asked, 2);
}

}  // namespace
}  // namespace kith::node
