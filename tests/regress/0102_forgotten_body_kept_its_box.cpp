// Ben forgot what Ana had said, but not the box that brought its key: it was sealed under the
// secret of Ben's own card, and only the one that he seals to her under was looked for. Who took
// his device could derive the key again. Found by reading along the model's hole_forget.
#include <gtest/gtest.h>

#include "tests/people/meet_and_talk.hpp"
#include "wire/entry.hpp"

namespace kith::node::test {
namespace {

std::size_t boxes_held(Person& person, CircleNumber circle) {
  std::size_t present = 0;
  for (const auto strand : person.node->strands().of_circle(circle)) {
    for (const auto& span : person.node->strands().spans(strand)) {
      const auto scanned = person.store->scan(
          strand, span.span.from, {span.span.next.value - 1}, [&](Seq, ByteView lean) {
            const auto decoded = wire::decode_entry(lean);
            if (decoded->entry.boxes.empty()) return true;
            for (const auto& slot : wire::decode_boxes(decoded->entry.boxes).slots) {
              present += slot.present ? 1 : 0;
            }
            return true;
          });
      EXPECT_TRUE(scanned.has_value());
    }
  }
  return present;
}

TEST(Regress, forgetting_takes_the_box_along_whatever_secret_it_was_sealed_under) {
  Person ana{"Ana", 1};
  Person ben{"Ben", 2};
  meet_by_cards(ana, ben);
  const auto garden = ana.circle("garden");
  ana.say(garden, "an epoch opens");
  include(ana, garden, ben);
  const auto it = ana.say(garden, "please forget this");
  (void)sync(ben, ana);
  const auto bens = circle_called(ben, "garden");
  const auto before = boxes_held(ben, bens);
  const auto shown = ben.node->view().last(bens, 10).value();
  ASSERT_EQ(shown.size(), 1U);
  ASSERT_EQ(shown.front().id(), it);
  (void)ben.take(ben.node->forget(shown.front().key, ben.tick()));
  EXPECT_EQ(boxes_held(ben, bens), before - 1);
}

}  // namespace
}  // namespace kith::node::test
