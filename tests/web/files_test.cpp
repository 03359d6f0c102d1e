// The page's files as the browser gets them: plain or compressed, again only when they changed, and
// without a word of an outside address.
#include <filesystem>
#include <regex>

#include "tests/web/served_page.hpp"

namespace kith::web {
namespace {

using test::ServedPage;

class FilesTest : public ServedPage {
 protected:
  FilesTest() { serve(); }
};

TEST_F(FilesTest, all_are_served_by_their_type_before_anybody_enters) {
  const std::map<std::string, std::string> types{{"/", "text/html; charset=utf-8"},
                                                 {"/app.js", "text/javascript; charset=utf-8"},
                                                 {"/words.es.js", "text/javascript; charset=utf-8"},
                                                 {"/words.ar.js", "text/javascript; charset=utf-8"},
                                                 {"/style.css", "text/css; charset=utf-8"},
                                                 {"/icon.svg", "image/svg+xml"}};
  EXPECT_EQ(page_files().size(), types.size());
  for (const auto& [path, type] : types) {
    const auto heard = get(path, "");
    EXPECT_EQ(heard.code, 200) << path;
    EXPECT_EQ(heard.header("content-type"), type) << path;
    EXPECT_FALSE(heard.body.empty()) << path;
    EXPECT_FALSE(heard.headers.contains("content-encoding")) << path;
  }
  expect_fault(get("/index.html", ""), 404);
  expect_fault(get("/../keyring", ""), 404);
}

TEST_F(FilesTest, compressed_where_the_browser_takes_that) {
  for (const auto& file : page_files()) {
    const auto heard = get(std::string{file.path}, "Accept-Encoding: br, gzip\r\n");
    EXPECT_EQ(heard.header("content-encoding"), "gzip");
    EXPECT_TRUE(heard.body.starts_with("\x1f\x8b"));
    EXPECT_EQ(heard.body.size(), file.gzip.size());
  }
}

TEST_F(FilesTest, what_the_browser_has_is_not_sent_again) {
  for (const auto* encoding : {"", "Accept-Encoding: gzip\r\n"}) {
    const auto tag = get("/app.js", encoding).header("etag");
    const auto again = get("/app.js", encoding + ("If-None-Match: \"x\", " + tag + "\r\n"));
    EXPECT_EQ(again.code, 304);
    EXPECT_TRUE(again.body.empty());
    EXPECT_EQ(get("/app.js", std::string{encoding} + "If-None-Match: \"x\"\r\n").code, 200);
  }
  EXPECT_NE(get("/app.js", "").header("etag"),
            get("/app.js", "Accept-Encoding: gzip\r\n").header("etag"));
}

// Names of formats look like addresses, and are never asked.
TEST_F(FilesTest, no_file_names_an_outside_address) {
  const std::regex address{R"re((?:(?:https?|wss?|ftp):|["'`(=])//[A-Za-z0-9.\[$][^\s"'`<>)]*)re"};
  const std::string names_of_formats = "http://www.w3.org/";
  std::size_t bytes_packed = 0;
  for (const auto& file : page_files()) {
    const std::string text{as_text(file.plain)};
    bytes_packed += file.gzip.size();
    for (std::sregex_iterator found{text.begin(), text.end(), address}, end; found != end;
         ++found) {
      EXPECT_TRUE(found->str().starts_with(names_of_formats)) << file.path << ": " << found->str();
    }
  }
  EXPECT_LT(bytes_packed, 150'000U);
}

TEST_F(FilesTest, the_page_starts_from_its_own_files_alone) {
  const auto text = get("/", "").body;
  EXPECT_EQ(text.find("<style"), std::string::npos);
  EXPECT_EQ(text.find(" style="), std::string::npos);
  EXPECT_FALSE(std::regex_search(text, std::regex{R"(<script(?![^>]*\bsrc="/app\.js")[^>]*>)"}));
  EXPECT_FALSE(std::regex_search(text, std::regex{R"(\bon[a-z]+=)"}));
}

}  // namespace
}  // namespace kith::web
