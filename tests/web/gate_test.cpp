// Who gets in: keys, cookies, and where a request says that it comes from.
#include "web/gate.hpp"

#include <gtest/gtest.h>

#include "tests/seeded_entropy.hpp"

namespace kith::web {
namespace {

using namespace std::chrono_literals;

constexpr Instant begin{};

class GateTest : public ::testing::Test {
 protected:
  static RequestHead head(std::map<std::string, std::string> headers) {
    headers.try_emplace("host", "127.0.0.1:8000");
    RequestHead made;
    made.method = "GET";
    made.path = "/";
    made.headers = std::move(headers);
    return made;
  }
  // As a browser sends it back.
  static std::string sent_back(const Entrance& entrance) {
    return entrance.set_cookie.substr(0, entrance.set_cookie.find(';'));
  }
  std::optional<Entrance> enter(const std::string& key, Instant now = begin,
                                Binding binding = Binding::cookie_alone) {
    return gate.enter(key, binding, now);
  }
  std::string entered() { return sent_back(enter(gate.new_key(begin)).value()); }

  kith::test::SeededEntropy entropy{7};
  Gate gate{entropy, 8000, {"127.0.0.1", "localhost", "[::1]"}};
};

TEST_F(GateTest, a_key_lets_in_once) {
  const auto key = gate.new_key(begin);
  const auto entrance = enter(key);
  ASSERT_TRUE(entrance.has_value());
  EXPECT_TRUE(entrance->set_cookie.starts_with("kith-8000="));
  EXPECT_TRUE(entrance->set_cookie.ends_with("; HttpOnly; SameSite=Strict; Path=/"));
  EXPECT_TRUE(gate.session_of(head({{"cookie", sent_back(*entrance)}})).has_value());
  EXPECT_FALSE(enter(key, begin).has_value());
}

TEST_F(GateTest, a_key_lets_in_for_ten_minutes) {
  const auto early = gate.new_key(begin);
  const auto late = gate.new_key(begin);
  EXPECT_TRUE(enter(early, begin + (key_time_max - 1us)).has_value());
  EXPECT_FALSE(enter(late, begin + key_time_max).has_value());
}

TEST_F(GateTest, no_other_text_is_a_key) {
  auto key = gate.new_key(begin);
  for (const auto& other : {std::string{}, key.substr(1), key + "A", key + "=", " " + key,
                            std::string(43, 'A'), std::string{"\xff\x00", 2}}) {
    EXPECT_FALSE(enter(other, begin).has_value()) << other;
  }
  EXPECT_TRUE(enter(key, begin).has_value());
}

TEST_F(GateTest, beyond_the_limit_the_oldest_key_goes) {
  const auto first = gate.new_key(begin);
  const auto second = gate.new_key(begin);
  for (std::size_t i = 1; i < keys_max; ++i) (void)gate.new_key(begin);
  EXPECT_FALSE(enter(first, begin).has_value());
  EXPECT_TRUE(enter(second, begin).has_value());
}

TEST_F(GateTest, beyond_the_limit_the_oldest_session_goes) {
  const auto first = entered();
  const auto second = entered();
  for (std::size_t i = 1; i < sessions_max - 1; ++i) (void)entered();
  EXPECT_TRUE(gate.session_of(head({{"cookie", first}})).has_value());
  (void)entered();
  EXPECT_FALSE(gate.session_of(head({{"cookie", first}})).has_value());
  EXPECT_TRUE(gate.session_of(head({{"cookie", second}})).has_value());
}

TEST_F(GateTest, the_cookie_is_found_among_those_of_other_programs) {
  const auto mine = entered();
  for (const auto& cookies :
       {"a=b; " + mine, mine + "; a=b", "kith-8000=; " + mine, "kith-8001=x;" + mine,
        "kith-8000=" + std::string(43, 'A') + "; " + mine}) {
    EXPECT_TRUE(gate.session_of(head({{"cookie", cookies}})).has_value()) << cookies;
  }
  for (const auto& cookies : {std::string{}, std::string{"kith-8000"}, std::string{"; ;=;"},
                              "kith-800" + mine, "x" + mine, mine + "A", "kith-8000= " + mine}) {
    EXPECT_FALSE(gate.session_of(head({{"cookie", cookies}})).has_value()) << cookies;
  }
}

TEST_F(GateTest, a_bound_session_needs_its_token_as_well) {
  const auto mine = enter(gate.new_key(begin), begin, Binding::cookie_and_token).value();
  const auto other = enter(gate.new_key(begin), begin, Binding::cookie_and_token).value();
  const auto cookie = sent_back(mine);
  const auto with = [&](const std::string& token) {
    return gate.session_of(head({{"cookie", cookie}, {"kith-token", token}})).has_value();
  };
  EXPECT_TRUE(with(mine.token));
  EXPECT_FALSE(gate.session_of(head({{"cookie", cookie}})).has_value());
  for (const auto& token : {std::string{}, other.token, mine.token + "A", mine.token.substr(1),
                            cookie.substr(cookie.find('=') + 1)}) {
    EXPECT_FALSE(with(token)) << token;
  }
  EXPECT_TRUE(gate.listener_of(head({{"cookie", cookie}})).has_value());
  EXPECT_FALSE(gate.listener_of(head({{"kith-token", mine.token}})).has_value());
}

TEST_F(GateTest, a_name_that_was_bound_anew_to_this_machine_is_foreign) {
  for (const auto* host : {"evil.example", "evil.example:8000", "127.0.0.1", "127.0.0.1:8001",
                           "localhost", "127.0.0.1:8000.", "127.0.0.1:08000", "LOCALHOST:8000", "",
                           "[::1]", "127.1:8000", "127.0.0.1:8000@evil.example"}) {
    EXPECT_EQ(gate.bars_stranger(head({{"host", host}})), Barred::foreign_host) << host;
    EXPECT_EQ(gate.bars_file(head({{"host", host}})), Barred::foreign_host) << host;
  }
  for (const auto* host : {"127.0.0.1:8000", "localhost:8000", "[::1]:8000"}) {
    EXPECT_EQ(gate.bars_stranger(head({{"host", host}})), std::nullopt) << host;
    EXPECT_EQ(gate.bars_file(head({{"host", host}})), std::nullopt) << host;
  }
}

TEST_F(GateTest, another_page_is_another_origin_or_says_so) {
  for (const auto* origin :
       {"http://evil.example", "null", "", "http://127.0.0.1:8001", "https://127.0.0.1:8000",
        "http://localhost:8000", "http://127.0.0.1:8000/", "file://"}) {
    EXPECT_EQ(gate.bars_stranger(head({{"origin", origin}})), Barred::cross_site) << origin;
  }
  EXPECT_EQ(gate.bars_stranger(head({{"origin", "http://127.0.0.1:8000"}})), std::nullopt);
  for (const auto* site : {"cross-site", "same-site", "none", ""}) {
    EXPECT_EQ(gate.bars_stranger(head({{"sec-fetch-site", site}})), Barred::cross_site) << site;
  }
  EXPECT_EQ(gate.bars_stranger(head({{"sec-fetch-site", "same-origin"}})), std::nullopt);
}

TEST_F(GateTest, a_link_may_lead_to_the_page_and_nothing_may_use_its_parts) {
  const std::map<std::string, std::string> link{{"sec-fetch-site", "cross-site"},
                                                {"sec-fetch-mode", "navigate"}};
  EXPECT_EQ(gate.bars_file(head(link)), std::nullopt);
  EXPECT_EQ(gate.bars_stranger(head(link)), Barred::cross_site);
  auto part = head(link);
  part.path = "/app.js";
  EXPECT_EQ(gate.bars_file(part), Barred::cross_site);
  for (const auto* site : {"cross-site", "same-site"}) {
    EXPECT_EQ(gate.bars_file(head({{"sec-fetch-site", site}, {"sec-fetch-mode", "no-cors"}})),
              Barred::cross_site);
  }
  EXPECT_EQ(gate.bars_file(head({{"sec-fetch-site", "none"}})), std::nullopt);
}

}  // namespace
}  // namespace kith::web
