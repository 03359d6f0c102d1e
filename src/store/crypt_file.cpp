#include "store/crypt_file.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <string_view>

#include "store/btree_gap.hpp"

namespace kith::store {
namespace {

constexpr auto page_span = static_cast<sqlite3_int64>(page_bytes);
constexpr auto page_amount = static_cast<int>(page_bytes);
constexpr auto frame_header_amount = static_cast<int>(frame_header_bytes);
constexpr auto frame_amount = frame_header_amount + page_amount;
constexpr auto log_header_amount = static_cast<int>(log_header_bytes);
constexpr sqlite3_int64 log_header_span = log_header_amount;
constexpr auto frame_salt = std::size_t{8};  // of a frame's header: page, size, salts, checksums
constexpr auto checksum_amount = 8;
constexpr auto log_checksum = log_header_amount - checksum_amount;
constexpr auto frame_checksum = frame_header_amount - checksum_amount;

CryptFile& crypt(sqlite3_file* file) { return *reinterpret_cast<CryptFile*>(file); }

PageSpan page_at(void* bytes) { return PageSpan{static_cast<std::uint8_t*>(bytes), page_bytes}; }

PagePlace place_of(const CryptFile& file, sqlite3_int64 offset) {
  return {file.role, static_cast<std::uint64_t>(offset)};
}

int read_below(CryptFile& file, void* out, int amount, sqlite3_int64 offset) {
  return file.below->pMethods->xRead(file.below, out, amount, offset);
}

int write_below(CryptFile& file, const void* bytes, int amount, sqlite3_int64 offset) {
  return file.below->pMethods->xWrite(file.below, bytes, amount, offset);
}

int size_below(CryptFile& file, sqlite3_int64* size) {
  return file.below->pMethods->xFileSize(file.below, size);
}

int damaged(CryptFile& file, sqlite3_int64 offset) {
  file.vfs->note_damage(place_of(file, offset));
  return SQLITE_IOERR_DATA;
}

int write_page(CryptFile& file, const void* bytes, sqlite3_int64 offset) {
  const PageView plain{static_cast<const std::uint8_t*>(bytes), page_bytes};
  const PageSpan sealed{file.scratch->data(), page_bytes};
  const auto done =
      file.vfs->cipher.seal(plain, place_of(file, offset), file.vfs->fresh_nonce(), sealed);
  // A page without reserved bytes (prepare() was not called) would lose its end.
  return done ? write_below(file, sealed.data(), page_amount, offset) : SQLITE_IOERR_WRITE;
}

// Every page comes by here at a checkpoint. The frames of a log cannot be cleared so: their
// checksums were taken by then.
int write_main(CryptFile& file, const void* bytes, sqlite3_int64 offset) {
  std::array<std::uint8_t, page_bytes> page;
  std::memcpy(page.data(), bytes, page_bytes);
  clear_btree_gap(page, offset == 0 ? PageNumber::first : PageNumber::later);
  const int written = write_page(file, page.data(), offset);
  sodium_memzero(page.data(), page.size());
  return written;
}

// Where a page ought to be, the end of the file is damage too: SQLite reads a page of zeros there,
// which inside a long value would pass for data. Only an empty file is a new database.
int read_page(CryptFile& file, void* out, sqlite3_int64 offset) {
  const int read = read_below(file, out, page_amount, offset);
  if (read == SQLITE_IOERR_SHORT_READ) {
    sqlite3_int64 size = 0;
    if (const int sized = size_below(file, &size); sized != SQLITE_OK) {
      return sized;
    }
    return size == 0 ? read : damaged(file, offset);
  }
  if (read != SQLITE_OK) {
    return read;
  }
  return file.vfs->cipher.open(page_at(out), place_of(file, offset)) ? SQLITE_OK
                                                                     : damaged(file, offset);
}

// SQLite looks at a part of page 1 before it knows whether a log will replace that page. When it
// does not open, zeros ("a new database") let recovery go on; the page itself is read afterwards.
int peek_first_page(CryptFile& file, void* out, int amount, sqlite3_int64 offset) {
  const auto page = page_at(file.scratch->data());
  const int read = read_below(file, page.data(), page_amount, 0);
  std::memset(out, 0, static_cast<std::size_t>(amount));
  if (read == SQLITE_OK && file.vfs->cipher.open(page, place_of(file, 0))) {
    std::memcpy(out, page.data() + offset, static_cast<std::size_t>(amount));
  }
  return read;
}

int read_main(CryptFile& file, void* out, int amount, sqlite3_int64 offset) {
  if (amount == page_amount && offset % page_span == 0) {
    return read_page(file, out, offset);
  }
  if (offset + amount <= page_span) {
    return peek_first_page(file, out, amount, offset);
  }
  return SQLITE_IOERR_READ;
}

// Reads `amount` bytes from `from` on of an enciphered header that stands at `offset`.
int read_header(CryptFile& file, void* out, int header_amount, int from, int amount,
                sqlite3_int64 offset) {
  std::array<std::uint8_t, log_header_bytes> header{};
  const int read = read_below(file, header.data(), header_amount, offset);
  if (read != SQLITE_OK) {
    std::memset(out, 0, static_cast<std::size_t>(amount));
    return read;
  }
  file.vfs->cipher.decipher_header(ByteSpan{header}.first(static_cast<std::size_t>(header_amount)),
                                   static_cast<std::uint64_t>(offset));
  std::memcpy(out, header.data() + from, static_cast<std::size_t>(amount));
  return SQLITE_OK;
}

int read_frame(CryptFile& file, void* out, sqlite3_int64 offset) {
  const int read = read_below(file, out, frame_amount, offset);
  if (read != SQLITE_OK) {
    return read;
  }
  auto* bytes = static_cast<std::uint8_t*>(out);
  const ByteSpan header{bytes, frame_header_bytes};
  file.vfs->cipher.decipher_header(header, static_cast<std::uint64_t>(offset));
  const auto page_offset = offset + frame_header_amount;
  if (file.vfs->cipher.open(page_at(bytes + frame_header_bytes), place_of(file, page_offset))) {
    return SQLITE_OK;
  }
  if (file.frame_reads == FrameReads::rewrite) {
    return damaged(file, page_offset);
  }
  // Zeros alone would not end the log where the page had been all zeros: the checksum would agree.
  // A salt that is not the log's always does.
  for (auto& byte : header.subspan(frame_salt, 8)) {
    byte = static_cast<std::uint8_t>(~byte);
  }
  file.vfs->note_log_end();
  return SQLITE_OK;
}

int read_log(CryptFile& file, void* out, int amount, sqlite3_int64 offset) {
  if (offset == 0 && amount == log_header_amount) {
    file.frame_reads = FrameReads::recovery;
    return read_header(file, out, log_header_amount, 0, amount, 0);
  }
  if (offset == log_checksum && amount == checksum_amount) {
    file.frame_reads = FrameReads::rewrite;
    return read_header(file, out, log_header_amount, log_checksum, amount, 0);
  }
  const auto within = offset < log_header_span ? -1 : (offset - log_header_span) % frame_amount;
  if (within == 0 && amount == frame_amount) {
    return read_frame(file, out, offset);
  }
  if (within == frame_header_amount && amount == page_amount) {
    return read_page(file, out, offset);
  }
  if (within == 0 && amount == frame_header_amount) {
    return read_header(file, out, frame_header_amount, 0, amount, offset);
  }
  if (within == frame_checksum && amount == checksum_amount) {
    file.frame_reads = FrameReads::rewrite;
    return read_header(file, out, frame_header_amount, frame_checksum, amount,
                       offset - frame_checksum);
  }
  return SQLITE_IOERR_READ;
}

int write_header(CryptFile& file, const void* bytes, int amount, sqlite3_int64 offset) {
  std::array<std::uint8_t, log_header_bytes> header{};
  std::memcpy(header.data(), bytes, static_cast<std::size_t>(amount));
  file.vfs->cipher.encipher_header(ByteSpan{header}.first(static_cast<std::size_t>(amount)),
                                   static_cast<std::uint64_t>(offset));
  return write_below(file, header.data(), amount, offset);
}

int write_log(CryptFile& file, const void* bytes, int amount, sqlite3_int64 offset) {
  if (offset == 0 && amount == log_header_amount) {
    return write_header(file, bytes, amount, offset);
  }
  const auto within = offset < log_header_span ? -1 : (offset - log_header_span) % frame_amount;
  if (within == 0 && amount == frame_header_amount) {
    return write_header(file, bytes, amount, offset);
  }
  if (within == frame_header_amount && amount == page_amount) {
    return write_page(file, bytes, offset);
  }
  return SQLITE_IOERR_WRITE;
}

// --- What SQLite calls: the journal's own header and counters stay clear, its pages do not. ---

int x_close(sqlite3_file* base) {
  auto& file = crypt(base);
  const int result = file.below->pMethods->xClose(file.below);
  sodium_memzero(file.scratch->data(), file.scratch->size());
  sqlite3_free(file.scratch);
  return result;
}

int x_read(sqlite3_file* base, void* out, int amount, sqlite3_int64 offset) {
  auto& file = crypt(base);
  switch (file.role) {
    case PageRole::main:
      return read_main(file, out, amount, offset);
    case PageRole::wal:
      return read_log(file, out, amount, offset);
    case PageRole::journal:
      return amount == page_amount ? read_page(file, out, offset)
                                   : read_below(file, out, amount, offset);
  }
  return SQLITE_IOERR_READ;
}

int x_write(sqlite3_file* base, const void* bytes, int amount, sqlite3_int64 offset) {
  auto& file = crypt(base);
  switch (file.role) {
    case PageRole::main:
      return amount == page_amount && offset % page_span == 0 ? write_main(file, bytes, offset)
                                                              : SQLITE_IOERR_WRITE;
    case PageRole::wal:
      return write_log(file, bytes, amount, offset);
    case PageRole::journal:
      return amount == page_amount ? write_page(file, bytes, offset)
                                   : write_below(file, bytes, amount, offset);
  }
  return SQLITE_IOERR_WRITE;
}

// What would let plain or misplaced bytes through is refused; asking is not.
const char* refusal_of(const char* pragma, const char* value) {
  const auto is = [](const char* text, const char* word) {
    return sqlite3_stricmp(text, word) == 0;
  };
  if (value == nullptr) {
    return nullptr;
  }
  if (is(pragma, "page_size") && !is(value, "4096")) {
    return "an encrypted database has pages of 4096 bytes";
  }
  if (is(pragma, "mmap_size") && !is(value, "0")) {
    return "an encrypted database cannot be mapped into memory";
  }
  if (is(pragma, "auto_vacuum") && !is(value, "none") && !is(value, "0")) {
    return "an encrypted database has no pointer maps";
  }
  if (is(pragma, "journal_mode") && !is(value, "wal")) {
    return "an encrypted database stays in WAL mode";
  }
  if (is(pragma, "temp_store") && !is(value, "memory") && !is(value, "2")) {
    return "an encrypted database keeps what is temporary in memory";
  }
  return nullptr;
}

int x_file_control(sqlite3_file* base, int operation, void* argument) {
  auto& file = crypt(base);
  if (operation == SQLITE_FCNTL_PRAGMA) {
    auto** words = static_cast<char**>(argument);
    if (const char* refusal = refusal_of(words[1], words[2])) {
      words[0] = sqlite3_mprintf("%s", refusal);
      return SQLITE_ERROR;
    }
  }
  if (operation == SQLITE_FCNTL_MMAP_SIZE) {
    *static_cast<sqlite3_int64*>(argument) = 0;
    return SQLITE_OK;
  }
  return file.below->pMethods->xFileControl(file.below, operation, argument);
}

int x_device_characteristics(sqlite3_file* base) {
  auto& file = crypt(base);
  const int below = file.below->pMethods->xDeviceCharacteristics(file.below);
  // Without it SQLite may cut a frame's write in two at a sector's edge; batches would pass us by.
  return (below | SQLITE_IOCAP_POWERSAFE_OVERWRITE) & ~SQLITE_IOCAP_BATCH_ATOMIC;
}

// A method that the file below answers in the same words.
template <auto Method, class... Arguments>
int pass(sqlite3_file* base, Arguments... arguments) {
  auto* below = crypt(base).below;
  return (below->pMethods->*Method)(below, arguments...);
}

void x_shm_barrier(sqlite3_file* base) {
  auto* below = crypt(base).below;
  below->pMethods->xShmBarrier(below);
}

using Methods = sqlite3_io_methods;

// Version 2: shared memory for the log's index, no memory mapping of pages.
constexpr Methods methods = {
    2,
    x_close,
    x_read,
    x_write,
    pass<&Methods::xTruncate, sqlite3_int64>,
    pass<&Methods::xSync, int>,
    pass<&Methods::xFileSize, sqlite3_int64*>,
    pass<&Methods::xLock, int>,
    pass<&Methods::xUnlock, int>,
    pass<&Methods::xCheckReservedLock, int*>,
    x_file_control,
    pass<&Methods::xSectorSize>,
    x_device_characteristics,
    pass<&Methods::xShmMap, int, int, int, void volatile**>,
    pass<&Methods::xShmLock, int, int, int>,
    x_shm_barrier,
    pass<&Methods::xShmUnmap, int>,
    nullptr,
    nullptr,
};

}  // namespace

VfsState::VfsState(const DatabaseKey& database_key, Entropy& nonces, std::string vfs_name,
                   sqlite3_vfs* vfs_below)
    : cipher(database_key), name(std::move(vfs_name)), below(vfs_below), entropy_(nonces) {}

PageNonce VfsState::fresh_nonce() {
  const std::lock_guard lock{turn_};
  return entropy_.make<PageNonce>();
}

void VfsState::note_damage(PagePlace place) {
  const std::lock_guard lock{turn_};
  ++damage_.pages;
  damage_.last = place;
}

void VfsState::note_log_end() {
  const std::lock_guard lock{turn_};
  ++damage_.log_ends;
}

Damage VfsState::damage() {
  const std::lock_guard lock{turn_};
  return damage_;
}

const sqlite3_io_methods* crypt_file_methods() { return &methods; }

}  // namespace kith::store
