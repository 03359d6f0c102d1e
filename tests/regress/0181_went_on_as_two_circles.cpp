// Ana went on from the garden as "veg" with Ben, and later as "flowers" with Dov. The second time
// the program found that she had gone on from the garden already, passed over the other name, and
// let Dov hear her in "veg", where Ben answers. Cem, who meant "herbs" with Ana and Dov, was put
// there, too.
#include <map>

#include "tests/service/open_folder.hpp"

namespace kith::service::test {
namespace {

struct TwoWays : OpenFolder {
  TwoWays() {
    for (const auto* name : {"ben", "cem", "dov"}) {
      homes[name] = created({in_base(name), in_base(std::string{name} + "-state"), "machine one"});
      know(*home, "anna", *homes[name], name);
    }
    know(*homes["ben"], "ben", *homes["cem"], "cem");
    know(*homes["cem"], "cem", *homes["dov"], "dov");
    circle("garden");
    for (const auto* name : {"ben", "cem", "dov"}) {
      (void)ask({{"command", "include"}, {"circle", "garden"}, {"person", name}});
    }
    say("garden", "welcome");
    for (const auto* name : {"ben", "cem", "dov"}) {
      carry(*home, *homes[name]);
      (void)ask(*homes[name], {{"command", "join"}, {"circle", "garden"}});
      carry(*homes[name], *home);
    }
  }
  static void know(OpenHome& one, const std::string& ones, OpenHome& other,
                   const std::string& others) {
    const auto card = ask(other, {{"command", "card"}}).at("card");
    (void)ask(one, {{"command", "meet"}, {"card", card}, {"as", others}});
    const auto back = ask(one, {{"command", "card"}}).at("card");
    (void)ask(other, {{"command", "meet"}, {"card", back}, {"as", ones}});
  }
  void carry(OpenHome& from, OpenHome& to) {
    const auto file = in_base("bundle-" + std::to_string(bundles++));
    (void)ask(from, {{"command", "bundle write"}, {"file", file}});
    (void)ask(to, {{"command", "bundle read"}, {"file", file}});
  }
  static Json go_on(OpenHome& who, const std::string& name, const Json& with) {
    return ask(who, {{"command", "re-form"}, {"circle", "garden"}, {"name", name}, {"with", with}});
  }
  static std::vector<std::string> hears(const Json& answer) {
    std::vector<std::string> names;
    for (const auto& one : answer.at("audience")) names.push_back(one.at("name"));
    std::ranges::sort(names);
    return names;
  }

  std::map<std::string, std::unique_ptr<OpenHome>> homes;
  int bundles = 0;
};

using Names = std::vector<std::string>;

TEST_F(TwoWays, another_name_with_others_is_another_circle) {
  const auto veg = go_on(*home, "veg", {"ben"});
  const auto flowers = go_on(*home, "flowers", {"dov"});
  EXPECT_EQ(flowers.at("found"), false);
  EXPECT_EQ(flowers.at("name"), "flowers");
  EXPECT_EQ(hears(flowers), Names{"dov"});
  EXPECT_NE(flowers.at("circle"), veg.at("circle"));
  // Said again it is the same, and lets in who is named with it.
  const auto again = go_on(*home, "veg", {"ben", "cem"});
  EXPECT_EQ(again.at("circle"), veg.at("circle"));
  EXPECT_EQ(hears(again), (Names{"ben", "cem"}));
}

TEST_F(TwoWays, nobody_is_put_where_others_go_on_with_others) {
  auto& cem = *homes["cem"];
  const auto veg = go_on(*home, "veg", {"ben", "cem"});
  carry(*home, cem);
  const auto herbs = go_on(cem, "herbs", {"anna", "dov"});
  EXPECT_EQ(herbs.at("found"), false);
  EXPECT_NE(herbs.at("circle"), veg.at("circle"));
  EXPECT_EQ(hears(herbs), (Names{"anna", "dov"}));
}

TEST_F(TwoWays, the_same_name_or_the_same_people_find_the_one_that_was_begun) {
  const auto veg = go_on(*home, "veg", {"ben", "cem"});
  for (const auto* name : {"ben", "cem"}) carry(*home, *homes[name]);
  const auto bens = go_on(*homes["ben"], "vegetables", {"anna", "cem"});
  EXPECT_EQ(bens.at("found"), true);
  EXPECT_EQ(bens.at("circle"), veg.at("circle"));
  EXPECT_EQ(bens.at("name"), "vegetables");
  const auto cems = go_on(*homes["cem"], "veg", {"anna"});
  EXPECT_EQ(cems.at("circle"), veg.at("circle"));
  EXPECT_EQ(hears(cems), Names{"anna"});
}

}  // namespace
}  // namespace kith::service::test
