// An import of a chat whose client wrote no space behind the time or the nick took the letter there
// for one: it was lost, and where it was not ASCII, half of it was, which ended the program.
#include <gtest/gtest.h>

#include "service/irc_log.hpp"

namespace kith::service::test {
namespace {

TEST(Regress0184, what_stands_right_behind_a_time_or_a_nick_is_all_there) {
  const auto brought = read_irc(
      "[03:21]\xc3\xa9t\xc3\xa9\n"
      "[03:21] <ana>\xf0\x9f\x8c\xb1 beans\n"
      "[03:21] <ana>x\n"
      "[03:21]<ana> y\n"
      "[03:21]  z\n"
      "[03:21]\n"
      "[03:21] <ana>\n",
      "a log");
  ASSERT_TRUE(brought.has_value());
  std::vector<kinds::Quote> quotes;
  for (const auto& one : *brought) {
    const kinds::Body body = one.quote;
    const auto kind = static_cast<std::uint64_t>(kinds::kind_of(body));
    const auto again = kinds::decode_body(kind, kinds::encode_body(body));
    ASSERT_TRUE(again.has_value());
    quotes.push_back(std::get<kinds::Quote>(*again));
  }
  EXPECT_EQ(quotes,
            (std::vector<kinds::Quote>{{"\xc3\xa9t\xc3\xa9", std::nullopt, "03:21", "a log"},
                                       {"\xf0\x9f\x8c\xb1 beans", "ana", "03:21", "a log"},
                                       {"x", "ana", "03:21", "a log"},
                                       {"y", "ana", "03:21", "a log"},
                                       {" z", std::nullopt, "03:21", "a log"},
                                       {"", std::nullopt, "03:21", "a log"},
                                       {"", "ana", "03:21", "a log"}}));
}

}  // namespace
}  // namespace kith::service::test
