// Making and opening a home, by real files.
#include <gtest/gtest.h>

#include "host/burn.hpp"
#include "tests/host/home_folder.hpp"

namespace kith::host::test {
namespace {

class HomeOnDisk : public HomeFolder {};

TEST_F(HomeOnDisk, what_was_kept_is_there_again_under_a_passphrase) {
  {
    const auto home = Home::create(place, typed("right"), {}, quick);
    ASSERT_TRUE(home.has_value());
    EXPECT_EQ((*home)->origin(), Origin::here);
    keep(**home, "a secret to keep");
  }
  EXPECT_EQ(lock_way(place.folder), LockWay::passphrase);
  const auto home = opened();
  EXPECT_EQ(kept(*home), "a secret to keep");
  EXPECT_EQ(home->origin(), Origin::here);
  EXPECT_EQ(fs::status(place.folder).permissions(), fs::perms{0700});
}

TEST_F(HomeOnDisk, what_was_kept_is_there_again_with_a_key_file) {
  {
    const auto home = Home::create(place, KeyFile{}, {}, quick);
    ASSERT_TRUE(home.has_value());
    keep(**home, "kept");
  }
  EXPECT_EQ(lock_way(place.folder), LockWay::key_file);
  EXPECT_EQ(kept(*opened(place, KeyFile{})), "kept");
  EXPECT_EQ(error_of_open(place, typed("any")), HomeError::other_lock);
  const auto key = read_file(paths().key_file);
  write_file(paths().key_file, std::string(64, 'a') + "\n");
  EXPECT_EQ(error_of_open(place, KeyFile{}), HomeError::key_file_wrong);
  fs::remove(paths().key_file);
  EXPECT_EQ(error_of_open(place, KeyFile{}), HomeError::key_file_missing);
  write_file(paths().key_file, key);
  EXPECT_EQ(kept(*opened(place, KeyFile{})), "kept");
}

TEST_F(HomeOnDisk, the_passphrase_of_people_works_too) {
  ASSERT_TRUE(Home::create(place, typed("right")).has_value());
  EXPECT_EQ(origin_of(place), Origin::here);
  EXPECT_EQ(stretch_of_people.memory_bytes, std::uint64_t{256} * 1024 * 1024);
  EXPECT_EQ(stretch_of_people.passes, 3U);
}

TEST_F(HomeOnDisk, a_wrong_passphrase_opens_and_changes_nothing) {
  make();
  EXPECT_EQ(error_of_open(place, typed("wrong")), HomeError::wrong_passphrase);
  EXPECT_EQ(error_of_open(place, KeyFile{}), HomeError::other_lock);
  EXPECT_EQ(origin_of(place), Origin::here);
}

TEST_F(HomeOnDisk, the_first_batch_is_in_it_from_the_beginning) {
  const node::change::PutValue put{node::ValueName::identity, bytes("me")};
  ASSERT_TRUE(Home::create(place, typed("right"), {put}, quick).has_value());
  EXPECT_EQ(kept(*opened()), "me");
}

TEST_F(HomeOnDisk, nothing_readable_is_on_the_disk) {
  {
    const auto home = Home::create(place, typed("the passphrase"), {}, quick);
    ASSERT_TRUE(home.has_value());
    keep(**home, "words that nobody else reads");
  }
  for (const auto& entry : fs::recursive_directory_iterator{base}) {
    if (entry.is_regular_file()) {
      const auto text = read_file(entry.path().string());
      for (const char* secret : {"nobody else", "the passphrase", "SQLite format", "machine one"}) {
        EXPECT_EQ(text.find(secret), std::string::npos) << entry.path();
      }
    }
  }
}

TEST_F(HomeOnDisk, its_files_are_for_their_owner_alone) {
  const auto expect_private = [&] {
    std::size_t files = 0;
    for (const auto& entry : fs::directory_iterator{place.folder}) {
      EXPECT_EQ(entry.status().permissions(), fs::perms{0600}) << entry.path();
      ++files;
    }
    EXPECT_GE(files, 5U);  // keyring, lock, and the store with its log and its index
    EXPECT_EQ(fs::status(paths().key_file).permissions(), fs::perms{0600});
  };
  {
    const auto home = Home::create(place, KeyFile{}, {}, quick);
    ASSERT_TRUE(home.has_value());
    keep(**home, "mine");
    expect_private();
  }
  ASSERT_EQ(::chmod(paths().database.c_str(), 0644), 0);  // as an earlier version left it
  const auto home = opened(place, KeyFile{});
  keep(*home, "still mine");
  expect_private();
}

TEST_F(HomeOnDisk, it_may_lie_deep_and_its_folder_end_in_a_slash) {
  place.folder = in_base("a/./b/home//");
  make(KeyFile{});
  EXPECT_TRUE(fs::exists(in_base("a/b/home.key")));
  EXPECT_NE(opened(place, KeyFile{}), nullptr);
}

TEST_F(HomeOnDisk, an_empty_folder_becomes_a_private_home) {
  fs::create_directory(place.folder);
  fs::permissions(place.folder, fs::perms{0755});
  make();
  EXPECT_EQ(fs::status(place.folder).permissions(), fs::perms{0700});
}

TEST_F(HomeOnDisk, where_a_home_is_no_other_is_made) {
  make();
  const auto keyring = read_file(paths().keyring);
  const auto before = everything();
  const auto again = Home::create(place, KeyFile{}, {}, quick);
  EXPECT_EQ(again.error(), HomeError::home_exists);
  EXPECT_EQ(everything(), before);
  EXPECT_EQ(read_file(paths().keyring), keyring);
  fs::remove(paths().keyring);
  EXPECT_EQ(Home::create(place, typed("x"), {}, quick).error(), HomeError::home_exists);
  EXPECT_TRUE(fs::exists(paths().database));
}

TEST_F(HomeOnDisk, the_folder_of_somebody_else_is_left_alone) {
  fs::create_directory(place.folder);
  write_file(place.folder + "/letter", "dear");
  const auto before = everything();
  EXPECT_EQ(Home::create(place, typed("right"), {}, quick).error(), HomeError::folder_taken);
  EXPECT_EQ(error_of_open(), HomeError::no_home);
  EXPECT_EQ(everything(), before);
  EXPECT_EQ(lock_way(place.folder).error(), HomeError::no_home);
}

TEST_F(HomeOnDisk, a_file_in_its_place_is_no_home) {
  write_file(place.folder, "a file");
  EXPECT_EQ(Home::create(place, typed("right"), {}, quick).error(), HomeError::folder_taken);
  EXPECT_EQ(error_of_open(), HomeError::no_home);
  EXPECT_EQ(read_file(place.folder), "a file");
}

TEST_F(HomeOnDisk, no_home_and_an_empty_folder_answer_alike) {
  EXPECT_EQ(error_of_open(), HomeError::no_home);
  fs::create_directory(place.folder);
  EXPECT_EQ(error_of_open(), HomeError::no_home);
  EXPECT_TRUE(fs::is_empty(place.folder));
}

TEST_F(HomeOnDisk, another_homes_key_file_is_not_overwritten) {
  write_file(paths().key_file, "another's");
  const auto before = everything();
  EXPECT_EQ(Home::create(place, KeyFile{}, {}, quick).error(), HomeError::key_file_exists);
  EXPECT_EQ(everything(), before);
  EXPECT_EQ(read_file(paths().key_file), "another's");
  make();  // under a passphrase it is in nobody's way
  EXPECT_EQ(read_file(paths().key_file), "another's");
}

TEST_F(HomeOnDisk, a_making_that_fails_leaves_nothing) {
  write_file(place.state_folder, "a file where a folder should be");
  place.folder = in_base("deep/er/home");
  const auto before = everything();
  EXPECT_EQ(Home::create(place, KeyFile{}, {}, quick).error(), HomeError::state_folder);
  EXPECT_EQ(everything(), before);
}

TEST_F(HomeOnDisk, a_disk_that_fails_at_any_point_leaves_nothing) {
  fs::create_directory(place.state_folder);
  const auto before = everything();
  int made = 0;
  for (std::size_t size = 0; size < 400'000 && made == 0; size += size < 200 ? 7 : 4096) {
    for (const bool key_file : {false, true}) {
      made += in_child([&] {
        let_files_grow_to(size);
        const auto lock = key_file ? Lock{KeyFile{}} : typed("right");
        return Home::create(place, lock, {}, quick) ? 1 : 0;
      });
      if (made == 0) {
        ASSERT_EQ(everything(), before) << size;
      }
    }
  }
  EXPECT_GT(made, 0);
}

TEST_F(HomeOnDisk, a_making_that_was_cut_short_is_told_and_can_be_done_again) {
  make(KeyFile{});
  const auto whole = in_base("whole");
  fs::copy(place.folder, whole, fs::copy_options::recursive);
  const auto key = read_file(paths().key_file);
  const std::vector<std::string> order{"lock", "unfinished", "key", "keyring", "home.db"};
  for (std::size_t reached = 2; reached <= order.size(); ++reached) {
    fs::remove_all(place.folder);
    fs::remove(paths().key_file);
    fs::create_directory(place.folder);
    write_file(paths().lock, "");
    write_file(paths().unfinished, "kith unfinished 1\nkey file\n");
    if (reached > 2) {
      write_file(paths().key_file, key);
    }
    for (std::size_t step = 3; step < reached; ++step) {
      fs::copy_file(whole + "/" + order[step], place.folder + "/" + order[step]);
    }
    EXPECT_EQ(error_of_open(place, KeyFile{}), HomeError::unfinished);
    EXPECT_EQ(lock_way(place.folder).error(), HomeError::unfinished);
    make(reached % 2 == 0 ? typed("right") : Lock{KeyFile{}});
    EXPECT_EQ(fs::exists(paths().key_file), reached % 2 != 0);
    EXPECT_EQ(opened(place, reached % 2 == 0 ? typed("right") : Lock{KeyFile{}})->origin(),
              Origin::here);
  }
}

TEST_F(HomeOnDisk, a_second_process_is_told_that_it_is_busy) {
  make();
  auto home = opened();
  const auto error_in_child = [&] {
    return in_child([&] {
      const auto again = Home::open(place, typed("right"));
      return again ? 99 : static_cast<int>(again.error());
    });
  };
  EXPECT_EQ(error_in_child(), static_cast<int>(HomeError::busy));
  EXPECT_EQ(error_of_open(), HomeError::busy);
  EXPECT_EQ(burn_home(place).error(), HomeError::busy);
  EXPECT_EQ(Home::create(place, typed("x"), {}, quick).error(), HomeError::home_exists);
  EXPECT_EQ(lock_way(place.folder), LockWay::passphrase);
  home.reset();
  EXPECT_EQ(error_in_child(), 99);
}

TEST_F(HomeOnDisk, a_program_that_was_started_from_a_home_does_not_hold_it) {
  make();
  auto home = opened();
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const auto child = ::fork();
  if (child == 0) {
    (void)::dup2(ends[0], 0);
    ::close(ends[1]);
    ::execlp("cat", "cat", nullptr);  // lives until its input ends
    ::_exit(1);
  }
  ::close(ends[0]);
  // The child has gone through exec when its copy of a close-on-exec descriptor is gone, which is
  // when it answers nothing any more: ask the kernel.
  const auto program = "/proc/" + std::to_string(child) + "/comm";
  while (read_file(program) != "cat\n") {
    ::usleep(1000);
  }
  home.reset();
  EXPECT_EQ(origin_of(place), Origin::here);
  ::close(ends[1]);
  EXPECT_EQ(::waitpid(child, nullptr, 0), child);
}

TEST_F(HomeOnDisk, who_may_not_read_it_is_told_so) {
  make();
  as_a_stranger(place.folder, [&] {
    EXPECT_EQ(error_of_open(), HomeError::denied);
    EXPECT_EQ(lock_way(place.folder).error(), HomeError::denied);
    EXPECT_EQ(burn_home(place).error(), HomeError::denied);
    EXPECT_EQ(Home::create(place, typed("x"), {}, quick).error(), HomeError::denied);
  });
  EXPECT_EQ(origin_of(place), Origin::here);
}

TEST_F(HomeOnDisk, who_may_not_write_above_it_is_told_so) {
  fs::create_directory(in_base("theirs"));
  place.folder = in_base("theirs/home");
  as_a_stranger(in_base("theirs"), [&] {
    EXPECT_EQ(Home::create(place, typed("x"), {}, quick).error(), HomeError::denied);
  });
  EXPECT_TRUE(fs::is_empty(in_base("theirs")));
}

TEST_F(HomeOnDisk, an_open_home_changes_its_lock) {
  make(typed("old"));
  {
    const auto home = opened(place, typed("old"));
    EXPECT_EQ(home->change_lock(typed("wrong"), typed("new"), quick).error(),
              HomeError::wrong_passphrase);
    ASSERT_TRUE(home->change_lock(typed("old"), typed("new"), quick));
    keep(*home, "still writes");
  }
  EXPECT_EQ(error_of_open(place, typed("old")), HomeError::wrong_passphrase);
  EXPECT_EQ(kept(*opened(place, typed("new"))), "still writes");
}

TEST_F(HomeOnDisk, every_error_has_a_sentence_that_names_the_place) {
  for (int error = 0; error <= static_cast<int>(HomeError::io); ++error) {
    const auto text = sentence(HomeError{error}, place);
    EXPECT_TRUE(text.find(place.folder) != std::string::npos ||
                text.find(place.state_folder) != std::string::npos)
        << text;
    EXPECT_TRUE(text.ends_with('.'));
  }
}

}  // namespace
}  // namespace kith::host::test
