// The file that says how the database key is wrapped.
#include "host/keyring.hpp"

#include <gtest/gtest.h>

#include "host/system_entropy.hpp"
#include "tests/host/home_folder.hpp"

namespace kith::host::test {
namespace {

class Keyring : public HomeFolder {
 protected:
  Keyring() { fs::create_directory(place.folder); }

  void write(const Lock& lock) {
    ASSERT_TRUE(write_keyring(paths(), key, lock, quick, entropy).has_value());
  }
  [[nodiscard]] bool opens(const Lock& lock) {
    const auto found = unlock(paths(), lock);
    return found && constant_time_equal(*found, key);
  }
  [[nodiscard]] KeyringError error_of(const Lock& lock) {
    const auto found = unlock(paths(), lock);
    EXPECT_FALSE(found.has_value());
    return found ? KeyringError::io : found.error();
  }

  SystemEntropy entropy;
  DatabaseKey key = DatabaseKey::random(entropy);
};

TEST_F(Keyring, opens_under_its_passphrase_alone) {
  write(typed("right"));
  EXPECT_EQ(keyring_way(paths()), LockWay::passphrase);
  EXPECT_TRUE(opens(typed("right")));
  EXPECT_EQ(error_of(typed("wrong")), KeyringError::wrong_passphrase);
  EXPECT_EQ(error_of(typed("")), KeyringError::wrong_passphrase);
  EXPECT_EQ(error_of(KeyFile{}), KeyringError::other_way);
  EXPECT_FALSE(fs::exists(paths().key_file));
  EXPECT_EQ(fs::status(paths().keyring).permissions(), fs::perms{0600});
}

TEST_F(Keyring, opens_with_its_key_file_alone) {
  write(KeyFile{});
  EXPECT_EQ(keyring_way(paths()), LockWay::key_file);
  EXPECT_TRUE(opens(KeyFile{}));
  EXPECT_EQ(error_of(typed("any")), KeyringError::other_way);
  EXPECT_EQ(fs::status(paths().key_file).permissions(), fs::perms{0600});
  const auto text = read_file(paths().key_file);
  EXPECT_EQ(text.size(), 65U);
  write_file(paths().key_file, with_flip(text, 0, 1));
  const auto changed = error_of(KeyFile{});
  EXPECT_TRUE(changed == KeyringError::key_file_wrong ||
              changed == KeyringError::key_file_malformed);
  for (const auto& other : {std::string{}, text.substr(0, 64), text + "\n", text + text,
                            std::string(64, 'x') + "\n", std::string(70'000, '0')}) {
    write_file(paths().key_file, other);
    EXPECT_EQ(error_of(KeyFile{}), KeyringError::key_file_malformed);
  }
  write_file(paths().key_file, std::string(64, '0') + "\n");
  EXPECT_EQ(error_of(KeyFile{}), KeyringError::key_file_wrong);
  fs::remove(paths().key_file);
  EXPECT_EQ(error_of(KeyFile{}), KeyringError::key_file_missing);
}

TEST_F(Keyring, a_key_file_that_is_there_is_not_overwritten) {
  write_file(paths().key_file, "another home's");
  EXPECT_EQ(write_keyring(paths(), key, KeyFile{}, quick, entropy).error(),
            KeyringError::key_file_exists);
  EXPECT_EQ(read_file(paths().key_file), "another home's");
  EXPECT_FALSE(fs::exists(paths().keyring));
}

TEST_F(Keyring, has_the_layout_that_its_header_says) {
  write(typed("right"));
  const auto file = read_file(paths().keyring);
  EXPECT_EQ(file.size(), 15U + 1 + 8 + 8 + 16 + 24 + 48);
  EXPECT_EQ(file.substr(0, 16), "kith keyring 1\n\x01");
  EXPECT_EQ(read_u64(as_bytes(file).subspan(16)), quick.passes);
  EXPECT_EQ(read_u64(as_bytes(file).subspan(24)), quick.memory_bytes);
  fs::remove(paths().keyring);
  write(KeyFile{});
  EXPECT_EQ(read_file(paths().keyring).size(), 15U + 1 + 24 + 48);
  EXPECT_EQ(read_file(paths().keyring).substr(0, 16), "kith keyring 1\n\x02");
}

TEST_F(Keyring, cut_or_changed_anywhere_it_does_not_open) {
  for (const auto way : {LockWay::passphrase, LockWay::key_file}) {
    const auto lock = way == LockWay::passphrase ? typed("right") : Lock{KeyFile{}};
    write(lock);
    const auto whole = read_file(paths().keyring);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      write_file(paths().keyring, whole.substr(0, size));
      EXPECT_EQ(error_of(lock), KeyringError::malformed) << size;
    }
    write_file(paths().keyring, whole + "x");
    EXPECT_EQ(error_of(lock), KeyringError::malformed);
    for (std::size_t at = 0; at < whole.size(); ++at) {
      for (const int mask : {0x01, 0x80}) {
        write_file(paths().keyring, with_flip(whole, at, mask));
        EXPECT_FALSE(opens(lock)) << at;
      }
    }
    write_file(paths().keyring, whole);
    EXPECT_TRUE(opens(lock));
    fs::remove(paths().keyring);
  }
}

TEST_F(Keyring, missing_and_newer_and_a_folder_have_names_of_their_own) {
  EXPECT_EQ(error_of(typed("right")), KeyringError::missing);
  write_file(paths().keyring, "kith keyring 2\nwhatever");
  EXPECT_EQ(error_of(typed("right")), KeyringError::newer);
  write_file(paths().keyring, "kith keyring 999999999\n");
  EXPECT_EQ(error_of(typed("right")), KeyringError::newer);
  for (const char* other : {"kith keyring 0\n", "kith keyring 01\n", "kith keyring \n",
                            "kith keyring 9999999999\n", "kith keyring 2", "kith backup 2\n"}) {
    write_file(paths().keyring, other);
    EXPECT_EQ(error_of(typed("right")), KeyringError::malformed) << other;
  }
  fs::remove(paths().keyring);
  fs::create_directory(paths().keyring);
  EXPECT_EQ(error_of(typed("right")), KeyringError::io);
}

TEST_F(Keyring, parameters_that_no_kith_wrote_are_refused_before_any_work) {
  write(typed("right"));
  auto file = read_file(paths().keyring);
  for (const std::size_t at : {std::size_t{16}, std::size_t{24}}) {
    auto greedy = file;
    greedy.replace(at, 8, 8, '\x7f');
    write_file(paths().keyring, greedy);
    EXPECT_EQ(error_of(typed("right")), KeyringError::malformed);
  }
}

TEST_F(Keyring, wrapping_anew_changes_the_passphrase_and_keeps_the_key) {
  write(typed("old"));
  ASSERT_TRUE(rewrap(paths(), typed("old"), typed("new"), quick, entropy));
  EXPECT_EQ(error_of(typed("old")), KeyringError::wrong_passphrase);
  EXPECT_TRUE(opens(typed("new")));
  EXPECT_EQ(rewrap(paths(), typed("old"), typed("third"), quick, entropy).error(),
            KeyringError::wrong_passphrase);
  EXPECT_TRUE(opens(typed("new")));
}

TEST_F(Keyring, wrapping_anew_goes_from_passphrase_to_key_file_and_back) {
  write(typed("old"));
  write_file(paths().key_file, "another home's");
  EXPECT_EQ(rewrap(paths(), typed("old"), KeyFile{}, quick, entropy).error(),
            KeyringError::key_file_exists);
  EXPECT_TRUE(opens(typed("old")));
  fs::remove(paths().key_file);

  ASSERT_TRUE(rewrap(paths(), typed("old"), KeyFile{}, quick, entropy));
  EXPECT_TRUE(opens(KeyFile{}));
  ASSERT_TRUE(rewrap(paths(), KeyFile{}, KeyFile{}, quick, entropy));
  EXPECT_TRUE(opens(KeyFile{}));
  ASSERT_TRUE(rewrap(paths(), KeyFile{}, typed("new"), quick, entropy));
  EXPECT_TRUE(opens(typed("new")));
  EXPECT_FALSE(fs::exists(paths().key_file));
}

TEST_F(Keyring, a_change_that_fails_midway_leaves_the_old_lock) {
  write(typed("old"));
  for (const std::size_t size : {0, 1, 64, 65, 80, 87, 100, 119}) {
    for (const bool to_file : {false, true}) {
      EXPECT_EQ(in_child([&] {
                  let_files_grow_to(size);
                  const auto to = to_file ? Lock{KeyFile{}} : typed("new");
                  return rewrap(paths(), typed("old"), to, quick, entropy) ? 1 : 0;
                }),
                to_file && size >= 88 ? 1 : 0);
      if (to_file && size >= 88) {  // it had room enough after all: change it back
        ASSERT_TRUE(rewrap(paths(), KeyFile{}, typed("old"), quick, entropy));
      }
      EXPECT_TRUE(opens(typed("old"))) << size;
      EXPECT_FALSE(fs::exists(paths().key_file)) << size;
    }
  }
}

TEST_F(Keyring, what_a_crash_left_beside_it_is_no_hindrance) {
  write(typed("old"));
  write_file(paths().keyring + ".new", "torn");
  EXPECT_TRUE(opens(typed("old")));
  ASSERT_TRUE(rewrap(paths(), typed("old"), typed("new"), quick, entropy));
  EXPECT_TRUE(opens(typed("new")));
}

}  // namespace
}  // namespace kith::host::test
