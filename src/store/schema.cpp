#include "store/schema.hpp"

#include <array>
#include <string>

#include "base/check.hpp"

namespace kith::store {
namespace {

// Rowids called id are strand and seq (row_id.hpp). Sizes of FTS pages: each of them is a row, and
// one row with its overhead should fill a page (4056 bytes without the sealed tail), not spill.
constexpr const char* first_release = R"sql(
CREATE TABLE value(name INTEGER PRIMARY KEY, value BLOB NOT NULL) STRICT;
CREATE TABLE circle(number INTEGER PRIMARY KEY, id BLOB NOT NULL) STRICT;
CREATE TABLE strand(
  number INTEGER PRIMARY KEY, circle INTEGER NOT NULL, log BLOB NOT NULL, person BLOB NOT NULL,
  device BLOB NOT NULL, form INTEGER NOT NULL, parent INTEGER, forked INTEGER NOT NULL) STRICT;
CREATE TABLE own_log(
  strand INTEGER PRIMARY KEY, secret BLOB NOT NULL, epoch_opened INTEGER NOT NULL,
  last_time INTEGER NOT NULL) STRICT;
CREATE TABLE span(
  id INTEGER PRIMARY KEY, next INTEGER NOT NULL, before BLOB NOT NULL,
  head BLOB NOT NULL) STRICT;
CREATE TABLE head(
  id INTEGER PRIMARY KEY, signature BLOB NOT NULL, entries INTEGER NOT NULL,
  bytes INTEGER NOT NULL) STRICT;
CREATE TABLE epoch(
  id INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, leaf INTEGER NOT NULL, keys BLOB NOT NULL,
  audience BLOB NOT NULL) STRICT;
CREATE TABLE contact(person BLOB PRIMARY KEY, record BLOB NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE entry(id INTEGER PRIMARY KEY, lean BLOB NOT NULL) STRICT;
CREATE TABLE kept_link(id INTEGER PRIMARY KEY, link BLOB NOT NULL) STRICT;
CREATE TABLE arrival(id INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;

CREATE TABLE waiting(id INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT;
CREATE TABLE ref(prefix INTEGER, id INTEGER, PRIMARY KEY(prefix, id)) STRICT, WITHOUT ROWID;
CREATE TABLE shown(circle INTEGER, place INTEGER, id INTEGER,
  PRIMARY KEY(circle, place, id)) STRICT, WITHOUT ROWID;
CREATE TABLE moved(id INTEGER PRIMARY KEY, place INTEGER NOT NULL) STRICT;
CREATE TABLE answer(prefix INTEGER, id INTEGER, PRIMARY KEY(prefix, id)) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE words USING fts5(text, content='', detail=none, columnsize=0,
  tokenize='unicode61 remove_diacritics 2');
INSERT INTO words(words, rank) VALUES('pgsz', 3990);
)sql";

constexpr const char* second_release = R"sql(
CREATE TABLE fact(kind INTEGER, key BLOB, value BLOB NOT NULL,
  PRIMARY KEY(kind, key)) STRICT, WITHOUT ROWID;
)sql";

constexpr const char* third_release = R"sql(
CREATE TABLE unworded(id INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT;
)sql";

// Things that came before are found by going through everything once more, in lazy commits as ever;
// words are put anew with them, so that none is counted twice.
constexpr const char* fourth_release = R"sql(
CREATE TABLE thing(circle INTEGER, kind INTEGER, id INTEGER,
  PRIMARY KEY(circle, kind, id)) STRICT, WITHOUT ROWID;
DELETE FROM waiting;
INSERT INTO waiting(id, last) SELECT id, next - 1 FROM span;
DELETE FROM unworded;
INSERT INTO words(words) VALUES('delete-all');
)sql";

// What lies in `ref` from before is packed with the next that comes.
constexpr const char* fifth_release = R"sql(
CREATE TABLE packed_ref(first INTEGER PRIMARY KEY, refs BLOB NOT NULL) STRICT;
)sql";

constexpr std::array steps{first_release, second_release, third_release, fourth_release,
                           fifth_release};

int take_steps(Connection& connection, Steps missing, std::size_t version) {
  for (const char* step : missing) {
    if (const int code = connection.run(step); code != SQLITE_OK) {
      return code;
    }
  }
  const auto mark = "PRAGMA user_version=" + std::to_string(version);
  return connection.run(mark.c_str());
}

}  // namespace

Steps schema_steps() { return steps; }

std::optional<Version> version_of(Connection& connection, int& code) {
  auto asked = connection.use("PRAGMA user_version");
  const bool known = asked.row();
  code = asked.code();
  if (!known) {
    return std::nullopt;
  }
  return Version{asked.integer(0)};
}

int migrate(Connection& connection, Steps wanted) {
  int code = connection.run("BEGIN IMMEDIATE");
  if (code != SQLITE_OK) {
    return code;
  }
  // Read again: another process may have been first.
  if (const auto version = version_of(connection, code)) {
    const auto taken = static_cast<std::size_t>(version->steps_taken);
    check(version->steps_taken >= 0 && taken <= wanted.size());
    code = taken == wanted.size() ? SQLITE_OK
                                  : take_steps(connection, wanted.subspan(taken), wanted.size());
  }
  if (code == SQLITE_OK) {
    code = connection.run("COMMIT");
  }
  if (connection.in_transaction()) {
    (void)connection.run("ROLLBACK");
  }
  return code;
}

}  // namespace kith::store
