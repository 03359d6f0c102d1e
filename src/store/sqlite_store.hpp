// The store on a disk: SQLite under a CryptVfs, so nothing in its files is readable without the
// key. Refuses to know passphrases, what sealed bytes say, and threads: one thread at a time uses
// it (back_up has a connection of its own). Several processes may open the same file.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/entropy.hpp"
#include "node/store.hpp"
#include "store/crypt_vfs.hpp"
#include "store/statement.hpp"
#include "store/words.hpp"

namespace kith::store {

/// Why a store did not open; nothing was changed then.
enum class StoreOpenError {
  missing,               // no such file, and none was to be made
  wrong_key_or_damaged,  // its first page does not open: another key, another file, or damage
  damaged,               // the key is right, the content is not whole: restore
  newer_version,         // written by a later kith: use that one
  busy,                  // another process holds it
  full,                  // no room
  io,                    // the device or its permissions
};

enum class Presence { must_exist, may_be_new };

class SqliteStore final : public node::Store {
 public:
  /// Opens `path`, recovers what a crash left, and brings an older schema up to date.
  ///
  /// Requires: `entropy` outlives the store and never repeats (it seals every page); no other
  /// thread
  ///           uses it meanwhile. `vfs_below` names a registered SQLite VFS (empty: the default).
  [[nodiscard]] static Result<std::unique_ptr<SqliteStore>, StoreOpenError> open(
      const std::string& path, const DatabaseKey& key, Entropy& entropy, Presence presence,
      const std::string& vfs_below = {});

  /// After a failed flush every further commit is refused with `io`: open again, and look.
  [[nodiscard]] Result<void, node::StoreError> commit(const node::Batch& batch,
                                                      node::Durability durability) override;
  [[nodiscard]] Result<void, node::StoreError> flush() override;

  [[nodiscard]] Read<std::optional<ByteVec>> value(node::ValueName name) const override;
  [[nodiscard]] Read<std::vector<node::CircleRecord>> circles() const override;
  [[nodiscard]] Read<std::vector<node::StrandRecord>> strands() const override;
  [[nodiscard]] Read<std::vector<node::OwnLogRecord>> own_logs() const override;
  [[nodiscard]] Read<std::vector<node::SpanRecord>> spans(node::StrandNumber strand) const override;
  [[nodiscard]] Read<std::vector<std::pair<PersonId, ByteVec>>> contacts() const override;
  [[nodiscard]] Read<std::vector<node::Fact>> facts(node::FactKind kind) const override;
  [[nodiscard]] Read<std::optional<node::HeadRecord>> head_from(node::StrandNumber strand,
                                                                Seq seq) const override;
  [[nodiscard]] Read<std::optional<node::EpochRecord>> epoch_at(node::StrandNumber strand,
                                                                Seq seq) const override;
  [[nodiscard]] Read<std::vector<node::EpochRecord>> epochs(
      node::StrandNumber strand) const override;
  [[nodiscard]] Read<std::optional<ByteVec>> entry(node::EntryKey key) const override;
  [[nodiscard]] Read<void> scan(node::StrandNumber strand, Seq first, Seq last,
                                const Visit& visit) const override;
  [[nodiscard]] Read<std::optional<node::KeptLink>> kept_link(node::StrandNumber strand,
                                                              Seq seq) const override;
  [[nodiscard]] Read<std::optional<WallTime>> arrived(node::EntryKey key) const override;
  [[nodiscard]] Read<std::vector<node::WaitingRun>> unindexed() const override;
  [[nodiscard]] Read<std::vector<node::WaitingRun>> unworded() const override;
  [[nodiscard]] Read<std::vector<node::EntryKey>> with_prefix(std::uint64_t prefix) const override;
  [[nodiscard]] Read<std::vector<node::EntryKey>> answers_to(std::uint64_t prefix) const override;
  [[nodiscard]] Read<std::vector<std::uint64_t>> answered(
      std::span<const std::uint64_t> prefixes) const override;
  [[nodiscard]] Read<std::vector<node::EntryKey>> things(node::CircleNumber circle,
                                                         std::uint64_t kind) const override;
  [[nodiscard]] Read<std::optional<std::int64_t>> moved_order(node::EntryKey entry) const override;
  [[nodiscard]] Read<std::vector<node::ShownKey>> last_shown(
      node::CircleNumber circle, std::size_t count,
      std::optional<node::ShownKey> before) const override;
  [[nodiscard]] Read<std::vector<node::ShownKey>> shown_since(node::CircleNumber circle,
                                                              std::int64_t from_order,
                                                              std::size_t count) const override;
  [[nodiscard]] Read<node::SoughtWords> sought(
      const std::vector<std::string>& typed) const override;
  [[nodiscard]] Read<std::vector<node::EntryKey>> with_words(const node::SoughtWords& sought,
                                                             std::optional<node::KeySpan> within,
                                                             std::size_t count) const override;
  [[nodiscard]] bool holds_words(std::string_view text,
                                 const std::vector<std::string>& typed) const override {
    return words_->are_in(text, typed);
  }
  /// The database and its log.
  [[nodiscard]] Read<std::uint64_t> bytes_kept() const override;

  /// Moves all of the log into the database and empties it; otherwise it stays below 16 MiB or so.
  [[nodiscard]] Result<void, node::StoreError> settle();

  /// What could not be read so far, for a report.
  [[nodiscard]] Damage damage() const { return vfs_->damage(); }

  /// Where it lies, for back_up.
  struct Place {
    std::string path;
    std::string vfs;
    std::string vfs_below;
  };
  [[nodiscard]] Place place() const { return {path_, vfs_->name(), vfs_below_}; }

 private:
  SqliteStore(std::string path, std::string vfs_below);

  using Beginning = std::optional<std::vector<std::string>>;
  [[nodiscard]] Read<Beginning> words_beginning(const std::string& so) const;
  [[nodiscard]] int connect(Presence presence);
  [[nodiscard]] int tune();
  [[nodiscard]] int make_durable(node::Durability durability);
  [[nodiscard]] int checkpoint(int mode);
  void tidy_log(bool forgot);

  std::string path_;
  std::string vfs_below_;
  std::unique_ptr<CryptVfs> vfs_;
  std::unique_ptr<Connection> connection_;
  std::unique_ptr<Words> words_;
  std::optional<node::Durability> durability_;
  struct Log {
    int pages{};
    bool grew{};       // with the last commit
    bool unflushed{};  // what it holds may not be on the disk
  };
  Log log_;
  bool forgot_{};  // and the log may still hold it
  bool stopped_{};
};

}  // namespace kith::store
