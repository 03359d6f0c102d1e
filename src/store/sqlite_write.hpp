// What each change of a batch does to the tables. Inner part of sqlite_store; refuses to know when
// a transaction begins, and what makes it durable.
#pragma once

#include "store/packed_refs.hpp"
#include "store/runs.hpp"
#include "store/statement.hpp"
#include "store/words.hpp"

namespace kith::store {

class Writer {
 public:
  Writer(Connection& connection, const Words& words) : connection_(connection), words_(words) {}

  /// SQLITE_OK, or the extended result code of what failed.
  [[nodiscard]] int apply(const node::Batch& batch);

  /// Something was to be gone: what the log still holds of it must go too.
  [[nodiscard]] bool forgot() const { return forgot_; }

 private:
  [[nodiscard]] int on(const node::change::PutValue& put);
  [[nodiscard]] int on(const node::change::PutCircle& put);
  [[nodiscard]] int on(const node::change::PutStrand& put);
  [[nodiscard]] int on(const node::change::PutOwnLog& put);
  [[nodiscard]] int on(const node::change::RetireOwnLog& retired);
  [[nodiscard]] int on(const node::change::PutEntries& put);
  [[nodiscard]] int on(const node::change::ReplaceEntry& replaced);
  [[nodiscard]] int on(const node::change::PutSpans& put);
  [[nodiscard]] int on(const node::change::PutHead& put);
  [[nodiscard]] int on(const node::change::DropHead& dropped);
  [[nodiscard]] int on(const node::change::PutEpoch& put);
  [[nodiscard]] int on(const node::change::PutContact& put);
  [[nodiscard]] int on(const node::change::PutFact& put);
  [[nodiscard]] int on(const node::change::DropFact& dropped);
  [[nodiscard]] int on(const node::change::PutIndex& put);
  [[nodiscard]] int on(const node::change::PutWords& put);
  [[nodiscard]] int on(const node::change::QueueIndex& queued);
  [[nodiscard]] int on(const node::change::ForgetWords& forgotten);
  [[nodiscard]] int on(const node::change::MoveShown& moved);

  [[nodiscard]] int put_lean(const node::change::PutEntries& put);
  [[nodiscard]] int put_links(const node::change::PutEntries& put);
  [[nodiscard]] int put_refs(const std::vector<node::IndexRow>& rows);
  [[nodiscard]] int keep_refs();
  [[nodiscard]] int insert_refs(const std::vector<std::pair<std::uint64_t, std::int64_t>>& refs);
  [[nodiscard]] int pack_refs(std::vector<PackedRef> refs);
  [[nodiscard]] int take_unpacked(std::vector<PackedRef>& refs);
  [[nodiscard]] int take_packed(std::vector<PackedRef>& refs);
  [[nodiscard]] int put_packed(std::span<const PackedRef> refs);
  [[nodiscard]] int put_shown(const std::vector<node::IndexRow>& rows);
  [[nodiscard]] int put_moved(const node::change::PutIndex& put);
  [[nodiscard]] int put_things(const std::vector<node::IndexRow>& rows);
  [[nodiscard]] int put_answers(const std::vector<node::IndexRow>& rows);
  template <class Row>
  [[nodiscard]] int put_words(const std::vector<Row>& rows);
  [[nodiscard]] int forget_earlier(const node::change::PutIndex& put);
  enum class Queue { waiting, unworded };
  [[nodiscard]] int change_runs(Queue queue, const node::WaitingRun& run,
                                void (*change)(Runs&, const node::WaitingRun&));
  [[nodiscard]] int words_held(std::int64_t entry, const std::string& text, std::string& held);

  Connection& connection_;
  const Words& words_;
  std::vector<std::pair<std::uint64_t, std::int64_t>> refs_;  // of this batch: prefix, row_id
  bool forgot_{};
};

}  // namespace kith::store
