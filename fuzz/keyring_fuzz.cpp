// A keyring and a key file on the disk may hold anything: the right two open the home, and none
// that differs from them in what it says.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "fuzz/require.hpp"
#include "host/disk.hpp"
#include "host/keyring.hpp"
#include "tests/seeded_entropy.hpp"

using namespace kith;
using fuzz::require;

namespace {

using Bytes = ByteVec;

// Not as the program writes: nothing here has to outlive a crash.
void put(const std::string& path, ByteView bytes) {
  auto* file = std::fopen(path.c_str(), "wb");
  require(file != nullptr);
  require(std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size());
  require(std::fclose(file) == 0);
}

Bytes get(const std::string& path) { return host::read_small(path, 4096).value(); }

// Gone with the process.
struct Folder {
  explicit Folder(std::string place) : path(std::move(place)) {}
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code gone;
    std::filesystem::remove_all(path, gone);
  }
  std::string path;
};

struct Made {
  std::unique_ptr<Folder> folder;
  host::HomePaths paths;
  host::DatabaseKey key;
  Bytes keyring;
  Bytes key_file;
};

const Made& made() {
  static const Made one = [] {
    std::string folder =
        "/dev/shm/kith-keyring-fuzz-XXXXXX";  // in memory, where there is such a place
    if (::mkdtemp(folder.data()) == nullptr) {
      folder = "/tmp/kith-keyring-fuzz-XXXXXX";
      require(::mkdtemp(folder.data()) != nullptr);
    }
    // The key file lies beside the home's folder, so that both are in one of their own.
    auto paths = host::paths_of(folder + "/home");
    paths.keyring = folder + "/keyring";
    test::SeededEntropy entropy{7};
    auto key = host::DatabaseKey::random(entropy);
    require(host::write_keyring(paths, key, host::KeyFile{}, host::stretch_of_people, entropy)
                .has_value());
    auto keyring = get(paths.keyring);
    auto key_file = get(paths.key_file);
    return Made{std::make_unique<Folder>(folder), paths, std::move(key), std::move(keyring),
                std::move(key_file)};
  }();
  return one;
}

// The first byte that may differ: an upper-case digit says the same.
bool says_the_same(ByteView text, ByteView other) {
  return std::ranges::equal(text, other, [](std::uint8_t one, std::uint8_t two) {
    const bool letter = two >= 'a' && two <= 'f';
    return one == two || (letter && one == two - 'a' + 'A');
  });
}

void check(ByteView keyring, ByteView key_file) {
  const auto& [folder, paths, key, right_keyring, right_key_file] = made();
  put(paths.keyring, keyring);
  put(paths.key_file, key_file);
  const auto way = host::keyring_way(paths);
  const auto opened = host::unlock(paths, host::KeyFile{});
  const bool right = fuzz::equal(keyring, right_keyring) && says_the_same(key_file, right_key_file);
  require(opened.has_value() == right);
  require(!right || fuzz::equal(opened->view(), key.view()));
  require(!right || way == host::LockWay::key_file);
  if (!way) require(opened.error() == way.error());
  if (way == host::LockWay::passphrase) {
    require(opened.error() == host::KeyringError::other_way);
  }
}

Bytes changed(Bytes bytes, ByteView by) {
  for (std::size_t i = 0; i < std::min(by.size(), bytes.size()); ++i) {
    bytes[i] = static_cast<std::uint8_t>(bytes[i] ^ by[i]);
  }
  return bytes;
}

}  // namespace

// Read as each of the two beside the right other one, and as what was changed in each.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input{data, size};
  const auto& right = made();
  check(input, right.key_file);
  check(right.keyring, input);
  check(changed(right.keyring, input), right.key_file);
  check(right.keyring, changed(right.key_file, input));
  return 0;
}
