// One open file of a CryptVfs: which read and write of SQLite is a page, a header or both, and what
// a damaged one means. Inner part of crypt_vfs; nobody else includes it.
#pragma once

#include <sqlite3.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>

#include "base/entropy.hpp"
#include "store/crypt_vfs.hpp"
#include "store/page_cipher.hpp"

namespace kith::store {

/// What a VFS and all its files share. SQLite reaches it through sqlite3_vfs.pAppData.
struct VfsState {
  VfsState(const DatabaseKey& database_key, Entropy& nonces, std::string vfs_name,
           sqlite3_vfs* vfs_below);

  [[nodiscard]] PageNonce fresh_nonce();
  void note_damage(PagePlace place);
  void note_log_end();
  [[nodiscard]] Damage damage();

  PageCipher cipher;
  std::string name;
  sqlite3_vfs* below;
  sqlite3_vfs face{};

 private:
  Entropy& entropy_;
  std::mutex turn_;  // connections of one VFS may live on several threads
  Damage damage_;
};

/// SQLite reads a frame's header and page in one call for two reasons. In recovery a page that does
/// not open ends the log; while it rewrites checksums the frame is its own of a moment ago, and one
/// that does not open is damage. What it read just before tells them apart.
enum class FrameReads : std::uint8_t { recovery, rewrite };

using FrameBuffer = std::array<std::uint8_t, frame_header_bytes + page_bytes>;

/// SQLite allocates it, followed by the file of the VFS below; it must begin with an sqlite3_file.
struct CryptFile {
  sqlite3_file base;
  sqlite3_file* below;
  VfsState* vfs;
  FrameBuffer* scratch;
  PageRole role;
  FrameReads frame_reads;
};

[[nodiscard]] const sqlite3_io_methods* crypt_file_methods();

}  // namespace kith::store
