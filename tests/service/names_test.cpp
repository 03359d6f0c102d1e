// What people type for circles and entries, and what it means.
#include "service/names.hpp"

#include "tests/service/open_folder.hpp"

namespace kith::service::test {
namespace {

class Names : public OpenFolder {
 protected:
  std::optional<std::string> circle_of(const std::string& typed) {
    const auto named = circle_named(*home, typed);
    if (!named) {
      EXPECT_EQ(named.error().status, Status::refused);
      expect_sentence(named.error());
      return std::nullopt;
    }
    return to_hex(home->node().strands().id_of(*named).view());
  }
  std::optional<std::string> entry_of(const std::string& typed) {
    const auto named = entry_named(*home, typed);
    if (!named) {
      EXPECT_EQ(named.error().status, Status::refused);
      expect_sentence(named.error());
      return std::nullopt;
    }
    return to_hex(home->node().view().entry(*named)->id().view());
  }
};

TEST_F(Names, a_circle_is_named_by_its_name_or_by_the_beginning_of_its_id) {
  const auto garden = circle("garden");
  const auto kitchen = circle("Küche & Keller");
  EXPECT_EQ(circle_of("garden"), garden);
  EXPECT_EQ(circle_of("Küche & Keller"), kitchen);
  EXPECT_EQ(circle_of(garden), garden);
  EXPECT_EQ(circle_of(kitchen.substr(0, 8)), kitchen);
  EXPECT_EQ(circle_of(kitchen.substr(0, 9)), kitchen);
}

TEST_F(Names, a_card_that_renames_somebody_tells_what_they_were_called) {
  auto other = created(place_of("other"));
  const auto card = ask(*other, {{"command", "card"}}).at("card");
  EXPECT_FALSE(ask({{"command", "meet"}, {"card", card}, {"as", "ben"}}).contains("before"));
  EXPECT_FALSE(ask({{"command", "meet"}, {"card", card}, {"as", "ben"}}).contains("before"));
  EXPECT_FALSE(ask({{"command", "meet"}, {"card", card}}).contains("before"));
  const auto renamed = ask({{"command", "meet"}, {"card", card}, {"as", "benjamin"}});
  EXPECT_EQ(renamed.at("before"), "ben");
  EXPECT_EQ(renamed.at("name"), "benjamin");
}

TEST_F(Names, nothing_less_names_a_circle) {
  const auto garden = circle("garden");
  for (const auto& typed : {std::string{}, std::string{"Garden"}, std::string{"gard"},
                            std::string{"garden "}, garden.substr(0, 3), garden + "0"}) {
    EXPECT_EQ(circle_of(typed), std::nullopt) << typed;
  }
}

TEST_F(Names, a_name_goes_before_an_id_that_begins_so) {
  const auto garden = circle("garden");
  const auto odd = circle(garden.substr(0, 8));
  EXPECT_EQ(circle_of(garden.substr(0, 8)), odd);
  EXPECT_EQ(circle_of(garden.substr(0, 12)), garden);
}

TEST_F(Names, a_beginning_that_two_ids_share_is_refused_until_it_is_longer) {
  // Two circles whose ids begin with the same four digits come about by trying.
  std::map<std::string, std::string> ids;
  std::string one;
  std::string other;
  for (int i = 0; other.empty() && i < 2000; ++i) {
    const auto id = circle("circle " + std::to_string(i));
    const auto [known, fresh] = ids.try_emplace(id.substr(0, 4), id);
    if (fresh) continue;
    one = known->second;
    other = id;
  }
  ASSERT_FALSE(other.empty());
  const auto refused = circle_named(*home, one.substr(0, 4));
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().sentence.find("more than one"), std::string::npos);
  EXPECT_EQ(circle_of(one.substr(0, 16)), one);
  EXPECT_EQ(circle_of(other.substr(0, 16)), other);
}

TEST_F(Names, an_entry_is_named_by_16_digits_of_its_id_or_more) {
  circle("garden");
  const auto id = say("garden", "hello");
  say("garden", "hello again");
  ASSERT_TRUE(home->catch_up(100, node::Findable::by_words).has_value());
  for (std::size_t digits = 16; digits <= id.size(); ++digits) {
    EXPECT_EQ(entry_of(id.substr(0, digits)), id) << digits;
  }
  std::string upper = id;
  std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return std::toupper(c); });
  EXPECT_EQ(entry_of(upper), id);
}

TEST_F(Names, nothing_else_names_an_entry) {
  circle("garden");
  const auto id = say("garden", "hello");
  ASSERT_TRUE(home->catch_up(100, node::Findable::by_words).has_value());
  const auto other_digit = id[16] == '0' ? "1" : "0";
  for (const auto& typed :
       {std::string{}, std::string{"hello"}, id.substr(0, 15), id.substr(0, 16) + "z",
        id.substr(0, 16) + other_digit, "0x" + id, id + id + id, " " + id.substr(0, 17),
        std::string(16, '0'), std::string(64, 'f'), std::string(65, 'f')}) {
    EXPECT_EQ(entry_of(typed), std::nullopt) << typed;
  }
}

TEST_F(Names, hex_digits_become_bytes_and_nothing_else_does) {
  EXPECT_EQ(from_hex(""), ByteVec{});
  EXPECT_EQ(from_hex("00fFaB"), (ByteVec{0x00, 0xff, 0xab}));
  for (const auto* text : {"0", "0g", "g0", "0x", " 0", "00 ", "٠٠"}) {
    EXPECT_FALSE(from_hex(text).has_value()) << text;
  }
}

TEST_F(Names, a_person_is_shown_by_name_and_a_stranger_by_id) {
  EXPECT_EQ(name_of(*home, home->node().person()), "ana");
  PersonId stranger;
  stranger.raw.fill(0xab);
  EXPECT_EQ(name_of(*home, stranger), "abababab");
}

}  // namespace
}  // namespace kith::service::test
