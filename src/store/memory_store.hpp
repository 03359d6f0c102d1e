// The store in memory: the twin of SqliteStore for tests and the simulator, over ordered
// containers, with one contract test for both. It cannot fail and keeps nothing when the process
// ends.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "node/store.hpp"
#include "store/runs.hpp"
#include "store/words.hpp"

namespace kith::store {

class MemoryStore : public node::Store {
 public:
  /// Many stores (of one thread) may share one `words`.
  explicit MemoryStore(std::shared_ptr<const Words> words = std::make_shared<const Words>());

  [[nodiscard]] Result<void, node::StoreError> commit(const node::Batch& batch,
                                                      node::Durability durability) override;
  [[nodiscard]] Result<void, node::StoreError> flush() override { return {}; }

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
  [[nodiscard]] Read<std::uint64_t> bytes_kept() const override;

 private:
  void on(const node::change::PutValue& put);
  void on(const node::change::PutCircle& put);
  void on(const node::change::PutStrand& put);
  void on(const node::change::PutOwnLog& put);
  void on(const node::change::RetireOwnLog& retired);
  void on(const node::change::PutEntries& put);
  void on(const node::change::ReplaceEntry& replaced);
  void on(const node::change::PutSpans& put);
  void on(const node::change::PutHead& put);
  void on(const node::change::DropHead& dropped);
  void on(const node::change::PutEpoch& put);
  void on(const node::change::PutContact& put);
  void on(const node::change::PutFact& put);
  void on(const node::change::DropFact& dropped);
  void on(const node::change::PutIndex& put);
  void on(const node::change::PutWords& put);
  void on(const node::change::QueueIndex& queued);
  void on(const node::change::ForgetWords& forgotten);
  void on(const node::change::MoveShown& moved);
  void put_row(const node::IndexRow& row);
  void put_words(node::EntryKey entry, const std::string& text);

  using ByPrefix = std::set<std::pair<std::uint64_t, node::EntryKey>>;
  [[nodiscard]] static std::vector<node::EntryKey> keys_of(const ByPrefix& index,
                                                           std::uint64_t prefix);

  std::shared_ptr<const Words> words_;
  std::map<node::ValueName, ByteVec> values_;
  std::map<node::CircleNumber, node::CircleRecord> circles_;
  std::map<node::StrandNumber, node::StrandRecord> strands_;
  std::map<node::StrandNumber, node::OwnLogRecord> own_logs_;
  std::map<node::StrandNumber, std::map<Seq, node::SpanRecord>> spans_;
  std::map<PersonId, ByteVec> contacts_;
  std::map<node::FactKind, std::map<ByteVec, ByteVec>> facts_;
  std::map<node::EntryKey, node::HeadRecord> heads_;
  std::map<node::EntryKey, node::EpochRecord> epochs_;
  std::map<node::EntryKey, ByteVec> entries_;
  std::map<node::EntryKey, Link> kept_links_;
  std::map<node::EntryKey, WallTime> arrivals_;
  std::map<node::StrandNumber, Runs> waiting_;
  std::map<node::StrandNumber, Runs> unworded_;
  ByPrefix refs_;
  ByPrefix answers_;
  std::map<std::pair<node::CircleNumber, std::uint64_t>, std::set<node::EntryKey>> things_;
  std::map<node::CircleNumber, std::set<node::ShownKey>> shown_;
  std::map<node::EntryKey, std::int64_t> moved_;
  std::map<std::string, std::vector<node::EntryKey>, std::less<>> postings_;  // each ascending
};

}  // namespace kith::store
