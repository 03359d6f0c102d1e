// The server over real sockets, with a site of a few paths: order, limits, and whoever is slow,
// silent or malformed.
#include "web/server.hpp"

#include <thread>

#include "tests/web/http_client.hpp"
#include "tests/web/looping.hpp"

namespace kith::web {
namespace {

using namespace std::chrono_literals;
using test::Client;
using test::Heard;

constexpr std::uint64_t echo_bytes_max = 1000;
constexpr std::size_t large_bytes = 24 * 1024 * 1024;  // more than all buffers on the way hold

// /at-once, /echo, /later (answered by the next /at-once), /never,
// /large, /pieces (as large, from no memory), /short (fewer than it promised), /going (goes on),
// /picky.
struct Site {
  Site(transport::Loop& loop, Patience patience)
      : server{loop, transport::Listener::tcp(loop, {"127.0.0.1", 0}).value(),
               [this](const auto& head, auto number) { return arrived(head, number); }, patience} {
    server.on_gone = [this](auto number) { std::erase(going, number); };
    server.on_room = [this](auto) { ++rooms; };
  }
  static Response text(const std::string& said) {
    return {Code::ok, "text/plain", {said.begin(), said.end()}, {}, false};
  }
  Server::Arrived arrived(const RequestHead& head, ConnectionNumber number) {
    if (head.path == "/at-once") {
      if (later) std::exchange(later, nullptr)(text("later"));
      return text("at once");
    }
    if (head.path == "/large") return text(std::string(large_bytes, 'x'));
    if (head.path == "/pieces" || head.path == "/short") {
      auto begun = text("begun;");
      const auto left = std::make_shared<std::size_t>(large_bytes);
      const std::size_t stops_at = head.path == "/short" ? large_bytes / 2 : 0;
      begun.rest = Rest{large_bytes, [this, left, stops_at] {
                          if (*left <= stops_at) return ByteVec{};
                          ++pieces;
                          const auto size = std::min<std::size_t>(*left, 100'000);
                          *left -= size;
                          return ByteVec(size, 'x');
                        }};
      return begun;
    }
    if (head.path == "/going") {
      going.push_back(number);
      auto begun = text("begun;");
      begun.goes_on = true;
      return begun;
    }
    const auto body = std::make_shared<std::string>();
    const bool picky = head.path == "/picky";
    const bool waits = head.path == "/later";
    const bool never = head.path == "/never";
    return Server::Plan{echo_bytes_max,
                        [body, picky](ByteView piece) -> std::optional<Response> {
                          *body += as_text(piece);
                          if (picky)
                            return fault_response(Code::refused, "Not that.", "wrong_request");
                          return std::nullopt;
                        },
                        [this, body, waits, never](Server::Reply reply) {
                          if (never) return;
                          if (waits) {
                            later = std::move(reply);
                          } else {
                            reply(text(*body));
                          }
                        }};
  }

  Server::Reply later;
  std::vector<ConnectionNumber> going;
  std::size_t rooms{};
  std::size_t pieces{};
  Server server;
};

class ServerTest : public ::testing::Test {
 protected:
  explicit ServerTest(Patience patience = {})
      : site([patience](auto& loop) { return std::make_unique<Site>(loop, patience); }),
        port(site.on_loop([](Site& it) { return it.server.port(); })) {}

  static std::string get(const std::string& path, const std::string& headers = {}) {
    return "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n";
  }
  static std::string post(const std::string& path, const std::string& body,
                          std::optional<std::size_t> length = std::nullopt) {
    return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " +
           std::to_string(length.value_or(body.size())) + "\r\n\r\n" + body;
  }
  static void expect_answer(Client& client, int code, const std::string& body = {}) {
    const auto heard = client.answer();
    ASSERT_TRUE(heard.has_value());
    EXPECT_EQ(heard->code, code);
    if (!body.empty()) {
      EXPECT_EQ(heard->body, body);
    }
    EXPECT_NE(heard->header("content-security-policy").find("default-src 'none'"),
              std::string::npos);
  }
  void expect_still_serves() {
    Client other{port};
    ASSERT_TRUE(other.send(get("/at-once")));
    expect_answer(other, 200, "at once");
  }

  test::Looping<Site> site;
  std::uint16_t port;
};

TEST_F(ServerTest, pipelined_requests_are_answered_in_order_each_its_own) {
  Client client{port};
  ASSERT_TRUE(client.send(post("/echo", "one") + get("/at-once") + post("/echo", "") +
                          post("/echo", "four") + get("/at-once", "Connection: close\r\n") +
                          get("/at-once")));
  expect_answer(client, 200, "one");
  expect_answer(client, 200, "at once");
  expect_answer(client, 200);
  expect_answer(client, 200, "four");
  expect_answer(client, 200, "at once");
  EXPECT_TRUE(client.is_over());
}

TEST_F(ServerTest, a_get_with_a_body_reaches_no_site) {
  Client client{port};
  ASSERT_TRUE(client.send(get("/going", "Content-Length: 1\r\n") + "x"));
  expect_answer(client, 400, R"({"sentence":"A GET has no body.","code":"wrong_request"})");
  EXPECT_TRUE(site.on_loop([](Site& it) { return it.going.empty(); }));
}

TEST_F(ServerTest, a_request_in_single_bytes_is_one_request) {
  Client client{port};
  for (const char c : post("/echo", "slowly")) ASSERT_TRUE(client.send(std::string(1, c)));
  expect_answer(client, 200, "slowly");
}

TEST_F(ServerTest, an_answer_may_come_later_and_what_follows_waits_for_it) {
  Client client{port};
  ASSERT_TRUE(client.send(post("/later", "") + post("/echo", "after")));
  expect_still_serves();  // makes the other answer come, if it was asked for by now
  while (site.on_loop([](Site& it) { return it.later != nullptr; })) expect_still_serves();
  Client another{port};
  ASSERT_TRUE(another.send(get("/at-once")));
  expect_answer(another, 200);
  expect_answer(client, 200, "later");
  expect_answer(client, 200, "after");
}

TEST_F(ServerTest, who_leaves_before_the_answer_disturbs_nobody) {
  for (int i = 0; i < 20; ++i) {
    Client client{port};
    ASSERT_TRUE(client.send(i % 2 == 0 ? post("/later", "x") : get("/large")));
  }
  expect_still_serves();
  expect_still_serves();
}

TEST_F(ServerTest, a_request_that_nobody_will_answer_any_more_ends_its_connection) {
  Client client{port};
  ASSERT_TRUE(client.send(post("/never", "x") + get("/at-once")));
  EXPECT_TRUE(client.is_over());
  expect_still_serves();
}

TEST_F(ServerTest, bodies_of_the_limit_are_taken_and_longer_ones_are_not) {
  Client client{port};
  for (const auto bytes : {echo_bytes_max - 1, echo_bytes_max}) {
    ASSERT_TRUE(client.send(post("/echo", std::string(bytes, 'x'))));
    expect_answer(client, 200, std::string(bytes, 'x'));
  }
  ASSERT_TRUE(client.send(post("/echo", std::string(echo_bytes_max + 1, 'x'))));
  expect_answer(client, 413);
  EXPECT_TRUE(client.is_over());
}

TEST_F(ServerTest, a_body_that_is_refused_in_its_middle_ends_the_connection) {
  Client client{port};
  ASSERT_TRUE(client.send(post("/picky", "x", 900)));
  expect_answer(client, 409);
  EXPECT_TRUE(client.is_over());
}

TEST_F(ServerTest, a_body_that_nobody_asked_for_ends_the_connection) {
  Client client{port};
  ASSERT_TRUE(client.send(post("/at-once", get("/at-once"))));
  expect_answer(client, 200, "at once");
  EXPECT_TRUE(client.is_over());
}

TEST_F(ServerTest, malformed_requests_get_400_and_an_end) {
  for (const auto& noise :
       {std::string{"\r\n\r\n"}, std::string{"what is this\r\n\r\n"}, std::string(20'000, 'x'),
        std::string{"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 11},
        get("/", "Transfer-Encoding: chunked\r\n"), get("/", "Host: b\r\n"),
        get("/", "Expect: 100-continue\r\n"), get("/", "Content-Length: two\r\n"),
        std::string{"GET / HTTP/1.0\r\nHost: a\r\n\r\n"}}) {
    Client client{port};
    (void)client.send(noise);
    expect_answer(client, 400);
    EXPECT_TRUE(client.is_over());
  }
  expect_still_serves();
}

TEST_F(ServerTest, a_slow_reader_gets_all_of_a_large_answer_and_keeps_nobody_waiting) {
  Client slow{port};
  ASSERT_TRUE(slow.send(get("/large") + get("/large")));
  for (int i = 0; i < 20; ++i) expect_still_serves();
  for (int i = 0; i < 2; ++i) {
    const auto heard = slow.answer();
    ASSERT_TRUE(heard.has_value());
    EXPECT_EQ(heard->body.size(), large_bytes);
  }
}

TEST_F(ServerTest, pieces_are_asked_for_as_the_reader_takes_them) {
  Client slow{port};
  ASSERT_TRUE(slow.send(get("/pieces") + get("/pieces", "Connection: close\r\n")));
  for (int i = 0; i < 20; ++i) expect_still_serves();
  const auto early = site.on_loop([](Site& it) { return it.pieces; });
  EXPECT_LT(early, 2 * large_bytes / 100'000);
  for (int i = 0; i < 2; ++i) {
    const auto heard = slow.answer();
    ASSERT_TRUE(heard.has_value());
    EXPECT_EQ(heard->body.size(), large_bytes + std::string{"begun;"}.size());
    EXPECT_TRUE(heard->body.starts_with("begun;x") && heard->body.ends_with('x'));
  }
  EXPECT_TRUE(slow.is_over());
}

TEST_F(ServerTest, fewer_pieces_than_promised_end_the_connection) {
  Client client{port};
  ASSERT_TRUE(client.send(get("/short")));
  EXPECT_FALSE(client.answer().has_value());
  expect_still_serves();
}

TEST_F(ServerTest, idle_connections_keep_nobody_out) {
  std::vector<std::unique_ptr<Client>> idle;
  for (std::size_t i = 0; i < connections_max + 10; ++i) {
    idle.push_back(std::make_unique<Client>(port));
    ASSERT_TRUE(idle.back()->send(get("/at-once")));
    expect_answer(*idle.back(), 200);
  }
  expect_still_serves();
  EXPECT_TRUE(idle.front()->is_over());
}

TEST_F(ServerTest, half_requests_keep_nobody_out) {
  for (const auto& half : {std::string{"GET /at-once HT"}, post("/echo", "x", 900)}) {
    std::vector<std::unique_ptr<Client>> slow;
    for (std::size_t i = 0; i < connections_max + 10; ++i) {
      slow.push_back(std::make_unique<Client>(port));
      ASSERT_TRUE(slow.back()->send(half));
      expect_still_serves();
    }
    EXPECT_TRUE(slow.front()->is_over());
  }
}

TEST_F(ServerTest, whose_body_comes_goes_after_whose_head_comes) {
  Client body{port};
  ASSERT_TRUE(body.send(post("/echo", "x", 2)));
  std::vector<std::unique_ptr<Client>> heads;
  for (std::size_t i = 0; i < connections_max; ++i) {
    heads.push_back(std::make_unique<Client>(port));
    ASSERT_TRUE(heads.back()->send("GET /at-once HT"));
    expect_still_serves();
  }
  ASSERT_TRUE(body.send("y"));
  expect_answer(body, 200, "xy");
}

TEST_F(ServerTest, what_goes_on_goes_on_until_they_go) {
  auto client = std::make_unique<Client>(port);
  ASSERT_TRUE(client->send(get("/going")));
  const auto begun = client->answer();
  ASSERT_TRUE(begun.has_value());
  EXPECT_FALSE(begun->headers.contains("content-length"));
  EXPECT_EQ(client->until("begun;"), "begun;");
  const auto tell = [](Site& it) { return it.server.send(it.going.front(), "more;"); };
  EXPECT_TRUE(site.on_loop(tell));
  EXPECT_EQ(client->until("more;"), "more;");
  client.reset();
  while (site.on_loop([](Site& it) { return !it.going.empty(); })) {
  }
  EXPECT_FALSE(site.on_loop([](Site& it) { return it.server.send({0}, "nobody"); }));
}

TEST_F(ServerTest, who_does_not_read_what_goes_on_gets_no_more_until_there_is_room) {
  Client client{port};
  ASSERT_TRUE(client.send(get("/going")));
  ASSERT_TRUE(client.answer().has_value());
  const std::string much(256 * 1024, '.');
  const auto tell = [&](Site& it) { return it.server.send(it.going.front(), much); };
  std::size_t told = 0;
  while (site.on_loop(tell)) ++told;
  EXPECT_LT(told * much.size(), 64U * 1024 * 1024);
  for (std::size_t i = 0; i < told; ++i) ASSERT_TRUE(client.until(much).has_value());
  while (site.on_loop([](Site& it) { return it.rooms == 0; })) {
  }
  EXPECT_TRUE(site.on_loop(tell));
}

class ImpatientServerTest : public ServerTest {
 protected:
  ImpatientServerTest() : ServerTest({.request = 1ms, .idle = 1ms, .unread = 1h, .look = 1ms}) {}
};
class HurriedServerTest : public ServerTest {
 protected:
  HurriedServerTest() : ServerTest({.request = 20ms, .idle = 1h, .unread = 1h, .look = 1ms}) {}
};
class HurriedForBodiesTest : public ServerTest {
 protected:
  HurriedForBodiesTest()
      : ServerTest({.request = 1h, .body = 20ms, .idle = 1h, .unread = 1h, .look = 1ms}) {}
};
class ImpatientTellerTest : public ServerTest {
 protected:
  ImpatientTellerTest() : ServerTest({.request = 1h, .idle = 1h, .unread = 20ms, .look = 5ms}) {}
};

TEST_F(ImpatientServerTest, who_says_nothing_or_half_a_request_is_dropped) {
  Client silent{port};
  EXPECT_TRUE(silent.is_over());
  Client half{port};
  (void)half.send("GET / HT");
  EXPECT_TRUE(half.is_over());
  Client body{port};
  (void)body.send(post("/echo", "x", 900));
  EXPECT_TRUE(body.is_over());
}

// Each byte comes soon after the one before it, and the whole head would take far longer.
TEST_F(HurriedServerTest, who_sends_a_head_byte_by_byte_is_dropped_all_the_same) {
  Client slow{port};
  ASSERT_TRUE(slow.send("GET /at-once HTTP/1.1\r\nHost: a\r\nX: "));
  std::size_t bytes = 0;
  while (bytes < head_bytes_max - 1000 && slow.send("x")) ++bytes;
  EXPECT_TRUE(slow.is_over());
  EXPECT_LT(bytes, head_bytes_max - 1000);
}

TEST_F(HurriedForBodiesTest, who_sends_a_body_byte_by_byte_is_dropped_all_the_same) {
  constexpr std::size_t promised = 900;  // a second's worth, a millisecond each
  Client slow{port};
  ASSERT_TRUE(slow.send(post("/echo", "x", promised)));
  std::size_t bytes = 1;
  while (bytes < promised - 1 && slow.send("x")) {
    ++bytes;
    std::this_thread::sleep_for(1ms);
  }
  EXPECT_TRUE(slow.is_over());
  EXPECT_LT(bytes, promised - 1);
}

TEST_F(ImpatientTellerTest, who_never_reads_is_dropped) {
  Client client{port};
  (void)client.send(get("/going"));
  while (!site.on_loop([](Site& it) {
    return it.going.empty() ? false : !it.server.send(it.going.front(), std::string(65536, '.'));
  })) {
  }
  while (site.on_loop([](Site& it) { return !it.going.empty(); })) {
  }
}

}  // namespace
}  // namespace kith::web
