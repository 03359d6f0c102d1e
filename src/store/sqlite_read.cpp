// What SqliteStore answers.
#include <algorithm>
#include <limits>

#include "base/check.hpp"
#include "store/row_id.hpp"
#include "store/sqlite_store.hpp"

namespace kith::store {
namespace {

using node::EntryKey;
using node::StoreError;
using node::StrandNumber;

template <class T>
Result<T, StoreError> answer(const Statement& statement, T value) {
  if (statement.code() != SQLITE_OK) {
    return Fail<StoreError>{error_of(statement.code())};
  }
  return value;
}

// Calls `read` for each row, and collects.
template <class Record, class ReadRow>
Result<std::vector<Record>, StoreError> all(Statement& statement, const ReadRow& read) {
  std::vector<Record> records;
  while (statement.row()) {
    records.push_back(read(statement));
  }
  return answer(statement, std::move(records));
}

template <class Record, class ReadRow>
Result<std::optional<Record>, StoreError> at_most_one(Statement& statement, const ReadRow& read) {
  std::optional<Record> record;
  if (statement.row()) {
    record = read(statement);
  }
  return answer(statement, std::move(record));
}

std::uint32_t small(const Statement& row, int column) {
  return static_cast<std::uint32_t>(row.integer(column));
}

node::EpochRecord epoch_in(Statement& row) {
  const auto key = key_at(row.integer(0));
  const wire::Place first{key.seq, {small(row, 1)}, {static_cast<std::uint16_t>(row.integer(2))}};
  return {key.strand, first, row.copy(3), row.copy(4)};
}

EntryKey key_in(Statement& row) { return key_at(row.integer(0)); }
node::ShownKey shown_in(Statement& row) { return {row.integer(0), key_at(row.integer(1))}; }

std::int64_t limit_of(std::size_t count) {
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  return static_cast<std::int64_t>(std::min<std::uint64_t>(count, most));
}

}  // namespace

Result<std::optional<ByteVec>, StoreError> SqliteStore::value(node::ValueName name) const {
  auto select = connection_->use("SELECT value FROM value WHERE name = ?1");
  select.with(static_cast<std::int64_t>(name));
  return at_most_one<ByteVec>(select, [](Statement& row) { return row.copy(0); });
}

Result<std::vector<node::CircleRecord>, StoreError> SqliteStore::circles() const {
  auto select = connection_->use("SELECT number, id FROM circle ORDER BY number");
  return all<node::CircleRecord>(select, [](Statement& row) {
    return node::CircleRecord{{small(row, 0)}, row.fixed<CircleId>(1)};
  });
}

Result<std::vector<node::StrandRecord>, StoreError> SqliteStore::strands() const {
  auto select = connection_->use(
      "SELECT number, circle, log, person, device, form, parent, forked FROM strand"
      " ORDER BY number");
  return all<node::StrandRecord>(select, [](Statement& row) {
    node::StrandRecord strand{
        {small(row, 0)},        {small(row, 1)},
        row.fixed<LogId>(2),    row.fixed<PersonId>(3),
        row.fixed<DeviceId>(4), row.integer(5) != 0 ? wire::LogForm::aside : wire::LogForm::main,
        std::nullopt,           row.integer(7) != 0};
    if (!row.is_null(6)) {
      strand.parent = StrandNumber{small(row, 6)};
    }
    return strand;
  });
}

Result<std::vector<node::OwnLogRecord>, StoreError> SqliteStore::own_logs() const {
  auto select = connection_->use(
      "SELECT strand, secret, epoch_opened, last_time FROM own_log ORDER BY strand");
  return all<node::OwnLogRecord>(select, [](Statement& row) {
    return node::OwnLogRecord{{small(row, 0)}, row.copy(1), {row.integer(2)}, {row.integer(3)}};
  });
}

Result<std::vector<node::SpanRecord>, StoreError> SqliteStore::spans(StrandNumber strand) const {
  auto select = connection_->use(
      "SELECT id, next, before, head FROM span WHERE id BETWEEN ?1 AND ?2 ORDER BY id");
  select.with(row_id(strand, Seq{0}), last_row_id(strand));
  return all<node::SpanRecord>(select, [&](Statement& row) {
    const log::HeldSpan span{key_at(row.integer(0)).seq,
                             {static_cast<std::uint64_t>(row.integer(1))},
                             row.fixed<Link>(2),
                             row.fixed<Link>(3)};
    return node::SpanRecord{strand, span};
  });
}

Result<std::vector<std::pair<PersonId, ByteVec>>, StoreError> SqliteStore::contacts() const {
  auto select = connection_->use("SELECT person, record FROM contact ORDER BY person");
  return all<std::pair<PersonId, ByteVec>>(select, [](Statement& row) {
    return std::pair{row.fixed<PersonId>(0), row.copy(1)};
  });
}

Result<std::vector<node::Fact>, StoreError> SqliteStore::facts(node::FactKind kind) const {
  auto select = connection_->use("SELECT key, value FROM fact WHERE kind = ?1 ORDER BY key");
  select.with(static_cast<std::int64_t>(kind));
  return all<node::Fact>(select, [](Statement& row) {
    return node::Fact{row.copy(0), row.copy(1)};
  });
}

Result<std::optional<node::HeadRecord>, StoreError> SqliteStore::head_from(StrandNumber strand,
                                                                           Seq seq) const {
  auto select = connection_->use(
      "SELECT id, signature, entries, bytes FROM head WHERE id BETWEEN ?1 AND ?2 LIMIT 1");
  select.with(row_id(strand, seq), last_row_id(strand));
  return at_most_one<node::HeadRecord>(select, [](Statement& row) {
    return node::HeadRecord{key_at(row.integer(0)), row.fixed<Signature>(1),
                            static_cast<std::uint64_t>(row.integer(2)),
                            static_cast<std::uint64_t>(row.integer(3))};
  });
}

Result<std::optional<node::EpochRecord>, StoreError> SqliteStore::epoch_at(StrandNumber strand,
                                                                           Seq seq) const {
  auto select = connection_->use(
      "SELECT id, epoch, leaf, keys, audience FROM epoch WHERE id BETWEEN ?1 AND ?2"
      " ORDER BY id DESC LIMIT 1");
  select.with(row_id(strand, Seq{0}), row_id(strand, seq));
  return at_most_one<node::EpochRecord>(select, epoch_in);
}

Result<std::vector<node::EpochRecord>, StoreError> SqliteStore::epochs(StrandNumber strand) const {
  auto select = connection_->use(
      "SELECT id, epoch, leaf, keys, audience FROM epoch WHERE id BETWEEN ?1 AND ?2 ORDER BY id");
  select.with(row_id(strand, Seq{0}), last_row_id(strand));
  return all<node::EpochRecord>(select, epoch_in);
}

Result<std::optional<ByteVec>, StoreError> SqliteStore::entry(EntryKey key) const {
  auto select = connection_->use("SELECT lean FROM entry WHERE id = ?1");
  select.with(row_id(key));
  return at_most_one<ByteVec>(select, [](Statement& row) { return row.copy(0); });
}

Result<void, StoreError> SqliteStore::scan(StrandNumber strand, Seq first, Seq last,
                                           const Visit& visit) const {
  auto select =
      connection_->use("SELECT id, lean FROM entry WHERE id BETWEEN ?1 AND ?2 ORDER BY id");
  select.with(row_id(strand, first), row_id(strand, last));
  while (select.row() && visit(key_at(select.integer(0)).seq, select.blob(1))) {
  }
  if (select.code() != SQLITE_OK) {
    return Fail<StoreError>{error_of(select.code())};
  }
  return {};
}

Result<std::optional<node::KeptLink>, StoreError> SqliteStore::kept_link(StrandNumber strand,
                                                                         Seq seq) const {
  auto select = connection_->use(
      "SELECT id, link FROM kept_link WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT 1");
  select.with(row_id(strand, Seq{0}), row_id(strand, seq));
  return at_most_one<node::KeptLink>(select, [](Statement& row) {
    return node::KeptLink{key_at(row.integer(0)).seq, row.fixed<Link>(1)};
  });
}

Result<std::optional<WallTime>, StoreError> SqliteStore::arrived(EntryKey key) const {
  auto select = connection_->use(
      "SELECT at FROM arrival WHERE id BETWEEN ?1 AND ?2"
      " AND EXISTS(SELECT 1 FROM entry WHERE id = ?2) ORDER BY id DESC LIMIT 1");
  select.with(row_id(key.strand, Seq{0}), row_id(key));
  return at_most_one<WallTime>(select, [](Statement& row) { return WallTime{row.integer(0)}; });
}

namespace {

node::WaitingRun run_in(Statement& row) {
  const auto first = key_at(row.integer(0));
  return {first.strand, first.seq, {static_cast<std::uint64_t>(row.integer(1))}};
}

}  // namespace

Result<std::vector<node::WaitingRun>, StoreError> SqliteStore::unindexed() const {
  auto select = connection_->use("SELECT id, last FROM waiting ORDER BY id");
  return all<node::WaitingRun>(select, run_in);
}

Result<std::vector<node::WaitingRun>, StoreError> SqliteStore::unworded() const {
  auto select = connection_->use("SELECT id, last FROM unworded ORDER BY id");
  return all<node::WaitingRun>(select, run_in);
}

Result<std::vector<EntryKey>, StoreError> SqliteStore::answers_to(std::uint64_t prefix) const {
  auto select = connection_->use("SELECT id FROM answer WHERE prefix = ?1 ORDER BY id");
  select.with(static_cast<std::int64_t>(prefix));
  return all<EntryKey>(select, key_in);
}

// From the next that is asked for to the next that is there, and so on: whichever are few are
// looked up in the others.
Result<std::vector<std::uint64_t>, StoreError> SqliteStore::answered(
    std::span<const std::uint64_t> prefixes) const {
  std::vector<std::int64_t> asked(prefixes.begin(), prefixes.end());
  std::sort(asked.begin(), asked.end());
  std::vector<std::uint64_t> found;
  auto select =
      connection_->use("SELECT prefix FROM answer WHERE prefix >= ?1 ORDER BY prefix LIMIT 1");
  for (auto next = asked.begin(); next != asked.end();) {
    if (!select.with(*next).row()) break;
    const auto there = select.integer(0);
    if (there == *next) found.push_back(static_cast<std::uint64_t>(there));
    next = there == *next ? std::next(next) : std::lower_bound(next, asked.end(), there);
  }
  if (select.code() != SQLITE_OK) return Fail{error_of(select.code())};
  std::sort(found.begin(), found.end());
  return found;
}

Result<std::vector<EntryKey>, StoreError> SqliteStore::things(node::CircleNumber circle,
                                                              std::uint64_t kind) const {
  auto select =
      connection_->use("SELECT id FROM thing WHERE circle = ?1 AND kind = ?2 ORDER BY id");
  select.with(std::int64_t{circle.value}, static_cast<std::int64_t>(kind));
  return all<EntryKey>(select, key_in);
}

Result<std::optional<std::int64_t>, StoreError> SqliteStore::moved_order(EntryKey entry) const {
  auto select = connection_->use("SELECT place FROM moved WHERE id = ?1");
  select.with(row_id(entry));
  return at_most_one<std::int64_t>(select, [](Statement& row) { return row.integer(0); });
}

Result<std::vector<node::ShownKey>, StoreError> SqliteStore::last_shown(
    node::CircleNumber circle, std::size_t count, std::optional<node::ShownKey> before) const {
  constexpr auto highest = std::numeric_limits<std::int64_t>::max();
  auto select = connection_->use(
      "SELECT place, id FROM shown WHERE circle = ?1 AND (place, id) < (?2, ?3)"
      " ORDER BY place DESC, id DESC LIMIT ?4");
  select.with(std::int64_t{circle.value}, before ? before->order : highest,
              before ? row_id(before->entry) : highest, limit_of(count));
  auto shown = all<node::ShownKey>(select, shown_in);
  if (shown) {
    std::reverse(shown->begin(), shown->end());
  }
  return shown;
}

Result<std::vector<node::ShownKey>, StoreError> SqliteStore::shown_since(node::CircleNumber circle,
                                                                         std::int64_t from_order,
                                                                         std::size_t count) const {
  auto select = connection_->use(
      "SELECT place, id FROM shown WHERE circle = ?1 AND place >= ?2 ORDER BY place, id LIMIT ?3");
  select.with(std::int64_t{circle.value}, from_order, limit_of(count));
  return all<node::ShownKey>(select, shown_in);
}

Result<std::uint64_t, StoreError> SqliteStore::bytes_kept() const {
  std::uint64_t bytes = 0;
  for (const int which : {SQLITE_FCNTL_FILE_POINTER, SQLITE_FCNTL_JOURNAL_POINTER}) {
    sqlite3_file* file = nullptr;
    int code = sqlite3_file_control(connection_->handle(), "main", which, &file);
    sqlite3_int64 size = 0;
    if (code == SQLITE_OK && file != nullptr && file->pMethods != nullptr) {
      code = file->pMethods->xFileSize(file, &size);
    }
    if (code != SQLITE_OK) {
      return Fail<StoreError>{error_of(code)};
    }
    bytes += static_cast<std::uint64_t>(size);
  }
  return bytes;
}

}  // namespace kith::store
