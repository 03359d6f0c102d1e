// Eli began a circle, called it by the whole id of the garden, and included Ana. From then on that
// id named Eli's circle in Ana's home, and the page names everything by ids: what she said in the
// garden went to Eli's circle, and whom she included there heard her in it. Called "cem" it took
// what Ana said to Cem. What others call a circle takes nothing from whoever it was given to.
#include "tests/service/open_folder.hpp"

namespace kith::service::test {
namespace {

struct CalledByOthers : OpenFolder {
  CalledByOthers() {
    garden = circle("garden");
    eli = met("eli");
    cem = met("cem");
  }
  std::unique_ptr<OpenHome> met(const std::string& name) {
    auto made = created({in_base(name), in_base(name + "-state"), "machine one"});
    const auto card = ask(*made, {{"command", "card"}}).at("card");
    (void)ask({{"command", "meet"}, {"card", card}, {"as", name}});
    const auto mine = ask({{"command", "card"}}).at("card");
    (void)ask(*made, {{"command", "meet"}, {"card", mine}, {"as", "anna"}});
    return made;
  }
  // Includes Ana in a circle of that name; nothing of hers but the sync lets her know it.
  std::string eli_begins(const std::string& name) {
    const auto id = ask(*eli, {{"command", "circle new"}, {"name", name}}).at("circle");
    (void)ask(*eli, {{"command", "include"}, {"circle", name}, {"person", "anna"}});
    (void)ask(*eli, {{"command", "say"}, {"circle", name}, {"text", "bait"}});
    const auto file = in_base("bundle-" + std::to_string(bundles++));
    (void)ask(*eli, {{"command", "bundle write"}, {"file", file}});
    (void)ask({{"command", "bundle read"}, {"file", file}});
    return id;
  }
  std::vector<std::string> who_hears(const std::string& where) {
    std::vector<std::string> names;
    const auto said = ask({{"command", "say"}, {"circle", where}, {"text", "hello"}});
    for (const auto& one : said.at("audience")) names.push_back(one.at("name"));
    return names;
  }
  std::string id_of_person(const std::string& name) {
    for (const auto& one : ask({{"command", "contacts"}})) {
      if (one.at("name") == name) return one.at("person");
    }
    return {};
  }

  std::string garden;
  std::unique_ptr<OpenHome> eli;
  std::unique_ptr<OpenHome> cem;
  int bundles = 0;
};

TEST_F(CalledByOthers, a_whole_id_names_what_it_is_the_id_of) {
  const auto theirs = eli_begins(garden);
  EXPECT_EQ(ask({{"command", "circles"}}).size(), 2U);
  (void)ask({{"command", "include"}, {"circle", garden}, {"person", "cem"}});
  EXPECT_EQ(who_hears(garden), std::vector<std::string>{"cem"});
  EXPECT_EQ(heard("garden"), std::vector<std::string>{"hello"});
  EXPECT_EQ(heard(theirs), std::vector<std::string>{"bait"});
  // Also where Ana took their name for it.
  (void)ask({{"command", "join"}, {"circle", theirs}});
  EXPECT_EQ(who_hears(garden), std::vector<std::string>{"cem"});
}

TEST_F(CalledByOthers, nor_does_the_beginning_of_one) {
  (void)eli_begins(garden.substr(0, 8));
  expect_refused({{"command", "say"}, {"circle", garden.substr(0, 8)}, {"text", "hello"}},
                 Status::refused, "more than one circle");
  EXPECT_EQ(who_hears(garden.substr(0, 9)), std::vector<std::string>{});
  const auto ids = id_of_person("cem").substr(0, 8);
  (void)eli_begins(ids);
  expect_refused({{"command", "say"}, {"circle", ids}, {"text", "hello"}}, Status::refused,
                 "a circle and a person");
}

TEST_F(CalledByOthers, what_is_said_to_somebody_by_name_reaches_them_and_nobody_else) {
  const auto theirs = eli_begins("cem");
  EXPECT_EQ(who_hears("cem"), std::vector<std::string>{"cem"});
  EXPECT_EQ(who_hears(id_of_person("cem")), std::vector<std::string>{"cem"});
  // Nor does that name become hers by joining; it is told apart.
  const auto joined = ask({{"command", "join"}, {"circle", theirs}});
  EXPECT_EQ(joined.at("name"), "cem (" + theirs.substr(0, 6) + ")");
  EXPECT_EQ(who_hears(theirs), std::vector<std::string>{"eli"});
  EXPECT_EQ(who_hears("cem"), std::vector<std::string>{"cem"});
}

TEST_F(CalledByOthers, a_tie_is_not_taken_by_a_circle_called_by_its_persons_id) {
  (void)eli_begins(id_of_person("cem"));
  EXPECT_EQ(who_hears(id_of_person("cem")), std::vector<std::string>{"cem"});
}

}  // namespace
}  // namespace kith::service::test
