// The machine below a home: randomness, the clock, small files.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "host/clock.hpp"
#include "host/disk.hpp"
#include "host/system_entropy.hpp"
#include "tests/host/home_folder.hpp"

namespace kith::host::test {
namespace {

TEST(SystemEntropy, draws_of_any_size_fill_all_and_never_repeat) {
  SystemEntropy entropy;
  std::set<ByteVec> seen;
  for (const std::size_t size : {24, 32, 4095, 4096, 4097, 10'000}) {
    for (int round = 0; round < 50; ++round) {
      ByteVec drawn(size);
      entropy.fill(drawn);
      EXPECT_NE(std::count(drawn.end() - 16, drawn.end(), 0), 16);
      EXPECT_TRUE(seen.insert({drawn.begin(), drawn.begin() + 24}).second);
    }
  }
}

TEST(SystemEntropy, two_sources_differ) {
  using Drawn = Bytes<struct DrawnTag, 32>;
  SystemEntropy one;
  SystemEntropy other;
  EXPECT_NE(one.make<Drawn>(), other.make<Drawn>());
}

TEST(Clock, the_wall_clock_counts_microseconds_since_1970) {
  const auto before = std::chrono::system_clock::now();
  const auto now = wall_now();
  const auto after = std::chrono::system_clock::now();
  const std::chrono::system_clock::time_point shown{std::chrono::microseconds{now.micros}};
  EXPECT_GE(shown, before - std::chrono::microseconds{1});
  EXPECT_LE(shown, after);
}

class Disk : public HomeFolder {};

TEST_F(Disk, a_new_file_is_private_and_never_replaces_another) {
  const auto path = in_base("new");
  ASSERT_TRUE(write_new(path, as_bytes("first")));
  EXPECT_EQ(fs::status(path).permissions(), fs::perms{0600});
  EXPECT_EQ(write_new(path, as_bytes("second")).error(), DiskError::exists);
  EXPECT_EQ(read_file(path), "first");
}

TEST_F(Disk, replacing_a_file_leaves_the_new_one_alone) {
  const auto path = in_base("file");
  write_file(path + ".new", "what a crash left, and longer");
  ASSERT_TRUE(replace(path, as_bytes("one")));
  ASSERT_TRUE(replace(path, as_bytes("two")));
  EXPECT_EQ(read_file(path), "two");
  EXPECT_FALSE(fs::exists(path + ".new"));
}

TEST_F(Disk, a_failing_replacement_leaves_the_old_one_alone) {
  const auto path = in_base("file");
  write_file(path, "old");
  EXPECT_EQ(in_child([&] {
              let_files_grow_to(2);
              return replace(path, as_bytes("longer")) ? 1 : 0;
            }),
            0);
  EXPECT_EQ(read_file(path), "old");
  EXPECT_FALSE(fs::exists(path + ".new"));
}

TEST_F(Disk, renaming_refuses_what_is_there) {
  write_file(in_base("a"), "a");
  write_file(in_base("b"), "b");
  EXPECT_EQ(rename_new(in_base("a"), in_base("b")).error(), DiskError::exists);
  EXPECT_TRUE(rename_new(in_base("a"), in_base("c")));
  EXPECT_EQ(read_file(in_base("b")) + read_file(in_base("c")), "ba");
}

TEST_F(Disk, overwriting_changes_every_part_in_place) {
  const std::string old(10'000, 'x');
  const auto path = in_base("secret");
  write_file(path, old);
  const auto inode = inode_of(path).value();
  SystemEntropy entropy;
  ASSERT_TRUE(overwrite(path, entropy));
  const auto now = read_file(path);
  ASSERT_EQ(now.size(), old.size());
  EXPECT_EQ(now.find("xxxx"), std::string::npos);
  EXPECT_EQ(inode_of(path).value(), inode);
}

TEST_F(Disk, a_pipe_or_a_folder_is_no_file_and_nobody_waits_for_it) {
  ASSERT_EQ(::mkfifo(in_base("pipe").c_str(), 0600), 0);
  EXPECT_EQ(read_small(in_base("pipe"), 10).error(), DiskError::io);
  EXPECT_EQ(read_small(base, 10).error(), DiskError::io);
  EXPECT_EQ(read_small(in_base("nothing"), 10).error(), DiskError::missing);
  write_file(in_base("long"), "eleven bytes");
  EXPECT_EQ(read_small(in_base("long"), 10).error(), DiskError::io);
}

TEST_F(Disk, folders_are_made_private_and_named_when_new) {
  std::vector<std::string> made;
  ASSERT_TRUE(make_folders(in_base("a/b/c"), made));
  EXPECT_EQ(made, (std::vector<std::string>{in_base("a"), in_base("a/b"), in_base("a/b/c")}));
  EXPECT_EQ(fs::status(in_base("a/b")).permissions(), fs::perms{0700});
  write_file(in_base("a/file"), "");
  EXPECT_EQ(make_folders(in_base("a/file"), made).error(), DiskError::exists);
}

}  // namespace
}  // namespace kith::host::test
