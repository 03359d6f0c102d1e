// A small veneer over SQLite: a connection that closes itself and keeps its prepared statements, a
// statement that goes back when it leaves its scope, result codes instead of exceptions. Refuses to
// know tables.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>

#include "base/bytes.hpp"
#include "node/store.hpp"

namespace kith::store {

/// What a failed call means to the caller of a store.
[[nodiscard]] node::StoreError error_of(int code);

/// A failed flush: the kernel may have dropped what it could not write, so that trying again proves
/// nothing.
[[nodiscard]] bool is_sync_failure(int code);

/// One use of a prepared statement. The first failure stays: `row` then answers false.
class Statement {
 public:
  Statement(sqlite3_stmt* prepared, bool* lent, int code);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  /// Starts anew with these parameters.
  ///
  /// Requires: blobs and texts outlive the last `row` or `run`.
  template <class... Values>
  Statement& with(const Values&... values) {
    restart();
    int place = 0;
    (bind(++place, values), ...);
    return *this;
  }

  /// Goes to the next row; false at the end and after a failure.
  [[nodiscard]] bool row();
  /// Runs to the end; SQLITE_OK or the extended result code.
  [[nodiscard]] int run();
  [[nodiscard]] int code() const { return code_; }

  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] ByteView blob(int column) const;
  [[nodiscard]] ByteVec copy(int column) const;

  /// A value of fixed size. Of another size it is damage: `code` says so, the value is zero.
  template <class Fixed>
  [[nodiscard]] Fixed fixed(int column) {
    const auto value = Fixed::from(blob(column));
    if (!value) {
      code_ = SQLITE_CORRUPT;
    }
    return value.value_or(Fixed{});
  }

 private:
  void restart();
  void bind(int place, std::int64_t value);
  void bind(int place, std::optional<std::int64_t> value);
  void bind(int place, ByteView value);
  void bind(int place, std::string_view value);
  void note(int code);

  sqlite3_stmt* prepared_;
  bool* lent_;  // nothing: nobody keeps it
  int code_;
};

class Connection {
 public:
  /// Takes over what sqlite3_open_v2 gave, also where it failed.
  explicit Connection(sqlite3* handle) : handle_(handle) {}
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// A statement to run now; prepared once. `sql` is a literal: it is kept by reference.
  [[nodiscard]] Statement use(std::string_view sql);

  /// Runs statements whose rows nobody wants.
  [[nodiscard]] int run(const char* sql);

  /// Waits up to 5 s for another process before it says that the store is busy.
  void wait_while_busy() { (void)sqlite3_busy_timeout(handle_, 5000); }
  /// Says so at once.
  void do_not_wait() { (void)sqlite3_busy_timeout(handle_, 0); }

  [[nodiscard]] bool in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }
  [[nodiscard]] std::int64_t changed_rows() const { return sqlite3_changes64(handle_); }
  [[nodiscard]] sqlite3* handle() const { return handle_; }

 private:
  struct Kept {
    sqlite3_stmt* prepared{};
    bool lent{};
  };

  sqlite3* handle_;
  std::map<std::string_view, Kept> kept_;
};

}  // namespace kith::store
