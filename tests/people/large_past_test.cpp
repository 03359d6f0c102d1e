// A past that is more than one box holds: many hear it, and much in it was forgotten.
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

TEST(LargePast, of_a_full_circle_with_many_forgotten_bodies_comes_in_several_boxes) {
  Person ana{"Ana", 61};
  Person ben{"Ben", 62};
  meet_by_cards(ana, ben);
  const auto garden = ana.circle("garden");
  std::vector<PersonId> crowd;
  std::vector<std::unique_ptr<Person>> others;
  while (crowd.size() + 1 < limits::persons_max) {
    const auto number = crowd.size();
    others.push_back(
        std::make_unique<Person>("one of many " + std::to_string(number), 1000 + number));
    auto& other = *others.back();
    Contact contact{other.node->person(),
                    other.node->identity().device_list,
                    {other.node->prekeys().newest().record},
                    seal::PairSecret::random(ana.entropy)};
    (void)ana.take(ana.node->put_contact(std::move(contact), other.node->own_name(), ana.tick()));
    crowd.push_back(other.node->person());
    others.back()->node.reset();
  }
  const auto lease = ana.now + std::chrono::hours{24};  // lists are longest so
  (void)ana.take(ana.node->include(garden, crowd, {lease, std::nullopt}, ana.tick()));
  constexpr std::uint64_t lines = 480;
  constexpr std::uint64_t forgotten = 48;
  std::vector<Brought> brought(lines, {{"a line", std::nullopt, std::nullopt, std::nullopt}, {}});
  (void)ana.take(ana.node->bring(garden, brought, {}, ana.tick()));
  const auto strand = ana.node->strands().of_circle(garden).front();
  for (std::uint64_t i = 0; i < forgotten; ++i) {
    (void)ana.take(ana.node->forget({strand, {3 + i * (lines / forgotten)}}, ana.tick()));
  }
  include(ana, garden, ben, {std::nullopt, WallTime{}});
  (void)sync(ben, ana);
  ben.index();
  const auto bens = circle_called(ben, "garden");
  const auto entries = ben.node->view().last(bens, 1000).value();
  EXPECT_EQ(entries.size(), lines);
  const auto gone =
      std::ranges::count(entries, wire::BodyState::forgotten, &ShownEntry::body_state);
  EXPECT_EQ(static_cast<std::uint64_t>(gone), forgotten);
}

}  // namespace
}  // namespace kith::node::test
