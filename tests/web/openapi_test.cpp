// page/openapi.json says what the server does: every path in it is answered, and every request
// there is stands in it.
#include <set>

#include "service/requests.hpp"
#include "tests/web/served_page.hpp"

namespace kith::web {
namespace {

using test::Json;
using test::ServedPage;

class OpenApiTest : public ServedPage {
 protected:
  OpenApiTest() : api(Json::parse(host::test::read_file(KITH_SOURCE_DIR "/page/openapi.json"))) {
    serve_and_enter();
  }

  Json api;
};

TEST_F(OpenApiTest, every_request_stands_in_it_and_no_other) {
  std::set<std::string> there;
  for (const auto& [path, methods] : api.at("paths").items()) {
    for (const auto& [method, says] : methods.items()) there.insert(method + " " + path);
  }
  std::set<std::string> asked{"post /api/page", "post /api/sync"};
  for (const auto& own : own_requests()) {
    const std::string method = own.method == "GET" ? "get" : "post";
    asked.insert(method + " /api/" + std::string{own.name});
  }
  for (auto command : service::commands()) {
    std::ranges::replace(command, ' ', '/');
    asked.insert("post /api/" + command);
  }
  EXPECT_EQ(there, asked);
}

// With an empty request: whatever is answered, it is of a kind that stands there.
TEST_F(OpenApiTest, every_path_is_answered_as_it_says) {
  ASSERT_EQ(post("init", {{"name", "ana"}}).code, 200);
  for (const auto& [path, methods] : api.at("paths").items()) {
    for (const auto& [method, says] : methods.items()) {
      auto heard = get(path);
      if (method == "post") {
        const auto& types = says.at("requestBody").at("content");
        heard = post_bytes(path.substr(5), types.contains("application/json") ? "{}" : "",
                           "Content-Type: " + types.begin().key() + "\r\n" + cookie_line());
      }
      EXPECT_TRUE(says.at("responses").contains(std::to_string(heard.code)))
          << method << " " << path << ": " << heard.code << " " << heard.body;
      EXPECT_NE(heard.code, 404) << path;
      EXPECT_FALSE(says.at("summary").get<std::string>().empty());
    }
  }
}

// What a command needs, it says: without it, it refuses for that reason.
TEST_F(OpenApiTest, what_is_required_is) {
  ASSERT_EQ(post("init", {{"name", "ana"}}).code, 200);
  for (auto command : service::commands()) {
    std::ranges::replace(command, ' ', '/');
    const auto& says = api.at("paths").at("/api/" + command).at("post");
    const auto& schema = says.at("requestBody").at("content").at("application/json").at("schema");
    if (!schema.contains("required")) continue;
    EXPECT_EQ(post(command).code, 400) << command;
  }
}

void collect_references(const Json& json, std::set<std::string>& found) {
  for (const auto& [key, value] : json.items()) {
    if (key == "$ref") found.insert(value.get<std::string>());
    if (value.is_structured()) collect_references(value, found);
  }
}

TEST_F(OpenApiTest, what_it_points_to_is_there) {
  EXPECT_EQ(api.at("openapi"), "3.1.0");
  std::set<std::string> references;
  collect_references(api, references);
  EXPECT_FALSE(references.empty());
  for (const auto& reference : references) {
    ASSERT_TRUE(reference.starts_with("#/"));
    EXPECT_TRUE(api.contains(Json::json_pointer{reference.substr(1)})) << reference;
  }
}

}  // namespace
}  // namespace kith::web
