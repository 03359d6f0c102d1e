// Work that a child does: what it gives, and what becomes of work without an end.
#include "host/child_work.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace kith::host {
namespace {

using namespace std::chrono_literals;

TEST(ChildWork, its_text_comes) {
  EXPECT_EQ(text_by_child([] { return std::string{"done"}; }, 2s), "done");
  EXPECT_EQ(text_by_child([] { return std::string(60'000, 'x'); }, 2s), std::string(60'000, 'x'));
  EXPECT_EQ(text_by_child([] { return std::string{}; }, 2s), "");
}

TEST(ChildWork, what_it_changes_stays_with_it) {
  int changed = 0;
  EXPECT_EQ(text_by_child([&] { return std::to_string(++changed); }, 2s), "1");
  EXPECT_EQ(changed, 0);
}

TEST(ChildWork, work_without_an_end_is_ended) {
  const auto endless = [] {
    for (volatile bool goes_on = true; goes_on;) {
    }
    return std::string{"never"};
  };
  EXPECT_EQ(text_by_child(endless, 1s), "");
}

TEST(ChildWork, a_crash_is_not_ours) {
  EXPECT_EQ(text_by_child(
                [] {
                  (void)raise(SIGKILL);
                  return std::string{"never"};
                },
                2s),
            "");
}

}  // namespace
}  // namespace kith::host
