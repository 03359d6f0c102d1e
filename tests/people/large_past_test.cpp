// A past that is more than one box holds, or one entry: many hear it, much in it was forgotten, and
// it is long.
#include "tests/people/meet_and_talk.hpp"
#include "wire/entry.hpp"

namespace kith::node::test {
namespace {

struct LargePast : ::testing::Test {
  LargePast() { garden = ana.circle("garden"); }
  /// All but one of those whom a circle holds.
  void include_many() {
    std::vector<PersonId> crowd;
    while (crowd.size() + 1 < limits::persons_max) {
      const auto number = crowd.size();
      Person other{"one of many " + std::to_string(number), 1000 + number};
      Contact contact{other.node->person(),
                      other.node->identity().device_list,
                      {other.node->prekeys().newest().record},
                      seal::PairSecret::random(ana.entropy)};
      (void)ana.take(ana.node->put_contact(std::move(contact), other.node->own_name(), ana.tick()));
      crowd.push_back(other.node->person());
    }
    const auto lease = ana.now + std::chrono::hours{24 * 365 * 20};  // lists are longest so
    (void)ana.take(ana.node->include(garden, crowd, {lease, std::nullopt}, ana.tick()));
  }
  void give_all_to_ben() {
    ben.now = ana.now;
    meet_by_cards(ana, ben);
    include(ana, garden, ben, {std::nullopt, WallTime{}});
  }
  std::vector<ShownEntry> bens() {
    (void)sync(ben, ana);
    return ben.node->view().last(circle_called(ben, "garden"), 1000).value();
  }
  /// Of each entry of Ana's from that one on.
  std::vector<std::size_t> boxes_from(std::uint64_t first) {
    std::vector<std::size_t> boxes;
    const auto strand = ana.node->strands().of_circle(garden).front();
    const auto end = ana.node->strands().spans(strand).back().span.next.value;
    for (auto seq = first; seq < end; ++seq) {
      const auto lean = ana.store->entry({strand, {seq}}).value();
      const auto part = wire::decode_entry(*lean)->entry.boxes;
      boxes.push_back(part.empty() ? 0 : wire::decode_boxes(part).slots.size());
    }
    return boxes;
  }
  Person ana{"Ana", 61};
  Person ben{"Ben", 62};
  CircleNumber garden;
};

TEST_F(LargePast, of_a_full_circle_with_many_forgotten_bodies_comes_in_several_boxes) {
  include_many();
  constexpr std::uint64_t lines = 480;
  constexpr std::uint64_t forgotten = 48;
  std::vector<Brought> brought(lines, {{"a line", std::nullopt, std::nullopt, std::nullopt}, {}});
  (void)ana.take(ana.node->bring(garden, brought, {}, ana.tick()));
  const auto strand = ana.node->strands().of_circle(garden).front();
  for (std::uint64_t i = 0; i < forgotten; ++i) {
    (void)ana.take(ana.node->forget({strand, {3 + i * (lines / forgotten)}}, ana.tick()));
  }
  give_all_to_ben();
  const auto entries = bens();
  EXPECT_EQ(entries.size(), lines);
  const auto gone =
      std::ranges::count(entries, wire::BodyState::forgotten, &ShownEntry::body_state);
  EXPECT_EQ(static_cast<std::uint64_t>(gone), forgotten);
}

// Each line opens an epoch, whose list of hearers takes half a box.
TEST_F(LargePast, of_years_comes_in_entries_of_so_many_boxes_each) {
  include_many();
  constexpr std::uint64_t lines = 2 * limits::past_boxes_max + 20;
  for (std::uint64_t i = 0; i < lines; ++i) {
    ana.now = ana.now + limits::epoch_age_max;
    ana.say(garden, "a line");
  }
  const auto strand = ana.node->strands().of_circle(garden).front();
  const auto before = ana.node->strands().spans(strand).back().span.next.value;
  give_all_to_ben();
  auto boxes = boxes_from(before);
  std::erase(boxes, 0U);
  ASSERT_GT(boxes.size(), 1U);
  for (std::size_t i = 0; i < boxes.size(); ++i) EXPECT_LE(boxes[i], limits::past_boxes_max);
  EXPECT_EQ(std::ranges::count(boxes, limits::past_boxes_max), 1);
  // The newest comes first, and hands over what opens the rest: more of it than may wait for its
  // entries (limits::handed_bytes_max). Ben names what stays closed, and has it all the next time.
  EXPECT_LT(bens().size(), lines);
  EXPECT_EQ(bens().size(), lines);
}

}  // namespace
}  // namespace kith::node::test
