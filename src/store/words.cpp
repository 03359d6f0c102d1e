#include "store/words.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "base/check.hpp"

namespace kith::store {
namespace {

// SQLite's documented way to its FTS5 extension API (fts5.html §7).
fts5_api* fts5_of(sqlite3* connection) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  check(sqlite3_prepare_v2(connection, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK);
  check(sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr) ==
        SQLITE_OK);
  (void)sqlite3_step(statement);
  (void)sqlite3_finalize(statement);
  check(api != nullptr);
  return api;
}

int take_word(void* words, int, const char* token, int bytes, int, int) {
  static_cast<std::vector<std::string>*>(words)->emplace_back(token,
                                                              static_cast<std::size_t>(bytes));
  return SQLITE_OK;
}

sqlite3* open_in_memory() {
  sqlite3* connection = nullptr;
  check(sqlite3_open_v2(":memory:", &connection, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK);
  return connection;
}

}  // namespace

Words::Words(sqlite3* connection) : Words(connection, nullptr) {}

Words::Words() : Words(nullptr, open_in_memory()) {}

Words::Words(sqlite3* theirs, sqlite3* own) : own_(own) {
  auto* api = fts5_of(own != nullptr ? own : theirs);
  void* context = nullptr;
  check(api->xFindTokenizer(api, "unicode61", &context, &methods_) == SQLITE_OK);
  std::array<const char*, 2> options{"remove_diacritics", "2"};
  check(methods_.xCreate(context, options.data(), static_cast<int>(options.size()), &tokenizer_) ==
        SQLITE_OK);
}

Words::~Words() {
  methods_.xDelete(tokenizer_);
  (void)sqlite3_close(own_);
}

std::vector<std::string> Words::cut(std::string_view text) const {
  std::vector<std::string> words;
  check(text.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()));
  check(methods_.xTokenize(tokenizer_, &words, FTS5_TOKENIZE_DOCUMENT, text.data(),
                           static_cast<int>(text.size()), take_word) == SQLITE_OK);
  return words;
}

std::vector<std::string> Words::of(std::string_view text) const {
  auto words = cut(text);
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

std::vector<SoughtWord> Words::sought(const std::vector<std::string>& typed) const {
  std::vector<SoughtWord> result;
  for (const auto& word : typed) {
    const auto parts = cut(word);
    for (const auto& part : parts) {
      result.push_back({part, &part == &parts.back() && word.ends_with('*')});
    }
  }
  return result;
}

bool Words::are_in(std::string_view text, const std::vector<std::string>& typed) const {
  const auto words = of(text);
  const auto sought_words = sought(typed);
  return std::all_of(sought_words.begin(), sought_words.end(), [&](const SoughtWord& one) {
    const auto first = std::lower_bound(words.begin(), words.end(), one.word);
    if (first == words.end()) return false;
    return one.beginning ? first->starts_with(one.word) : *first == one.word;
  });
}

}  // namespace kith::store
