// What the bare machine does with the same bytes, straight through libsodium and SQLite: the limit
// that figures of ours stand beside. One thing after the other, on one core; no keys derived,
// nothing encrypted on the disk, nothing decoded, copied or checked.
#pragma once

#include <sodium.h>

#include <array>
#include <string>
#include <vector>

#include "base/check.hpp"
#include "bench/talk.hpp"
#include "store/row_id.hpp"
#include "store/statement.hpp"

namespace kith::bench {

/// Seconds for all rows together.
struct Bare {
  double hash{};    // BLAKE2b-256 of each row
  double cipher{};  // XChaCha20 over each row
  double link{};    // BLAKE2b-256 of one block of 128 bytes a row
  double insert{};  // into a table by rowid, WAL, FULL, rows_a_commit at a time
  double sign{};    // Ed25519, once a commit
  double verify{};  // Ed25519, once a commit
  double cpu{};     // of all six

  [[nodiscard]] double to_write() const { return hash + cipher + link + insert + sign; }
  [[nodiscard]] double to_take_in() const { return hash + cipher + link + insert + verify; }
};

using Rows = std::vector<ByteVec>;

/// Seconds for the same rows in a table of plain SQLite. Copies nothing.
[[nodiscard]] inline double bare_insert(const Rows& rows, std::size_t rows_a_commit) {
  const Folder folder{"plain"};
  sqlite3* handle = nullptr;
  check(sqlite3_open(folder.file("plain.db").c_str(), &handle) == SQLITE_OK);
  store::Connection connection{handle};
  check(connection.run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                       "CREATE TABLE entry(id INTEGER PRIMARY KEY, lean BLOB)") == SQLITE_OK);
  const Watch watch;
  auto id = store::row_id({1}, {0});
  for (std::size_t from = 0; from < rows.size(); from += rows_a_commit) {
    check(connection.run("BEGIN") == SQLITE_OK);
    {
      auto insert = connection.use("INSERT INTO entry(id, lean) VALUES(?1, ?2)");
      for (auto i = from; i < std::min(from + rows_a_commit, rows.size()); ++i) {
        check(insert.with(id++, ByteView{rows[i]}).run() == SQLITE_OK);
      }
    }
    check(connection.run("COMMIT") == SQLITE_OK);
  }
  return watch.seconds();
}

template <class EachRow>
double seconds_over(const Rows& rows, EachRow each) {
  const Watch watch;
  for (const auto& row : rows) {
    each(row);
  }
  return watch.seconds();
}

/// Requires: libsodium is initialised.
[[nodiscard]] inline Bare bare_machine(const Rows& rows, std::size_t rows_a_commit) {
  std::array<std::uint8_t, 128> block{};
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret{};
  std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> person{};
  std::array<std::uint8_t, crypto_sign_BYTES> signature{};
  std::array<std::uint8_t, crypto_stream_xchacha20_KEYBYTES> key{};
  std::array<std::uint8_t, crypto_stream_xchacha20_NONCEBYTES> nonce{};
  ByteVec out(64 * 1024);
  (void)crypto_sign_keypair(person.data(), secret.data());

  Bare bare;
  const SpentWatch spent;
  bare.hash = seconds_over(rows, [&](const ByteVec& row) {
    (void)crypto_generichash(nonce.data(), 24, row.data(), row.size(), key.data(), key.size());
  });
  bare.cipher = seconds_over(rows, [&](const ByteVec& row) {
    (void)crypto_stream_xchacha20_xor(out.data(), row.data(), row.size(), nonce.data(), key.data());
  });
  bare.link = seconds_over(rows, [&](const ByteVec&) {
    (void)crypto_generichash(block.data(), 32, block.data(), block.size(), nullptr, 0);
  });
  bare.insert = bare_insert(rows, rows_a_commit);
  const Rows heads((rows.size() + rows_a_commit - 1) / rows_a_commit, ByteVec(64));
  bare.sign = seconds_over(heads, [&](const ByteVec& head) {
    (void)crypto_sign_detached(signature.data(), nullptr, head.data(), head.size(), secret.data());
  });
  bare.verify = seconds_over(heads, [&](const ByteVec& head) {
    check(crypto_sign_verify_detached(signature.data(), head.data(), head.size(), person.data()) ==
          0);
  });
  bare.cpu = spent.so_far().cpu;
  return bare;
}

/// Seconds of CPU for what the two ends of a session under Noise XKpsk3 cannot leave out: one new
/// key and three agreements each.
[[nodiscard]] inline double bare_handshake() {
  std::array<std::uint8_t, crypto_scalarmult_SCALARBYTES> secret{};
  std::array<std::uint8_t, crypto_scalarmult_BYTES> point{};
  randombytes_buf(secret.data(), secret.size());
  const SpentWatch watch;
  for (int i = 0; i < 2; ++i) check(crypto_scalarmult_base(point.data(), secret.data()) == 0);
  for (int i = 0; i < 6; ++i) {
    check(crypto_scalarmult(point.data(), secret.data(), point.data()) == 0);
  }
  return watch.so_far().cpu;
}

/// Seconds of CPU for as many sealed boxes: one new key and one agreement each.
[[nodiscard]] inline double bare_boxes(std::size_t count) {
  std::array<std::uint8_t, crypto_scalarmult_SCALARBYTES> secret{};
  std::array<std::uint8_t, crypto_scalarmult_BYTES> point{};
  const SpentWatch watch;
  for (std::size_t i = 0; i < count; ++i) {
    randombytes_buf(secret.data(), secret.size());
    check(crypto_scalarmult_base(point.data(), secret.data()) == 0);
    check(crypto_scalarmult(point.data(), secret.data(), point.data()) == 0);
  }
  return watch.so_far().cpu;
}

}  // namespace kith::bench
