// Names that a reader takes for one another.
#include "service/look_alike.hpp"

#include "node/node.hpp"
#include "tests/kinds/naughty.hpp"
#include "tests/service/open_folder.hpp"

namespace kith::service::test {
namespace {

TEST(Look, other_letters_of_the_same_looks_are_no_other_name) {
  EXPECT_TRUE(look_alike("Ana", "An\u0430"));  // Cyrillic
  EXPECT_TRUE(look_alike("Omar", "\u041emar"));
  EXPECT_TRUE(look_alike("mia", "rnia"));
  EXPECT_TRUE(look_alike("Ian", "lan"));
  EXPECT_TRUE(look_alike("jos\u00e9", "jose\u0301"));
}

TEST(Look, what_nobody_sees_makes_no_other_name) {
  EXPECT_TRUE(look_alike("ben", "b\u200ben"));   // zero-width space
  EXPECT_TRUE(look_alike("ben", "be\u200dn"));   // joiner
  EXPECT_TRUE(look_alike("ben", "ben\u2060"));   // word joiner
  EXPECT_TRUE(look_alike("ben", "\u00adben"));   // soft hyphen
  EXPECT_TRUE(look_alike("ben", "\ufeffben "));  // byte order mark
  EXPECT_TRUE(look_alike("ben lee", "ben\u00a0 lee"));
}

TEST(Look, the_same_letters_in_another_case_are_no_other_name) {
  EXPECT_TRUE(look_alike("ben", "Ben"));
  EXPECT_TRUE(look_alike("ben", "BEN"));
  EXPECT_TRUE(look_alike("mia", "MIA"));
  EXPECT_TRUE(look_alike("RNIA", "mia"));
  EXPECT_TRUE(look_alike("Ian", "ian"));
  EXPECT_TRUE(look_alike("jos\u00e9", "JOSE\u0301"));
  EXPECT_TRUE(look_alike("ben", "B\u0415N"));  // Cyrillic Ye
  EXPECT_TRUE(look_alike("ben", "\u0412EN"));  // Cyrillic Ve: only the capital looks so
  EXPECT_TRUE(look_alike("\u0438\u0440\u0430", "\u0418\u0420\u0410"));
  EXPECT_TRUE(look_alike("\u03bd\u03af\u03ba\u03bf\u03c2",
                         "\u039d\u038a\u039a\u039f\u03a3"));  // a final sigma
  EXPECT_TRUE(look_alike("wei\u00df", "WEISS"));
  EXPECT_TRUE(look_alike("B\u200bEN", "ben "));
}

TEST(Look, the_same_letters_in_another_width_or_dress_are_no_other_name) {
  EXPECT_TRUE(look_alike("ben", "\uff42\uff45\uff4e"));  // full width
  EXPECT_TRUE(look_alike("ben", "\uff22\uff25\uff2e"));
  EXPECT_TRUE(look_alike("ben 2", "ben\u3000\uff12"));
  EXPECT_TRUE(look_alike("ben", "\U0001d41b\U0001d41e\U0001d427"));  // bold, of mathematics
  EXPECT_TRUE(look_alike("ben", "\u24d1\u24d4\u24dd"));              // in circles
  EXPECT_TRUE(look_alike("fi", "\ufb01"));
  EXPECT_TRUE(look_alike("\uff76\uff85", "\u30ab\u30ca"));  // kana of half width
  EXPECT_TRUE(look_alike("ben", "ben\u2800"));              // Braille without a dot
  EXPECT_TRUE(look_alike("ben", "\u3164ben"));              // a Hangul filler
}

TEST(Look, names_that_differ_to_the_eye_stay_apart) {
  EXPECT_FALSE(look_alike("ana", "ena"));
  EXPECT_FALSE(look_alike("ana", "anna"));
  EXPECT_FALSE(look_alike("ben lee", "benlee"));
  EXPECT_FALSE(look_alike("李雷", "李磊"));
  EXPECT_FALSE(look_alike("jose", "jos\u00e9"));
}

TEST(Look, names_that_are_no_text_are_no_trouble) {
  for (const auto& name : std::vector<std::string>{
           std::string{}, std::string{"\u200b"}, std::string{"\xff\xfe"}, std::string(128, 'm')}) {
    EXPECT_TRUE(look_alike(name, name));
  }
}

// Whatever somebody calls themselves: it looks like itself, whoever else is here stays apart.
TEST(Look, every_naughty_string_looks_like_itself_alone) {
  KITH_SHARED_FILE_OR_SKIP(file, "data/vectors/text/blns.base64.json");
  std::size_t tried = 0;
  for (const auto& coded : kith::test::read_json(*file)) {
    const auto text = kith::test::from_base64(coded.get<std::string>());
    if (text.empty() || text.size() > limits::name_bytes_max) continue;
    ++tried;
    EXPECT_TRUE(look_alike(text, text)) << text;
    EXPECT_TRUE(look_alike(text, "\u200b" + text + " ")) << text;
    EXPECT_FALSE(look_alike(text, "ben")) << text;
    EXPECT_FALSE(look_alike(text + "x", text + "y")) << text;
  }
  EXPECT_GT(tried, 300U);
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
  EXPECT_EQ(meet("MIA").at("looks_like"), Json::array({"mia", "mi\u0430", "rnia"}));
  EXPECT_EQ(meet("Ana").at("looks_like"), Json::array({"ana", "an\u0430"}));
  const auto renamed = ask({{"command", "rename"}, {"person", "rnia"}, {"name", "an\u200ba"}});
  EXPECT_EQ(renamed.at("looks_like"), Json::array({"Ana", "ana", "an\u0430"}));
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
