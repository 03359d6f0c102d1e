// What the tests of the encrypting VFS share: a key from a number, a
// connection that speaks SQL and tells its result code. Refuses to know any one test.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <string>

#include "base/bytes.hpp"
#include "store/crypt_vfs.hpp"
#include "tests/seeded_entropy.hpp"

namespace kith::store::test {

using kith::test::SeededEntropy;

inline DatabaseKey key_of(std::uint8_t number) {
  auto key = DatabaseKey::blank();
  for (auto& byte : key.writable()) {
    byte = number;
  }
  return key;
}

/// One connection. Every call answers SQLite's extended result code; the first failure of opening
/// (open or prepare) is in `opened`.
class Connection {
 public:
  Connection(const std::string& path, const char* vfs, int busy_ms = 0) {
    opened =
        sqlite3_open_v2(path.c_str(), &handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs);
    if (opened == SQLITE_OK) {
      (void)sqlite3_busy_timeout(handle_, busy_ms);
      opened = prepare(handle_);
    }
  }
  ~Connection() { (void)sqlite3_close(handle_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  int run(const std::string& sql) {
    (void)sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
    return sqlite3_extended_errcode(handle_);
  }

  /// All values of all rows, each followed by '|'; on failure "error CODE".
  std::string ask(const std::string& sql) {
    std::string text;
    sqlite3_stmt* statement = nullptr;
    int result = sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr);
    while (result == SQLITE_OK && (result = sqlite3_step(statement)) == SQLITE_ROW) {
      for (int i = 0; i < sqlite3_column_count(statement); ++i) {
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, i));
        text.append(bytes == nullptr ? "" : bytes,
                    static_cast<std::size_t>(sqlite3_column_bytes(statement, i)));
        text.push_back('|');
      }
      result = SQLITE_OK;
    }
    const int code = sqlite3_extended_errcode(handle_);
    (void)sqlite3_finalize(statement);
    return result == SQLITE_DONE ? text : "error " + std::to_string(code);
  }

  [[nodiscard]] sqlite3* handle() const { return handle_; }

  int opened{};

 private:
  sqlite3* handle_{};
};

}  // namespace kith::store::test
