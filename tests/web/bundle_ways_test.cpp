// Bundles through the page: written for someone there, dropped onto theirs.
#include "service/requests.hpp"
#include "tests/web/served_page.hpp"

namespace kith::web {
namespace {

using test::Client;
using test::Heard;
using test::Json;
using test::ServedPage;

class BundleWaysTest : public ServedPage {
 protected:
  BundleWaysTest() {
    serve_and_enter();
    EXPECT_EQ(post("init", {{"name", "ana"}}).code, 200);
    auto made = service::OpenHome::create({base + "/ben", base + "/state", "machine one"},
                                          host::KeyFile{}, "ben");
    ben = std::move(*made);
    const auto card = answer("card").at("card");
    EXPECT_TRUE(ask_ben({{"command", "meet"}, {"card", card}, {"as", "ana"}}));
    const auto bens = service::handle(*ben, {{"command", "card"}});
    (void)answer("meet", {{"card", bens->at("card")}, {"as", "ben"}});
    (void)answer("circle/new", {{"name", "garden"}});
    (void)answer("include", {{"circle", "garden"}, {"person", "ben"}});
    (void)answer("say", {{"circle", "garden"}, {"text", "by stick"}});
  }
  bool ask_ben(const Json& request) { return service::handle(*ben, request).has_value(); }
  Heard take(const std::string& bytes) {
    return post_bytes("bundle/take", bytes,
                      "Content-Type: application/octet-stream\r\n" + cookie_line());
  }
  [[nodiscard]] bool something_lies_about() const {
    return std::filesystem::exists(host::paths_of(wishes.place.folder).passing);
  }

  std::unique_ptr<service::OpenHome> ben;
};

TEST_F(BundleWaysTest, a_bundle_is_downloaded_with_what_there_is_to_say_of_it) {
  const auto heard = post("bundle/give", {{"for", {"ben"}}});
  ASSERT_EQ(heard.code, 200) << heard.body;
  EXPECT_EQ(heard.header("content-type"), "application/octet-stream");
  EXPECT_EQ(heard.header("content-disposition"), "attachment; filename=\"kith.bundle\"");
  EXPECT_NE(heard.header("kith-answer").find("%22entries%22%3A"), std::string::npos);
  EXPECT_EQ(heard.header("kith-answer").find("passing"), std::string::npos);
  EXPECT_FALSE(something_lies_about());

  const auto file = base + "/carried";
  host::test::write_file(file, heard.body);
  ASSERT_TRUE(ask_ben({{"command", "bundle read"}, {"file", file}}));
  ASSERT_TRUE(ask_ben({{"command", "join"}, {"circle", "garden"}}));
  const auto read = service::handle(*ben, {{"command", "read"}, {"circle", "garden"}});
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->at(0).at("text"), "by stick");
}

TEST_F(BundleWaysTest, a_bundle_is_taken_in_and_leaves_no_file) {
  const auto file = base + "/carried";
  ASSERT_TRUE(ask_ben({{"command", "circle new"}, {"name", "shed"}}));
  ASSERT_TRUE(ask_ben({{"command", "include"}, {"circle", "shed"}, {"person", "ana"}}));
  ASSERT_TRUE(ask_ben({{"command", "say"}, {"circle", "shed"}, {"text", "back again"}}));
  ASSERT_TRUE(ask_ben({{"command", "bundle write"}, {"file", file}, {"for", {"ana"}}}));
  const auto heard = take(host::test::read_file(file));
  ASSERT_EQ(heard.code, 200) << heard.body;
  EXPECT_GT(heard.json().at("entries"), 0);
  EXPECT_FALSE(heard.json().contains("file"));
  EXPECT_FALSE(something_lies_about());
  (void)answer("join", {{"circle", "shed"}});
  EXPECT_EQ(answer("read", {{"circle", "shed"}}).at(0).at("text"), "back again");
}

TEST_F(BundleWaysTest, what_is_no_bundle_is_refused_in_a_sentence_without_a_path) {
  for (const auto& bytes : {std::string{}, std::string{"hello"}, std::string(100'000, 'x')}) {
    const auto heard = take(bytes);
    expect_fault(heard, 409);
    const auto sentence = heard.json().at("sentence").get<std::string>();
    EXPECT_TRUE(sentence.starts_with("This file ")) << sentence;
    EXPECT_EQ(sentence.find(base), std::string::npos) << sentence;
    EXPECT_FALSE(something_lies_about());
  }
  expect_fault(post("bundle/give", {{"for", {"nobody"}}}), 409);
  expect_fault(post("bundle/give", {{"for", {7}}}), 400);
  EXPECT_FALSE(something_lies_about());
}

TEST_F(BundleWaysTest, a_second_one_waits_for_the_first_and_one_cut_short_leaves_nothing) {
  {
    Client cut{port};
    ASSERT_TRUE(cut.send(head("POST", "/api/bundle/take",
                              "Content-Type: application/octet-stream\r\n" + cookie_line()) +
                         "Content-Length: 1000\r\n\r\nhalf"));
    while (!something_lies_about()) {
    }
    expect_fault(take("x"), 409);
    expect_fault(post("bundle/give", {{"for", {"ben"}}}), 409);
    EXPECT_TRUE(something_lies_about());
  }
  while (something_lies_about()) {
  }
  EXPECT_EQ(post("bundle/give", {{"for", {"ben"}}}).code, 200);
}

TEST_F(BundleWaysTest, more_than_the_limit_is_refused_before_it_comes) {
  for (const auto& [bytes, code] :
       {std::pair{upload_bytes_max + 1, 413}, std::pair{std::uint64_t{1} << 50, 413}}) {
    Client client{port};
    ASSERT_TRUE(client.send(head("POST", "/api/bundle/take",
                                 "Content-Type: application/octet-stream\r\n" + cookie_line()) +
                            "Content-Length: " + std::to_string(bytes) + "\r\n\r\n"));
    EXPECT_EQ(client.answer().value().code, code);
  }
  EXPECT_FALSE(something_lies_about());
}

}  // namespace
}  // namespace kith::web
