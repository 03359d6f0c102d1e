#include "host/keyring.hpp"

#include <sodium/utils.h>

#include <algorithm>
#include <string_view>

#include "base/check.hpp"
#include "host/disk.hpp"
#include "host/version_line.hpp"

namespace kith::host {
namespace {

constexpr std::string_view keyring_title = "kith keyring ";
constexpr std::string_view keyring_magic = "kith keyring 1\n";
constexpr std::size_t prefix_bytes = keyring_magic.size() + 1;
constexpr std::size_t keyring_bytes_max = 4096;
constexpr std::size_t key_text_bytes = WrappingKey::size * 2 + 1;

KeyringError keyring_error_of(DiskError error) {
  switch (error) {
    case DiskError::missing:
      return KeyringError::missing;
    case DiskError::denied:
      return KeyringError::denied;
    case DiskError::full:
      return KeyringError::full;
    case DiskError::exists:
    case DiskError::io:
      break;
  }
  return KeyringError::io;
}

struct Parsed {
  LockWay way{};
  ByteVec file;
};

Result<Parsed, KeyringError> parse(ByteVec file) {
  const auto version = version_line(file, keyring_title);
  if (version == VersionLine::newer) {
    return Fail<KeyringError>{KeyringError::newer};
  }
  if (version != VersionLine::ours || file.size() < prefix_bytes) {
    return Fail<KeyringError>{KeyringError::malformed};
  }
  const auto way = LockWay{file[keyring_magic.size()]};
  const auto behind = file.size() - prefix_bytes;
  if (!(way == LockWay::passphrase && behind == stretched_wrap_bytes) &&
      !(way == LockWay::key_file && behind == wrap_bytes)) {
    return Fail<KeyringError>{KeyringError::malformed};
  }
  return Parsed{way, std::move(file)};
}

Result<Parsed, KeyringError> read_keyring(const HomePaths& paths) {
  auto file = read_small(paths.keyring, keyring_bytes_max);
  if (!file) {
    return Fail<KeyringError>{keyring_error_of(file.error())};
  }
  return parse(std::move(*file));
}

Result<WrappingKey, KeyringError> key_of_text(ByteView text) {
  auto key = WrappingKey::blank();
  std::size_t written = 0;
  const char* end = nullptr;
  if (text.size() != key_text_bytes || text.back() != '\n' ||
      sodium_hex2bin(key.writable().data(), WrappingKey::size, as_text(text).data(),
                     text.size() - 1, nullptr, &written, &end) != 0 ||
      written != WrappingKey::size || end != as_text(text).data() + text.size() - 1) {
    return Fail<KeyringError>{KeyringError::key_file_malformed};
  }
  return key;
}

Result<WrappingKey, KeyringError> read_key_file(const HomePaths& paths) {
  // One more than it should have: longer is malformed, much longer is not even read.
  auto text = read_small(paths.key_file, key_text_bytes + 1);
  if (!text) {
    const auto error = keyring_error_of(text.error());
    if (error == KeyringError::missing) {
      return Fail<KeyringError>{KeyringError::key_file_missing};
    }
    return Fail<KeyringError>{error == KeyringError::io ? KeyringError::key_file_malformed : error};
  }
  auto key = key_of_text(*text);
  crypto::wipe(*text);
  return key;
}

Result<WrappingKey, KeyringError> make_key_file(const HomePaths& paths, Entropy& entropy) {
  auto key = WrappingKey::random(entropy);
  ByteVec text(key_text_bytes);
  (void)sodium_bin2hex(reinterpret_cast<char*>(text.data()), text.size(), key.view().data(),
                       WrappingKey::size);
  text.back() = '\n';  // in the place of the zero that ends a C string
  const auto written = write_new(paths.key_file, text);
  crypto::wipe(text);
  if (!written) {
    return Fail<KeyringError>{written.error() == DiskError::exists
                                  ? KeyringError::key_file_exists
                                  : keyring_error_of(written.error())};
  }
  return key;
}

ByteVec prefix_of(LockWay way) {
  const auto line = as_bytes(keyring_magic);
  ByteVec prefix{line.begin(), line.end()};
  prefix.push_back(static_cast<std::uint8_t>(way));
  return prefix;
}

Result<void, KeyringError> put_keyring(const HomePaths& paths, ByteView file) {
  if (const auto done = replace(paths.keyring, file); !done) {
    return Fail<KeyringError>{keyring_error_of(done.error())};
  }
  return {};
}

Result<void, KeyringError> put_under_passphrase(const HomePaths& paths, const DatabaseKey& key,
                                                const Passphrase& passphrase,
                                                const crypto::StretchParameters& stretch,
                                                Entropy& entropy) {
  const auto file = wrap(prefix_of(LockWay::passphrase), key, passphrase.view(), stretch, entropy);
  if (!file) {
    check(file.error() == WrapError::no_memory);  // the parameters are ours
    return Fail<KeyringError>{KeyringError::no_memory};
  }
  return put_keyring(paths, *file);
}

bool needs_key_file(const HomePaths& paths) {
  const auto keyring = read_keyring(paths);
  return keyring ? keyring->way == LockWay::key_file : keyring.error() != KeyringError::missing;
}

Result<void, KeyringError> put_under_key_file(const HomePaths& paths, const DatabaseKey& key,
                                              Entropy& entropy) {
  const auto under = make_key_file(paths, entropy);
  if (!under) {
    return Fail<KeyringError>{under.error()};
  }
  const auto done = put_keyring(paths, wrap(prefix_of(LockWay::key_file), key, *under, entropy));
  // It failed, but perhaps after the rename: then the key file is all that opens the home.
  if (!done && !needs_key_file(paths)) {
    (void)remove_file(paths.key_file);
  }
  return done;
}

}  // namespace

HomeError home_error_of(KeyringError error) {
  switch (error) {
    case KeyringError::missing:  // a home without one was damaged
    case KeyringError::malformed:
      return HomeError::damaged;
    case KeyringError::newer:
      return HomeError::newer_version;
    case KeyringError::wrong_passphrase:
      return HomeError::wrong_passphrase;
    case KeyringError::other_way:
      return HomeError::other_lock;
    case KeyringError::key_file_missing:
      return HomeError::key_file_missing;
    case KeyringError::key_file_malformed:
    case KeyringError::key_file_wrong:
      return HomeError::key_file_wrong;
    case KeyringError::key_file_exists:
      return HomeError::key_file_exists;
    case KeyringError::no_memory:
      return HomeError::no_memory;
    case KeyringError::full:
      return HomeError::full;
    case KeyringError::denied:
      return HomeError::denied;
    case KeyringError::io:
      break;
  }
  return HomeError::io;
}

Result<LockWay, KeyringError> keyring_way(const HomePaths& paths) {
  return read_keyring(paths).map([](const Parsed& keyring) { return keyring.way; });
}

Result<DatabaseKey, KeyringError> unlock(const HomePaths& paths, const Lock& lock) {
  const auto keyring = read_keyring(paths);
  if (!keyring) {
    return Fail<KeyringError>{keyring.error()};
  }
  if (keyring->way != way_of(lock)) {
    return Fail<KeyringError>{KeyringError::other_way};
  }
  if (const auto* passphrase = std::get_if<Passphrase>(&lock)) {
    return unwrap(keyring->file, passphrase->view()).map_error([](WrapError error) {
      switch (error) {
        case WrapError::wrong_key:
          return KeyringError::wrong_passphrase;
        case WrapError::no_memory:
          return KeyringError::no_memory;
        case WrapError::malformed:
          break;
      }
      return KeyringError::malformed;
    });
  }
  const auto under = read_key_file(paths);
  if (!under) {
    return Fail<KeyringError>{under.error()};
  }
  return unwrap(keyring->file, *under).map_error([](WrapError) {
    return KeyringError::key_file_wrong;
  });
}

Result<void, KeyringError> write_keyring(const HomePaths& paths, const DatabaseKey& key,
                                         const Lock& lock, const crypto::StretchParameters& stretch,
                                         Entropy& entropy) {
  if (const auto* passphrase = std::get_if<Passphrase>(&lock)) {
    return put_under_passphrase(paths, key, *passphrase, stretch, entropy);
  }
  return put_under_key_file(paths, key, entropy);
}

Result<void, KeyringError> rewrap(const HomePaths& paths, const Lock& from, const Lock& to,
                                  const crypto::StretchParameters& stretch, Entropy& entropy) {
  const auto key = unlock(paths, from);
  if (!key) {
    return Fail<KeyringError>{key.error()};
  }
  if (way_of(from) == LockWay::key_file && way_of(to) == LockWay::key_file) {
    return {};
  }
  const auto done = write_keyring(paths, *key, to, stretch, entropy);
  if (done && way_of(from) == LockWay::key_file) {
    // It opens nothing any more; that it cannot be removed would not undo the change.
    (void)overwrite(paths.key_file, entropy);
    (void)remove_file(paths.key_file);
  }
  return done;
}

}  // namespace kith::host
