#include "cli/print_observing.hpp"

#include "cli/draw.hpp"
#include "cli/terminal.hpp"

namespace kith::cli {

using service::Json;

namespace {

// A shape for each, so that no colour is needed.
std::string shape_of(const std::string& went) {
  if (went == "came through") return "●";
  if (went == "late") return "◐";
  if (went == "partly") return "◒";
  if (went == "not") return "○";
  return "·";
}

void print_group(std::ostream& out, const Json& group, const std::string& name) {
  std::string strip;
  for (const auto& note : group.at("strip")) strip += shape_of(text_of(note, "went"));
  out << "  " << name << "  " << group.at("came_through") << " of " << group.at("of")
      << " came through  " << strip;
  const auto& next = group.at("next");
  if (!next.is_null()) {
    out << "  of the next " << next.at("of") << ", likely " << next.at("low") << " to "
        << next.at("high");
  } else if (group.at("of") == 1) {
    out << "  one note is too little to say more";
  }
  out << "\n";
}

void print_groups(std::ostream& out, const Json& groups, const char* title) {
  if (groups.empty()) return;
  out << title << "\n";
  for (const auto& group : groups) {
    const auto name = one_line(text_of(group, "group"));
    print_group(out, group, name.empty() ? "(no tag)" : name);
  }
}

constexpr const char* legend = "● came through  ◐ late  ◒ partly  ○ not  · we changed it";

}  // namespace

void print_observed(std::ostream& out, const Json& answer, const Look&) {
  out << "Noted, for you alone: " << one_line(text_of(answer, "name")) << ", "
      << text_of(answer, "went") << ".\n";
}

void print_pattern(std::ostream& out, const Json& answer, const Look& look) {
  const Paint paint{look.colour};
  out << paint.bold(one_line(text_of(answer, "name"))) << ", from " << answer.at("notes")
      << " notes of your own; older ones weigh less\n";
  print_groups(out, answer.at("by_tag"), "By kind");
  print_groups(out, answer.at("by_weekday"), "By weekday");
  print_groups(out, answer.at("by_notice"), "By notice given");
  out << paint.dim(legend) << "\n"
      << paint.dim(
             "Only you see this. It is on your devices alone, and each note goes after two "
             "years.")
      << "\n";
}

void print_came_through(std::ostream& out, const Json& answer, const Look& look) {
  const Paint paint{look.colour};
  for (const auto& person : answer) print_group(out, person, one_line(text_of(person, "name")));
  if (answer.empty()) out << "You noted nothing of that kind.\n";
  out << paint.dim("By name, not by how it went. Only you see this.") << "\n";
}

void print_observing(std::ostream& out, const Json& answer, const Look&) {
  out << (answer.at("on") == true ? "You keep notes" : "You keep no notes")
      << " on how promises went; " << answer.at("notes") << " are here.\n";
}

}  // namespace kith::cli
