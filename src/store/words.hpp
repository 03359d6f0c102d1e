// Cuts text into the words that search knows: exactly as the FTS5 table of the store does, because
// it asks the same tokenizer. So a query never becomes a phrase (which detail=none cannot answer),
// and the memory store finds what the SQLite store finds.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kith::store {

struct SoughtWord {
  std::string word;
  bool beginning{};  // words that begin so will do
};

class Words {
 public:
  /// Requires: `connection` outlives this. One thread at a time.
  explicit Words(sqlite3* connection);
  /// With a connection of its own, for a store without one.
  Words();
  ~Words();
  Words(const Words&) = delete;
  Words& operator=(const Words&) = delete;

  /// The distinct words of a text, ascending.
  [[nodiscard]] std::vector<std::string> of(std::string_view text) const;

  /// What to look for, given what was typed; a word ending in * stands for all that begin so.
  [[nodiscard]] std::vector<SoughtWord> sought(const std::vector<std::string>& typed) const;

  /// Whether a text holds all that was typed.
  [[nodiscard]] bool are_in(std::string_view text, const std::vector<std::string>& typed) const;

 private:
  Words(sqlite3* theirs, sqlite3* own);
  [[nodiscard]] std::vector<std::string> cut(std::string_view text) const;

  sqlite3* own_{};
  fts5_tokenizer methods_{};
  Fts5Tokenizer* tokenizer_{};
};

}  // namespace kith::store
