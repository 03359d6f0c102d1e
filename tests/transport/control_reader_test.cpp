// Whatever a tor says at its control port is cut into replies, or refused within the limits.
#include "transport/control_reader.hpp"

#include <gtest/gtest.h>

#include "transport/tor_door.hpp"

namespace kith::transport {
namespace {

void expect_too_long(const Result<void, ControlError>& fed) {
  ASSERT_FALSE(fed.has_value());
  EXPECT_EQ(fed.error(), ControlError::too_long);
}

TEST(ControlReader, replies_come_whole_though_they_come_byte_by_byte) {
  const std::string said =
      "250-PROTOCOLINFO 1\r\n250-AUTH METHODS=NULL\r\n250 OK\r\n"
      "650 HS_DESC UPLOADED x\r\n"
      "250+config=\r\nfirst\r\n250 not the end\r\n.\r\n250 OK\r\n"
      "552 Unknown\r\n";
  ControlReader reader;
  for (const char byte : said) {
    ASSERT_TRUE(reader.feed(as_bytes(std::string_view{&byte, 1})).has_value());
  }
  EXPECT_EQ(reader.next(), (ControlReply{250, {"PROTOCOLINFO 1", "AUTH METHODS=NULL", "OK"}}));
  const auto event = reader.next();
  ASSERT_TRUE(event.has_value());
  EXPECT_TRUE(event->is_event());
  EXPECT_EQ(reader.next(), (ControlReply{250, {"config=", "OK"}}));
  EXPECT_EQ(reader.next(), (ControlReply{552, {"Unknown"}}));
  EXPECT_EQ(reader.next(), std::nullopt);
}

TEST(ControlReader, what_no_tor_says_ends_the_reading) {
  for (const auto* said :
       {"\r\n", "250\r\n", "25 OK\r\n", "abc OK\r\n", "199 OK\r\n", "700 OK\r\n", "250=OK\r\n",
        "250 a\nb\r\n", "250 a\x01\r\n", "250 a\x7f\r\n", "250-a\r\n650 b\r\n",
        "650-a\r\n250 b\r\n", "HTTP/1.1 400 Bad Request\r\n"}) {
    ControlReader reader;
    const auto fed = reader.feed(as_bytes(said));
    ASSERT_FALSE(fed.has_value()) << said;
    EXPECT_EQ(fed.error(), ControlError::malformed) << said;
    EXPECT_FALSE(reader.feed(as_bytes("250 OK\r\n")).has_value());
    EXPECT_EQ(reader.next(), std::nullopt);
  }
}

TEST(ControlReader, a_line_a_reply_and_all_that_waits_have_limits) {
  const std::string line_max(control_line_bytes_max - 4, 'x');
  ControlReader lines;
  EXPECT_TRUE(lines.feed(as_bytes("250 " + line_max + "\r\n")).has_value());
  expect_too_long(lines.feed(as_bytes("250 " + line_max + "x\r\n")));

  ControlReader endless;
  expect_too_long(endless.feed(as_bytes(std::string(control_line_bytes_max + 2, 'x'))));

  for (const std::string line : {"250-x\r\n", "x\r\n"}) {
    ControlReader reader;
    ASSERT_TRUE(reader.feed(as_bytes("250+data=\r\n")).has_value());
    Result<void, ControlError> read{};
    std::size_t bytes = 0;
    for (; read && bytes < 2 * control_reply_bytes_max; bytes += line.size()) {
      read = reader.feed(as_bytes(line));
    }
    expect_too_long(read);
    EXPECT_LE(bytes, control_reply_bytes_max + line.size());
  }

  ControlReader many;
  for (std::size_t i = 0; i < control_replies_max; ++i) {
    ASSERT_TRUE(many.feed(as_bytes("250 OK\r\n")).has_value());
  }
  expect_too_long(many.feed(as_bytes("250 OK\r\n")));
}

TEST(ControlReader, fields_are_found_whether_quoted_or_not) {
  const std::string line = R"(AUTH METHODS=COOKIE,SAFECOOKIE COOKIEFILE="/a \"b\"\\c" X= Y=1)";
  EXPECT_EQ(control_field(line, "METHODS"), "COOKIE,SAFECOOKIE");
  EXPECT_EQ(control_field(line, "COOKIEFILE"), "/a \"b\"\\c");
  EXPECT_EQ(control_field(line, "X"), "");
  EXPECT_EQ(control_field(line, "Y"), "1");
  EXPECT_EQ(control_field(line, "FILE"), std::nullopt);
  EXPECT_EQ(control_field(R"(A="unfinished)", "A"), std::nullopt);
  EXPECT_EQ(control_field(R"(A="unfinished\)", "A"), std::nullopt);
  EXPECT_EQ(control_words(R"("unix:/run/tor/socks" "127.0.0.1:9050")"),
            (std::vector<std::string>{"unix:/run/tor/socks", "127.0.0.1:9050"}));
  EXPECT_EQ(control_words(""), (std::vector<std::string>{}));
}

TEST(TorDoor, is_on_this_machine_or_nowhere) {
  for (const auto* text :
       {"unix:/run/tor/control", "127.0.0.1:9051", "[::1]:9051", "127.1.2.3:1"}) {
    const auto door = tor_door_of(text);
    ASSERT_TRUE(door.has_value()) << text;
    EXPECT_EQ(to_text(*door), text);
  }
  for (const auto* text : {"", "unix:", "unix:run/tor", "/run/tor/control", "192.0.2.1:9051",
                           "0.0.0.0:9051", "[::]:9051", "localhost:9051", "127.0.0.1:0", "9051"}) {
    EXPECT_FALSE(tor_door_of(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace kith::transport
