// What a terminal is told of somebody whose sessions broke the protocol.
#include "cli/print_reach.hpp"

#include <gtest/gtest.h>

namespace kith::cli {
namespace {

TEST(PrintReach, breaches_are_said_in_a_sentence_of_how_often_and_since_when) {
  const service::Json often{{"times", 3}, {"since", "2026-11-27T14:02:00Z"}};
  const auto said = words_of_breaches("ben", often);
  EXPECT_TRUE(said.starts_with("what came from ben was not as the protocol says, 3 times since "));
  EXPECT_TRUE(said.ends_with("; the newest kith may help, or somebody plays tricks"));
  const service::Json once{{"times", 1}, {"since", "2026-11-27T14:02:00Z"}};
  EXPECT_TRUE(words_of_breaches("ben", once)
                  .starts_with("what came from ben was not as the protocol says, once, "));
}

}  // namespace
}  // namespace kith::cli
