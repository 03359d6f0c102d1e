// Requests as bytes: in any pieces the same, malformed in many ways, limits at and around them.
#include "web/http.hpp"

#include <gtest/gtest.h>

namespace kith::web {
namespace {

std::string with(const std::string& headers) {
  return "GET /api/state HTTP/1.1\r\nHost: 127.0.0.1:1\r\n" + headers;
}

Result<std::optional<RequestHead>, Malformed> read(const std::string& bytes) {
  RequestReader reader;
  reader.feed(as_bytes(bytes));
  return reader.next();
}

void expect_malformed(const std::string& bytes, Malformed why) {
  const auto head = read(bytes);
  ASSERT_FALSE(head.has_value()) << bytes;
  EXPECT_EQ(head.error(), why) << bytes;
}

RequestHead expect_head(const std::string& bytes) {
  const auto head = read(bytes);
  EXPECT_TRUE(head.has_value() && head->has_value()) << bytes;
  return head && *head ? **head : RequestHead{};
}

TEST(Http, a_request_is_read_the_same_in_any_pieces) {
  const std::string text =
      "POST /api/say?x=1 HTTP/1.1\r\nHost: a\r\nCoNtent-LENGTH: 5\r\n"
      "Content-Type: application/json; charset=utf-8\r\n\r\nhelloGET / ";
  for (std::size_t piece = 1; piece < text.size(); ++piece) {
    RequestReader reader;
    std::optional<RequestHead> head;
    std::string body;
    for (std::size_t at = 0; at < text.size(); at += piece) {
      reader.feed(as_bytes(std::string_view{text}.substr(at, piece)));
      if (!head) head = reader.next().value();
      if (head) body += as_text(reader.take_body());
    }
    ASSERT_TRUE(head) << piece;
    EXPECT_EQ(head->method, "POST");
    EXPECT_EQ(head->path, "/api/say");
    EXPECT_EQ(head->body_bytes, 5U);
    EXPECT_EQ(head->content_type(), "application/json");
    EXPECT_EQ(body, "hello");
    EXPECT_TRUE(reader.body_is_whole());
    EXPECT_TRUE(reader.is_in_the_middle());
  }
}

TEST(Http, several_requests_come_out_one_after_the_other) {
  RequestReader reader;
  const auto one = with("\r\n");
  reader.feed(as_bytes(one + one));
  EXPECT_TRUE(reader.next().value().has_value());
  EXPECT_TRUE(reader.next().value().has_value());
  EXPECT_FALSE(reader.next().value().has_value());
  EXPECT_FALSE(reader.is_in_the_middle());
}

TEST(Http, values_are_trimmed_and_empty_is_not_missing) {
  const auto head = expect_head(with("Cookie: \t a=b \t\r\nOrigin:\r\nConnection: Close\r\n\r\n"));
  EXPECT_EQ(head.header("cookie"), "a=b");
  EXPECT_TRUE(head.has("origin"));
  EXPECT_EQ(head.header("origin"), "");
  EXPECT_FALSE(head.has("cookie2"));
  EXPECT_FALSE(head.stays_open);
}

TEST(Http, what_could_be_read_in_two_ways_is_malformed) {
  for (const auto* line :
       {"", "GET", "GET /", "GET  / HTTP/1.1", "GET / HTTP/1.1 ", "GET x HTTP/1.1",
        "GET http://a/ HTTP/1.1", "G T / HTTP/1.1", "GET /a#b HTTP/1.1", "GET /\x01 HTTP/1.1",
        "GET /\xc3\xa4 HTTP/1.1", "GET / HTTP/11", "GET / http/1.1", " GET / HTTP/1.1",
        "OPTIONS * HTTP/1.1", "G\x00T / HTTP/1.1", "GET / HTTP/1.1\nHost: b"}) {
    expect_malformed(std::string{line} + "\r\nHost: a\r\n\r\n", Malformed::request_line);
  }
  expect_malformed("GET / HTTP/1.0\r\nHost: a\r\n\r\n", Malformed::version);
  expect_malformed("GET / HTTP/2.0\r\nHost: a\r\n\r\n", Malformed::version);
  expect_malformed("GET / HTTP/1.1\r\nAccept: a\r\n\r\n", Malformed::no_host);
  for (const auto* header :
       {"Name", "Na me: x", "Name : x", ": x", " folded: x", "\tfolded: x", "Name: a\rb",
        "Name: a\nb", "Name: \x01", "Name: \x7f", "N\xc3: x", "Host: again", "hOST: again"}) {
    expect_malformed(with(std::string{header} + "\r\n\r\n"), Malformed::header);
  }
  expect_malformed(with(std::string{"Name: a\0b", 9} + "\r\n\r\n"), Malformed::header);
}

TEST(Http, a_body_says_how_long_it_is) {
  for (const auto* length : {"-1", "+1", "1 1", "0x1", "1,1", "", "1000000000000000000", "1e3"}) {
    expect_malformed(with(std::string{"Content-Length: "} + length + "\r\n\r\n"),
                     Malformed::body_length);
  }
  EXPECT_EQ(expect_head(with("Content-Length: 999999999999999999\r\n\r\n")).body_bytes,
            999'999'999'999'999'999U);
  expect_malformed(with("Content-Length: 1\r\nContent-Length: 1\r\n\r\n"), Malformed::header);
  expect_malformed(with("Transfer-Encoding: chunked\r\n\r\n"), Malformed::chunked);
  expect_malformed(with("Transfer-Encoding: identity\r\nContent-Length: 1\r\n\r\n"),
                   Malformed::chunked);
  expect_malformed(with("Expect: 100-continue\r\n\r\n"), Malformed::expectation);
}

std::string of_length(std::size_t bytes) {
  const auto frame = with("Name: \r\n\r\n");
  return with("Name: " + std::string(bytes - frame.size(), 'x') + "\r\n\r\n");
}

TEST(Http, a_head_of_the_limit_is_read_and_of_one_byte_more_is_not) {
  (void)expect_head(of_length(head_bytes_max - 1));
  (void)expect_head(of_length(head_bytes_max));
  expect_malformed(of_length(head_bytes_max + 1), Malformed::too_long);
  // Without its end it is waited for, but not forever.
  const auto endless = std::string(head_bytes_max, 'x');
  EXPECT_FALSE(read(endless).value().has_value());
  expect_malformed(endless + "x", Malformed::too_long);
}

TEST(Http, targets_and_headers_have_a_limit) {
  const auto get = [](std::size_t bytes) {
    return "GET /" + std::string(bytes - 1, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n";
  };
  (void)expect_head(get(target_bytes_max - 1));
  (void)expect_head(get(target_bytes_max));
  expect_malformed(get(target_bytes_max + 1), Malformed::too_long);
  std::string headers;
  for (std::size_t i = 1; i < headers_max; ++i) headers += "h" + std::to_string(i) + ": x\r\n";
  (void)expect_head(with(headers + "\r\n"));
  expect_malformed(with(headers + "more: x\r\n\r\n"), Malformed::header);
}

}  // namespace
}  // namespace kith::web
