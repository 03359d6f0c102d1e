// The changes that make entries findable. Rows go into each table in that table's own order: random
// inserts into a tree touch, seal and log a page each.
#include <algorithm>
#include <array>
#include <string>

#include "base/check.hpp"
#include "store/row_id.hpp"
#include "store/sqlite_write.hpp"

namespace kith::store {

namespace change = node::change;

template <class Row>
int Writer::put_words(const std::vector<Row>& rows) {
  auto insert = connection_.use("INSERT INTO words(rowid, text) VALUES(?1, ?2)");
  for (const auto& row : rows) {
    const int code = row.text.empty()
                         ? SQLITE_OK
                         : insert.with(row_id(row.entry), std::string_view{row.text}).run();
    if (code != SQLITE_OK) {
      return code;
    }
  }
  return SQLITE_OK;
}

int Writer::on(const change::PutIndex& put) {
  check(std::all_of(put.rows.begin(), put.rows.end(), [&](const auto& row) {
    return row.entry.strand == put.strand && put.first <= row.entry.seq &&
           row.entry.seq <= put.last;
  }));
  int code = forget_earlier(put);
  for (const auto step : {&Writer::put_refs, &Writer::put_shown, &Writer::put_answers,
                          &Writer::put_things, &Writer::put_words<node::IndexRow>}) {
    code = code != SQLITE_OK ? code : (this->*step)(put.rows);
  }
  code = code != SQLITE_OK ? code : put_moved(put);
  const node::WaitingRun run{put.strand, put.first, put.last};
  code = code != SQLITE_OK ? code : change_runs(Queue::waiting, run, cut_run);
  const bool later = code == SQLITE_OK && put.words_wait;
  return later ? change_runs(Queue::unworded, run, add_run) : code;
}

int Writer::on(const change::PutWords& put) {
  const int code = put_words(put.rows);
  const node::WaitingRun run{put.strand, put.first, put.last};
  return code != SQLITE_OK ? code : change_runs(Queue::unworded, run, cut_run);
}

// Entries may be indexed again, when a key came later: a row takes the place of an earlier one.
// What stood elsewhere than its author claims is found through `moved`, which is nearly always
// empty.
int Writer::forget_earlier(const change::PutIndex& put) {
  std::vector<std::pair<std::int64_t, std::int64_t>> earlier;
  {
    auto select = connection_.use("SELECT id, place FROM moved WHERE id BETWEEN ?1 AND ?2");
    select.with(row_id(put.strand, put.first), row_id(put.strand, put.last));
    while (select.row()) {
      earlier.emplace_back(select.integer(0), select.integer(1));
    }
    if (select.code() != SQLITE_OK) {
      return select.code();
    }
  }
  auto unshow = connection_.use("DELETE FROM shown WHERE circle = ?1 AND place = ?2 AND id = ?3");
  auto unmove = connection_.use("DELETE FROM moved WHERE id = ?1");
  for (const auto& row : put.rows) {
    const auto id = row_id(row.entry);
    const std::int64_t circle{row.circle.value};
    const auto found = std::lower_bound(earlier.begin(), earlier.end(), std::pair{id, INT64_MIN});
    const bool moved = found != earlier.end() && found->first == id;
    int code = SQLITE_OK;
    if (moved) {
      code = unshow.with(circle, found->second, id).run();
      code = code != SQLITE_OK ? code : unmove.with(id).run();
    } else if (row.order != row.claimed || !row.shown) {
      code = unshow.with(circle, row.claimed, id).run();
    }
    if (code != SQLITE_OK) {
      return code;
    }
  }
  return SQLITE_OK;
}

int Writer::put_shown(const std::vector<node::IndexRow>& rows) {
  std::vector<std::array<std::int64_t, 3>> shown;
  shown.reserve(rows.size());
  for (const auto& row : rows) {
    if (row.shown) {
      shown.push_back({std::int64_t{row.circle.value}, row.order, row_id(row.entry)});
    }
  }
  std::sort(shown.begin(), shown.end());
  auto insert =
      connection_.use("INSERT OR IGNORE INTO shown(circle, place, id) VALUES(?1, ?2, ?3)");
  for (const auto& [circle, place, id] : shown) {
    if (const int code = insert.with(circle, place, id).run(); code != SQLITE_OK) {
      return code;
    }
  }
  return SQLITE_OK;
}

int Writer::put_moved(const change::PutIndex& put) {
  auto insert = connection_.use("INSERT OR REPLACE INTO moved(id, place) VALUES(?1, ?2)");
  for (const auto& row : put.rows) {
    const int code =
        row.order == row.claimed ? SQLITE_OK : insert.with(row_id(row.entry), row.order).run();
    if (code != SQLITE_OK) {
      return code;
    }
  }
  return SQLITE_OK;
}

// What an entry refers to never changes, so indexing it again adds nothing.
int Writer::put_answers(const std::vector<node::IndexRow>& rows) {
  std::vector<std::pair<std::int64_t, std::int64_t>> answers;
  for (const auto& row : rows) {
    for (const auto& reference : row.references) {
      answers.emplace_back(static_cast<std::int64_t>(node::prefix_of(reference)),
                           row_id(row.entry));
    }
  }
  std::sort(answers.begin(), answers.end());
  auto insert = connection_.use("INSERT OR IGNORE INTO answer(prefix, id) VALUES(?1, ?2)");
  for (const auto& [prefix, id] : answers) {
    if (const int code = insert.with(prefix, id).run(); code != SQLITE_OK) {
      return code;
    }
  }
  return SQLITE_OK;
}

// Nor does its kind change. Things are few beside words, and mostly come one by one.
int Writer::put_things(const std::vector<node::IndexRow>& rows) {
  auto insert = connection_.use("INSERT OR IGNORE INTO thing(circle, kind, id) VALUES(?1, ?2, ?3)");
  for (const auto& row : rows) {
    if (!row.thing) continue;
    const auto kind = static_cast<std::int64_t>(*row.thing);
    const int code = insert.with(std::int64_t{row.circle.value}, kind, row_id(row.entry)).run();
    if (code != SQLITE_OK) return code;
  }
  return SQLITE_OK;
}

// FTS5 counts rows and sizes, and takes a count below zero for damage. Asking first which words the
// entry holds lets a text be forgotten twice, or one that was never put.
int Writer::words_held(std::int64_t entry, const std::string& text, std::string& held) {
  auto select = connection_.use("SELECT 1 FROM words WHERE words MATCH ?1 AND rowid = ?2");
  for (const auto& word : words_.of(text)) {
    const auto query = '"' + word + '"';
    if (select.with(std::string_view{query}, entry).row()) {
      held += word + ' ';
    }
    if (select.code() != SQLITE_OK) {
      return select.code();
    }
  }
  return SQLITE_OK;
}

// FTS5 3.40 forgets by adding "not here any more" beside what is there; the word itself goes when
// the two meet in a merge. Only 'optimize' promises that they do: it writes one segment out of all,
// with nothing of what was taken out, and secure_delete clears the old pages. It costs a rewrite of
// the whole word index (about a second a million messages), and to forget is rare.
int Writer::on(const change::ForgetWords& forgotten) {
  const auto id = row_id(forgotten.entry);
  std::string held;
  int code = words_held(id, forgotten.text, held);
  if (code != SQLITE_OK || held.empty()) {
    return code;
  }
  forgot_ = true;
  // An empty row first, for FTS5's count of rows: what is put once may be forgotten in parts.
  code = connection_.use("INSERT INTO words(rowid, text) VALUES(?1, '')").with(id).run();
  if (code == SQLITE_OK) {
    code = connection_.use("INSERT INTO words(words, rowid, text) VALUES('delete', ?1, ?2)")
               .with(id, std::string_view{held})
               .run();
  }
  return code != SQLITE_OK ? code : connection_.run("INSERT INTO words(words) VALUES('optimize')");
}

int Writer::on(const change::MoveShown& moved) {
  const auto id = row_id(moved.entry);
  const std::int64_t circle{moved.circle.value};
  int code = connection_.use("DELETE FROM shown WHERE circle = ?1 AND place = ?2 AND id = ?3")
                 .with(circle, moved.from_order, id)
                 .run();
  if (code == SQLITE_OK && connection_.changed_rows() == 1) {
    code = connection_.use("INSERT OR IGNORE INTO shown(circle, place, id) VALUES(?1, ?2, ?3)")
               .with(circle, moved.to_order, id)
               .run();
  }
  return code != SQLITE_OK
             ? code
             : connection_.use("INSERT OR REPLACE INTO moved(id, place) VALUES(?1, ?2)")
                   .with(id, moved.to_order)
                   .run();
}

}  // namespace kith::store
