#include "cli/draw.hpp"

#include <algorithm>
#include <array>
#include <ctime>

#include "cli/terminal.hpp"
#include "host/clock.hpp"
#include "service/time_text.hpp"

namespace kith::cli {

using service::Json;

std::string text_of(const Json& json, const char* field) {
  return json.contains(field) && json.at(field).is_string() ? json.at(field).get<std::string>()
                                                            : std::string{};
}

namespace {

bool is_this_year(const std::tm& parts) {
  const auto now = static_cast<std::time_t>(host::wall_now().micros / 1'000'000);
  std::tm today{};
  return localtime_r(&now, &today) != nullptr && today.tm_year == parts.tm_year;
}

}  // namespace

std::string local(const std::string& rfc3339, Shown what) {
  const auto time = service::time_of(rfc3339);
  if (!time) return rfc3339;
  const auto seconds = static_cast<std::time_t>(time->micros / 1'000'000);
  std::tm parts{};
  std::array<char, 64> text{};
  if (localtime_r(&seconds, &parts) == nullptr) return rfc3339;
  const bool year = !is_this_year(parts);
  const bool whole_day = what == Shown::due && parts.tm_hour == 23 && parts.tm_min == 59;
  std::size_t size = 0;
  switch (what) {
    case Shown::day:
      size = std::strftime(text.data(), text.size(), "%A, %e %B %Y", &parts);
      break;
    case Shown::minute:
      size = std::strftime(text.data(), text.size(), "%H:%M", &parts);
      break;
    case Shown::both:
    case Shown::due:
      size = std::strftime(text.data(), text.size(), year ? "%e %b %Y" : "%e %b", &parts);
      if (!whole_day) {
        size += std::strftime(text.data() + size, text.size() - size, " %H:%M", &parts);
      }
      break;
  }
  // %e fills a day of one digit up.
  const std::string_view all{text.data(), size};
  return std::string{all.substr(std::min(all.find_first_not_of(' '), all.size()))};
}

std::string counted(std::uint64_t number, const std::string& one, const std::string& several) {
  return std::to_string(number) + ' ' + (number == 1 ? one : several);
}

std::string names_in(const Json& names) {
  std::string list;
  for (const auto& name : names) {
    list += (list.empty() ? "" : ", ") + one_line(name.get<std::string>());
  }
  return list;
}

std::string names_of(const Json& people) {
  std::string names;
  for (const auto& person : people) {
    names += (names.empty() ? "" : ", ") + one_line(text_of(person, "name"));
    if (const auto until = text_of(person, "until"); !until.empty()) {
      names += " (until " + local(until, Shown::due) + ")";
    }
  }
  return names;
}

std::string absence_of(const Json& entry) {
  return entry.value("wanted", false)
             ? "(not here yet: whoever brought it had let it go; others are asked for it)"
             : "(forgotten)";
}

std::string hearers_of(const Json& entry) {
  if (!entry.contains("audience") || !entry.at("audience").is_array()) return "not known who hears";
  const auto names = names_of(entry.at("audience"));
  return names.empty() ? "nobody else hears" : "heard by " + names;
}

namespace {

// Who speaks, and who said it where it was brought along.
std::string speaker_of(const Json& entry) {
  auto author = one_line(text_of(entry, "author"));
  if (!entry.contains("quoted")) return author;
  const auto& quoted = entry.at("quoted");
  const auto who = one_line(text_of(quoted, "who"));
  const auto when = one_line(text_of(quoted, "when"));
  return author + " brought" + (when.empty() ? "" : " [" + when + "]") +
         (who.empty() ? "" : " <" + who + ">");
}

// Whom of those who hear it it has not reached, as far as their devices told.
std::string awaited_by(const Json& entry) {
  if (!entry.at("reached").is_array() || entry.at("forgotten") == true) return {};
  auto awaited = Json::array();
  for (const auto& hearer : entry.at("audience")) {
    const auto is_them = [&](const Json& one) { return one.at("person") == hearer.at("person"); };
    if (hearer.at("person") == entry.at("author_id")) continue;
    if (std::ranges::none_of(entry.at("reached"), is_them)) awaited.push_back(hearer);
  }
  return awaited.empty() ? "" : "on its way to " + names_of(awaited);
}

// To whom it was handed over on purpose afterwards, of those who did not hear it then.
Json given_past_of(const Json& entry) {
  auto given = Json::array();
  const auto& hearers = entry.at("audience");
  for (const auto& name : entry.at("past_given_to")) {
    const bool heard = hearers.is_array() && std::ranges::any_of(hearers, [&](const Json& one) {
                         return one.at("name") == name;
                       });
    if (!heard) given.push_back(name);
  }
  return given;
}

std::string notes_of(const Json& entry) {
  std::string notes;
  const auto add = [&](const std::string& note) { notes += (notes.empty() ? "" : " · ") + note; };
  const auto answers = entry.at("answers").size();
  if (answers > 0) {
    add("answers " + entry.at("answers").front().get<std::string>().substr(0, id_digits) +
        (answers > 1 ? " and " + std::to_string(answers - 1) + " more" : ""));
  }
  if (const auto unseen = entry.at("unseen_answers").get<std::size_t>(); unseen > 0) {
    add("answers " + std::to_string(unseen) + " that you do not see");
  }
  if (const auto given = given_past_of(entry); !given.empty()) {
    add("given later to " + names_in(given));
  }
  if (const auto awaited = awaited_by(entry); !awaited.empty()) add(awaited);
  if (entry.at("arrived_late") == true) add("arrived later");
  if (entry.at("two_stories") == true) add("its author told two stories");
  return notes;
}

}  // namespace

void EntryLines::put(const Json& entry) {
  const auto time = text_of(entry, "time");
  if (const auto day = local(time, Shown::day); day != day_) {
    out_ << paint_.dim("── " + day) << "\n";
    day_ = day;
  }
  if (const auto now = hearers_of(entry); now != hearers_) {
    out_ << paint_.dim("   (" + now + ")") << "\n";
    hearers_ = now;
  }
  const bool forgotten = entry.at("forgotten") == true;
  const auto kind = text_of(entry, "kind");
  const auto says = text_of(entry, "says");
  const bool known = kind == "message" || kind == "quote" || !says.empty();
  const auto text = forgotten                        ? paint_.dim(absence_of(entry))
                    : entry.at("unreadable") == true ? paint_.dim("(unreadable)")
                    : known                          ? many_lines(text_of(entry, "text"), "      ")
                            : paint_.dim("(" + one_line(kind) + ", which this kith does not know)");
  out_ << local(time, Shown::minute) << " " << paint_.bold(speaker_of(entry))
       << (says.empty() ? "" : " " + one_line(says)) << (text.empty() ? "" : ": ") << text << "\n";
  const auto notes = notes_of(entry);
  out_ << paint_.dim("      " + text_of(entry, "id").substr(0, id_digits) +
                     (notes.empty() ? "" : " · " + notes))
       << "\n";
}

void print_entries(std::ostream& out, const Json& entries, const Look& look) {
  EntryLines lines{out, look};
  for (const auto& entry : entries) lines.put(entry);
  if (entries.empty()) out << "Nothing yet.\n";
}

}  // namespace kith::cli
