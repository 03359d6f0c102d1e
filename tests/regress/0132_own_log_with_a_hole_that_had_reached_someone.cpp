// A home that went back to an older disk got its own entries back in pieces, the newest first. With
// the one between still lost, the others' equal digest was taken as their word for all before the
// end; when that one came back from somebody else, it was shown as having reached them, too.
#include <gtest/gtest.h>

#include "node/reached.hpp"
#include "sim/history.hpp"

namespace kith::node {
namespace {

struct Regress0132 : ::testing::Test {
  Regress0132() {
    StrandRecord record{};
    record.log.raw = {7};
    record.person = ana;
    record.circle = strands.add_circle({}, batch);
    log = record.log;
    strand = strands.add_strand(record, batch);
  }
  ReachedLogs reached_with(const std::vector<Stretch>& held) {
    std::vector<SpanRecord> spans;
    std::vector<Share> shares;
    for (const auto& stretch : held) {
      spans.push_back({strand, {stretch.from, stretch.next, {}, {}}});
      shares.push_back({log, strand, stretch, {}});
    }
    strands.put_spans(strand, std::move(spans), batch);
    return reached_by(ana, strands, shares, {});
  }

  PersonId ana{{1}};
  Batch batch;
  Strands strands;
  LogId log;
  StrandNumber strand;
};

TEST_F(Regress0132, nothing_behind_what_is_lost_has_reached_anybody) {
  EXPECT_EQ(reached_with({{{0}, {9}}}).at(log), Seq{9});
  EXPECT_EQ(reached_with({{{0}, {7}}, {{8}, {9}}}).at(log), Seq{7});
  EXPECT_EQ(reached_with({{{8}, {9}}}).at(log), Seq{0});
}

TEST(Regress0132Seed, is_told_by_the_history_that_found_it) {
  const auto knobs = sim::Knobs::named("one-way,late,disk,flush,full,rot,copy");
  ASSERT_TRUE(knobs.has_value());
  EXPECT_EQ(sim::tell({410197, 6, 73, 70, *knobs}).problems, std::vector<std::string>{});
}

}  // namespace
}  // namespace kith::node
