// What SqliteStore answers of words. No answer reads more of the index than its caller bounds: FTS5
// goes through a word as far as it is asked for, but through every word of a beginning before it
// gives the first entry, so a beginning is looked up as the words that begin so.
#include <algorithm>
#include <limits>

#include "store/row_id.hpp"
#include "store/sqlite_store.hpp"

namespace kith::store {
namespace {

using node::EntryKey;
using node::StoreError;

// Of words, none of which holds a quote: ("apple" OR "apples") AND ("cake")
std::string query_of(const std::vector<std::vector<std::string>>& lists) {
  std::string query;
  for (const auto& list : lists) {
    query += query.empty() ? "(" : " AND (";
    for (const auto& word : list) query += (&word == &list.front() ? "\"" : " OR \"") + word + '"';
    query += ')';
  }
  return query;
}

}  // namespace

// Each word by a seek of its own: what follows a word is not before it with a zero behind, and no
// word has one in it.
Result<SqliteStore::Beginning, StoreError> SqliteStore::words_beginning(
    const std::string& so) const {
  const int made = connection_->run(
      "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocab USING fts5vocab('main', 'words', 'instance')");
  if (made != SQLITE_OK) return Fail<StoreError>{error_of(made)};
  std::vector<std::string> found;
  auto select = connection_->use("SELECT term FROM temp.vocab WHERE term >= ?1 LIMIT 1");
  std::string from = so;
  while (select.with(std::string_view{from}).row()) {
    std::string word{as_text(select.blob(0))};
    if (!word.starts_with(so)) break;
    if (found.size() == node::words_beginning_max) return Beginning{};
    from = word + '\0';
    found.push_back(std::move(word));
  }
  if (select.code() != SQLITE_OK) return Fail<StoreError>{error_of(select.code())};
  return Beginning{std::move(found)};
}

Result<node::SoughtWords, StoreError> SqliteStore::sought(
    const std::vector<std::string>& typed) const {
  node::SoughtWords found;
  for (const auto& word : words_->sought(typed)) {
    if (!word.beginning) {
      found.lists.push_back({word.word});
      continue;
    }
    auto list = words_beginning(word.word);
    if (!list) return Fail<StoreError>{list.error()};
    found.leaves_out = found.leaves_out || !*list;
    if (*list) found.lists.push_back(std::move(**list));
  }
  return found;
}

Result<std::vector<EntryKey>, StoreError> SqliteStore::with_words(
    const node::SoughtWords& sought, std::optional<node::KeySpan> within, std::size_t count) const {
  std::vector<EntryKey> keys;
  const bool none = std::any_of(sought.lists.begin(), sought.lists.end(),
                                [](const auto& list) { return list.empty(); });
  if (sought.lists.empty() || none) return keys;
  const auto query = query_of(sought.lists);
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  const auto limit = static_cast<std::int64_t>(std::min<std::uint64_t>(count, most));
  // Of a span from its beginning: FTS5 finds its way to a row from the first of a word in 0.05 ms,
  // from the last in 0.9.
  auto select = connection_->use(
      within ? "SELECT rowid FROM words WHERE words MATCH ?1 AND rowid BETWEEN ?3 AND ?4"
             : "SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rowid DESC LIMIT ?2");
  if (within) {
    select.with(std::string_view{query}, limit, row_id(within->first), row_id(within->last));
  } else {
    select.with(std::string_view{query}, limit);
  }
  while (select.row()) keys.push_back(key_at(select.integer(0)));
  if (select.code() != SQLITE_OK) return Fail<StoreError>{error_of(select.code())};
  if (within) {
    std::reverse(keys.begin(), keys.end());
    keys.resize(std::min(keys.size(), count));
  }
  return keys;
}

}  // namespace kith::store
