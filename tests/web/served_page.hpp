// What the tests of the whole page share: a page over a house in a temporary folder, a browser that
// has entered it, short ways to ask. Refuses to know any one test.
#pragma once

#include <filesystem>

#include "tests/host/home_folder.hpp"
#include "tests/web/http_client.hpp"
#include "tests/web/looping.hpp"
#include "web/page.hpp"

namespace kith::web::test {

/// As web/up.cpp puts them together.
struct Served {
  Served(transport::Loop& loop, const HouseWishes& wishes) : house{loop, wishes} {
    house.on_state = [this] {
      if (page) page->state_changed();
    };
    house.on_commit = [this] {
      if (page) page->committed();
    };
    house.on_page = [this]() -> service::Answer { return Json{{"page", page->new_link()}}; };
    page = std::move(*Page::open(loop, house, {}));
  }
  House house;
  std::unique_ptr<Page> page;
};

class ServedPage : public ::testing::Test {
 protected:
  /// `change` may turn the wishes into others.
  explicit ServedPage(const std::function<void(HouseWishes&)>& change = {}) {
    std::string name = (std::filesystem::temp_directory_path() / "kith-page-XXXXXX").string();
    base = ::mkdtemp(name.data()) == nullptr ? "" : name;
    wishes.place = {base + "/home", base + "/state", "machine one"};
    wishes.stretch = host::test::quick;
    wishes.passphrase_pause = std::chrono::microseconds{0};
    if (change) change(wishes);
  }
  ~ServedPage() override {
    served.reset();
    std::error_code ignored;
    std::filesystem::remove_all(base, ignored);
  }

  void serve() {
    served.emplace(
        [this](transport::Loop& loop) { return std::make_unique<Served>(loop, wishes); });
    link = served->on_loop([](Served& it) { return it.page->new_link(); });
    port = served->on_loop([](Served& it) { return it.page->port(); });
    host = "127.0.0.1:" + std::to_string(port);
  }
  void serve_and_enter() {
    serve();
    const auto heard = post("enter", {{"key", key()}}, {});
    ASSERT_EQ(heard.code, 200) << heard.body;
    cookie = heard.header("set-cookie");
    cookie = cookie.substr(0, cookie.find(';'));
  }
  [[nodiscard]] std::string key() const { return link.substr(link.find('#') + 1); }
  [[nodiscard]] std::string cookie_line() const { return "Cookie: " + cookie + "\r\n"; }

  /// The head of a request as a browser writes it, with other lines in place of ours by name.
  [[nodiscard]] std::string head(const std::string& method, const std::string& path,
                                 const std::string& lines = {}) const {
    const bool own_host = lines.find("Host:") == std::string::npos;
    return method + " " + path + " HTTP/1.1\r\n" + (own_host ? "Host: " + host + "\r\n" : "") +
           lines;
  }
  Heard ask(const std::string& request) {
    Client client{port};
    EXPECT_TRUE(client.send(request));
    const auto heard = client.answer();
    EXPECT_TRUE(heard.has_value()) << request.substr(0, 200);
    return heard.value_or(Heard{});
  }
  Heard get(const std::string& path, const std::string& lines) {
    return ask(head("GET", path, lines) + "\r\n");
  }
  Heard get(const std::string& path) { return get(path, cookie_line()); }
  Heard post_bytes(const std::string& name, const std::string& bytes, const std::string& lines) {
    return ask(head("POST", "/api/" + name, lines) +
               "Content-Length: " + std::to_string(bytes.size()) + "\r\n\r\n" + bytes);
  }
  Heard post(const std::string& name, const Json& request, const std::string& lines) {
    return post_bytes(name, request.dump(), "Content-Type: application/json\r\n" + lines);
  }
  Heard post(const std::string& name, const Json& request = Json::object()) {
    return post(name, request, cookie_line());
  }
  Json answer(const std::string& name, const Json& request = Json::object()) {
    const auto heard = post(name, request);
    EXPECT_EQ(heard.code, 200) << name << ": " << heard.body;
    return heard.json();
  }
  void expect_fault(const Heard& heard, int code) {
    EXPECT_EQ(heard.code, code) << heard.body;
    ASSERT_TRUE(heard.json().contains("sentence")) << heard.body;
    EXPECT_TRUE(heard.json().at("sentence").get<std::string>().ends_with('.'));
  }
  [[nodiscard]] std::string state() { return get("/api/state").json().at("state"); }
  /// A client that has begun to listen to events.
  Client listening() {
    Client client{port};
    EXPECT_TRUE(client.send(head("GET", "/api/events", cookie_line()) + "\r\n"));
    const auto begun = client.answer();
    EXPECT_TRUE(begun.has_value() && begun->code == 200);
    EXPECT_EQ(begun->header("content-type"), "text/event-stream");
    return client;
  }
  /// The data of the next event of that name.
  static Json next(Client& client, const std::string& name) {
    const auto before = client.until("event: " + name + "\ndata: ");
    const auto data = client.until("\n\n");
    EXPECT_TRUE(before && data);
    return Json::parse(data.value_or("null"));
  }

  std::string base;
  HouseWishes wishes;
  std::optional<Looping<Served>> served;
  std::string link;
  std::uint16_t port{};
  std::string host;
  std::string cookie;
};

}  // namespace kith::web::test
