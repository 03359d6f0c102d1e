#include "store/crypt_vfs.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <new>
#include <string>
#include <string_view>
#include <utility>

#include "base/check.hpp"
#include "store/btree_gap.hpp"
#include "store/crypt_file.hpp"

namespace kith::store {
namespace {

constexpr std::uint32_t log_magic = 0x377f0682;  // the last bit says which end comes first

VfsState& state_of(sqlite3_vfs* face) { return *static_cast<VfsState*>(face->pAppData); }

/// A file of the VFS below, opened to look at and closed again.
class Glance {
 public:
  Glance(sqlite3_vfs* below, const char* path, int kind)
      : memory_(std::make_unique<std::max_align_t[]>(
            static_cast<std::size_t>(below->szOsFile) / sizeof(std::max_align_t) + 1)) {
    int exists = 0;
    const int asked = below->xAccess(below, path, SQLITE_ACCESS_EXISTS, &exists);
    if (asked != SQLITE_OK || exists == 0) {
      return;
    }
    (void)below->xOpen(below, path, file(), kind | SQLITE_OPEN_READONLY, nullptr);
    if (file()->pMethods != nullptr) {
      (void)file()->pMethods->xFileSize(file(), &size_);
    }
  }
  ~Glance() {
    if (file()->pMethods != nullptr) {
      (void)file()->pMethods->xClose(file());
    }
  }
  Glance(const Glance&) = delete;
  Glance& operator=(const Glance&) = delete;

  [[nodiscard]] sqlite3_int64 size() const { return size_; }
  [[nodiscard]] bool read(ByteSpan out) {
    return file()->pMethods != nullptr &&
           file()->pMethods->xRead(file(), out.data(), static_cast<int>(out.size()), 0) ==
               SQLITE_OK;
  }

 private:
  sqlite3_file* file() { return reinterpret_cast<sqlite3_file*>(memory_.get()); }

  std::unique_ptr<std::max_align_t[]> memory_;
  sqlite3_int64 size_{};
};

bool is_log_of(const PageCipher& cipher, Glance& log) {
  std::array<std::uint8_t, log_header_bytes> header{};
  if (!log.read(header)) {
    return false;
  }
  cipher.decipher_header(header, 0);
  const auto magic = (std::uint32_t{header[0]} << 24) | (std::uint32_t{header[1]} << 16) |
                     (std::uint32_t{header[2]} << 8) | std::uint32_t{header[3]};
  return (magic & ~1U) == log_magic;
}

// Decides whether this key may touch these files at all, before SQLite recovers, or deletes, a log.
// The log is looked at first: whoever creates a database writes page 1 before there is a log.
int admit(CryptFile& file, const char* path) {
  auto& state = *file.vfs;
  Glance log{state.below, sqlite3_filename_wal(path), SQLITE_OPEN_WAL};
  sqlite3_int64 size = 0;
  if (const int sized = file.below->pMethods->xFileSize(file.below, &size); sized != SQLITE_OK) {
    return sized;
  }
  if (size == 0) {
    // SQLite would delete the log of a database that has lost all its bytes.
    return log.size() > 0 ? SQLITE_CORRUPT : SQLITE_OK;
  }
  const PageSpan page{file.scratch->data(), page_bytes};
  const int read = file.below->pMethods->xRead(file.below, page.data(), page_bytes, 0);
  if (read != SQLITE_OK && read != SQLITE_IOERR_SHORT_READ) {
    return read;
  }
  if (state.cipher.open(page, {PageRole::main, 0})) {
    return SQLITE_OK;
  }
  // Torn by a checkpoint: the log, of this key, holds page 1 and will heal it.
  if (is_log_of(state.cipher, log)) {
    return SQLITE_OK;
  }
  // Torn while it was created: the journal says that there was nothing before.
  const Glance journal{state.below, sqlite3_filename_journal(path), SQLITE_OPEN_MAIN_JOURNAL};
  return size <= sqlite3_int64{page_bytes} && journal.size() > 0 ? SQLITE_OK : SQLITE_NOTADB;
}

std::optional<PageRole> role_of(int flags) {
  if ((flags & SQLITE_OPEN_MAIN_DB) != 0) {
    return PageRole::main;
  }
  if ((flags & SQLITE_OPEN_WAL) != 0) {
    return PageRole::wal;
  }
  if ((flags & SQLITE_OPEN_MAIN_JOURNAL) != 0) {
    return PageRole::journal;
  }
  return std::nullopt;  // temporary files: nothing plain may reach a disk
}

void close_refused(CryptFile& file) {
  if (file.below->pMethods != nullptr) {
    (void)file.below->pMethods->xClose(file.below);
  }
  sqlite3_free(file.scratch);
}

int x_open(sqlite3_vfs* face, const char* path, sqlite3_file* base, int flags, int* flags_out) {
  base->pMethods = nullptr;  // SQLite closes what has methods
  const auto role = role_of(flags);
  if (!role || path == nullptr) {
    return SQLITE_CANTOPEN;
  }
  void* scratch = sqlite3_malloc64(sizeof(FrameBuffer));
  if (scratch == nullptr) {
    return SQLITE_NOMEM;
  }
  auto& state = state_of(face);
  auto* file = new (base) CryptFile{};
  file->below = reinterpret_cast<sqlite3_file*>(file + 1);
  file->below->pMethods = nullptr;
  file->vfs = &state;
  file->scratch = new (scratch) FrameBuffer{};
  file->role = *role;
  int result = state.below->xOpen(state.below, path, file->below, flags, flags_out);
  if (result == SQLITE_OK && *role == PageRole::main) {
    result = admit(*file, path);
  }
  if (result == SQLITE_OK && file->below->pMethods->iVersion < 2) {
    result = SQLITE_CANTOPEN;
  }
  if (result != SQLITE_OK) {
    close_refused(*file);
    return result;
  }
  file->base.pMethods = crypt_file_methods();
  return SQLITE_OK;
}

// A method that the VFS below answers in the same words.
template <auto Method, class Answer, class... Arguments>
Answer pass_down(sqlite3_vfs* face, Arguments... arguments) {
  auto* below = state_of(face).below;
  return (below->*Method)(below, arguments...);
}

int x_current_time(sqlite3_vfs* face, sqlite3_int64* out) {
  auto* below = state_of(face).below;
  if (below->iVersion >= 2 && below->xCurrentTimeInt64 != nullptr) {
    return below->xCurrentTimeInt64(below, out);
  }
  double days = 0;
  const int result = below->xCurrentTime(below, &days);
  *out = static_cast<sqlite3_int64>(days * 86'400'000.0);
  return result;
}

using Vfs = sqlite3_vfs;
using Symbol = void (*)();

sqlite3_vfs face_of(VfsState& state) {
  sqlite3_vfs face{};
  face.iVersion = 2;
  face.szOsFile = static_cast<int>(sizeof(CryptFile)) + state.below->szOsFile;
  face.mxPathname = state.below->mxPathname;
  face.zName = state.name.c_str();
  face.pAppData = &state;
  face.xOpen = x_open;
  face.xDelete = pass_down<&Vfs::xDelete, int, const char*, int>;
  face.xAccess = pass_down<&Vfs::xAccess, int, const char*, int, int*>;
  face.xFullPathname = pass_down<&Vfs::xFullPathname, int, const char*, int, char*>;
  face.xDlOpen = pass_down<&Vfs::xDlOpen, void*, const char*>;
  face.xDlError = pass_down<&Vfs::xDlError, void, int, char*>;
  face.xDlSym = [](sqlite3_vfs* vfs, void* library, const char* symbol) -> Symbol {
    auto* below = state_of(vfs).below;
    return below->xDlSym(below, library, symbol);
  };
  face.xDlClose = pass_down<&Vfs::xDlClose, void, void*>;
  face.xRandomness = pass_down<&Vfs::xRandomness, int, int, char*>;
  face.xSleep = pass_down<&Vfs::xSleep, int, int>;
  face.xCurrentTime = pass_down<&Vfs::xCurrentTime, int, double*>;
  face.xGetLastError = state.below->xGetLastError == nullptr
                           ? nullptr
                           : pass_down<&Vfs::xGetLastError, int, int, char*>;
  face.xCurrentTimeInt64 = x_current_time;
  return face;
}

int enter_wal_mode(sqlite3* connection) {
  sqlite3_stmt* statement = nullptr;
  int result = sqlite3_prepare_v2(connection, "PRAGMA journal_mode=WAL", -1, &statement, nullptr);
  if (result != SQLITE_OK) {
    return result;
  }
  result = sqlite3_step(statement);
  const bool entered =
      result == SQLITE_ROW &&
      std::string_view{reinterpret_cast<const char*>(sqlite3_column_text(statement, 0))} == "wal";
  const int finished = sqlite3_finalize(statement);
  if (finished != SQLITE_OK) {
    return finished;
  }
  return entered ? SQLITE_OK : SQLITE_CANTOPEN;
}

}  // namespace

CryptVfs::CryptVfs(const DatabaseKey& database_key, Entropy& entropy, std::string name,
                   const std::string& below) {
  auto* vfs_below = sqlite3_vfs_find(below.empty() ? nullptr : below.c_str());
  check(vfs_below != nullptr);
  check(sqlite3_vfs_find(name.c_str()) == nullptr);
  state_ = std::make_unique<VfsState>(database_key, entropy, std::move(name), vfs_below);
  state_->face = face_of(*state_);
  check(sqlite3_vfs_register(&state_->face, 0) == SQLITE_OK);
}

CryptVfs::~CryptVfs() { (void)sqlite3_vfs_unregister(&state_->face); }

const char* CryptVfs::name() const { return state_->name.c_str(); }

Damage CryptVfs::damage() const { return state_->damage(); }

int prepare(sqlite3* connection) {
  (void)sqlite3_extended_result_codes(connection, 1);
  int tail_bytes = static_cast<int>(page_tail_bytes);
  int result = sqlite3_file_control(connection, "main", SQLITE_FCNTL_RESERVE_BYTES, &tail_bytes);
  if (result != SQLITE_OK) {
    return result;
  }
  // EXTRA until the log is there: it makes the removal of the creating journal durable. One that
  // came back after a power loss would undo the creation, and SQLite then deletes the log.
  result =
      sqlite3_exec(connection,
                   "PRAGMA temp_store=MEMORY; PRAGMA page_size=4096; PRAGMA trusted_schema=OFF;"
                   "PRAGMA cell_size_check=ON; PRAGMA secure_delete=ON; PRAGMA synchronous=EXTRA",
                   nullptr, nullptr, nullptr);
  if (result != SQLITE_OK) {
    return result;
  }
  result = enter_wal_mode(connection);
  if (result != SQLITE_OK) {
    return result;
  }
  const auto then =
      "PRAGMA synchronous=FULL; PRAGMA max_page_count=" + std::to_string(pages_end - 1);
  return sqlite3_exec(connection, then.c_str(), nullptr, nullptr, nullptr);
}

}  // namespace kith::store
