// Ana gave Ben her past. Cid, who hears her from her second entry on, brought him what he himself
// holds; the key, which begins at the first entry, waited for Ana. It opened what lay there closed,
// but whom she had included in between was not taken in: Ben saw fewer hear it than do. Found by
// `kith-sim replay`.
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

std::vector<PersonId> hearers_of(Person& who, CircleNumber circle, const std::string& text) {
  who.index();
  std::vector<PersonId> persons;
  const auto shown = who.node->view().last(circle, 100);
  EXPECT_TRUE(shown.has_value());
  for (const auto& entry : *shown) {
    const auto* message = entry.body ? std::get_if<kinds::Message>(&*entry.body) : nullptr;
    if (message == nullptr || message->text != text || !entry.audience) continue;
    for (const auto& hearer : *entry.audience) persons.push_back(hearer.person);
  }
  return persons;
}

TEST(Regress, what_a_late_key_opens_says_who_hears) {
  Person ana{"Ana", 1};
  Person ben{"Ben", 2};
  Person cid{"Cid", 3};
  meet_by_cards(ana, ben);
  meet_by_cards(ana, cid);
  meet_by_cards(ben, cid);
  const auto garden = ana.circle("garden");
  ana.say(garden, "one");
  include(ana, garden, cid);
  ana.say(garden, "two");
  include(ana, garden, ben, {std::nullopt, WallTime{}});
  (void)sync(cid, ana);
  (void)sync(ben, cid);
  (void)sync(ben, ana);
  const auto there = circle_called(ben, "garden");
  EXPECT_EQ(ben.texts(there), (std::vector<std::string>{"one", "two"}));
  const std::vector<PersonId> cid_alone{cid.node->person()};
  EXPECT_EQ(hearers_of(ben, there, "two"), cid_alone);
  ben.reopen();
  EXPECT_EQ(hearers_of(ben, there, "two"), cid_alone);
}

}  // namespace
}  // namespace kith::node::test
