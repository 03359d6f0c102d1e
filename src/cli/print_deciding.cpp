#include "cli/print_deciding.hpp"

#include <algorithm>

#include "cli/draw.hpp"
#include "cli/print_together.hpp"
#include "cli/terminal.hpp"

namespace kith::cli {

using service::Json;

namespace {

std::string short_id(const Json& json, const char* field) {
  return text_of(json, field).substr(0, id_digits);
}

std::string version_named(std::uint64_t number) {
  switch (number) {
    case 1:
      return "the first version";
    case 2:
      return "the second version";
    default:
      return "version " + std::to_string(number);
  }
}

// Of which version a word is, where that is not the one that is shown.
std::string of_version(const Json& said) {
  return said.at("newest") == true
             ? std::string{}
             : ", of " + version_named(said.at("number").get<std::uint64_t>());
}

void print_words(std::ostream& out, const Json& said) {
  const auto words = text_of(said, "words");
  if (!words.empty()) out << ": " << many_lines(words, "    ");
  if (said.at("two_stories") == true) out << " (told two different stories; both are shown)";
  out << "\n";
}

// Whoever brought a text, or said whether they go along, was heard, also without a stance.
bool was_heard(const Json& proposal, const Json& person) {
  const auto& id = person.at("person");
  return id == proposal.at("author_id") ||
         std::ranges::any_of(proposal.at("agreements"),
                             [&](const Json& said) { return said.at("person") == id; });
}

void print_unheard(std::ostream& out, const Json& proposal) {
  for (const auto& person : proposal.at("not_heard_yet")) {
    if (was_heard(proposal, person)) continue;
    out << "  " << one_line(text_of(person, "name")) << "  ";
    if (person.at("muted") == true) {
      out << "muted by you";
    } else {
      out << (person.at("you_hear") == true ? "not heard yet" : "not heard by you here");
    }
    out << "\n";
  }
}

void print_agreements(std::ostream& out, const Json& agreements) {
  if (agreements.empty()) return;
  out << "Going along with the exact text, each for themself:\n";
  for (const auto& said : agreements) {
    out << "  " << one_line(text_of(said, "name")) << "  "
        << (said.at("goes_along") == true ? "goes along" : "stepped out") << of_version(said);
    print_words(out, said);
  }
}

void print_versions(std::ostream& out, const Json& versions, const Paint& paint) {
  for (const auto& version : versions) {
    const bool newest = version.at("newest") == true;
    out << (newest ? "" : "  ") << version_named(version.at("number").get<std::uint64_t>()) << ", "
        << local(text_of(version, "time"), Shown::both) << "  "
        << paint.dim(short_id(version, "id")) << "\n";
    if (!newest) continue;
    out << "    "
        << (version.at("text").is_null() ? paint.dim(absence_of(version))
                                         : many_lines(text_of(version, "text"), "    "))
        << "\n    " << paint.dim(hearers_of(version)) << "\n";
  }
}

}  // namespace

void print_proposals(std::ostream& out, const Json& answer, const Look& look) {
  const Paint paint{look.colour};
  for (const auto& one : answer) {
    out << paint.bold(one_line(text_of(one, "title"))) << "  " << one_line(text_of(one, "author"))
        << ", in " << one_line(text_of(one, "circle")) << "  " << paint.dim(short_id(one, "newest"))
        << "\n";
    if (one.at("waits_for_you") == true) {
      out << (one.at("you_spoke_of_an_earlier_version") == true ? "  amended since you spoke\n"
                                                                : "  waits for your word\n");
    }
  }
  if (answer.empty()) out << "Nothing was proposed that you hear.\n";
}

void print_proposal(std::ostream& out, const Json& answer, const Look& look) {
  const Paint paint{look.colour};
  out << paint.bold(one_line(text_of(answer, "title"))) << "  "
      << one_line(text_of(answer, "author")) << ", in " << one_line(text_of(answer, "circle"))
      << "\n";
  print_versions(out, answer.at("versions"), paint);
  out << "Each for themself:\n";
  for (const auto& said : answer.at("stances")) {
    out << "  " << one_line(text_of(said, "name")) << "  " << one_line(text_of(said, "position"))
        << of_version(said);
    print_words(out, said);
  }
  print_unheard(out, answer);
  print_agreements(out, answer.at("agreements"));
  print_papers(out, answer.at("papers"));
  for (const auto& other : answer.at("beside")) {
    out << one_line(text_of(other, "author"))
        << " brings another version: " << one_line(text_of(other, "title")) << "  "
        << paint.dim(short_id(other, "id")) << "\n";
  }
  for (const auto& other : answer.at("beside_of")) {
    out << "Beside what " << one_line(text_of(other, "author"))
        << " proposes: " << one_line(text_of(other, "title")) << "  "
        << paint.dim(short_id(other, "id")) << "\n";
  }
  const auto heard = names_of(answer.at("of_those_you_hear"));
  out << paint.dim(heard.empty() ? "You hear nobody else here."
                                 : "Of those you hear: " + heard +
                                       ". Someone whom you do not hear may have spoken too.")
      << "\n";
}

void print_stance(std::ostream& out, const Json& answer, const Look& look) {
  out << "Said; " << hearers_of(answer) << ".\n";
  print_proposal(out, answer.at("proposal"), look);
}

void print_practices(std::ostream& out, const Json& answer, const Look& look) {
  const Paint paint{look.colour};
  for (const auto& one : answer) {
    out << paint.bold(one_line(text_of(one, "title"))) << "  kept by "
        << one_line(text_of(one, "name")) << "\n  " << many_lines(text_of(one, "text"), "  ")
        << "\n";
    for (const auto& prompt : one.at("prompts")) {
      out << "  - " << many_lines(prompt.get<std::string>(), "    ") << "\n";
    }
  }
  if (answer.empty())
    out << "No practice is kept here; `kith practice CIRCLE NAME TEXT` keeps one.\n";
}

}  // namespace kith::cli
