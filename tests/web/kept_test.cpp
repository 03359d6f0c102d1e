// What a page leaves with kith, and what it is told of in codes: where it is, whether the network
// finds this home, why something was refused.
#include "tests/web/served_page.hpp"

namespace kith::web {
namespace {

using test::Json;
using test::ServedPage;

class KeptTest : public ServedPage {
 protected:
  KeptTest() { serve_and_enter(); }
  void make_home(const Json& more = Json::object()) {
    Json request{{"name", "ana"}};
    request.update(more);
    EXPECT_EQ(answer("init", request).at("name"), "ana");
  }
};

TEST_F(KeptTest, where_a_page_is_stays_with_its_session_and_behind_the_lock) {
  make_home({{"passphrase", "the third pot"}});
  EXPECT_EQ(answer("place").at("place"), "");
  (void)answer("place/keep", {{"place", "in the garden"}});
  EXPECT_EQ(answer("place").at("place"), "in the garden");
  expect_fault(post("place/keep"), 400);
  expect_fault(post("place/keep", {{"place", std::string(place_bytes_max + 1, 'x')}}), 409);

  const auto other_key = answer("page").at("page").get<std::string>();
  const auto entered = post("enter", {{"key", other_key.substr(other_key.find('#') + 1)}}, {});
  const auto other = entered.header("set-cookie");
  const auto lines = "Cookie: " + other.substr(0, other.find(';')) + "\r\n";
  EXPECT_EQ(post("place", Json::object(), lines).json().at("place"), "");

  (void)answer("lock");
  expect_fault(post("place"), 423);
  (void)answer("unlock", {{"passphrase", "the third pot"}});
  EXPECT_EQ(answer("place").at("place"), "in the garden");
  (void)answer("burn", {{"typed", "yes"}});
  make_home();
  EXPECT_EQ(answer("place").at("place"), "");
}

TEST_F(KeptTest, what_is_refused_has_a_code_beside_its_sentence) {
  make_home();
  (void)answer("circle/new", {{"name", "garden"}});
  const auto taken = post("circle/new", {{"name", "garden"}});
  expect_fault(taken, 409);
  EXPECT_EQ(taken.json().at("code"), "name_taken");
  EXPECT_EQ(post("meet", {{"card", "kith:x"}, {"as", "ben"}}).json().at("code"), "bad_card");
  EXPECT_EQ(post("say", {{"circle", "hall"}, {"text", "x"}}).json().at("code"), "unknown_circle");
  EXPECT_EQ(post("say", {{"circle", "garden"}}).json().at("code"), "wrong_request");
}

TEST_F(KeptTest, whether_the_network_finds_it_is_switched_at_once_and_stays_so) {
  make_home();
  EXPECT_EQ(answer("nearby").at("on"), false);  // a page of a test was told to keep quiet
  const auto on = answer("nearby", {{"on", true}});
  EXPECT_EQ(on.at("on"), true);
  EXPECT_EQ(answer("ways").at("listening"), on.at("listening"));
  EXPECT_EQ(answer("nearby").at("on"), true);
  const auto off = answer("nearby", {{"on", false}});
  EXPECT_EQ(off.at("on"), false);
  EXPECT_TRUE(off.at("listening").empty());
  EXPECT_TRUE(answer("ways").at("listening").empty());
  EXPECT_EQ(answer("nearby", {{"on", true}}).at("on"), true);
}

class RoadsAtThePageTest : public ServedPage {
 protected:
  RoadsAtThePageTest()
      : ServedPage([](HouseWishes& changed) { changed.up.tor_at = "unix:/nowhere/control"; }) {
    serve_and_enter();
    EXPECT_EQ(answer("init", {{"name", "ana"}}).at("name"), "ana");
  }
  Json roads(const std::string& by) { return answer("roads", {{"by", by}, {"seen", true}}); }
};

TEST_F(RoadsAtThePageTest, tor_is_taken_and_left_while_kith_runs_and_says_what_it_lacks) {
  EXPECT_EQ(answer("roads"), (Json{{"by", "direct"}, {"tor", nullptr}}));
  EXPECT_EQ(answer("roads", {{"by", "both"}}).at("by"), "both");
  Json now;
  for (int i = 0; i < 1000 && now["tor"]["state"] != "failing"; ++i) now = answer("roads");
  EXPECT_EQ(now["tor"]["code"], "away");
  EXPECT_EQ(now["tor"]["says"], "No Tor answers there; start it, or use `--tor-at own`.");
  EXPECT_EQ(answer("roads", {{"by", "direct"}}), (Json{{"by", "direct"}, {"tor", nullptr}}));
  for (const auto& odd : {Json{"by"}, Json(7), Json(nullptr), Json("sideways")}) {
    expect_fault(post("roads", {{"by", odd}}), 400);
  }
}

TEST_F(RoadsAtThePageTest, over_tor_alone_ends_by_a_word_more_and_holds_the_next_time_until_then) {
  EXPECT_EQ(answer("nearby", {{"on", true}}).at("listening").empty(), false);
  EXPECT_EQ(answer("roads", {{"by", "only_tor"}}).at("by"), "only_tor");
  EXPECT_EQ(answer("nearby"), (Json{{"on", false}, {"listening", Json::array()}}));
  for (const auto* by : {"direct", "both"}) {
    const auto unseen = post("roads", {{"by", by}});
    expect_fault(unseen, 409);
    EXPECT_EQ(unseen.json().at("code"), "address_seen");
  }
  served.reset();
  serve_and_enter();
  (void)answer("unlock");
  EXPECT_EQ(answer("roads").at("by"), "only_tor");
  EXPECT_EQ(roads("direct"), (Json{{"by", "direct"}, {"tor", nullptr}}));
  served.reset();
  serve_and_enter();
  (void)answer("unlock");
  EXPECT_EQ(answer("roads").at("by"), "direct");
}

// Over Tor alone nothing at the page may open another road, nor end the program that refuses it.
class OverTorAloneTest : public ServedPage {
 protected:
  OverTorAloneTest()
      : ServedPage([](HouseWishes& changed) {
          changed.up.only_tor = true;
          changed.up.tor_at = "unix:/nowhere/control";
        }) {
    serve_and_enter();
  }
};

TEST_F(OverTorAloneTest, the_switch_for_the_networks_is_refused_and_the_home_goes_on) {
  EXPECT_EQ(answer("init", {{"name", "ana"}}).at("name"), "ana");
  const auto refused = post("nearby", {{"on", true}});
  expect_fault(refused, 409);
  EXPECT_EQ(refused.json().at("code"), "only_tor");
  const auto after = answer("nearby");
  EXPECT_EQ(after.at("on"), false);
  EXPECT_TRUE(after.at("listening").empty());
  EXPECT_EQ(answer("nearby", {{"on", false}}).at("on"), false);
}

}  // namespace
}  // namespace kith::web
