#include "service/plain_talk.hpp"

#include <algorithm>

#include "service/entry_json.hpp"
#include "service/plain_files.hpp"

namespace kith::service {
namespace {

constexpr std::size_t entries_a_page = 200;

// Whatever somebody typed stands in its own line, and begins none: what looks like another's words
// in a title, or behind a carriage return, is part of what they say.
bool ends_line(char c) { return c == '\n' || c == '\r'; }

std::string in_one_line(std::string text) {
  std::ranges::replace_if(text, ends_line, ' ');
  return text;
}

void put_quoted(std::ofstream& out, std::string_view rest) {
  while (!rest.empty()) {
    const auto end = std::min(rest.find_first_of("\r\n"), rest.size());
    out << "> " << rest.substr(0, end) << '\n';
    const bool both = rest.substr(end).starts_with("\r\n");
    rest.remove_prefix(std::min(end + (both ? 2 : 1), rest.size()));
  }
}

void put_markdown(std::ofstream& out, const Json& entry) {
  const auto text_field = [&](const char* field) { return entry.at(field).get<std::string>(); };
  out << "**" << in_one_line(text_field("author")) << "** · " << text_field("time");
  if (entry.contains("quoted")) {
    const auto& quoted = entry.at("quoted");
    out << " · brought along";
    const auto put = [&](const char* before, const Json& field) {
      if (field.is_string()) out << before << in_one_line(field.get<std::string>());
    };
    put(", said by ", quoted.at("who"));
    put(" at ", quoted.at("when"));
  }
  if (const auto says = text_field("says"); !says.empty()) out << " · " << in_one_line(says);
  out << "\n\n";
  const auto text = entry.at("wanted").get<bool>()      ? "(not here yet)"
                    : entry.at("forgotten").get<bool>() ? "(forgotten)"
                                                        : text_field("text");
  put_quoted(out, text);
  out << "\n";
}

}  // namespace

PlainTalk::PlainTalk(OpenHome& home, node::CircleNumber circle, const std::filesystem::path& folder)
    : circle_(circle),
      folder_(folder),
      talk_(folder / "talk.md", std::ios::binary),
      data_(folder / "talk.json", std::ios::binary) {
  talk_ << "# " << in_one_line(talk_name(home, circle)) << "\n\n";
  data_ << "[";
}

Outcome<bool> PlainTalk::step(OpenHome& home) {
  const auto page = home.node().view().since(circle_, from_, entries_a_page + at_from_.size());
  if (!page) return Fail<Fault>{fault_of(page.error())};
  const auto before = written_;
  for (const auto& entry : *page) {
    const WallTime order{entry.order};
    if (order == from_ && std::ranges::count(at_from_, entry.key) != 0) continue;
    if (order != from_) at_from_.clear();
    from_ = order;
    at_from_.push_back(entry.key);
    const auto json = entry_json(home, entry);
    data_ << (written_++ == 0 ? "\n" : ",\n") << json.dump();
    put_markdown(talk_, json);
  }
  return written_ == before ? finish() : Outcome<bool>{false};
}

Outcome<bool> PlainTalk::finish() {
  data_ << "\n]\n";
  talk_.close();
  data_.close();
  if (!talk_.good() || !data_.good()) return cannot_write(folder_ / "talk.md");
  return true;
}

}  // namespace kith::service
