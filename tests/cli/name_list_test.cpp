// Several names behind one option, also such as hold a comma themselves.
#include "cli/name_list.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kith::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(NameList, commas_stand_between_names_and_spaces_around_them_mean_nothing) {
  EXPECT_THAT(names_typed(""), IsEmpty());
  EXPECT_THAT(names_typed("ben"), ElementsAre("ben"));
  EXPECT_THAT(names_typed("ben,Old Tom"), ElementsAre("ben", "Old Tom"));
  EXPECT_THAT(names_typed(" ben , Old Tom "), ElementsAre("ben", "Old Tom"));
  EXPECT_THAT(names_typed("ben,,cem,"), ElementsAre("ben", "", "cem"));
  EXPECT_THAT(names_typed(" "), ElementsAre(""));
}

TEST(NameList, a_name_in_quotes_may_hold_commas) {
  EXPECT_THAT(names_typed("\"Müller, Anna\",ben"), ElementsAre("Müller, Anna", "ben"));
  EXPECT_THAT(names_typed("ben, \"Müller, Anna\" "), ElementsAre("ben", "Müller, Anna"));
  EXPECT_THAT(names_typed("\"a,b\",\"c,d\""), ElementsAre("a,b", "c,d"));
  EXPECT_THAT(names_typed("\"\""), ElementsAre(""));
}

TEST(NameList, quotes_elsewhere_are_of_the_name) {
  EXPECT_THAT(names_typed("\"ben,cem"), ElementsAre("\"ben", "cem"));
  EXPECT_THAT(names_typed("6\" nails,glue"), ElementsAre("6\" nails", "glue"));
  EXPECT_THAT(names_typed("\"Al\" Smith,ben"), ElementsAre("\"Al\" Smith", "ben"));
  EXPECT_THAT(names_typed("\""), ElementsAre("\""));
}

}  // namespace
}  // namespace kith::cli
