// A log that says something else of its place with each entry: who hears it is found in time that
// grows with it, and no faster.
#include "node/sharing.hpp"
#include "tests/people/forged_log.hpp"
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

class CountingStore : public store::MemoryStore {
 public:
  [[nodiscard]] Read<std::optional<EpochRecord>> epoch_at(StrandNumber strand,
                                                          Seq seq) const override {
    ++asked;
    return MemoryStore::epoch_at(strand, seq);
  }
  [[nodiscard]] Read<std::vector<EpochRecord>> epochs(StrandNumber strand) const override {
    auto found = MemoryStore::epochs(strand);
    asked += found ? found->size() : 0;
    return found;
  }
  mutable std::size_t asked = 0;
};

constexpr std::uint16_t entries = 1200;

struct ManyRecords : ::testing::Test {
  ManyRecords() {
    auto store = std::make_unique<CountingStore>();
    disk = store.get();
    ana.node.reset();
    ana.store = std::move(store);
    ana.node = ana.take(Node::begin(*ana.store, ana.entropy, "Ana", ana.now));
    meet_by_cards(ana, eve);
    meet_by_cards(ana, ben);
    circle.raw[0] = 0xee;
  }
  std::size_t asked_to_share() {
    disk->asked = 0;
    EXPECT_TRUE(shares_with(*ana.node, ben.node->person()).has_value());
    return disk->asked;
  }
  Person ana{"Ana", 51};
  Person eve{"Eve", 52};
  Person ben{"Ben", 53};
  CountingStore* disk{};
  CircleId circle;
};

TEST_F(ManyRecords, places_that_do_not_go_on) {
  ForgedLog log{eve, circle, ana};
  log.open(place(0, 0, 0), log.to_readers());
  for (std::uint16_t i = 1; i < entries; ++i) log.tell(place(i, i, 5), "elsewhere");
  for (std::size_t i = 0; i < log.size(); ++i) {
    (void)ana.take(ana.node->take_range(log.range(i, i), ana.tick()));
  }
  EXPECT_LT(asked_to_share(), 60U * entries);
}

TEST_F(ManyRecords, an_aside_that_lists_its_audience_with_each_entry) {
  ForgedLog log{eve, circle, ana, wire::LogForm::aside};
  log.open(place(0, 0, 0), log.to_readers());
  for (std::uint16_t i = 1; i < 900; ++i) {
    wire::Meta meta{eve.tick(), std::uint64_t{1}, {}, std::nullopt, {}};
    meta.statement = wire::AudienceStatement{
        log.to_readers(), log.certificate(), {eve.node->prekeys().newest().record}};
    log.put(place(i, 0, i), meta, "again", {});
  }
  (void)ana.take(ana.node->take_range(log.all(), ana.tick()));
  disk->asked = 0;
  ana.index();
  EXPECT_LT(disk->asked, 100U * entries);
  EXPECT_LT(asked_to_share(), 60U * entries);
}

}  // namespace
}  // namespace kith::node::test
