// What ends is told in time, and once: not each day again, and again where it ends on another day.
#include "service/time_text.hpp"
#include "tests/service/open_folder.hpp"

namespace kith::service::test {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::hours;

class EndsTest : public OpenFolder {
 protected:
  EndsTest() : ben(created({in_base("ben"), in_base("bens-state"), "machine one"})) {
    (void)ask({{"command", "meet"},
               {"card", ask(*ben, {{"command", "card"}}).at("card")},
               {"as", "ben"}});
    begins = home->now();
  }
  void juncture(days lasts) {
    (void)ask({{"command", "juncture"},
               {"name", "kitchen"},
               {"until", to_text(begins + lasts)},
               {"with", {"ben"}}});
  }
  // How many are told, so long after the beginning, to somebody who reads it.
  std::size_t told(std::chrono::hours after, const char* which = "junctures", bool reads = true) {
    home->play_at(begins + after);
    const auto today =
        reads ? ask({{"command", "today"}, {"told", true}}) : ask({{"command", "today"}});
    return today.at(which).size();
  }

  std::unique_ptr<OpenHome> ben;
  WallTime begins;
};

TEST_F(EndsTest, a_juncture_is_told_to_end_in_its_last_week_and_once) {
  juncture(days{21});
  EXPECT_EQ(told(days{13}), 0U);
  EXPECT_EQ(told(days{15}), 1U);
  EXPECT_EQ(told(days{15} + hours{6}), 1U);  // whoever looks twice sees it twice
  EXPECT_EQ(told(days{16}), 0U);
  EXPECT_EQ(told(days{20}), 0U);
}

TEST_F(EndsTest, what_nobody_read_is_told_until_somebody_does) {
  juncture(days{21});
  EXPECT_EQ(told(days{15}, "junctures", false), 1U);
  EXPECT_EQ(told(days{17}, "junctures", false), 1U);
  EXPECT_EQ(told(days{18}), 1U);
  EXPECT_EQ(told(days{19}, "junctures", false), 0U);
}

TEST_F(EndsTest, what_goes_on_is_told_again_when_it_ends_again) {
  juncture(days{21});
  EXPECT_EQ(told(days{15}), 1U);
  (void)ask({{"command", "renew"}, {"circle", "kitchen"}, {"until", to_text(begins + days{42})}});
  EXPECT_EQ(told(days{30}), 0U);
  EXPECT_EQ(told(days{36}), 1U);
  EXPECT_EQ(told(days{37}), 0U);
}

TEST_F(EndsTest, a_lease_is_told_once_too_and_after_its_end_not_at_all) {
  circle("garden");
  (void)ask({{"command", "include"},
             {"circle", "garden"},
             {"person", "ben"},
             {"until", to_text(begins + days{10})}});
  EXPECT_EQ(told(days{1}, "leases"), 0U);
  EXPECT_EQ(told(days{4}, "leases"), 1U);
  EXPECT_EQ(told(days{5}, "leases"), 0U);
  EXPECT_EQ(told(days{11}, "leases"), 0U);
}

TEST_F(EndsTest, it_is_told_once_by_a_home_that_was_closed_meanwhile) {
  juncture(days{21});
  EXPECT_EQ(told(days{15}), 1U);
  reopen();
  EXPECT_EQ(told(days{16}), 0U);
}

}  // namespace
}  // namespace kith::service::test
