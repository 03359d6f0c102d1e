// The whole page over real sockets: who gets in and who does not, a home from none to burned, what
// the page is told without asking.
#include "running/door.hpp"
#include "service/requests.hpp"
#include "tests/web/served_page.hpp"

namespace kith::web {
namespace {

using namespace std::chrono_literals;
using test::Client;
using test::Heard;
using test::Json;
using test::ServedPage;

class PageTest : public ServedPage {
 protected:
  PageTest() { serve_and_enter(); }
  void make_home(const Json& more = Json::object()) {
    Json request{{"name", "ana"}};
    request.update(more);
    EXPECT_EQ(answer("init", request).at("name"), "ana");
  }
};

// --- who gets in

TEST_F(PageTest, a_name_bound_anew_to_this_machine_gets_nothing) {
  for (const auto* path : {"/", "/app.js", "/api/state", "/api/events", "/nothing"}) {
    for (const auto* foreign : {"evil.example", "evil.example:80", "127.0.0.1"}) {
      const auto lines = cookie_line() + "Host: " + foreign + "\r\n";
      expect_fault(get(path, lines), 421);
    }
  }
  expect_fault(post("init", {{"name", "ana"}}, cookie_line() + "Host: evil.example\r\n"), 421);
  EXPECT_EQ(state(), "none");
  EXPECT_EQ(
      get("/api/state", cookie_line() + "Host: localhost:" + std::to_string(port) + "\r\n").code,
      200);
}

TEST_F(PageTest, another_site_may_not_ask_even_with_the_cookie) {
  for (const auto* line :
       {"Origin: http://evil.example", "Origin: null", "Origin: http://127.0.0.1:1",
        "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Sec-Fetch-Site: none"}) {
    const auto lines = cookie_line() + line + "\r\n";
    expect_fault(post("init", {{"name", "ana"}}, lines), 403);
    expect_fault(get("/api/state", lines), 403);
    expect_fault(get("/api/events", lines), 403);
  }
  EXPECT_EQ(state(), "none");
  const auto own = cookie_line() + "Origin: http://" + host + "\r\nSec-Fetch-Site: same-origin\r\n";
  EXPECT_EQ(get("/api/state", own).code, 200);
}

TEST_F(PageTest, what_a_form_elsewhere_can_send_is_no_request) {
  for (const auto* type : {"text/plain", "application/x-www-form-urlencoded",
                           "multipart/form-data; boundary=x", "text/plain;application/json", ""}) {
    expect_fault(post_bytes("init", R"({"name": "ana"})",
                            std::string{"Content-Type: "} + type + "\r\n" + cookie_line()),
                 415);
  }
  expect_fault(post_bytes("init", R"({"name": "ana"})", cookie_line()), 415);
  expect_fault(ask(head("OPTIONS", "/api/init", cookie_line()) + "\r\n"), 405);
  EXPECT_EQ(state(), "none");
}

TEST_F(PageTest, without_the_cookie_there_is_nothing_and_no_event) {
  for (const auto* lines : {"", "Cookie: kith=x\r\n", "Cookie: a=b\r\n"}) {
    expect_fault(get("/api/state", lines), 401);
    expect_fault(get("/api/events", lines), 401);
    expect_fault(post("init", {{"name", "ana"}}, lines), 401);
    expect_fault(post("burn", {{"typed", "yes"}}, lines), 401);
    expect_fault(get("/api/nothing", lines), 401);
  }
  EXPECT_EQ(state(), "none");
}

TEST_F(PageTest, a_key_is_good_once) {
  expect_fault(post("enter", {{"key", key()}}, {}), 401);
  expect_fault(post("enter", {{"key", "nonsense"}}, {}), 401);
  expect_fault(post("enter", {{"key", 7}}, {}), 401);
}

TEST_F(PageTest, a_cookie_that_another_server_here_saw_is_of_no_use_where_it_is_bound) {
  const auto another = served->on_loop([](test::Served& it) { return it.page->new_link(); });
  const auto its_key = another.substr(another.find('#') + 1);
  const auto entered = post("enter", {{"key", its_key}, {"bind", true}}, {});
  ASSERT_EQ(entered.code, 200);
  cookie = entered.header("set-cookie");
  cookie = cookie.substr(0, cookie.find(';'));
  expect_fault(get("/api/state"), 401);
  expect_fault(post("init", {{"name", "ana"}}), 401);
  auto listener = listening();
  EXPECT_EQ(next(listener, "state"), (Json{{"state", "none"}}));
  const auto token = "Kith-Token: " + entered.json().at("token").get<std::string>() + "\r\n";
  EXPECT_EQ(get("/api/state", cookie_line() + token).code, 200);
}

TEST_F(PageTest, a_session_that_makes_place_for_others_hears_no_more) {
  auto listener = listening();
  (void)next(listener, "state");
  for (std::size_t i = 0; i < sessions_max; ++i) {
    const auto other = served->on_loop([](test::Served& it) { return it.page->new_link(); });
    const auto other_key = other.substr(other.find('#') + 1);
    EXPECT_EQ(post("enter", {{"key", other_key}}, {}).code, 200);
  }
  EXPECT_TRUE(listener.is_over());
  expect_fault(get("/api/state"), 401);
}

TEST_F(PageTest, every_answer_keeps_the_browser_to_itself) {
  std::vector<Heard> all{get("/"),
                         get("/app.js"),
                         get("/nothing"),
                         get("/api/state"),
                         get("/api/state", ""),
                         get("/api/nothing"),
                         post("say"),
                         post("enter"),
                         ask("nonsense\r\n\r\n"),
                         get("/", "Host: evil.example\r\n"),
                         ask(head("PUT", "/") + "\r\n"),
                         post_bytes("init", "x", "Content-Type: text/plain\r\n" + cookie_line())};
  all.push_back(get("/", "If-None-Match: " + all.front().header("etag") + "\r\n"));
  EXPECT_EQ(all.back().code, 304);
  Client events{port};
  ASSERT_TRUE(events.send(head("GET", "/api/events", cookie_line()) + "\r\n"));
  all.push_back(events.answer().value());
  for (const auto& heard : all) {
    const auto policy = heard.header("content-security-policy");
    EXPECT_TRUE(policy.starts_with("default-src 'none'; script-src 'self';")) << heard.code;
    EXPECT_NE(policy.find("require-trusted-types-for 'script'"), std::string::npos);
    EXPECT_EQ(heard.header("x-content-type-options"), "nosniff");
    EXPECT_EQ(heard.header("referrer-policy"), "no-referrer");
    EXPECT_EQ(heard.header("cross-origin-resource-policy"), "same-origin");
    EXPECT_EQ(heard.header("cross-origin-opener-policy"), "same-origin");
    EXPECT_FALSE(heard.headers.contains("access-control-allow-origin"));
    EXPECT_NE(heard.header("cache-control"), "");
  }
}

// --- a home

TEST_F(PageTest, from_no_home_to_what_one_said_there) {
  EXPECT_EQ(state(), "none");
  expect_fault(post("say", {{"circle", "garden"}, {"text", "x"}}), 409);
  make_home();
  const auto open = get("/api/state").json();
  EXPECT_EQ(open.at("state"), "open");
  EXPECT_EQ(open.at("name"), "ana");
  EXPECT_EQ(open.at("passphrase"), false);
  EXPECT_EQ(answer("circle/new", {{"name", "garden"}}).at("name"), "garden");
  EXPECT_EQ(answer("say", {{"circle", "garden"}, {"text", "hello"}}).at("aside"), false);
  EXPECT_EQ(answer("read", {{"circle", "garden"}}).at(0).at("text"), "hello");
  expect_fault(post("init", {{"name", "ben"}}), 409);
}

TEST_F(PageTest, faults_keep_their_kind_and_odd_requests_are_refused) {
  make_home();
  expect_fault(post("say", {{"circle", "nowhere"}, {"text", "x"}}), 409);
  expect_fault(post("say"), 400);
  expect_fault(post("dance"), 404);
  expect_fault(post("circle"), 404);
  expect_fault(post("circle/new/"), 404);
  expect_fault(get("/api/say"), 405);
  expect_fault(get("/api/"), 404);
  for (const auto* body : {"[]", "7", "null", "{", "\"x\"", "{\"a\": \xff}"}) {
    expect_fault(post_bytes("status", body, "Content-Type: application/json\r\n" + cookie_line()),
                 400);
  }
  const auto deep = std::string(request_bytes_max, '[');
  expect_fault(post_bytes("status", deep, "Content-Type: application/json\r\n" + cookie_line()),
               400);
  for (const auto& odd : {Json{{"circle", 7}}, Json{{"circle", nullptr}, {"text", Json::array()}},
                          Json{{"command", "burn"}}}) {
    expect_fault(post("say", odd), 400);
  }
}

TEST_F(PageTest, a_request_of_the_limit_is_read_and_a_longer_one_is_not) {
  make_home();
  const auto padded = [](std::size_t bytes) { return "{}" + std::string(bytes - 2, ' '); };
  const auto lines = "Content-Type: application/json\r\n" + cookie_line();
  EXPECT_EQ(post_bytes("whoami", padded(request_bytes_max - 1), lines).code, 200);
  EXPECT_EQ(post_bytes("whoami", padded(request_bytes_max), lines).code, 200);
  expect_fault(post_bytes("whoami", padded(request_bytes_max + 1), lines), 413);
}

TEST_F(PageTest, locked_the_page_shows_nothing_and_the_node_goes_on) {
  make_home({{"passphrase", "right"}});
  (void)answer("circle/new", {{"name", "garden"}});
  auto listener = listening();
  EXPECT_EQ(answer("lock").at("state"), "locked");
  expect_fault(post("read", {{"circle", "garden"}}), 423);
  expect_fault(post("burn", {{"typed", "yes"}}), 423);
  expect_fault(
      post_bytes("qr/read", "x", "Content-Type: application/octet-stream\r\n" + cookie_line()),
      423);
  const auto locked = get("/api/state").json();
  EXPECT_EQ(locked.at("name"), "");
  const auto by_door = running::ask_running(
      wishes.place.folder, {{"command", "say"}, {"circle", "garden"}, {"text", "meanwhile"}}, {});
  EXPECT_TRUE(by_door && by_door->has_value());
  expect_fault(post("unlock", {{"passphrase", "wrong"}}), 423);
  expect_fault(post("unlock", {{"passphrase", ""}}), 423);
  expect_fault(post("unlock", {{"passphrase", 7}}), 423);
  expect_fault(post("unlock"), 423);
  EXPECT_EQ(state(), "locked");
  EXPECT_EQ(answer("unlock", {{"passphrase", "right"}}).at("state"), "open");
  EXPECT_EQ(answer("read", {{"circle", "garden"}}).at(0).at("text"), "meanwhile");
  // Behind the lock it heard of no commit.
  EXPECT_EQ(next(listener, "state").at("state"), "open");
  const auto between = listener.until("\"state\":\"locked\"");
  ASSERT_TRUE(between.has_value());
  const auto until_open = listener.until("\"state\":\"open\"");
  ASSERT_TRUE(until_open.has_value());
  EXPECT_EQ(until_open->find("event: changed"), std::string::npos);
}

TEST_F(PageTest, without_a_passphrase_a_lock_would_keep_nobody_out) {
  make_home();
  expect_fault(post("lock"), 409);
  EXPECT_EQ(state(), "open");
}

TEST_F(PageTest, burning_takes_a_typed_yes_and_then_a_new_home_can_be_made) {
  make_home({{"passphrase", "right"}});
  for (const auto& typed : {Json{{"typed", "no"}}, Json::object(), Json{{"typed", true}}}) {
    expect_fault(post("burn", typed), 409);
  }
  EXPECT_EQ(state(), "open");
  auto listener = listening();
  EXPECT_EQ(answer("burn", {{"typed", "yes"}}).at("home"), wishes.place.folder);
  EXPECT_FALSE(std::filesystem::exists(wishes.place.folder));
  EXPECT_TRUE(listener.until("\"state\":\"none\"").has_value());
  make_home();
  EXPECT_EQ(answer("circles").size(), 0U);
}

// --- events

TEST_F(PageTest, a_commit_by_another_door_is_told) {
  make_home();
  auto listener = listening();
  EXPECT_EQ(next(listener, "state").at("state"), "open");
  const auto before = next(listener, "changed").at("commits").get<int>();
  const auto made = running::ask_running(wishes.place.folder,
                                         {{"command", "circle new"}, {"name", "garden"}}, {});
  ASSERT_TRUE(made && made->has_value());
  EXPECT_EQ(next(listener, "changed").at("commits"), before + 1);
}

TEST_F(PageTest, many_commits_at_once_are_few_events_and_the_last_is_told) {
  make_home();
  auto listener = listening();
  const auto before = next(listener, "changed").at("commits").get<int>();
  constexpr int said = 200;
  served->on_loop([](test::Served& it) {
    for (int i = 0; i < said; ++i) {
      it.house.handle({{"command", "circle new"}, {"name", "circle " + std::to_string(i)}},
                      [](const auto& made) { EXPECT_TRUE(made.has_value()); });
    }
  });
  int events = 0;
  while (next(listener, "changed").at("commits") != before + said) ++events;
  EXPECT_LT(events, said / 2);
}

TEST_F(PageTest, beyond_the_limit_the_oldest_listener_goes) {
  auto first = listening();
  std::vector<Client> others;
  for (std::size_t i = 1; i < listeners_max; ++i) others.push_back(listening());
  EXPECT_EQ(next(first, "state").at("state"), "none");
  auto one_more = listening();
  EXPECT_TRUE(first.is_over());
  EXPECT_EQ(next(others.front(), "state").at("state"), "none");
}

TEST_F(PageTest, the_door_gives_a_fresh_link) {
  make_home();
  const auto link_there = running::ask_running(wishes.place.folder, {{"command", "page"}}, {});
  ASSERT_TRUE(link_there && link_there->has_value());
  const auto text = (*link_there)->at("page").get<std::string>();
  EXPECT_TRUE(text.starts_with("http://" + host + "/#"));
  EXPECT_EQ(post("enter", {{"key", text.substr(text.find('#') + 1)}}, {}).code, 200);
}

// --- a home that is there already

class LockedPageTest : public ServedPage {
 protected:
  explicit LockedPageTest(const std::function<void(HouseWishes&)>& change = {})
      : ServedPage(change) {
    EXPECT_TRUE(
        service::OpenHome::create(wishes.place, host::test::typed("right"), "ana", wishes.stretch)
            .has_value());
    serve_and_enter();
  }
};

TEST_F(LockedPageTest, a_locked_home_opens_by_its_passphrase_and_then_runs) {
  const auto locked = get("/api/state").json();
  EXPECT_EQ(locked.at("state"), "locked");
  EXPECT_EQ(locked.at("passphrase"), true);
  EXPECT_EQ(locked.at("name"), "");
  EXPECT_FALSE(running::is_running(wishes.place.folder));
  expect_fault(post("init", {{"name", "ben"}}), 409);
  expect_fault(post("unlock", {{"passphrase", "wrong"}}), 423);
  EXPECT_EQ(answer("unlock", {{"passphrase", "right"}}).at("state"), "open");
  EXPECT_TRUE(running::is_running(wishes.place.folder));
  EXPECT_EQ(answer("whoami").at("name"), "ana");
}

TEST_F(LockedPageTest, a_home_that_another_has_open_stays_locked_in_a_sentence) {
  {
    const auto other = service::OpenHome::open(wishes.place, host::test::typed("right"));
    ASSERT_TRUE(other.has_value());
    expect_fault(post("unlock", {{"passphrase", "right"}}), 409);
  }
  EXPECT_EQ(answer("unlock", {{"passphrase", "right"}}).at("state"), "open");
}

class SlowTriesTest : public LockedPageTest {
 protected:
  SlowTriesTest() : LockedPageTest([](HouseWishes& it) { it.passphrase_pause = 1h; }) {}
};

TEST_F(SlowTriesTest, passphrases_are_tried_one_in_a_while) {
  expect_fault(post("unlock", {{"passphrase", "wrong"}}), 423);
  expect_fault(post("unlock", {{"passphrase", "right"}}), 429);
  EXPECT_EQ(state(), "locked");
}

class IdlePageTest : public LockedPageTest {
 protected:
  IdlePageTest() : LockedPageTest([](HouseWishes& it) { it.idle_time = 300ms; }) {}
};

TEST_F(IdlePageTest, a_page_where_nobody_is_gets_locked_though_it_listens_and_asks_by_itself) {
  auto listener = listening();
  EXPECT_EQ(answer("unlock", {{"passphrase", "right"}}).at("state"), "open");
  EXPECT_TRUE(listener.until("\"state\":\"open\"").has_value());
  const auto unasked = cookie_line() + "Kith-Unasked: 1\r\n";
  while (get("/api/state", unasked).json().at("state") == "open") {
  }
  EXPECT_TRUE(listener.until("\"state\":\"locked\"").has_value());
}

}  // namespace
}  // namespace kith::web
