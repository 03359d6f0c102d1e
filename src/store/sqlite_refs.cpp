// By what an entry is found that another one refers to. New rows go into a small table; of many of
// them packed ones are made, all at once: a row at a random place costs a page to seal and to log.
#include <algorithm>
#include <utility>

#include "store/packed_refs.hpp"
#include "store/row_id.hpp"
#include "store/sqlite_store.hpp"
#include "store/sqlite_write.hpp"

namespace kith::store {
namespace {

constexpr std::size_t unpacked_max = 16384;

// Whether so many lie unpacked is asked once in 256 rows, by what is random in them anyway.
bool is_asked_at(std::int64_t prefix) { return (prefix & 0xff) == 0; }

}  // namespace

int Writer::put_refs(const std::vector<node::IndexRow>& rows) {
  refs_.reserve(refs_.size() + rows.size());
  for (const auto& row : rows) refs_.emplace_back(node::prefix_of(row.link), row_id(row.entry));
  return SQLITE_OK;
}

// Those of all that the batch indexed together: so many at once are packed without lying anywhere
// before.
int Writer::keep_refs() {
  const auto refs = std::exchange(refs_, {});
  if (refs.size() < unpacked_max) return insert_refs(refs);
  std::vector<PackedRef> packed;
  packed.reserve(refs.size());
  for (const auto& [prefix, id] : refs) packed.push_back({packed_prefix(prefix), id});
  return pack_refs(std::move(packed));
}

int Writer::insert_refs(const std::vector<std::pair<std::uint64_t, std::int64_t>>& refs) {
  std::vector<std::pair<std::int64_t, std::int64_t>> rows;
  rows.reserve(refs.size());
  for (const auto& [prefix, id] : refs) rows.emplace_back(static_cast<std::int64_t>(prefix), id);
  std::sort(rows.begin(), rows.end());
  auto insert = connection_.use("INSERT OR IGNORE INTO ref(prefix, id) VALUES(?1, ?2)");
  for (const auto& [prefix, id] : rows) {
    if (const int code = insert.with(prefix, id).run(); code != SQLITE_OK) {
      return code;
    }
  }
  const bool is_asked =
      std::any_of(rows.begin(), rows.end(), [](const auto& ref) { return is_asked_at(ref.first); });
  return is_asked ? pack_refs({}) : SQLITE_OK;
}

// What was indexed again may lie packed already.
int Writer::pack_refs(std::vector<PackedRef> refs) {
  int code = take_unpacked(refs);
  if (code != SQLITE_OK || refs.size() < unpacked_max) return code;
  code = take_packed(refs);
  if (code != SQLITE_OK) return code;
  std::sort(refs.begin(), refs.end());
  refs.erase(std::unique(refs.begin(), refs.end()), refs.end());
  code = connection_.run("DELETE FROM ref; DELETE FROM packed_ref");
  return code != SQLITE_OK ? code : put_packed(refs);
}

int Writer::take_unpacked(std::vector<PackedRef>& refs) {
  auto select = connection_.use("SELECT prefix, id FROM ref");
  while (select.row()) {
    const auto prefix = static_cast<std::uint64_t>(select.integer(0));
    refs.push_back({packed_prefix(prefix), select.integer(1)});
  }
  return select.code();
}

int Writer::take_packed(std::vector<PackedRef>& refs) {
  auto select = connection_.use("SELECT refs FROM packed_ref ORDER BY first");
  while (select.row()) {
    const auto block = unpack(select.blob(0));
    if (!block) return SQLITE_CORRUPT;
    refs.insert(refs.end(), block->begin(), block->end());
  }
  return select.code();
}

int Writer::put_packed(std::span<const PackedRef> refs) {
  auto insert = connection_.use("INSERT INTO packed_ref(first, refs) VALUES(?1, ?2)");
  while (!refs.empty()) {
    const auto block = refs.first(block_of(refs));
    const auto bytes = pack(block);
    const int code = insert.with(std::int64_t{block.front().prefix}, ByteView{bytes}).run();
    if (code != SQLITE_OK) return code;
    refs = refs.subspan(block.size());
  }
  return SQLITE_OK;
}

Result<std::vector<node::EntryKey>, node::StoreError> SqliteStore::with_prefix(
    std::uint64_t prefix) const {
  std::vector<std::int64_t> ids;
  auto select = connection_->use("SELECT id FROM ref WHERE prefix = ?1");
  select.with(static_cast<std::int64_t>(prefix));
  while (select.row()) ids.push_back(select.integer(0));
  if (select.code() != SQLITE_OK) return Fail{error_of(select.code())};
  const auto first = packed_prefix(prefix);
  auto packed =
      connection_->use("SELECT refs FROM packed_ref WHERE first <= ?1 ORDER BY first DESC LIMIT 1");
  if (packed.with(std::int64_t{first}).row()) {
    const auto block = unpack(packed.blob(0));
    if (!block) return Fail{error_of(SQLITE_CORRUPT)};
    for (const auto& ref : *block) {
      if (ref.prefix == first) ids.push_back(ref.id);
    }
  }
  if (packed.code() != SQLITE_OK) return Fail{error_of(packed.code())};
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  std::vector<node::EntryKey> keys;
  keys.reserve(ids.size());
  for (const auto id : ids) keys.push_back(key_at(id));
  return keys;
}

}  // namespace kith::store
