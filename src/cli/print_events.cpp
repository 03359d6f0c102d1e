#include "cli/print_events.hpp"

#include "cli/draw.hpp"
#include "cli/terminal.hpp"

namespace kith::cli {

using service::Json;

namespace {

// 2026-12-05T18:00 → 2026-12-05 18:00
std::string spaced(std::string civil) {
  if (const auto t = civil.find('T'); t != std::string::npos) civil[t] = ' ';
  return civil;
}

std::string span_of(const Json& times) {
  const auto at = text_of(times, "at");
  const auto until = text_of(times, "until");
  if (until.empty()) return spaced(at);
  const auto t = at.find('T');
  const bool same_day = t != std::string::npos && until.starts_with(at.substr(0, t + 1));
  return spaced(at) + " to " + (same_day ? until.substr(t + 1) : spaced(until));
}

// By the clock of its place, then by the reader's where that shows something else.
std::string when_of(const Json& event) {
  const auto& next = event.at("next");
  auto when = span_of(next.is_null() ? event : next);
  const auto zone = text_of(event, "zone");
  if (zone.empty()) return when;
  when += " (" + one_line(zone);
  if (event.at("zone_known") != true) return when + ", whose clock is not known here)";
  if (!next.is_null()) {
    const auto here = local(text_of(next, "starts"), Shown::minute);
    if (!text_of(next, "at").ends_with(here)) when += ", " + here + " by your clock";
  }
  return when + ")";
}

void print_coming(std::ostream& out, const Json& coming) {
  for (const auto& one : coming) {
    const auto words = text_of(one, "words");
    const auto day = text_of(one, "day");
    out << "  " << one_line(text_of(one, "name")) << ": " << one_line(text_of(one, "coming"))
        << (day.empty() ? "" : " on " + day)
        << (one.at("before_it_moved") == true ? " (said before it was moved)" : "")
        << (words.empty() ? "" : ", " + many_lines(words, "    ")) << "\n";
  }
}

void print_more(std::ostream& out, const Json& more, const char* of_what) {
  if (more != 0) out << "  and " << more.dump() << " " << of_what << "\n";
}

void print_details(std::ostream& out, const Json& event) {
  if (const auto where = text_of(event, "where"); !where.empty()) {
    out << "  where: " << one_line(where) << "\n";
  }
  std::string bring;
  for (const auto& one : event.at("bring")) {
    bring += (bring.empty() ? "" : ", ") + one_line(one.get<std::string>());
  }
  if (!bring.empty()) out << "  bring: " << bring << "\n";
  if (const auto repeat = text_of(event, "repeat"); !repeat.empty()) {
    out << "  repeats: " << one_line(repeat)
        << (event.at("repeat_known") == true ? "" : ", in a way that this kith does not know")
        << "\n";
  }
  if (const auto text = text_of(event, "text"); !text.empty()) {
    out << "  " << many_lines(text, "  ") << "\n";
  }
}

}  // namespace

void print_event(std::ostream& out, const Json& event, const Look& look) {
  const Paint paint{look.colour};
  const auto id = paint.dim(text_of(event, "id").substr(0, id_digits));
  if (event.at("title").is_null()) {
    out << absence_of(event) << "  " << id << "\n";
    return;
  }
  const bool off = event.at("called_off") == true;
  out << paint.bold(one_line(text_of(event, "title"))) << ", " << when_of(event)
      << (off                                        ? ", called off"
          : event.value("next_known", true) == false ? ", its rule followed no further"
          : event.at("next").is_null()
              ? (event.at("days_off").empty() ? ", over" : ", over or called off")
              : "")
      << ", by " << one_line(text_of(event, "author")) << " in "
      << one_line(text_of(event, "circle")) << "  " << id << "\n";
  if (event.at("changed_apart") == true) {
    out << "  changed on two devices that did not know of each other: both changes stand\n";
  }
  print_details(out, event);
  print_more(out, event.at("turns_more"), "earlier on what became of it");
  for (const auto& turn : event.at("turns")) {
    const auto words = text_of(turn, "words");
    const auto day = text_of(turn, "day");
    if (turn.at("stands") != true || (words.empty() && day.empty())) continue;
    out << "  " << one_line(text_of(turn, "turning")) << (day.empty() ? "" : " on " + day)
        << (words.empty() ? "" : ": " + many_lines(words, "    ")) << "\n";
  }
  print_more(out, event.at("coming_more"), "earlier on who comes");
  print_coming(out, event.at("coming"));
}

void print_events(std::ostream& out, const Json& answer, const Look& look) {
  for (const auto& event : answer) print_event(out, event, look);
  if (answer.empty()) out << "Nothing takes place that you hear of.\n";
}

void print_event_word(std::ostream& out, const Json& answer, const Look& look) {
  out << "Said; " << hearers_of(answer) << ".\n";
  print_event(out, answer.at("event"), look);
}

namespace {

void print_left_out(std::ostream& out, const Json& left_out) {
  for (const auto& one : left_out) {
    out << "  left out: " << one_line(text_of(one, "title")) << ", " << text_of(one, "why") << "\n";
  }
}

}  // namespace

void print_calendar(std::ostream& out, const Json& answer, const Look&) {
  out << "Written to " << text_of(answer, "file") << ": " << answer.at("events").dump()
      << " events, in plain text: mind who can read it.\n";
  print_left_out(out, answer.at("left_out"));
}

void print_imported(std::ostream& out, const Json& answer, const Look&) {
  out << "Brought " << answer.at("events").dump() << " events along.\n";
  print_left_out(out, answer.at("left_out"));
}

}  // namespace kith::cli
