#include "cli/print_promising.hpp"

#include "cli/draw.hpp"
#include "cli/terminal.hpp"

namespace kith::cli {

using service::Json;

namespace {

std::string what_of(const Json& json) {
  return json.at("text").is_null() ? absence_of(json) : one_line(text_of(json, "text"));
}

std::string tags_of(const Json& json) {
  std::string tags;
  for (const auto& tag : json.at("tags")) {
    tags += (tags.empty() ? "" : ", ") + one_line(tag.get<std::string>());
  }
  return tags.empty() ? tags : "  [" + tags + "]";
}

std::string day_of(const Json& json) {
  const auto by = text_of(json, "by");
  if (by.empty()) return {};
  // What is done, or taken back, waits for no day any more.
  const bool went_by =
      json.contains("went_by") && json.at("went_by") == true && json.at("open") == true;
  return (went_by ? ", went by on " : ", by ") + local(by, Shown::due);
}

void print_turns(std::ostream& out, const Json& turns) {
  for (const auto& turn : turns) {
    if (turn.at("stands") != true) continue;
    const auto words = text_of(turn, "words");
    out << "  " << one_line(text_of(turn, "turning")) << ", "
        << local(text_of(turn, "time"), Shown::both)
        << (words.empty() ? "" : ": " + many_lines(words, "    ")) << "\n";
  }
}

// The last of them, by its author's clock, stands above.
void print_apart(std::ostream& out, const Json& promise) {
  const auto& now = promise.at("now");
  if (now.size() < 2) return;
  out << "  changed on two devices that did not know of each other: both changes stand\n";
  for (std::size_t i = 0; i + 1 < now.size(); ++i) {
    out << "  also: " << many_lines(text_of(now[i], "text"), "    ") << day_of(now[i]) << "\n";
  }
}

// What becomes of it reaches them only where the two of you speak.
void print_deaf(std::ostream& out, const Json& promise) {
  if (promise.at("open") != true) return;
  for (const auto& one : promise.at("for")) {
    if (!one.contains("hears_you") || one.at("hears_you") == true) continue;
    const auto name = one_line(text_of(one, "name"));
    out << "  " << name
        << " does not hear you there any more: it stands between you two; `kith say " << name
        << " …` tells them.\n";
  }
}

void print_promise_of(std::ostream& out, const Json& promise, const Look& look) {
  const Paint paint{look.colour};
  const auto whom = names_of(promise.at("for"));
  out << paint.bold(one_line(text_of(promise, "author"))) << (whom.empty() ? "" : " to " + whom)
      << ": ";
  print_promise(out, promise, look);
}

}  // namespace

void print_promise(std::ostream& out, const Json& promise, const Look& look) {
  const Paint paint{look.colour};
  out << what_of(promise) << day_of(promise) << tags_of(promise) << "  "
      << paint.dim(text_of(promise, "id").substr(0, id_digits)) << "\n";
  print_apart(out, promise);
  print_turns(out, promise.at("turns"));
  print_deaf(out, promise);
}

void print_promises(std::ostream& out, const Json& answer, const Look& look) {
  for (const auto& promise : answer) print_promise_of(out, promise, look);
  if (answer.empty()) out << "Nothing was promised that you hear.\n";
}

void print_asks(std::ostream& out, const Json& answer, const Look& look) {
  const Paint paint{look.colour};
  for (const auto& ask : answer) {
    const auto whom = names_of(ask.at("of"));
    out << paint.bold(one_line(text_of(ask, "author"))) << " asks"
        << (whom.empty() ? "" : " " + whom) << ": " << what_of(ask) << day_of(ask) << tags_of(ask)
        << "  " << paint.dim(text_of(ask, "id").substr(0, id_digits)) << "\n";
    for (const auto& promise : ask.at("promises")) {
      out << "  ";
      print_promise_of(out, promise, look);
    }
  }
  if (answer.empty()) out << "Nothing was asked that you hear.\n";
}

void print_turn(std::ostream& out, const Json& answer, const Look& look) {
  out << "Said; " << hearers_of(answer) << ".\n";
  print_promise_of(out, answer.at("promise"), look);
}

}  // namespace kith::cli
