// What the tests of a home share: a temporary folder with real files, machines to be on, quick
// passphrases, a child process. Refuses to know any one test.
#pragma once

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "host/home.hpp"

namespace kith::host::test {

namespace fs = std::filesystem;

inline constexpr crypto::StretchParameters quick{crypto::stretch_memory_bytes_min, 1};

inline ByteVec bytes(std::string_view text) {
  const auto view = as_bytes(text);
  return {view.begin(), view.end()};
}

inline Passphrase phrase(std::string_view text) { return Passphrase{bytes(text)}; }
inline Lock typed(std::string_view text) { return phrase(text); }

inline std::string read_file(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

inline void write_file(const std::string& path, const std::string& text) {
  std::ofstream{path, std::ios::binary | std::ios::trunc} << text;
}

inline std::string with_flip(std::string text, std::size_t at, int mask) {
  text[at] = static_cast<char>(text[at] ^ mask);
  return text;
}

/// Runs `act` in a child; its answer is the child's exit status, or -1 when it did not end by
/// itself.
template <class Act>
int in_child(Act act) {
  const auto child = ::fork();
  if (child == 0) {
    ::_exit(act());
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// From here on no file of this process grows beyond that: a disk that fails midway. For a child.
inline void let_files_grow_to(std::size_t size) {
  ::signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{size, size};
  EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/// Runs `act` as one who may read and write nothing here, also when the tests run as root.
template <class Act>
void as_a_stranger(const std::string& folder, Act act) {
  constexpr uid_t nobody = 65534;
  const bool root = ::geteuid() == 0;
  ASSERT_EQ(::chmod(folder.c_str(), 0), 0);
  ASSERT_TRUE(!root || ::seteuid(nobody) == 0);
  act();
  ASSERT_TRUE(!root || ::seteuid(0) == 0);
  ASSERT_EQ(::chmod(folder.c_str(), 0700), 0);
}

class HomeFolder : public ::testing::Test {
 protected:
  HomeFolder() {
    std::string name = (fs::temp_directory_path() / "kith-home-XXXXXX").string();
    base = ::mkdtemp(name.data()) == nullptr ? "" : name;
    EXPECT_EQ(::chmod(base.c_str(), 0755), 0);
    place = place_of("home");
  }
  ~HomeFolder() override {
    std::error_code ignored;
    fs::remove_all(base, ignored);
  }

  [[nodiscard]] HomePlace place_of(const std::string& name) const {
    return {base + "/" + name, base + "/state", "machine one"};
  }
  [[nodiscard]] HomePaths paths() const { return paths_of(place.folder); }
  [[nodiscard]] std::string in_base(const std::string& name) const { return base + "/" + name; }

  /// Every path below the temporary folder, ascending.
  [[nodiscard]] std::vector<std::string> everything() const {
    std::vector<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator{base}) {
      found.push_back(entry.path().string().substr(base.size() + 1));
    }
    std::sort(found.begin(), found.end());
    return found;
  }

  void make(const Lock& lock = typed("right")) {
    ASSERT_TRUE(Home::create(place, lock, {}, quick).has_value());
  }

  [[nodiscard]] HomeError error_of_open(const HomePlace& where, const Lock& lock) const {
    const auto home = Home::open(where, lock);
    EXPECT_FALSE(home.has_value());
    return home ? HomeError::io : home.error();
  }
  [[nodiscard]] HomeError error_of_open() const { return error_of_open(place, typed("right")); }

  [[nodiscard]] std::unique_ptr<Home> opened(const HomePlace& where,
                                             const Lock& lock = typed("right")) const {
    auto home = Home::open(where, lock);
    EXPECT_TRUE(home.has_value()) << sentence(home.error(), where);
    return home ? std::move(*home) : nullptr;
  }
  [[nodiscard]] std::unique_ptr<Home> opened() const { return opened(place); }

  [[nodiscard]] Origin origin_of(const HomePlace& where) const {
    const auto home = opened(where);
    return home ? home->origin() : Origin::copied;
  }

  static void keep(Home& home, std::string_view text) {
    const node::change::PutValue put{node::ValueName::identity, bytes(text)};
    EXPECT_TRUE(home.store().commit({put}, node::Durability::full).has_value());
  }
  [[nodiscard]] static std::string kept(Home& home) {
    const auto value = home.store().value(node::ValueName::identity);
    return value && *value ? std::string{as_text(**value)} : "";
  }

  /// The one mark there is.
  [[nodiscard]] std::string mark() const {
    std::string found;
    for (const auto& entry : fs::directory_iterator{place.state_folder}) {
      EXPECT_TRUE(found.empty());
      found = entry.path().string();
    }
    return found;
  }

  std::string base;
  HomePlace place;
};

}  // namespace kith::host::test
