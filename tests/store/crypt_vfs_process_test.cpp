// Real files and real processes: kill -9 in the middle of writing, two processes writing at once.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "store/crypt_vfs.hpp"
#include "tests/store/seeded_home.hpp"

namespace kith::store::test {
namespace {

constexpr int busy_ms = 20'000;

/// A directory of its own, gone with the test.
class Directory {
 public:
  Directory() {
    std::string name = (std::filesystem::temp_directory_path() / "kith-vfs-XXXXXX").string();
    path_ = ::mkdtemp(name.data()) == nullptr ? "" : name;
  }
  ~Directory() { std::filesystem::remove_all(path_); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  [[nodiscard]] std::string file(const char* name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// The child's life: commits rows until it is killed, and tells of each commit by one byte.
[[noreturn]] void commit_until_killed(const std::string& path, std::uint64_t seed, int tell) {
  SeededEntropy entropy{seed};
  const CryptVfs vfs{key_of(1), entropy, "sealed"};
  Connection sql{path, vfs.name(), busy_ms};
  (void)sql.run(
      "PRAGMA wal_autocheckpoint=20; CREATE TABLE IF NOT EXISTS e(id INTEGER PRIMARY KEY, t)");
  while (
      sql.run("BEGIN; INSERT INTO e(t) VALUES(zeroblob(9000)); UPDATE e SET t=hex(randomblob(500))"
              " WHERE id%7=0; INSERT INTO e(t) VALUES('second'); COMMIT") == SQLITE_OK) {
    (void)!::write(tell, "c", 1);
  }
  ::_exit(1);
}

TEST(CryptVfsProcess, twenty_kills_in_the_middle_of_writing_lose_nothing_acknowledged) {
  const Directory directory;
  const auto path = directory.file("home");
  long rows_acknowledged = 0;
  for (std::uint64_t round = 0; round < 20; ++round) {
    int pipe_ends[2];
    ASSERT_EQ(::pipe(pipe_ends), 0);
    const auto child = ::fork();
    if (child == 0) {
      ::close(pipe_ends[0]);
      commit_until_killed(path, round + 1, pipe_ends[1]);
    }
    ::close(pipe_ends[1]);
    char byte = 0;
    for (std::uint64_t told = 0; told < 3 + round * 5 % 17; ++told) {
      ASSERT_EQ(::read(pipe_ends[0], &byte, 1), 1);
      rows_acknowledged += 2;
    }
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    while (::read(pipe_ends[0], &byte, 1) == 1) {
      rows_acknowledged += 2;
    }
    ::close(pipe_ends[0]);

    SeededEntropy entropy{1000 + round};
    const CryptVfs vfs{key_of(1), entropy, "sealed"};
    Connection sql{path, vfs.name()};
    ASSERT_EQ(sql.opened, SQLITE_OK);
    EXPECT_EQ(sql.ask("PRAGMA integrity_check"), "ok|");
    const auto rows = std::stol(sql.ask("SELECT count(*) FROM e"));
    EXPECT_TRUE(rows == rows_acknowledged || rows == rows_acknowledged + 2) << round;
    rows_acknowledged = rows;
  }
}

// Adds rows of its own and looks, after each commit, for the other's to appear. 0 when it saw both.
int write_beside_another(const std::string& path, const char* me, std::uint64_t seed) {
  SeededEntropy entropy{seed};
  const CryptVfs vfs{key_of(1), entropy, "sealed"};
  Connection sql{path, vfs.name(), busy_ms};
  if (sql.opened != SQLITE_OK) {
    return 2;
  }
  (void)sql.run("PRAGMA wal_autocheckpoint=10");
  const auto mine = std::string{me};
  for (int i = 0; i < 60; ++i) {
    if (sql.run("BEGIN IMMEDIATE; INSERT INTO e(who, t, seen) SELECT '" + mine +
                "', zeroblob(5000), count(*) FROM e WHERE who<>'" + mine + "'; COMMIT") !=
        SQLITE_OK) {
      return 3;
    }
    if (sql.ask("SELECT count(*) FROM e WHERE who='" + mine + "'") != std::to_string(i + 1) + "|") {
      return 4;
    }
  }
  return vfs.damage().pages == 0 ? 0 : 5;
}

TEST(CryptVfsProcess, two_processes_write_at_once_and_see_each_others_commits) {
  const Directory directory;
  const auto path = directory.file("home");
  {
    SeededEntropy entropy{1};
    const CryptVfs vfs{key_of(1), entropy, "sealed"};
    Connection sql{path, vfs.name()};
    ASSERT_EQ(sql.run("CREATE TABLE e(id INTEGER PRIMARY KEY, who, t, seen)"), SQLITE_OK);
  }
  pid_t children[2];
  for (int i = 0; i < 2; ++i) {
    children[i] = ::fork();
    if (children[i] == 0) {
      ::_exit(
          write_beside_another(path, i == 0 ? "ana" : "dov", 10 + static_cast<std::uint64_t>(i)));
    }
  }
  for (const auto child : children) {
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
  }
  SeededEntropy entropy{2};
  const CryptVfs vfs{key_of(1), entropy, "sealed"};
  Connection sql{path, vfs.name()};
  EXPECT_EQ(sql.ask("SELECT who, count(*) FROM e GROUP BY who"), "ana|60|dov|60|");
  // Whoever came later saw exactly what the other had committed until then.
  EXPECT_EQ(sql.ask("SELECT count(*) FROM e WHERE seen <>"
                    " (SELECT count(*) FROM e o WHERE o.id<e.id AND o.who<>e.who)"),
            "0|");
  EXPECT_EQ(sql.ask("PRAGMA integrity_check"), "ok|");
}

TEST(CryptVfsProcess, two_processes_may_create_the_same_home_at_once) {
  for (std::uint64_t round = 0; round < 10; ++round) {
    const Directory directory;
    const auto path = directory.file("home");
    pid_t children[2];
    for (std::uint64_t i = 0; i < 2; ++i) {
      children[i] = ::fork();
      if (children[i] == 0) {
        SeededEntropy entropy{round * 2 + i};
        const CryptVfs vfs{key_of(1), entropy, "sealed"};
        Connection sql{path, vfs.name(), busy_ms};
        const int result =
            sql.opened != SQLITE_OK
                ? sql.opened
                : sql.run("CREATE TABLE IF NOT EXISTS e(t); INSERT INTO e VALUES(1)");
        // BUSY and BUSY_SNAPSHOT are honest answers while the other one creates; nothing else is.
        ::_exit(result == SQLITE_OK ? 0 : (result & 0xff) == SQLITE_BUSY ? 1 : 2);
      }
    }
    int done = 0;
    for (const auto child : children) {
      int status = 0;
      ASSERT_EQ(::waitpid(child, &status, 0), child);
      ASSERT_LT(WEXITSTATUS(status), 2);
      done += WEXITSTATUS(status) == 0 ? 1 : 0;
    }
    SeededEntropy entropy{99};
    const CryptVfs vfs{key_of(1), entropy, "sealed"};
    Connection sql{path, vfs.name()};
    EXPECT_GE(done, 1);
    EXPECT_EQ(sql.ask("SELECT count(*) FROM e"), std::to_string(done) + "|");
  }
}

TEST(CryptVfsProcess, no_real_file_shows_text_or_the_magic_of_sqlite) {
  const Directory directory;
  const auto path = directory.file("home");
  SeededEntropy entropy{1};
  const CryptVfs vfs{key_of(1), entropy, "sealed"};
  Connection sql{path, vfs.name()};
  ASSERT_EQ(sql.run("CREATE TABLE e(t); INSERT INTO e VALUES('secretwords')"), SQLITE_OK);
  for (const auto* name : {"home", "home-wal", "home-shm"}) {
    std::ifstream file{directory.file(name), std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    EXPECT_GE(bytes.size(), 4096U) << name;
    for (const auto* text : {"secretwords", "CREATE TABLE", "SQLite", "\x37\x7f\x06"}) {
      EXPECT_EQ(bytes.find(text), std::string::npos) << name;
    }
  }
}

}  // namespace
}  // namespace kith::store::test
