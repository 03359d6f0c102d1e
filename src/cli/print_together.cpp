#include "cli/print_together.hpp"

#include <map>

#include "cli/draw.hpp"
#include "cli/terminal.hpp"

namespace kith::cli {

using service::Json;

namespace {

void print_ends(std::ostream& out, const Json& juncture) {
  if (juncture.is_null()) return;
  out << "  you take part until " << local(text_of(juncture, "until"), Shown::due) << "\n";
  for (const auto& one : juncture.at("people")) {
    out << "  " << one_line(text_of(one, "name")) << " takes part until "
        << local(text_of(one, "until"), Shown::due) << "\n";
  }
}

// A name as it is typed.
std::string typed(const std::string& name) {
  const auto shown = one_line(name);
  const bool plain = shown.find_first_of(" \"'$`\\|&;<>()*?[]#~!{}") == std::string::npos;
  return plain ? shown : '"' + shown + '"';
}

}  // namespace

void print_lease(std::ostream& out, const Json& lease) {
  const bool mine = lease.at("mine") == true;
  const auto circle = text_of(lease, "circle");
  out << (mine ? one_line(text_of(lease, "name")) + " hears you"
               : "You hear " + one_line(text_of(lease, "speaker")))
      << " in " << one_line(circle) << " until " << local(text_of(lease, "until"), Shown::due);
  if (mine) {
    out << " (`kith include " << typed(circle) << " " << typed(text_of(lease, "name"))
        << " --until DAY` goes on)";
  }
  out << ".\n";
}

void print_juncture(std::ostream& out, const Json& answer, const Look&) {
  out << one_line(text_of(answer, "name")) << ": from now on " << hearers_of(answer) << ".\n";
  print_ends(out, answer.at("juncture"));
}

void print_end(std::ostream& out, const Json& juncture) {
  out << "You take part in " << one_line(text_of(juncture, "circle")) << " until "
      << local(text_of(juncture, "until"), Shown::due)
      << "; then nothing new crosses, and what you hold stays yours (`kith renew "
      << typed(text_of(juncture, "circle")) << " --until DAY` goes on).\n";
}

void print_re_formed(std::ostream& out, const Json& answer, const Look&) {
  out << one_line(text_of(answer, "name")) << " goes on from " << one_line(text_of(answer, "from"))
      << (answer.at("found") == true ? ", as one of them began it" : "") << "; "
      << hearers_of(answer) << ".\n";
  const auto given = names_in(answer.at("past_given"));
  const auto not_given = names_in(answer.at("past_not_given"));
  if (!given.empty()) out << "  Given what you said in the old one: " << given << "\n";
  if (!not_given.empty()) {
    out << "  Not given, since they do not hear you in the old one: " << not_given << "\n";
  }
}

void print_recognised(std::ostream& out, const Json& answer, const Look&) {
  const auto name = one_line(text_of(answer, "name"));
  const auto was = one_line(text_of(answer.at("was"), "name"));
  if (answer.at("recognised") == false) {
    out << "You no longer hold " << name << " for " << was << "; nothing else was changed.\n";
    return;
  }
  const auto circles = names_in(answer.at("circles"));
  out << name << " is whom you knew; that one is " << was << " from now on, for you alone.\n";
  if (!circles.empty()) out << "  They hear you now in " << circles << ".\n";
}

void print_recognitions(std::ostream& out, const Json& answer, const Look& look) {
  const Paint paint{look.colour};
  for (const auto& person : answer) {
    out << paint.bold(one_line(text_of(person, "name")));
    if (!person.at("was").is_null()) {
      out << ", whom you hold for " << one_line(text_of(person.at("was"), "name"));
    }
    out << "\n";
    for (const auto& word : person.at("says")) {
      const auto words = text_of(word, "words");
      out << "  says to have been " << one_line(text_of(word, "name"))
          << (words.empty() ? "" : ": " + many_lines(words, "    ")) << "\n";
    }
  }
  if (answer.empty()) out << "Nobody says to have been somebody else.\n";
}

void print_who(std::ostream& out, const Json& answer, const Look&) {
  std::map<std::string, std::string> heard;
  for (const auto& one : answer.at("hears")) {
    auto& list = heard[one_line(text_of(one, "speaker"))];
    list += (list.empty() ? "" : ", ") + one_line(text_of(one, "hearer"));
    if (const auto until = text_of(one, "until"); !until.empty()) {
      list += " (until " + local(until, Shown::due) + ")";
    }
  }
  for (const auto& [speaker, list] : heard) out << speaker << " is heard by " << list << "\n";
  for (const auto& one : answer.at("no_longer")) {
    out << one_line(text_of(one, "speaker")) << " no longer includes "
        << one_line(text_of(one, "name")) << "\n";
  }
  for (const auto& one : answer.at("ended")) {
    out << one_line(text_of(one, "speaker")) << " was heard by " << one_line(text_of(one, "hearer"))
        << " until " << local(text_of(one, "until"), Shown::due) << "\n";
  }
  if (heard.empty()) out << "Nobody hears anyone else here, as far as you can see.\n";
}

void print_papers(std::ostream& out, const Json& papers) {
  for (const auto& paper : papers) {
    const auto at = text_of(paper, "at");
    const auto words = text_of(paper, "words");
    out << "  On paper" << (at.empty() ? "" : ", " + local(at, Shown::both)) << ", as "
        << one_line(text_of(paper, "typed_in_by")) << " typed in: " << names_in(paper.at("names"))
        << (words.empty() ? "" : "; " + many_lines(words, "    ")) << "\n";
  }
}

}  // namespace kith::cli
