// What others wrote, as it reaches a terminal.
#include "cli/terminal.hpp"

#include <gtest/gtest.h>

namespace kith::cli {
namespace {

const std::string mark = "\xef\xbf\xbd";

TEST(Terminal, plain_text_of_any_script_stays_as_it_is) {
  for (const auto* text : {"", "hello", "Grüße, ✓ 你好 שלום 👩‍🌾", "a\xc2\xa0z",
                           "é", "\xe2\x80\xa6 … — ’"}) {
    EXPECT_EQ(one_line(text), text);
    EXPECT_EQ(many_lines(text, "  "), text);
  }
}

TEST(Terminal, control_characters_become_a_mark) {
  for (int c = 1; c < 0x20; ++c) {
    if (c == '\n' || c == '\t') continue;
    const std::string text{'a', static_cast<char>(c), 'z'};
    EXPECT_EQ(one_line(text), "a" + mark + "z") << c;
    EXPECT_EQ(many_lines(text, "  "), "a" + mark + "z") << c;
  }
  EXPECT_EQ(one_line("a\x7fz"), "a" + mark + "z");
  EXPECT_EQ(one_line(std::string_view{"a\0z", 3}), "a" + mark + "z");
  EXPECT_EQ(one_line("\x1b[2J\x1b]0;title\a"), mark + "[2J" + mark + "]0;title" + mark);
}

TEST(Terminal, the_second_set_of_control_characters_becomes_a_mark) {
  for (int c = 0x80; c <= 0x9f; ++c) {
    EXPECT_EQ(one_line(std::string{"a\xc2"} + static_cast<char>(c) + "z"), "a" + mark + "z") << c;
  }
  EXPECT_EQ(one_line("\xc2\xa1"), "\xc2\xa1");
}

TEST(Terminal, what_turns_the_direction_of_writing_becomes_a_mark) {
  for (const auto* turn : {"\u200e", "\u200f", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e",
                           "\u2066", "\u2067", "\u2068", "\u2069", "\u061c"}) {
    EXPECT_EQ(one_line(std::string{"a"} + turn + "z"), "a" + mark + "z") << turn;
  }
}

TEST(Terminal, what_would_begin_another_line_does_not) {
  for (const auto* line : {"\u2028", "\u2029"}) {
    EXPECT_EQ(one_line(std::string{"a"} + line + "z"), "a" + mark + "z");
  }
}

TEST(Terminal, line_feeds_become_spaces_or_are_indented) {
  EXPECT_EQ(one_line("a\nb\tc"), "a b c");
  EXPECT_EQ(many_lines("a\nb\tc\n", "  "), "a\n  b c\n  ");
  EXPECT_EQ(one_line("a\r\nb"), "a" + mark + " b");
}

TEST(Terminal, text_that_ends_within_a_character_does_no_harm) {
  for (const auto* text : {"\xc2", "\xe2", "\xe2\x80", "a\xe2\x81"}) {
    EXPECT_EQ(one_line(text), text);
  }
}

}  // namespace
}  // namespace kith::cli
