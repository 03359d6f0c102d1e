// A home in one file, and a home from it.
#include "host/backup_file.hpp"

#include <gtest/gtest.h>

#include "tests/host/home_folder.hpp"

namespace kith::host::test {
namespace {

constexpr std::size_t header_bytes = 118;

class BackupFile : public HomeFolder {
 protected:
  BackupFile() {
    make();
    const auto home = opened();
    keep(*home, "kept");
    put_much(*home);
  }

  // Enough for pages of every kind, and a log of its own with a secret.
  void put_much(Home& home) {
    const node::StrandRecord strand{{1}, {1}, {}, {}, {}, wire::LogForm::main, std::nullopt, false};
    node::change::PutEntries entries{{1}, {0}, {}, {}, {}};
    for (std::uint8_t i = 0; i < 40; ++i) {
      entries.lean.push_back(ByteVec(3000, i));
      entries.links.push_back(Link{{i}});
    }
    const node::Batch batch{node::change::PutCircle{{{1}, {}}}, node::change::PutStrand{strand},
                            node::change::PutOwnLog{{{1}, ByteVec(32, 7), {}, {}}}, entries};
    ASSERT_TRUE(home.store().commit(batch, node::Durability::full));
  }

  [[nodiscard]] Result<void, BackupTrouble> back_up() {
    const auto home = opened();
    return write_backup(*home, file, phrase("backup"), quick);
  }
  [[nodiscard]] Result<std::unique_ptr<Home>, BackupTrouble> restore(std::string_view typed_in) {
    return restore_backup(file, phrase(typed_in), target, typed("fresh"), quick);
  }
  [[nodiscard]] BackupTrouble trouble_of_restore(std::string_view typed_in = "backup") {
    const auto home = restore(typed_in);
    EXPECT_FALSE(home.has_value());
    return home ? BackupTrouble{HomeError::io} : home.error();
  }

  std::string file = in_base("backup");
  HomePlace target = place_of("restored");
};

TEST_F(BackupFile, a_home_comes_back_with_everything_but_the_secrets_of_its_logs) {
  ASSERT_TRUE(back_up());
  EXPECT_EQ(fs::status(file).permissions(), fs::perms{0600});
  EXPECT_FALSE(fs::exists(file + ".part"));
  EXPECT_FALSE(fs::exists(paths().copy));
  {
    const auto home = restore("backup");
    ASSERT_TRUE(home.has_value());
    EXPECT_EQ((*home)->origin(), Origin::copied);
    // Whatever inode it got, nothing in it says that it is here.
    EXPECT_EQ((*home)->store().value(node::ValueName::install).value(), ByteVec{});
    EXPECT_EQ(kept(**home), "kept");
    EXPECT_EQ((*home)->store().entry({{1}, {39}}).value().value(), ByteVec(3000, 39));
    EXPECT_TRUE((*home)->store().own_logs().value().empty());
    EXPECT_FALSE(fs::exists(paths_of(target.folder).copy));
    ASSERT_TRUE((*home)->adopt());
  }
  EXPECT_EQ(opened(target, typed("fresh"))->origin(), Origin::here);
  EXPECT_EQ(error_of_open(target, typed("right")), HomeError::wrong_passphrase);
  EXPECT_EQ(origin_of(place), Origin::here);
  EXPECT_EQ(opened()->store().own_logs().value().size(), 1U);
}

TEST_F(BackupFile, it_may_be_restored_where_the_first_was_and_under_a_key_file) {
  ASSERT_TRUE(back_up());
  fs::remove_all(place.folder);
  ASSERT_TRUE(restore_backup(file, phrase("backup"), place, KeyFile{}, quick).has_value());
  const auto home = opened(place, KeyFile{});
  EXPECT_EQ(home->origin(), Origin::copied);
  EXPECT_EQ(kept(*home), "kept");
}

TEST_F(BackupFile, has_the_layout_of_the_protocol) {
  ASSERT_TRUE(back_up());
  const auto text = read_file(file);
  EXPECT_EQ(text.substr(0, 14), "kith backup 1\n");
  EXPECT_EQ(read_u64(as_bytes(text).subspan(14)), quick.passes);
  EXPECT_EQ(read_u64(as_bytes(text).subspan(22)), quick.memory_bytes);
  EXPECT_EQ((text.size() - header_bytes) % 4096, 0U);
  EXPECT_EQ(text.find("SQLite"), std::string::npos);
}

TEST_F(BackupFile, the_backups_key_does_not_open_the_restored_database) {
  ASSERT_TRUE(back_up());
  ASSERT_TRUE(restore("backup").has_value());
  const auto text = read_file(file);
  const auto key = unwrap(as_bytes(text).first(header_bytes), as_bytes("backup"));
  ASSERT_TRUE(key.has_value());
  SystemEntropy entropy;
  EXPECT_FALSE(store::SqliteStore::open(paths_of(target.folder).database, *key, entropy,
                                        store::Presence::must_exist));
}

TEST_F(BackupFile, a_file_that_is_there_is_not_overwritten) {
  write_file(file, "a letter");
  EXPECT_EQ(back_up().error(), BackupTrouble{BackupError::file_exists});
  EXPECT_EQ(read_file(file), "a letter");
  fs::remove(file);
  write_file(file + ".part", "part of a letter");
  EXPECT_EQ(back_up().error(), BackupTrouble{BackupError::file_exists});
  EXPECT_EQ(read_file(file + ".part"), "part of a letter");
}

TEST_F(BackupFile, what_a_crash_left_is_replaced) {
  write_file(file + ".part", "kith backup 1\nand a torn rest");
  write_file(paths().copy, "a torn copy");
  write_file(paths().copy + "-wal", "and its log");
  ASSERT_TRUE(back_up());
  EXPECT_FALSE(fs::exists(file + ".part"));
  write_file(in_base("second.part"), "");
  EXPECT_TRUE(write_backup(*opened(), in_base("second"), phrase("x"), quick));
}

TEST_F(BackupFile, a_backup_that_fails_midway_leaves_nothing) {
  const auto before = everything();
  int done = 0;
  for (std::size_t size = 0; done == 0 && size < 2'000'000; size = size * 3 / 2 + 50) {
    (void)in_child([&] {
      const auto home = opened();
      let_files_grow_to(size);
      return write_backup(*home, file, phrase("backup"), quick) ? 1 : 0;
    });
    done = fs::exists(file) ? 1 : 0;
    if (done == 0) {
      (void)opened();  // settles what the child left unsettled
      ASSERT_EQ(everything(), before) << size;
    }
  }
  EXPECT_EQ(done, 1);
  EXPECT_TRUE(restore("backup").has_value());
}

TEST_F(BackupFile, its_folder_must_be_there_and_writable) {
  const auto home = opened();
  EXPECT_EQ(write_backup(*home, in_base("no/such"), phrase("x"), quick).error(),
            BackupTrouble{BackupError::file_missing});
  // No disk failed: it cannot be called so.
  EXPECT_EQ(write_backup(*home, in_base(std::string(300, 'w')), phrase("x"), quick).error(),
            BackupTrouble{BackupError::file_missing});
  fs::create_directory(in_base("theirs"));
  EXPECT_EQ(::chmod(in_base("theirs").c_str(), 0500), 0);
  if (::geteuid() != 0) {
    EXPECT_EQ(write_backup(*home, in_base("theirs/b"), phrase("x"), quick).error(),
              BackupTrouble{BackupError::file_denied});
  }
}

TEST_F(BackupFile, a_wrong_passphrase_makes_no_home) {
  ASSERT_TRUE(back_up());
  const auto before = everything();
  EXPECT_EQ(trouble_of_restore("right"), BackupTrouble{BackupError::wrong_passphrase});
  EXPECT_EQ(everything(), before);
}

TEST_F(BackupFile, where_a_home_is_none_is_restored) {
  ASSERT_TRUE(back_up());
  target = place;
  const auto before = everything();
  EXPECT_EQ(trouble_of_restore(), BackupTrouble{HomeError::home_exists});
  EXPECT_EQ(everything(), before);
  EXPECT_EQ(origin_of(place), Origin::here);
}

TEST_F(BackupFile, cut_anywhere_it_is_damaged_and_leaves_nothing) {
  ASSERT_TRUE(back_up());
  const auto whole = read_file(file);
  const auto before = everything();
  std::vector<std::size_t> sizes{header_bytes + 1, header_bytes + 4095, whole.size() - 1};
  for (std::size_t size = 0; size <= header_bytes; ++size) {
    sizes.push_back(size);
  }
  for (std::size_t size = header_bytes; size < whole.size(); size += 4096) {
    sizes.push_back(size);
  }
  for (const auto size : sizes) {
    write_file(file, whole.substr(0, size));
    ASSERT_EQ(trouble_of_restore(), BackupTrouble{BackupError::file_damaged}) << size;
    ASSERT_EQ(everything(), before) << size;
  }
}

TEST_F(BackupFile, a_flip_anywhere_is_noticed_and_leaves_nothing) {
  ASSERT_TRUE(back_up());
  const auto whole = read_file(file);
  const auto before = everything();
  const auto tell = [&](std::size_t at, int mask) {
    write_file(file, with_flip(whole, at, mask));
    const auto trouble = trouble_of_restore();
    EXPECT_EQ(everything(), before) << at;
    return trouble;
  };
  for (std::size_t at = 0; at < header_bytes; ++at) {
    const auto trouble = tell(at, 0x01);
    EXPECT_TRUE(trouble == BackupTrouble{BackupError::file_damaged} ||
                trouble == BackupTrouble{BackupError::wrong_passphrase} ||
                (at == 12 && trouble == BackupTrouble{BackupError::file_newer}))
        << at;
  }
  for (std::size_t at = header_bytes; at < whole.size(); at += 1021) {
    ASSERT_EQ(tell(at, 0x40), BackupTrouble{BackupError::file_damaged}) << at;
  }
}

TEST_F(BackupFile, pages_added_or_exchanged_are_damage) {
  ASSERT_TRUE(back_up());
  const auto whole = read_file(file);
  const auto page = [&](std::size_t number) {
    return whole.substr(header_bytes + number * 4096, 4096);
  };
  auto exchanged = whole;
  exchanged.replace(header_bytes + 2 * 4096, 4096, page(3));
  exchanged.replace(header_bytes + 3 * 4096, 4096, page(2));
  for (const auto& text : {exchanged, whole + page(1), whole + std::string(4096, '\0'), whole + "x",
                           std::string(50'000, 'x'), std::string{"a letter"}}) {
    write_file(file, text);
    EXPECT_EQ(trouble_of_restore(), BackupTrouble{BackupError::file_damaged});
  }
}

TEST_F(BackupFile, missing_newer_and_folder_have_names_of_their_own) {
  EXPECT_EQ(trouble_of_restore(), BackupTrouble{BackupError::file_missing});
  write_file(file, "kith backup 2\n" + std::string(200, 'x'));
  EXPECT_EQ(trouble_of_restore(), BackupTrouble{BackupError::file_newer});
  file = base;
  EXPECT_EQ(trouble_of_restore(), BackupTrouble{BackupError::file_io});
}

TEST_F(BackupFile, a_restore_that_fails_midway_leaves_nothing) {
  ASSERT_TRUE(back_up());
  const auto before = everything();
  bool done = false;
  for (std::size_t size = 0; !done && size < 2'000'000; size = size * 3 / 2 + 50) {
    (void)in_child([&] {
      let_files_grow_to(size);
      return restore("backup") ? 1 : 0;
    });
    done = fs::exists(target.folder);
    if (!done) {
      ASSERT_EQ(everything(), before) << size;
    }
  }
  ASSERT_TRUE(done);
  EXPECT_EQ(opened(target, typed("fresh"))->origin(), Origin::copied);
}

TEST_F(BackupFile, every_trouble_has_a_sentence) {
  for (int error = 0; error <= static_cast<int>(BackupError::file_io); ++error) {
    const auto text = sentence(BackupTrouble{BackupError{error}}, file, place);
    EXPECT_NE(text.find(file), std::string::npos);
    EXPECT_TRUE(text.ends_with('.'));
  }
  EXPECT_EQ(sentence(BackupTrouble{HomeError::busy}, file, place),
            sentence(HomeError::busy, place));
}

}  // namespace
}  // namespace kith::host::test
