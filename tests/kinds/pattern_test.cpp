// A pattern says what may be expected, and how surely: on simulated people whose true rates drift
// its intervals hold what they promise, and it errs less than the plain mean and than the last
// outcome.
#include "kinds/pattern.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace kith::kinds {
namespace {

constexpr WallTime now{1'800'000'000'000'000};
constexpr std::chrono::hours day{24};

Noted note(const std::string& group, std::int64_t days_ago, Went went) {
  return {group, now - day * days_ago, static_cast<std::uint64_t>(went)};
}

const PatternGroup& named(const std::vector<PatternGroup>& groups, const std::string& name) {
  return *std::ranges::find(groups, name, &PatternGroup::name);
}

TEST(Pattern, counts_first_and_leaves_out_what_was_changed_together) {
  const auto groups =
      pattern_of({note("rides", 3, Went::came_through), note("rides", 2, Went::late),
                  note("rides", 1, Went::we_changed_it), note("rides", -1, Went::came_through),
                  note("rides", 9, Went{77})},
                 now);
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_EQ(groups[0].came_through, 1U);
  EXPECT_EQ(groups[0].of, 2U);
  EXPECT_EQ(groups[0].strip.size(), 5U);
  EXPECT_EQ(groups[0].strip.front().went, 77U);
}

TEST(Pattern, says_little_where_it_knows_little) {
  const auto one = pattern_of({note("rides", 1, Went::came_through)}, now)[0].expected;
  std::vector<Noted> many;
  for (int i = 0; i < 40; ++i) many.push_back(note("rides", i, Went::came_through));
  const auto sure = pattern_of(many, now)[0].expected;
  EXPECT_GT(one.high - one.low, 3U);
  EXPECT_LE(sure.high - sure.low, 1U);
  EXPECT_GT(sure.chance, 0.93);
  EXPECT_LT(one.chance, 0.85);
}

TEST(Pattern, forgets_half_in_half_a_year) {
  std::vector<Noted> notes;
  for (int i = 0; i < 10; ++i) notes.push_back(note("rides", 700 + i, Went::not_done));
  for (int i = 0; i < 10; ++i) notes.push_back(note("rides", i, Went::came_through));
  EXPECT_GT(pattern_of(notes, now)[0].expected.chance, 0.75);
}

// Someone who comes through elsewhere is more likely to here, where little is known; a group of
// which much is known hardly minds.
TEST(Pattern, lends_from_group_to_group) {
  std::vector<Noted> notes{note("tools", 1, Went::came_through)};
  const auto alone = pattern_of(notes, now)[0].expected.chance;
  for (const auto* group : {"rides", "meals", "repairs", "letters"}) {
    for (int i = 0; i < 12; ++i) notes.push_back(note(group, i * 5, Went::came_through));
  }
  EXPECT_GT(named(pattern_of(notes, now), "tools").expected.chance, alone + 0.05);
  for (int i = 0; i < 12; ++i) notes.push_back(note("mornings", i * 5, Went::not_done));
  EXPECT_LT(named(pattern_of(notes, now), "mornings").expected.chance, 0.25);
}

TEST(Pattern, does_not_depend_on_the_order_of_notes) {
  std::vector<Noted> notes;
  for (int i = 0; i < 30; ++i) {
    notes.push_back(
        note(i % 2 == 0 ? "a" : "b", i % 7, i % 3 == 0 ? Went::late : Went::came_through));
  }
  const auto groups = pattern_of(notes, now);
  std::ranges::reverse(notes);
  const auto other = pattern_of(notes, now);
  ASSERT_EQ(groups.size(), other.size());
  for (std::size_t i = 0; i < groups.size(); ++i) {
    EXPECT_EQ(groups[i].came_through, other[i].came_through);
    EXPECT_EQ(groups[i].expected.low, other[i].expected.low);
    EXPECT_EQ(groups[i].expected.high, other[i].expected.high);
    EXPECT_NEAR(groups[i].expected.chance, other[i].expected.chance, 1e-9);
  }
}

// Of one kind of promise: a rate that drifts, and what it brings.
struct Drifting {
  double log_odds;
  [[nodiscard]] double rate() const { return 1 / (1 + std::exp(-log_odds)); }
};

struct Score {
  double brier{};
  double of_mean{};
  double of_last{};
  unsigned within{};
  unsigned tried{};
};

double squared(double value) { return value * value; }

// Two and a half years of one person with three kinds of promises, about one of each a fortnight.
void simulate(std::mt19937& chance, Score& score) {
  std::normal_distribution<double> normal{0, 1};
  std::uniform_real_distribution<double> uniform{0, 1};
  const double person = 0.8 + normal(chance);
  std::array<Drifting, 3> kinds{};
  for (auto& kind : kinds) kind.log_odds = person + 0.9 * normal(chance);
  std::vector<Noted> notes;
  constexpr int days = 900;
  for (int at = 0; at < days; at += 14) {
    const WallTime today = now + day * at;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      kinds[i].log_odds += 0.16 * normal(chance);
      if (uniform(chance) < 0.3) continue;  // nothing was promised
      const auto group = std::string(1, static_cast<char>('a' + i));
      const bool came = uniform(chance) < kinds[i].rate();
      const double outcome = came ? 1 : 0;
      unsigned seen = 0;
      unsigned hits = 0;
      double last = 0.5;
      for (const auto& earlier : notes) {
        if (earlier.group != group) continue;
        ++seen;
        last = earlier.went == 0 ? 1 : 0;
        hits += earlier.went == 0 ? 1 : 0;
      }
      if (seen > 0) {
        const auto expected = named(pattern_of(notes, today), group).expected;
        score.brier += squared(expected.chance - outcome);
        score.of_mean += squared(static_cast<double>(hits) / seen - outcome);
        score.of_last += squared(last - outcome);
        unsigned next = 0;
        for (unsigned k = 0; k < next_promises; ++k) next += uniform(chance) < kinds[i].rate();
        score.within += expected.low <= next && next <= expected.high ? 1 : 0;
        ++score.tried;
      }
      notes.push_back(
          {group, today, static_cast<std::uint64_t>(came ? Went::came_through : Went::not_done)});
    }
  }
}

TEST(Pattern, is_calibrated_and_errs_less_than_the_mean_and_than_the_last_outcome) {
  std::mt19937 chance{7};
  Score score;
  for (int person = 0; person < 12; ++person) simulate(chance, score);
  const double all = score.tried;
  std::cout << "Brier " << score.brier / all << ", plain mean " << score.of_mean / all
            << ", last outcome " << score.of_last / all << "; of the next ten "
            << 100.0 * score.within / all << " % within\n";
  EXPECT_LT(score.brier, score.of_mean);
  EXPECT_LT(score.brier, score.of_last);
  EXPECT_GT(score.within / all, 0.75);
  EXPECT_LT(score.within / all, 0.93);
}

}  // namespace
}  // namespace kith::kinds
