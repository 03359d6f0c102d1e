// What I note of people stays with me: a contact who keeps every message of a session, opened, and
// every section of a bundle that they can open, holds nothing of it, and sees nothing that is not
// there without it.
#include "node/bundles.hpp"
#include "node/things.hpp"
#include "tests/people/found.hpp"
#include "tests/people/liar.hpp"

namespace kith::node::test {
namespace {

bool holds(ByteView bytes, ByteView part) { return !std::ranges::search(bytes, part).empty(); }

struct Observing : ::testing::Test {
  Observing() {
    meet_by_cards(ana, ben);
    garden = ana.circle("garden");
    include(ana, garden, ben);
    ana.say(garden, "hello");
    (void)sync(ben, ana);
    join(ben, circle_called(ben, "garden"));
    (void)sync(ben, ana);
  }
  void note(const std::string& tag) {
    const kinds::Observation body{ben.node->person(), 1, ana.now, {tag}, std::nullopt, {}};
    (void)ana.take(ana.node->keep(body, ana.tick()));
    ana.index();
  }
  CircleNumber self() { return *ana.node->strands().number_of(ana.node->identity().self_circle); }
  /// What must not be anywhere: the circle and logs of ana's devices, and each entry there, sealed.
  std::vector<ByteVec> needles() {
    const auto own = ana.node->identity().self_circle.view();
    std::vector<ByteVec> all{{own.begin(), own.end()}};
    for (const auto strand : ana.node->strands().of_circle(self())) {
      const auto log = ana.node->strands().strand(strand).log.view();
      all.emplace_back(log.begin(), log.end());
      const Seq last{limits::seq_max};
      EXPECT_TRUE(ana.store
                      ->scan(strand, {0}, last,
                             [&](Seq, ByteView lean) {
                               all.emplace_back(lean.begin(), lean.end());
                               return true;
                             })
                      .has_value());
    }
    return all;
  }
  Person ana{"Ana", 1};
  Person ben{"Ben", 2};
  CircleNumber garden;
};

TEST_F(Observing, is_found_in_the_self_log_and_nowhere_else) {
  note("secretly");
  EXPECT_EQ(ana.node->store().things(self(), 41).value().size(), 1U);
  EXPECT_TRUE(ana.node->store().things(garden, 41).value().empty());
  EXPECT_TRUE(found_by(*ana.node, "secretly").empty());
}

TEST_F(Observing, leaves_nothing_in_all_that_a_session_says) {
  for (int i = 0; i < 20; ++i) note("secretly");
  ana.say(garden, "something new");
  Liar liar{ben, ana};
  liar.greet();
  liar.hand_over_nothing();
  liar.settle();
  const auto hidden = needles();
  ASSERT_GT(hidden.size(), 20U);
  std::size_t bytes = 0;
  bool garden_came = false;
  for (const auto& message : liar.captured()) {
    bytes += message.size();
    garden_came = garden_came || holds(message, ana.node->strands().id_of(garden).view());
    for (const auto& needle : hidden) EXPECT_FALSE(holds(message, needle));
    EXPECT_FALSE(holds(message, as_bytes("secretly")));
  }
  EXPECT_GT(bytes, 0U);
  EXPECT_TRUE(garden_came);  // the capture does hold what ben may have
}

TEST_F(Observing, changes_nothing_that_a_session_costs) {
  const auto before = sync(ben, ana);
  for (int i = 0; i < 20; ++i) note("secretly");
  const auto after = sync(ben, ana);
  EXPECT_EQ(after.received, before.received);
  EXPECT_EQ(after.bytes_in, before.bytes_in);
  EXPECT_EQ(after.bytes_out, before.bytes_out);
}

TEST_F(Observing, leaves_nothing_in_a_bundle) {
  const auto written = [&] {
    auto made = write_bundle(*ana.node, ana.entropy, {ben.node->person()}, ana.tick());
    EXPECT_TRUE(made.has_value());
    return std::move(made->answer);
  };
  const auto before = written();
  for (int i = 0; i < 20; ++i) note("secretly");
  const auto after = written();
  EXPECT_EQ(after.entries, before.entries);
  EXPECT_EQ(after.file.size(), before.file.size());
  auto reading = BundleReading::open(*ben.node, after.file);
  ASSERT_TRUE(reading.has_value());
  while (true) {
    const auto turn = reading->step(*ben.node, ben.tick());
    ASSERT_TRUE(ben.store->commit(turn.commit, Durability::full).has_value());
    if (turn.done) break;
  }
  EXPECT_FALSE(ben.node->strands().number_of(ana.node->identity().self_circle).has_value());
}

}  // namespace
}  // namespace kith::node::test
