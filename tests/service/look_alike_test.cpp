// Names that a reader takes for one another.
#include "service/look_alike.hpp"

#include "node/node.hpp"
#include "tests/service/open_folder.hpp"

namespace kith::service::test {
namespace {

TEST(Look, other_letters_of_the_same_looks_are_no_other_name) {
  EXPECT_EQ(look_of("Ana"), look_of("An\u0430"));  // Cyrillic
  EXPECT_EQ(look_of("Omar"), look_of("\u041emar"));
  EXPECT_EQ(look_of("mia"), look_of("rnia"));
  EXPECT_EQ(look_of("Ian"), look_of("lan"));
  EXPECT_EQ(look_of("jos\u00e9"), look_of("jose\u0301"));
}

TEST(Look, what_nobody_sees_makes_no_other_name) {
  EXPECT_EQ(look_of("ben"), look_of("b\u200ben"));   // zero-width space
  EXPECT_EQ(look_of("ben"), look_of("be\u200dn"));   // joiner
  EXPECT_EQ(look_of("ben"), look_of("ben\u2060"));   // word joiner
  EXPECT_EQ(look_of("ben"), look_of("\u00adben"));   // soft hyphen
  EXPECT_EQ(look_of("ben"), look_of("\ufeffben "));  // byte order mark
  EXPECT_EQ(look_of("ben lee"), look_of("ben\u00a0 lee"));
}

TEST(Look, names_that_differ_to_the_eye_stay_apart) {
  EXPECT_NE(look_of("ana"), look_of("ena"));
  EXPECT_NE(look_of("ana"), look_of("anna"));
  EXPECT_NE(look_of("ben lee"), look_of("benlee"));
  EXPECT_NE(look_of("李雷"), look_of("李磊"));
  EXPECT_NE(look_of("jose"), look_of("jos\u00e9"));
}

TEST(Look, names_that_are_no_text_are_no_trouble) {
  for (const auto& name : std::vector<std::string>{
           std::string{}, std::string{"\u200b"}, std::string{"\xff\xfe"}, std::string(128, 'm')}) {
    EXPECT_EQ(look_of(name), look_of(name));
  }
}

class LookAlikes : public OpenFolder {
 protected:
  /// Meets somebody new under that name; what the answer says.
  Json meet(const std::string& name) {
    const auto place_of_other = place_of("other" + std::to_string(++others_));
    const auto other = created(place_of_other);
    const auto card = ask(*other, {{"command", "card"}}).at("card");
    return ask({{"command", "meet"}, {"card", card}, {"as", name}});
  }
  int others_ = 0;
};

TEST_F(LookAlikes, whoever_gives_a_name_is_told_which_others_it_looks_like) {
  EXPECT_EQ(meet("mia").at("looks_like"), Json::array());
  EXPECT_EQ(meet("rnia").at("looks_like"), Json::array({"mia"}));
  EXPECT_EQ(meet("mi\u0430").at("looks_like"), Json::array({"mia", "rnia"}));
  EXPECT_EQ(meet("an\u0430").at("looks_like"), Json::array({"ana"}));  // my own name
  const auto renamed = ask({{"command", "rename"}, {"person", "rnia"}, {"name", "an\u200ba"}});
  EXPECT_EQ(renamed.at("looks_like"), Json::array({"ana", "an\u0430"}));
}

TEST_F(LookAlikes, contacts_that_look_alike_are_flagged_until_one_has_another_name) {
  meet("mia");
  meet("rnia");
  meet("ben");
  const auto flags = [&] {
    std::map<std::string, Json> found;
    for (const auto& contact : ask({{"command", "contacts"}})) {
      found[contact.at("name")] = contact.at("looks_like");
    }
    return found;
  };
  EXPECT_EQ(flags().at("mia"), Json::array({"rnia"}));
  EXPECT_EQ(flags().at("rnia"), Json::array({"mia"}));
  EXPECT_EQ(flags().at("ben"), Json::array());
  (void)ask({{"command", "rename"}, {"person", "rnia"}, {"name", "mia two"}});
  EXPECT_EQ(flags().at("mia"), Json::array());
}

}  // namespace
}  // namespace kith::service::test
