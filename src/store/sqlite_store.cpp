// Opening and committing; the reads are in sqlite_read.cpp.
#include "store/sqlite_store.hpp"

#include <cstdint>

#include "base/check.hpp"
#include "store/schema.hpp"
#include "store/sqlite_write.hpp"

namespace kith::store {

using node::Durability;
using node::StoreError;

namespace {

// 16 MiB: bulk arrival rewrites the same pages of the prefix tree again and again, and what the log
// collects is sealed into the database once.
constexpr int log_pages_max = 4096;

StoreOpenError open_error_of(int code) {
  if (code == SQLITE_NOTADB) {
    return StoreOpenError::wrong_key_or_damaged;
  }
  switch (error_of(code)) {
    case StoreError::full:
      return StoreOpenError::full;
    case StoreError::damaged:
      return StoreOpenError::damaged;
    case StoreError::busy:
      return StoreOpenError::busy;
    case StoreError::io:
      break;
  }
  return StoreOpenError::io;
}

// A name that no other open store of this process has.
std::string vfs_name_of(const void* store) {
  return "kith-" + std::to_string(reinterpret_cast<std::uintptr_t>(store));
}

bool exists(const std::string& path, const std::string& vfs_below) {
  auto* below = sqlite3_vfs_find(vfs_below.empty() ? nullptr : vfs_below.c_str());
  check(below != nullptr);
  int found = 0;
  return below->xAccess(below, path.c_str(), SQLITE_ACCESS_EXISTS, &found) != SQLITE_OK ||
         found != 0;
}

}  // namespace

SqliteStore::SqliteStore(std::string path, std::string vfs_below)
    : path_(std::move(path)), vfs_below_(std::move(vfs_below)) {}

Result<std::unique_ptr<SqliteStore>, StoreOpenError> SqliteStore::open(
    const std::string& path, const DatabaseKey& key, Entropy& entropy, Presence presence,
    const std::string& vfs_below) {
  if (presence == Presence::must_exist && !exists(path, vfs_below)) {
    return Fail<StoreOpenError>{StoreOpenError::missing};
  }
  const bool log_left = exists(path + "-wal", vfs_below);
  std::unique_ptr<SqliteStore> store{new SqliteStore{path, vfs_below}};
  store->vfs_ = std::make_unique<CryptVfs>(key, entropy, vfs_name_of(store.get()), vfs_below);
  int code = store->connect(presence);
  const auto version =
      code == SQLITE_OK ? version_of(*store->connection_, code) : std::optional<Version>{};
  if (code != SQLITE_OK || !version) {
    return Fail<StoreOpenError>{open_error_of(code)};
  }
  if (version->steps_taken > static_cast<std::int64_t>(schema_steps().size())) {
    return Fail<StoreOpenError>{StoreOpenError::newer_version};
  }
  // A file of no bytes would pass for a new store.
  if (version->steps_taken < 0 || (version->steps_taken == 0 && presence == Presence::must_exist)) {
    return Fail<StoreOpenError>{StoreOpenError::damaged};
  }
  if (version->steps_taken < static_cast<std::int64_t>(schema_steps().size())) {
    code = migrate(*store->connection_, schema_steps());
  }
  code = code != SQLITE_OK ? code : store->tune();
  if (code != SQLITE_OK) {
    return Fail<StoreOpenError>{open_error_of(code)};
  }
  store->words_ = std::make_unique<Words>(store->connection_->handle());
  // Whoever left a log may have died before what was forgotten was out of it.
  store->forgot_ = log_left;
  if (log_left) store->tidy_log(false);
  return store;
}

int SqliteStore::connect(Presence presence) {
  sqlite3* handle = nullptr;
  const int create = presence == Presence::may_be_new ? SQLITE_OPEN_CREATE : 0;
  int code = sqlite3_open_v2(path_.c_str(), &handle,
                             SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | create, vfs_->name());
  connection_ = std::make_unique<Connection>(handle);
  if (code != SQLITE_OK) {
    return handle == nullptr ? code : sqlite3_extended_errcode(handle);
  }
  connection_->wait_while_busy();
  return prepare(handle);
}

// What is tuned here was measured with bench/store_bench.cpp; see there.
// The checkpoint is ours, not SQLite's own: that one would swallow a failing flush.
int SqliteStore::tune() {
  const auto note = [](void* log, sqlite3*, const char*, int pages) {
    static_cast<Log*>(log)->pages = pages;
    static_cast<Log*>(log)->grew = true;
    return SQLITE_OK;
  };
  (void)sqlite3_wal_hook(connection_->handle(), note, &log_);
  return connection_->run(
      "PRAGMA foreign_keys=OFF; PRAGMA cache_size=-8192; PRAGMA journal_size_limit=33554432");
}

Result<void, StoreError> SqliteStore::commit(const node::Batch& batch, Durability durability) {
  if (stopped_) {
    return Fail<StoreError>{StoreError::io};
  }
  Writer writer{*connection_, *words_};
  log_.grew = false;
  int code = make_durable(durability);
  code = code != SQLITE_OK ? code : connection_->run("BEGIN IMMEDIATE");
  code = code != SQLITE_OK ? code : writer.apply(batch);
  code = code != SQLITE_OK ? code : connection_->run("COMMIT");
  if (code != SQLITE_OK) {
    if (connection_->in_transaction()) {
      (void)connection_->run("ROLLBACK");
    }
    stopped_ = is_sync_failure(code);
    return Fail<StoreError>{error_of(code)};
  }
  if (log_.grew) log_.unflushed = durability != Durability::full;
  tidy_log(writer.forgot());
  const bool owes = durability == Durability::full && log_.unflushed;
  return owes ? flush() : Result<void, StoreError>{};
}

// SQLite flushes its log where a transaction that changed something ends; this is for those before.
Result<void, StoreError> SqliteStore::flush() {
  if (stopped_) return Fail<StoreError>{StoreError::io};
  if (!log_.unflushed) return {};
  sqlite3_file* log = nullptr;
  int code =
      sqlite3_file_control(connection_->handle(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  check(code != SQLITE_OK || (log != nullptr && log->pMethods != nullptr));  // a commit opened it
  if (code == SQLITE_OK) code = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
  stopped_ = code != SQLITE_OK;
  if (stopped_) return Fail<StoreError>{error_of(code)};
  log_.unflushed = false;
  return {};
}

// NORMAL leaves the log unflushed after a commit; the flush of the next FULL commit is of the same
// file, so it takes along every lazy commit before it.
int SqliteStore::make_durable(Durability durability) {
  if (durability_ == durability) {
    return SQLITE_OK;
  }
  const int code = connection_->run(durability == Durability::full ? "PRAGMA synchronous=FULL"
                                                                   : "PRAGMA synchronous=NORMAL");
  durability_ = code == SQLITE_OK ? std::optional{durability} : std::nullopt;
  return code;
}

// The commit has succeeded: what goes wrong from here on (no room, another process reading) leaves
// the log longer, and the next commit tries again; above all where something was forgotten, which
// the log still holds. Only the commit that forgot waits for another process, such as a backup.
void SqliteStore::tidy_log(bool forgot) {
  forgot_ = forgot_ || forgot;
  if (forgot_) {
    if (!forgot) connection_->do_not_wait();
    forgot_ = checkpoint(SQLITE_CHECKPOINT_TRUNCATE) != SQLITE_OK;
    connection_->wait_while_busy();
    // Pages in memory still have what the checkpoint cleared in the file (btree_gap), and would
    // bring it back with their next frame.
    if (!forgot_) (void)sqlite3_db_release_memory(connection_->handle());
  } else if (log_.pages >= log_pages_max) {
    (void)checkpoint(SQLITE_CHECKPOINT_PASSIVE);
  }
}

int SqliteStore::checkpoint(int mode) {
  const int code =
      sqlite3_wal_checkpoint_v2(connection_->handle(), nullptr, mode, nullptr, nullptr);
  if (code == SQLITE_OK) {
    log_.pages = 0;
  }
  stopped_ = stopped_ || is_sync_failure(sqlite3_extended_errcode(connection_->handle()));
  return code == SQLITE_OK ? code : sqlite3_extended_errcode(connection_->handle());
}

Result<void, StoreError> SqliteStore::settle() {
  if (stopped_) {
    return Fail<StoreError>{StoreError::io};
  }
  if (const int code = checkpoint(SQLITE_CHECKPOINT_TRUNCATE); code != SQLITE_OK) {
    return Fail<StoreError>{error_of(code)};
  }
  return {};
}

}  // namespace kith::store
