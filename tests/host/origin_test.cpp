// Whether a home is where it was left: copies, old copies put back, lost marks, crashes between.
#include "host/origin.hpp"

#include <gtest/gtest.h>

#include "host/system_entropy.hpp"
#include "store/memory_store.hpp"
#include "tests/host/home_folder.hpp"

namespace kith::host::test {
namespace {

class HomeOrigin : public HomeFolder {
 protected:
  HomeOrigin() { make(); }

  void copy(const std::string& from, const std::string& to) {
    fs::remove_all(to);
    fs::copy(from, to, fs::copy_options::recursive);
  }
  /// Into the very same file, so that its inode stays.
  void put_back(const std::string& copied) {
    for (const char* log : {"-wal", "-shm"}) {
      fs::remove(paths().database + log);
    }
    const auto inode = inode_of(paths().database).value();
    for (const auto& entry : fs::directory_iterator{copied}) {
      write_file(place.folder + "/" + entry.path().filename().string(),
                 read_file(entry.path().string()));
    }
    EXPECT_EQ(inode_of(paths().database).value(), inode);
  }
  /// Opens it, runs `meanwhile`, and is killed.
  template <class Meanwhile>
  void crash(Meanwhile meanwhile) {
    EXPECT_EQ(in_child([&] {
                const auto home = opened();
                meanwhile();
                ::_exit(home->origin() == Origin::here ? 7 : 8);
                return 0;
              }),
              7);
  }
};

TEST_F(HomeOrigin, a_home_stays_here_however_often_it_is_opened) {
  for (int round = 0; round < 5; ++round) {
    EXPECT_EQ(origin_of(place), Origin::here);
  }
}

TEST_F(HomeOrigin, a_home_that_crashed_is_here) {
  for (int round = 0; round < 3; ++round) {
    crash([] {});
  }
  EXPECT_EQ(origin_of(place), Origin::here);
}

TEST_F(HomeOrigin, a_renamed_home_is_here) {
  const auto moved = place_of("moved");
  fs::rename(place.folder, moved.folder);
  EXPECT_EQ(origin_of(moved), Origin::here);
}

TEST_F(HomeOrigin, a_copied_folder_is_copied_and_does_not_disturb_the_first) {
  const auto other = place_of("other");
  copy(place.folder, other.folder);
  EXPECT_EQ(origin_of(other), Origin::copied);
  EXPECT_EQ(origin_of(other), Origin::copied);
  EXPECT_EQ(origin_of(place), Origin::here);
}

TEST_F(HomeOrigin, another_machine_makes_a_copy) {
  auto elsewhere = place;
  elsewhere.machine_id = "machine two";
  EXPECT_EQ(origin_of(elsewhere), Origin::copied);
  EXPECT_EQ(origin_of(place), Origin::here);
}

TEST_F(HomeOrigin, an_old_copy_put_back_is_copied) {
  copy(place.folder, in_base("old"));
  EXPECT_EQ(origin_of(place), Origin::here);
  put_back(in_base("old"));
  EXPECT_EQ(origin_of(place), Origin::copied);
}

TEST_F(HomeOrigin, an_old_copy_put_back_after_a_crash_is_copied) {
  copy(place.folder, in_base("old"));
  crash([] {});
  put_back(in_base("old"));
  EXPECT_EQ(origin_of(place), Origin::copied);
}

TEST_F(HomeOrigin, a_copy_made_while_it_was_open_is_copied_once_it_was_closed) {
  {
    const auto home = opened();
    copy(place.folder, in_base("old"));
    keep(*home, "written afterwards");
  }
  put_back(in_base("old"));
  EXPECT_EQ(origin_of(place), Origin::copied);
}

TEST_F(HomeOrigin, a_copy_put_back_before_anything_was_written_is_here) {
  copy(place.folder, in_base("same"));
  put_back(in_base("same"));
  EXPECT_EQ(origin_of(place), Origin::here);
}

TEST_F(HomeOrigin, a_lost_or_torn_mark_is_a_copy) {
  const auto path = mark();
  const auto whole = read_file(path);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    write_file(path, whole.substr(0, size));
    EXPECT_EQ(origin_of(place), Origin::copied) << size;
  }
  write_file(path, whole + "x");
  EXPECT_EQ(origin_of(place), Origin::copied);
  fs::remove_all(place.state_folder);
  EXPECT_EQ(origin_of(place), Origin::copied);
  fs::create_directory(place.state_folder);
  write_file(path, whole);
  EXPECT_EQ(origin_of(place), Origin::here);
}

TEST_F(HomeOrigin, a_crash_between_store_and_mark_is_no_alarm) {
  const auto path = mark();
  const auto before = read_file(path);
  crash([&] { write_file(path, before); });  // the store counted, the mark did not
  EXPECT_EQ(origin_of(place), Origin::here);
  EXPECT_EQ(origin_of(place), Origin::here);
}

// A mark that may not grow past its first byte is one that a crash left as it was.
TEST_F(HomeOrigin, to_be_cut_short_between_store_and_mark_many_times_in_a_row_is_no_alarm) {
  EXPECT_EQ(in_child([&] {
              SystemEntropy entropy;
              store::MemoryStore store;
              if (!settle(store, place, entropy, {})) return 1;
              ::signal(SIGXFSZ, SIG_IGN);
              rlimit limit{};
              ::getrlimit(RLIMIT_FSIZE, &limit);
              for (const rlim_t grow_to : {rlim_t{0}, rlim_t{0}, rlim_t{0}, limit.rlim_max}) {
                limit.rlim_cur = grow_to;
                ::setrlimit(RLIMIT_FSIZE, &limit);
                auto mark = recognise(store, place);
                if (!mark || !*mark) return 2;
                if ((*mark)->advance(store).has_value() == (grow_to == 0)) return 3;
              }
              const auto mark = recognise(store, place);
              return mark && *mark ? 7 : 8;
            }),
            7);
}

TEST_F(HomeOrigin, a_mark_behind_by_more_than_a_crash_is_a_copy) {
  const auto before = read_file(mark());
  EXPECT_EQ(origin_of(place), Origin::here);
  write_file(mark(), before);
  EXPECT_EQ(origin_of(place), Origin::copied);
}

TEST_F(HomeOrigin, an_opening_that_fails_midway_is_no_alarm) {
  for (std::size_t size = 0; size < 60'000; size += 4096) {
    (void)in_child([&] {
      let_files_grow_to(size);
      (void)Home::open(place, typed("right"));
      return 0;
    });
    EXPECT_EQ(origin_of(place), Origin::here) << size;
  }
}

TEST_F(HomeOrigin, a_mark_that_may_not_be_written_is_told_and_is_no_alarm_later) {
  const auto path = mark();
  fs::rename(path, path + ".aside");
  fs::create_directory(path);
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(error_of_open(), HomeError::state_folder);
  }
  fs::remove(path);
  fs::rename(path + ".aside", path);
  EXPECT_EQ(origin_of(place), Origin::here);
}

TEST_F(HomeOrigin, a_copy_that_was_adopted_is_here_and_so_is_the_first) {
  const auto other = place_of("other");
  copy(place.folder, other.folder);
  {
    const auto home = opened(other);
    ASSERT_EQ(home->origin(), Origin::copied);
    const node::change::PutValue also{node::ValueName::identity, bytes("logs retired")};
    ASSERT_TRUE(home->adopt({also}));
    EXPECT_EQ(home->origin(), Origin::here);
    EXPECT_EQ(kept(*home), "logs retired");
  }
  EXPECT_EQ(origin_of(other), Origin::here);
  EXPECT_EQ(origin_of(place), Origin::here);
  EXPECT_EQ(kept(*opened(other)), "logs retired");
}

TEST_F(HomeOrigin, an_old_copy_that_was_adopted_in_its_place_is_here) {
  copy(place.folder, in_base("old"));
  EXPECT_EQ(origin_of(place), Origin::here);
  copy(place.folder, in_base("newest"));
  put_back(in_base("old"));
  ASSERT_TRUE(opened()->adopt());
  EXPECT_EQ(origin_of(place), Origin::here);
}

TEST_F(HomeOrigin, an_adoption_that_could_not_mark_leaves_it_copied) {
  fs::remove_all(place.state_folder);
  write_file(place.state_folder, "a file");
  {
    const auto home = Home::open(place, typed("right"));
    ASSERT_TRUE(home.has_value());
    EXPECT_EQ((*home)->origin(), Origin::copied);
    EXPECT_EQ((*home)->adopt().error(), HomeError::state_folder);
    EXPECT_EQ((*home)->origin(), Origin::copied);
  }
  fs::remove(place.state_folder);
  ASSERT_EQ(origin_of(place), Origin::copied);
  ASSERT_TRUE(opened()->adopt());
  EXPECT_EQ(origin_of(place), Origin::here);
}

}  // namespace
}  // namespace kith::host::test
