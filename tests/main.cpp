// Runs what a test program has, as GoogleTest's own main does; but where something was skipped it
// ends with 77, so that ctest names the suite among what did not run, instead of calling it passed.
#include <gtest/gtest.h>

int main(int argc, char** argv) {
  constexpr int skipped = 77;  // cmake/suites.cmake
  testing::InitGoogleTest(&argc, argv);
  if (RUN_ALL_TESTS() != 0) return 1;
  return testing::UnitTest::GetInstance()->skipped_test_count() == 0 ? 0 : skipped;
}
