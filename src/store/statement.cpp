#include "store/statement.hpp"

#include "base/check.hpp"

namespace kith::store {

using node::StoreError;

StoreError error_of(int code) {
  // SHMSIZE: the log's index could not grow, which a full disk refuses like anything else.
  if (code == SQLITE_IOERR_SHMSIZE) {
    return StoreError::full;
  }
  if (code == SQLITE_IOERR_DATA || code == SQLITE_IOERR_SHORT_READ) {
    return StoreError::damaged;
  }
  switch (code & 0xff) {
    case SQLITE_FULL:
      return StoreError::full;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
      return StoreError::damaged;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return StoreError::busy;
    default:
      return StoreError::io;
  }
}

bool is_sync_failure(int code) {
  return code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC;
}

Statement::Statement(sqlite3_stmt* prepared, bool* lent, int code)
    : prepared_(prepared), lent_(lent), code_(code) {}

Statement::~Statement() {
  if (lent_ == nullptr) {
    (void)sqlite3_finalize(prepared_);
    return;
  }
  (void)sqlite3_reset(prepared_);
  (void)sqlite3_clear_bindings(prepared_);
  *lent_ = false;
}

bool Statement::row() {
  if (code_ != SQLITE_OK) {
    return false;
  }
  const int result = sqlite3_step(prepared_);
  if (result != SQLITE_ROW && result != SQLITE_DONE) {
    code_ = result;
  }
  return result == SQLITE_ROW;
}

int Statement::run() {
  while (row()) {
  }
  return code_;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(prepared_, column);
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(prepared_, column) == SQLITE_NULL;
}

ByteView Statement::blob(int column) const {
  const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(prepared_, column));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(prepared_, column))};
}

ByteVec Statement::copy(int column) const {
  const auto bytes = blob(column);
  return {bytes.begin(), bytes.end()};
}

void Statement::restart() {
  if (code_ == SQLITE_OK) {
    (void)sqlite3_reset(prepared_);
  }
}

void Statement::note(int code) { code_ = code_ == SQLITE_OK ? code : code_; }

void Statement::bind(int place, std::int64_t value) {
  note(sqlite3_bind_int64(prepared_, place, value));
}

void Statement::bind(int place, std::optional<std::int64_t> value) {
  note(value ? sqlite3_bind_int64(prepared_, place, *value) : sqlite3_bind_null(prepared_, place));
}

// A null pointer would bind NULL, which an empty value is not.
void Statement::bind(int place, ByteView value) {
  note(sqlite3_bind_blob64(prepared_, place,
                           value.empty() ? "" : static_cast<const void*>(value.data()),
                           value.size(), SQLITE_STATIC));
}

void Statement::bind(int place, std::string_view value) {
  note(sqlite3_bind_text64(prepared_, place, value.empty() ? "" : value.data(), value.size(),
                           SQLITE_STATIC, SQLITE_UTF8));
}

Connection::~Connection() {
  for (const auto& [sql, kept] : kept_) {
    check(!kept.lent);
    (void)sqlite3_finalize(kept.prepared);
  }
  check(sqlite3_close(handle_) == SQLITE_OK);
}

Statement Connection::use(std::string_view sql) {
  auto& kept = kept_[sql];
  const auto prepare = [&](unsigned flags, sqlite3_stmt** out) {
    return sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), flags, out,
                              nullptr);
  };
  if (kept.lent) {  // a visitor of rows that asks the same again
    sqlite3_stmt* another = nullptr;
    const int code = prepare(0, &another);
    return {another, nullptr, code};
  }
  if (kept.prepared == nullptr) {
    const int code = prepare(SQLITE_PREPARE_PERSISTENT, &kept.prepared);
    if (kept.prepared == nullptr) return {nullptr, nullptr, code};  // a damaged page, a failed read
  }
  kept.lent = true;
  return {kept.prepared, &kept.lent, SQLITE_OK};
}

int Connection::run(const char* sql) {
  return sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
}

}  // namespace kith::store
