// Wiping a home.
#include "host/burn.hpp"

#include <gtest/gtest.h>

#include "tests/host/home_folder.hpp"

namespace kith::host::test {
namespace {

using Paths = std::vector<std::string>;

class Burn : public HomeFolder {};

TEST_F(Burn, nothing_is_left) {
  for (const bool key_file : {false, true}) {
    make(key_file ? Lock{KeyFile{}} : typed("right"));
    EXPECT_TRUE(fs::exists(mark()));
    ASSERT_TRUE(burn_home(place));
    EXPECT_EQ(everything(), Paths{"state"});
    EXPECT_EQ(error_of_open(), HomeError::no_home);
  }
}

TEST_F(Burn, the_keyring_and_the_key_file_are_overwritten_before_they_go) {
  make(KeyFile{});
  // Second names for the same files keep their bytes within sight.
  fs::create_hard_link(paths().keyring, in_base("keyring"));
  fs::create_hard_link(paths().key_file, in_base("key"));
  const auto keyring = read_file(in_base("keyring"));
  const auto key = read_file(in_base("key"));
  ASSERT_TRUE(burn_home(place));
  EXPECT_EQ(read_file(in_base("keyring")).size(), keyring.size());
  EXPECT_EQ(read_file(in_base("key")).size(), key.size());
  EXPECT_EQ(read_file(in_base("keyring")).find("kith"), std::string::npos);
  EXPECT_EQ(read_file(in_base("key")).find(key.substr(0, 8)), std::string::npos);
}

TEST_F(Burn, a_keyring_that_was_being_written_goes_as_well) {
  make();
  const auto keyring = read_file(paths().keyring);
  write_file(paths().keyring + ".new", keyring);
  fs::create_hard_link(paths().keyring + ".new", in_base("keyring.new"));
  ASSERT_TRUE(burn_home(place));
  const auto left = read_file(in_base("keyring.new"));
  EXPECT_EQ(left.size(), keyring.size());
  EXPECT_EQ(left.find(keyring.substr(0, 8)), std::string::npos);
}

TEST_F(Burn, what_others_put_there_and_other_homes_stay) {
  make();
  const auto other = place_of("other");
  ASSERT_TRUE(Home::create(other, typed("right"), {}, quick).has_value());
  write_file(place.folder + "/letter", "dear");
  write_file(paths().key_file, "another's");  // this home has a passphrase
  ASSERT_TRUE(burn_home(place));
  EXPECT_EQ(read_file(place.folder + "/letter"), "dear");
  EXPECT_EQ(read_file(paths().key_file), "another's");
  EXPECT_EQ(std::distance(fs::directory_iterator{place.folder}, {}), 1);
  EXPECT_EQ(origin_of(other), Origin::here);
}

TEST_F(Burn, a_copy_that_burns_leaves_the_first_its_mark) {
  make();
  const auto other = place_of("other");
  fs::copy(place.folder, other.folder, fs::copy_options::recursive);
  ASSERT_TRUE(burn_home(other));
  EXPECT_FALSE(fs::exists(other.folder));
  EXPECT_EQ(origin_of(place), Origin::here);
}

TEST_F(Burn, what_a_crash_left_goes_too) {
  make();
  EXPECT_EQ(in_child([&] {
              const auto home = opened();
              keep(*home, "in the log");
              ::_exit(7);
              return 0;
            }),
            7);
  EXPECT_TRUE(fs::exists(paths().database + "-wal"));
  write_file(paths().copy, "torn");
  write_file(paths().keyring + ".new", "torn");
  ASSERT_TRUE(burn_home(place));
  EXPECT_EQ(everything(), Paths{"state"});
}

TEST_F(Burn, a_burning_that_was_cut_short_goes_on) {
  make(KeyFile{});
  write_file(paths().unfinished, "kith unfinished 1\nkey file\n");
  write_file(paths().keyring, "noise");
  fs::remove(paths().database);
  EXPECT_EQ(error_of_open(place, KeyFile{}), HomeError::unfinished);
  ASSERT_TRUE(burn_home(place));
  EXPECT_FALSE(fs::exists(place.folder));
  EXPECT_FALSE(fs::exists(paths().key_file));
}

TEST_F(Burn, where_no_home_is_nothing_is_touched) {
  EXPECT_EQ(burn_home(place).error(), HomeError::no_home);
  fs::create_directory(place.folder);
  EXPECT_EQ(burn_home(place).error(), HomeError::no_home);
  write_file(place.folder + "/letter", "dear");
  EXPECT_EQ(burn_home(place).error(), HomeError::no_home);
  write_file(paths().database, "somebody's");
  EXPECT_EQ(burn_home(place).error(), HomeError::damaged);
  EXPECT_EQ(everything(), (Paths{"home", "home/home.db", "home/letter"}));
}

}  // namespace
}  // namespace kith::host::test
