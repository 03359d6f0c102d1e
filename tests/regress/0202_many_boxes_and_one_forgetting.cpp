// Eve put as many boxes into each of her entries as fit. Whenever Ben forgot anything of hers, his
// device computed for each of these boxes the hint that it would have for each of his secrets and
// prekeys: minutes in which it did nothing else. Found by reading.
#include <gtest/gtest.h>

#include "node/forget.hpp"
#include "seal/box.hpp"
#include "tests/people/forged_log.hpp"
#include "tests/people/held_keys.hpp"
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

constexpr std::size_t boxes = 500;

struct Regress0202 : ::testing::Test {
  Regress0202() {
    meet_by_cards(ben, eve);
    open(place(0, 0, 0));
    log.tell(place(1, 0, 1), "please forget this");
    (void)ben.take(ben.node->take_range(log.all(), ben.tick()));
    ben.index();
    said = {ben.node->strands().of_log(log.id()).front(), {1}};
  }
  // One box for Ben among those for nobody.
  void open(const wire::Place& at) {
    wire::Meta meta{eve.tick(), std::uint64_t{1}, {}, std::nullopt, {}};
    meta.statement = wire::AudienceStatement{
        log.to_readers(), log.certificate(), {eve.node->prekeys().newest().record}};
    wire::Handover handover;
    handover.spans.push_back(log.span(at));
    std::vector<seal::Addressed> addressed(boxes - 1, {std::nullopt, nullptr, &handover});
    for (const auto& device : eve.node->contacts().devices_of(ben.node->person(), eve.now)) {
      addressed.push_back({device.prekey, device.pair, &handover});
    }
    ASSERT_EQ(addressed.size(), boxes);
    const seal::BoxPlace box{CircleId{}, eve.node->person(), log.id(), at.epoch, at.seq};
    log.put(at, meta, "hello",
            seal::seal_boxes(box, addressed, seal::BoxCount::as_addressed, eve.entropy).part);
  }

  Person ben{"Ben", 2};
  Person eve{"Eve", 3};
  ForgedLog log{eve, CircleId{}, ben};
  EntryKey said;
};

TEST_F(Regress0202, hints_are_computed_once_an_entry) {
  ASSERT_EQ(boxes_with_key(ben, said), 1U);
  Handed handed;
  const auto& node = *ben.node;
  Forgetting forgetting{*ben.store,
                        node.strands(),
                        ben.node->opener(),
                        handed,
                        {node.contacts(), node.prekeys(), node.identity(), node.self()}};
  Batch batch;
  ASSERT_TRUE(forgetting.forget_body(said, batch).has_value());
  const auto& contact = *node.contacts().find(eve.node->person());
  const auto secrets = 1 + (contact.pair ? 1 : 0) + contact.opens.size();
  EXPECT_EQ(forgetting.hints_made(), secrets * node.prekeys().all().size());
}

TEST_F(Regress0202, the_box_is_found_among_all_of_them) {
  (void)ben.take(ben.node->forget(said, ben.tick()));
  EXPECT_EQ(boxes_with_key(ben, said), 0U);
  EXPECT_FALSE(key_is_held(ben, said));
}

}  // namespace
}  // namespace kith::node::test
