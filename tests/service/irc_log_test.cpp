// IRC logs and the links between their lines, in every form that clients wrote them.
#include "service/irc_log.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "tests/service/open_folder.hpp"

namespace kith::service {
namespace {

using test::expect_sentence;
using Numbers = std::vector<std::size_t>;

kinds::Quote quote(const std::string& line) {
  const auto brought = read_irc(line, "a.log");
  EXPECT_TRUE(brought.has_value());
  EXPECT_EQ(brought->size(), 1U) << line;
  return brought->front().quote;
}

struct Form {
  std::string line;
  std::optional<std::string> when;
  std::optional<std::string> who;
  std::string text;
};

TEST(IrcLog, a_message_has_a_time_a_nick_and_a_text_and_other_lines_stay_whole) {
  const std::vector<Form> forms{
      {"[03:21] <ann> hello there", "03:21", "ann", "hello there"},
      {"[03:21:59] <ann> hello", "03:21:59", "ann", "hello"},
      {"[03:21] <|QuaD-> [x] <y> z", "03:21", "|QuaD-", "[x] <y> z"},
      {"[03:21] <ann> ", "03:21", "ann", ""},
      {"[03:21] <ann>", "03:21", "ann", ""},
      {"[03:21] <ann>  two spaces", "03:21", "ann", " two spaces"},
      {"[03:21] -ann:#garden- a notice", "03:21", {}, "-ann:#garden- a notice"},
      {"[03:21]  * ann waves", "03:21", {}, " * ann waves"},
      {"[03:21] <> nobody", "03:21", {}, "<> nobody"},
      {"[03:21] <ann without an end", "03:21", {}, "<ann without an end"},
      {"[03:21]", "03:21", {}, ""},
      {"=== ann [n=ann@example] has joined #garden",
       {},
       {},
       "=== ann [n=ann@example] has joined #garden"},
      {"<ann> no time", {}, {}, "<ann> no time"},
      {"[3:21] <ann> short", {}, {}, "[3:21] <ann> short"},
      {"[03-21] <ann> dashes", {}, {}, "[03-21] <ann> dashes"},
      {"[xx:yy] <ann> letters", {}, {}, "[xx:yy] <ann> letters"},
      {" [03:21] <ann> indented", {}, {}, " [03:21] <ann> indented"},
      {"[", {}, {}, "["},
      {"plain", {}, {}, "plain"},
  };
  for (const auto& form : forms) {
    const auto found = quote(form.line);
    EXPECT_EQ(found.when, form.when) << form.line;
    EXPECT_EQ(found.who, form.who) << form.line;
    EXPECT_EQ(found.text, form.text) << form.line;
    EXPECT_EQ(found.source, "a.log");
  }
}

TEST(IrcLog, every_line_counts_whatever_ends_it) {
  const auto brought =
      read_irc("\xef\xbb\xbf[10:00] <a> one\r\n\r\n\n[10:01] <b> two\n=== three", "s");
  ASSERT_TRUE(brought.has_value());
  ASSERT_EQ(brought->size(), 5U);
  EXPECT_EQ(brought->at(0).quote.when, "10:00");
  EXPECT_EQ(brought->at(0).quote.text, "one");
  EXPECT_EQ(brought->at(1).quote.text, "");
  EXPECT_EQ(brought->at(3).quote.who, "b");
  EXPECT_EQ(brought->at(4).quote.text, "=== three");
  EXPECT_TRUE(read_irc("", "s")->empty());
  EXPECT_EQ(read_irc("\n", "s")->size(), 1U);
  EXPECT_EQ(read_irc("one\n", "s")->size(), 1U);
}

TEST(IrcLog, what_is_no_UTF8_is_taken_for_Latin1_line_by_line) {
  const auto brought =
      read_irc("[10:00] <zo\xeb> gr\xfc\xdf\n[10:01] <zo\xc3\xab> gr\xc3\xbc\xc3\x9f", "s");
  ASSERT_TRUE(brought.has_value());
  for (const auto& one : *brought) {
    EXPECT_EQ(one.quote.who, "zoë");
    EXPECT_EQ(one.quote.text, "grüß");
  }
}

TEST(IrcLog, a_line_longer_than_an_entry_is_named_and_nothing_is_brought) {
  const std::string start = "[10:00] <a> ";
  // Fits exactly: the text, and 40 bytes for the rest of the quote and Padmé's step.
  EXPECT_TRUE(read_irc(start + std::string(limits::body_bytes_max - 64, 'x'), "s").has_value());
  const auto refused =
      read_irc("fine\n" + start + std::string(limits::body_bytes_max, 'x') + "\nfine", "s");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().status, Status::refused);
  EXPECT_NE(refused.error().sentence.find("Line 2 "), std::string::npos);
  expect_sentence(refused.error());
}

std::vector<node::Brought> lines(std::size_t count) {
  std::string log;
  for (std::size_t i = 0; i < count; ++i) log += "[10:00] <a> line\n";
  return read_irc(log, "s").value();
}

TEST(IrcAnswers, the_later_line_answers_the_earlier_whichever_stands_first) {
  auto brought = lines(6);
  ASSERT_TRUE(
      read_answers("0 1 -\n3 2 -\r\n4 4 -\n1 5 - \n2 5 -\n1 5 -\n\n5 3 -", brought).has_value());
  EXPECT_EQ(brought[0].answers, Numbers{});
  EXPECT_EQ(brought[1].answers, Numbers{0});
  EXPECT_EQ(brought[2].answers, Numbers{});
  EXPECT_EQ(brought[3].answers, Numbers{2});
  EXPECT_EQ(brought[4].answers, Numbers{});
  EXPECT_EQ(brought[5].answers, (Numbers{1, 2, 3}));
}

TEST(IrcAnswers, a_line_answers_eight_at_most) {
  auto brought = lines(12);
  std::string answers;
  for (int i = 0; i < 11; ++i) answers += std::to_string(i) + " 11 -\n";
  ASSERT_TRUE(read_answers(answers, brought).has_value());
  EXPECT_EQ(brought[11].answers, (Numbers{0, 1, 2, 3, 4, 5, 6, 7}));
}

TEST(IrcAnswers, what_is_not_of_the_form_or_names_no_line_is_refused_by_its_number) {
  for (const auto* bad : {"0 3 -", "3 0 -", "0 1", "0 1 x", "0 1 --", "a b -", "-1 0 -", "0  1 -",
                          "0,1 -", "0 1 2 -", "0 99999999999999999999999 -", " 0 1 -", "0x1 1 -"}) {
    auto brought = lines(3);
    const auto read = read_answers("0 1 -\n" + std::string{bad} + "\n", brought);
    ASSERT_FALSE(read.has_value()) << bad;
    EXPECT_EQ(read.error().status, Status::refused);
    EXPECT_EQ(read.error().sentence.find("Line 2 "), 0U) << read.error().sentence;
    expect_sentence(read.error());
  }
}

}  // namespace
}  // namespace kith::service
