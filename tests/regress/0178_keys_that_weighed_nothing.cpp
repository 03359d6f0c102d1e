// Entries that come are counted, keys that come by themselves were not: with each entry of a
// hundred bytes Eve handed over a hundred kilobytes of keys of places to come. Ana kept all of it,
// and read all of it at once whenever she asked who hears that log: of the 64 MiB that Eve may fill
// came as many gigabytes, on the disk and in memory. Of logs whose entries were to come, what waits
// lies in memory for good: a mebibyte of each, and of logs there may be a thousand.
#include "crypto/hash.hpp"
#include "seal/secret_tree.hpp"
#include "tests/people/forged_log.hpp"
#include "tests/people/liar.hpp"

namespace kith::node::test {
namespace {

struct WeighNothing : ::testing::Test {
  WeighNothing() {
    meet_by_cards(ana, eve);
    circle.raw[0] = 0xee;
  }
  /// Keys of nothing, for every leaf behind that one.
  std::vector<wire::LeafMetaKey> chaff(std::uint16_t leaf) {
    std::vector<wire::LeafMetaKey> keys;
    for (auto at = static_cast<std::uint16_t>(leaf + 1); at < limits::epoch_leaves; ++at) {
      keys.push_back({{at}, wire::MetaKey::random(eve.entropy), BodyHash{}});
    }
    return keys;
  }
  wire::Handover of(ForgedLog& log, wire::Span span) {
    wire::Handover handover;
    handover.log = log.id();
    handover.certificate = log.certificate();
    handover.spans.push_back(std::move(span));
    return handover;
  }
  /// Opens that entry alone.
  wire::Span of_one(ForgedLog& log, const wire::Place& at) {
    auto span = log.span(at);
    seal::KeySet keys;
    keys.add(span.nodes, {});
    span.nodes = keys.cover(at.leaf, at.leaf).nodes;
    span.meta_keys = chaff(at.leaf.value);
    return span;
  }
  std::size_t kept_of(const LogId& log) {
    std::size_t bytes = 0;
    for (const auto strand : ana.node->strands().of_log(log)) {
      const auto records = ana.store->epochs(strand);
      for (const auto& record : *records) bytes += record.keys.size();
    }
    return bytes;
  }
  std::size_t waiting() {
    std::size_t bytes = 0;
    const auto facts = ana.store->facts(FactKind::handed);
    for (const auto& fact : *facts) bytes += fact.value.size();
    return bytes;
  }
  Person ana{"Ana", 21};
  Person eve{"Eve", 22};
  CircleId circle;
};

TEST_F(WeighNothing, keys_of_entries_that_are_held_are_counted) {
  constexpr std::size_t most = 256 * 1024;
  ForgedLog log{eve, circle, ana};
  log.open(place(0, 0, 0), log.to_readers());
  std::vector<wire::Handover> handovers;
  for (std::uint16_t i = 1; i <= 12; ++i) {
    handovers.push_back(of(log, of_one(log, place(i, 0, i))));
    log.tell(place(i, 0, i), "a few bytes");
  }
  (void)ana.take(ana.node->take_range(log.all(), ana.tick()));
  ana.index();
  ana.node->quotas().set({{1000, 1000}, {most, 1024}, {10, 10}});
  Liar liar{eve, ana};
  liar.greet();
  liar.hand_over_nothing();
  for (auto& handover : handovers) liar.say(sync::Handed{std::move(handover)});
  liar.settle();
  EXPECT_EQ(liar.ending(), std::nullopt);
  EXPECT_LE(kept_of(log.id()), most);
  ASSERT_EQ(ana.node->quotas().refused().size(), 1U);
  EXPECT_EQ(ana.node->quotas().refused().front().person, eve.node->person());
  EXPECT_EQ(ana.texts(*ana.node->strands().number_of(circle)).size(), 13U);
}

TEST_F(WeighNothing, the_same_keys_again_cost_nothing) {
  ForgedLog log{eve, circle, ana};
  log.open(place(0, 0, 0), log.to_readers());
  const auto handover = of(log, of_one(log, place(1, 0, 1)));
  auto later = of_one(log, place(1, 0, 1));
  later.first = place(500, 0, 500);
  const auto ahead = of(log, std::move(later));
  log.tell(place(1, 0, 1), "a few bytes");
  (void)ana.take(ana.node->take_range(log.all(), ana.tick()));
  ana.node->quotas().set({{1000, 1000}, {256 * 1024, 1024}, {10, 10}});
  for (int i = 0; i < 10; ++i) {
    (void)ana.take(ana.node->take_handover(handover, eve.node->person(), ana.tick()));
    (void)ana.take(ana.node->take_handover(ahead, eve.node->person(), ana.tick()));
  }
  EXPECT_TRUE(ana.node->quotas().refused().empty());
}

// Nor does it cost whoever hears them more than to read them: nothing is written, and nothing
// indexed again.
TEST_F(WeighNothing, the_same_keys_again_are_not_kept_again) {
  ForgedLog log{eve, circle, ana};
  log.open(place(0, 0, 0), log.to_readers());
  const auto handover = of(log, of_one(log, place(1, 0, 1)));
  log.tell(place(1, 0, 1), "a few bytes");
  (void)ana.take(ana.node->take_range(log.all(), ana.tick()));
  (void)ana.take(ana.node->take_handover(handover, eve.node->person(), ana.tick()));
  const auto again = ana.node->take_handover(handover, eve.node->person(), ana.tick());
  ASSERT_TRUE(again.has_value());
  EXPECT_TRUE(again->commit.empty());
}

TEST_F(WeighNothing, what_waits_has_a_limit_of_its_person) {
  constexpr auto most = limits::handed_of_person_bytes_max;
  for (std::size_t i = 0; i < limits::logs_ahead_max + 2; ++i) {
    ForgedLog log{eve, circle, ana};
    log.open(place(0, 0, 0), log.to_readers());
    (void)ana.take(ana.node->take_range(log.all(), ana.tick()));
    for (std::uint16_t k = 0; k < 12; ++k) {
      auto span = log.span(place(5000U + k, 7, 0));
      span.meta_keys = chaff(0);
      span.nodes.clear();
      (void)ana.take(ana.node->take_handover(of(log, std::move(span)), eve.node->person()));
    }
  }
  EXPECT_LE(waiting(), most);
  EXPECT_GT(waiting(), most - limits::handed_bytes_max);
}

}  // namespace
}  // namespace kith::node::test
