#include "service/gathering.hpp"

#include <algorithm>
#include <array>

#include "host/disk.hpp"
#include "kinds/proposals.hpp"
#include "service/deciding.hpp"
#include "service/drawing.hpp"
#include "service/fields.hpp"
#include "service/plain_time.hpp"
#include "service/talk.hpp"
#include "service/thing_named.hpp"
#include "service/time_text.hpp"

namespace kith::service {
namespace {

constexpr std::size_t lines_to_sign = 12;
constexpr std::size_t digits_shown = 16;

// Whatever somebody typed is text on the page, never part of it.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\n') out.push_back(c);
    }
  }
  return out;
}

std::string form_head(const std::string& circle) {
  return "<!doctype html>\n<html><head><meta charset=\"utf-8\"><title>" + escaped(circle) +
         "</title>\n<style>\nbody { font: 12pt serif; margin: 2cm }\n"
         "article { break-inside: avoid; margin-bottom: 1cm }\n"
         "pre { font: inherit; white-space: pre-wrap; border-left: 2pt solid; padding-left: 8pt }\n"
         "code { font-size: 9pt }\ntd { border-bottom: 1pt solid; height: 22pt; width: 8cm }\n"
         "</style></head><body>\n<h1 dir=\"auto\">" +
         escaped(circle) +
         "</h1>\n<p>Whoever signs goes along with that exact text, for themself alone. Later, "
         "<code>kith gather paper ID NAME,NAME</code> types in who signed.</p>\n";
}

std::string form_of(const Json& proposal) {
  const auto text = [&](const char* field) {
    return proposal.at(field).is_string() ? proposal.at(field).get<std::string>() : std::string{};
  };
  std::string rows;
  for (std::size_t i = 0; i < lines_to_sign; i += 2) rows += "<tr><td></td><td></td></tr>\n";
  return "<article>\n<h2 dir=\"auto\">" + escaped(text("title")) + "</h2>\n<p dir=\"auto\">" +
         escaped(text("author")) + ", version " + proposal.at("number").dump() + ", <code>" +
         text("newest").substr(0, digits_shown) + "</code></p>\n<pre dir=\"auto\">" +
         escaped(text("text")) + "</pre>\n<table>\n" + rows + "</table>\n</article>\n";
}

}  // namespace

Answer gather_record(OpenHome& home, const Json& request, const Progress& progress) {
  auto proposal = request;
  if (request.contains("present")) proposal["concerns"] = request.at("present");
  auto said = propose(home, proposal, progress);
  if (!said) return said;
  const auto agreed = agree(home, {{"id", said->at("id")}}, progress);
  if (!agreed) return agreed;
  (*said)["agreement"] = agreed->at("id");
  return said;
}

Answer gather_form(OpenHome& home, const Json& request, const Progress& progress) {
  const auto talk = talk_in(home, request);
  const auto file = path_in(request, "file");
  if (!talk) return Fail<Fault>{talk.error()};
  if (!file) return Fail<Fault>{file.error()};
  if (const auto ready = home.place_all(progress); !ready) {
    return Fail<Fault>{ready.error()};
  }
  const auto proposals = proposals_of(home, *talk);
  if (!proposals) return proposals;
  auto page = form_head(talk_name(home, *talk));
  std::size_t shown = 0;
  for (const auto& proposal : *proposals) {
    if (proposal.at("text").is_null()) continue;
    page += form_of(proposal);
    ++shown;
  }
  const auto done = host::write_new(*file, as_bytes(page + "</body></html>\n"));
  if (!done && done.error() == host::DiskError::exists) {
    return refuse("file_exists",
                  "\"" + *file + "\" is there already, and a form never replaces a file.");
  }
  if (!done) {
    return refuse("not_written",
                  "\"" + *file + "\" could not be written; check its folder and its disk.");
  }
  return Json{{"file", *file}, {"proposals", shown}};
}

Answer gather_paper(OpenHome& home, const Json& request, const Progress& progress) {
  constexpr std::array kind{kinds::KindNumber::proposal};
  auto names = tags_in(request, "names");
  if (!names) return Fail<Fault>{names.error()};
  std::erase(*names, "");
  const bool fit = !names->empty() && std::ranges::all_of(*names, [](const std::string& name) {
    return name.size() <= limits::tag_bytes_max;
  });
  if (!fit) {
    return refuse("who_signed",
                  "Say who signed, as the names stand on the paper: NAME,NAME, each at most 64 "
                  "bytes.",
                  Status::wrong_usage);
  }
  const auto at = time_in(request, "at");
  if (!at) return Fail<Fault>{at.error()};
  const auto named = thing_in(home, request, progress, kind);
  if (!named) return Fail<Fault>{named.error()};
  const auto is_it = [&](const kinds::Seen& seen) { return seen.link == named->link; };
  if (std::ranges::none_of(named->entries, is_it)) {
    return refuse("no_proposal",
                  "That is no proposal; `kith proposals` shows those that you hear.");
  }
  return speak(
      home, named->talk,
      {"",
       {reference_of(named->link)},
       std::nullopt,
       kinds::Paper{named->link, std::move(*names), *at, optional_text(request, "words")}});
}

Json papers_json(OpenHome& home, const std::vector<kinds::Seen>& entries) {
  auto papers = Json::array();
  for (const auto& seen : entries) {
    const auto* paper = seen.body ? std::get_if<kinds::Paper>(&*seen.body) : nullptr;
    if (paper == nullptr) continue;
    const auto on = reference_of(paper->version);
    if (std::ranges::count(seen.references, on) == 0) continue;
    papers.push_back({{"id", id_of(seen.link)},
                      {"version", to_hex(on.view())},
                      {"typed_in_by", name_of(home, seen.author)},
                      {"typed_in_by_id", to_hex(seen.author.view())},
                      {"names", paper->names},
                      {"at", paper->at ? Json(to_text(*paper->at)) : Json(nullptr)},
                      {"words", or_null(paper->words)},
                      {"time", to_text(seen.time)}});
  }
  return papers;
}

}  // namespace kith::service
