// How entries, names and times look on a terminal or in a pipe. Refuses to know commands.
#pragma once

#include <ostream>
#include <string>

#include "cli/print.hpp"

namespace kith::cli {

/// Of an id, where one may be typed.
inline constexpr std::size_t id_digits = 16;

class Paint {
 public:
  explicit Paint(bool colour) : colour_(colour) {}
  [[nodiscard]] std::string dim(const std::string& text) const { return in("2", text); }
  [[nodiscard]] std::string bold(const std::string& text) const { return in("1", text); }

 private:
  [[nodiscard]] std::string in(const char* code, const std::string& text) const {
    return colour_ ? "\x1b[" + std::string{code} + "m" + text + "\x1b[0m" : text;
  }
  bool colour_;
};

/// The text of a field; empty where it lacks or is no text.
[[nodiscard]] std::string text_of(const service::Json& json, const char* field);

enum class Shown { day, minute, both, due };  // due: a day alone where its last minute is meant
/// By the reader's own clock and calendar; both and due name the year where it is another.
[[nodiscard]] std::string local(const std::string& rfc3339, Shown what);

/// "1 entry", "2 entries"
[[nodiscard]] std::string counted(std::uint64_t number, const std::string& one,
                                  const std::string& several);
/// "ben, cem", of texts.
[[nodiscard]] std::string names_in(const service::Json& names);
/// "ben, cem (until 1 Dec 09:00)"
[[nodiscard]] std::string names_of(const service::Json& people);
/// Why there are no words.
[[nodiscard]] std::string absence_of(const service::Json& json);
[[nodiscard]] std::string hearers_of(const service::Json& entry);

/// Entries, a line or more each, under the day and under who hears them where these change.
class EntryLines {
 public:
  EntryLines(std::ostream& out, const Look& look) : out_(out), paint_(look.colour) {}
  void put(const service::Json& entry);

 private:
  std::ostream& out_;
  Paint paint_;
  std::string day_;
  std::string hearers_;
};

void print_entries(std::ostream& out, const service::Json& entries, const Look& look);

}  // namespace kith::cli
