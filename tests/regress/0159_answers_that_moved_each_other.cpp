// Two logs that answer each other line by line came one after the other: every line of the second
// moved all that stood behind it in the first, again and again, and every earlier one that came
// later moved them all once more for each. A few thousand lines of a conversation, of one clock
// that was off, took a home minutes and hundreds of megabytes, all in one step.
#include "log/link.hpp"
#include "tests/people/forged_log.hpp"
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

constexpr std::size_t lines = 150;

struct LineByLine : ::testing::Test {
  LineByLine() {
    meet(ana, eve);
    put(late, 0, claimed + std::chrono::hours{23}, {});
    std::vector<Reference> answered{reference_at(late, 0)};
    for (std::size_t i = 0; i < lines; ++i) {
      put(one, i, claimed, answered);
      put(other, i, claimed, {reference_at(one, i)});
      answered = {reference_at(other, i)};
    }
  }
  static Reference reference_at(const ForgedLog& log, std::size_t i) {
    const auto bytes = log.range(i, i);
    return reference_of(log::verify_range(*wire::decode_range(bytes))->front());
  }
  void put(ForgedLog& log, std::size_t i, WallTime time, std::vector<Reference> answers) {
    const auto at = place(i, 0, static_cast<std::uint16_t>(i));
    wire::Meta meta{time, std::uint64_t{1}, std::move(answers), std::nullopt, {}};
    if (i > 0) return log.put(at, meta, "x", {});
    meta.statement = wire::AudienceStatement{
        log.to_readers(), log.certificate(), {eve.node->prekeys().newest().record}};
    wire::Handover handover;
    handover.spans.push_back(log.span(at));
    log.put(at, meta, "x", log.boxes(at, handover));
  }
  /// How many entries were moved.
  std::size_t take(const ForgedLog& log) {
    (void)ana.take(ana.node->take_range(log.all(), ana.tick()));
    std::size_t moves = 0;
    while (true) {
      auto batch = ana.node->index_some(1 << 15, Findable::by_place);
      EXPECT_TRUE(batch.has_value());
      if (!batch || !*batch) return moves;
      for (const auto& change : **batch) {
        moves += std::holds_alternative<change::MoveShown>(change) ? 1 : 0;
      }
      EXPECT_TRUE(ana.store->commit(**batch, Durability::lazy).has_value());
    }
  }

  Person ana{"Ana", 21};
  Person eve{"Eve", 22};
  CircleId circle{{0xee}};
  ForgedLog one{eve, circle, ana};
  ForgedLog other{eve, circle, ana};
  ForgedLog late{eve, circle, ana};
  WallTime claimed = eve.now;
};

TEST_F(LineByLine, each_entry_moves_once_in_a_step) {
  EXPECT_EQ(take(one), 0U);
  EXPECT_LE(take(other), 2 * lines);
  EXPECT_LE(take(late), 2 * lines + 1);
  EXPECT_EQ(ana.texts(*ana.node->strands().number_of(circle)).size(), 2 * lines + 1);
}

}  // namespace
}  // namespace kith::node::test
