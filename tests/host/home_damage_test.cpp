// A home whose files are not what was written: one named error, and never somebody's data for
// another's.
#include <gtest/gtest.h>

#include "store/page_cipher.hpp"
#include "tests/host/home_folder.hpp"

namespace kith::host::test {
namespace {

class HomeDamage : public HomeFolder {
 protected:
  HomeDamage() {
    auto home = Home::create(place, typed("right"), {}, quick);
    EXPECT_TRUE(home.has_value());
    keep(**home, "kept");
  }
};

TEST_F(HomeDamage, a_keyring_cut_at_any_length_is_damage) {
  const auto whole = read_file(paths().keyring);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    write_file(paths().keyring, whole.substr(0, size));
    EXPECT_EQ(error_of_open(), HomeError::damaged) << size;
  }
}

TEST_F(HomeDamage, a_keyring_changed_anywhere_never_opens) {
  const auto whole = read_file(paths().keyring);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    write_file(paths().keyring, with_flip(whole, at, 0x01));
    const auto error = error_of_open();
    EXPECT_TRUE(error == HomeError::damaged || error == HomeError::wrong_passphrase ||
                error == HomeError::other_lock || error == HomeError::newer_version)
        << at << " " << sentence(error, place);
  }
  write_file(paths().keyring, whole);
  EXPECT_EQ(kept(*opened()), "kept");
}

TEST_F(HomeDamage, half_a_home_is_damage) {
  const auto database = read_file(paths().database);
  fs::remove(paths().database);
  EXPECT_EQ(error_of_open(), HomeError::damaged);
  EXPECT_FALSE(fs::exists(paths().database));
  write_file(paths().database, database);
  fs::remove(paths().keyring);
  EXPECT_EQ(error_of_open(), HomeError::damaged);
  EXPECT_EQ(lock_way(place.folder).error(), HomeError::damaged);
}

TEST_F(HomeDamage, a_database_cut_anywhere_is_damage) {
  const auto whole = read_file(paths().database);
  std::vector<std::size_t> sizes{0, 1, 100, 4095, 4097, whole.size() - 1};
  for (std::size_t size = 4096; size < whole.size(); size += 4096) {
    sizes.push_back(size);
  }
  for (const auto size : sizes) {
    write_file(paths().database, whole.substr(0, size));
    EXPECT_EQ(error_of_open(), HomeError::damaged) << size;
    fs::remove(paths().database + "-wal");
    fs::remove(paths().database + "-shm");
  }
}

TEST_F(HomeDamage, another_homes_database_is_damage) {
  const auto other = place_of("other");
  ASSERT_TRUE(Home::create(other, typed("right"), {}, quick).has_value());
  fs::copy_file(paths_of(other.folder).database, paths().database,
                fs::copy_options::overwrite_existing);
  EXPECT_EQ(error_of_open(), HomeError::damaged);
  write_file(paths().database, "some text file");
  EXPECT_EQ(error_of_open(), HomeError::damaged);
}

TEST_F(HomeDamage, a_flip_in_any_page_is_damage_or_leaves_what_is_read_true) {
  const auto whole = read_file(paths().database);
  std::size_t refused = 0;
  for (std::size_t page = 0; page < whole.size() / store::page_bytes; ++page) {
    const auto at = page * store::page_bytes + (page * 997) % store::page_bytes;
    write_file(paths().database, with_flip(whole, at, 0x10));
    const auto home = Home::open(place, typed("right"));
    if (!home) {
      EXPECT_EQ(home.error(), HomeError::damaged) << page;
      ++refused;
      continue;
    }
    const auto value = (*home)->store().value(node::ValueName::identity);
    EXPECT_TRUE(value ? as_text(**value) == "kept" : value.error() == node::StoreError::damaged);
  }
  EXPECT_GT(refused, 0U);
}

TEST_F(HomeDamage, a_store_of_a_later_kith_is_named) {
  write_file(paths().keyring, "kith keyring 2\n");
  EXPECT_EQ(error_of_open(), HomeError::newer_version);
  EXPECT_EQ(lock_way(place.folder).error(), HomeError::newer_version);
}

}  // namespace
}  // namespace kith::host::test
