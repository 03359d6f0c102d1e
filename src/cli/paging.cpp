#include "cli/paging.hpp"

#include <chrono>
#include <iostream>
#include <limits>
#include <sstream>

#include "cli/draw.hpp"
#include "cli/terminal.hpp"
#include "service/talk.hpp"

namespace kith::cli {
namespace {

using service::Answer;
using service::entries_an_answer_max;
using service::Fault;
using service::Json;
using service::Outcome;

constexpr std::uint64_t shown_by_itself = 50;
constexpr auto from_the_beginning = "1970-01-01T00:00:00Z";
// Whoever reads what is printed so slowly does not keep others from the home.
constexpr std::chrono::milliseconds patience{200};
constexpr std::streamoff held_max = 8 << 20;  // bytes

// Entries as they come: lines for people, or the elements of one JSON array. What is not large is
// printed once all of it is there: a command that is refused prints nothing.
class Pages {
 public:
  Pages(const Invocation& invocation, Answering& answering, std::ostream& out, const Look& look)
      : answering_(answering),
        out_(out),
        look_(look),
        json_(invocation.json),
        lines_(held_, look) {}

  [[nodiscard]] Answer ask(const Json& request) { return answering_.answer_to(request); }
  [[nodiscard]] bool json() const { return json_; }
  [[nodiscard]] bool on_terminal() const { return look_.terminal; }
  [[nodiscard]] bool any() const { return any_; }
  [[nodiscard]] bool nobody_reads() const { return !out_; }

  void put(const Json& entry) {
    if (json_) {
      held_ << (any_ ? "," : "[") << text_of_json(entry);
    } else {
      lines_.put(entry);
    }
    any_ = true;
  }
  void put_all(const Json& entries) {
    for (const auto& entry : entries) put(entry);
    if (held_.tellp() > held_max) print();
  }
  void put_text(const std::string& text) { held_ << text; }
  void put_remark(const std::string& text) { held_ << Paint{look_.colour}.dim(text) << "\n"; }
  void end() {
    if (json_) held_ << (any_ ? "]\n" : "[]\n");
    print();
  }

 private:
  [[nodiscard]] std::string text_of_json(const Json& json) const {
    return json.dump(look_.terminal ? 2 : -1, ' ', false, Json::error_handler_t::replace);
  }
  void print() {
    const auto begun = std::chrono::steady_clock::now();
    out_ << held_.str() << std::flush;
    held_.str({});
    if (std::chrono::steady_clock::now() - begun > patience) answering_.let_go();
  }

  Answering& answering_;
  std::ostream& out_;
  Look look_;
  bool json_;
  std::ostringstream held_;
  EntryLines lines_;
  bool any_{};
};

// The last `count`, oldest first: asked for from the end on, so they wait for the first of them.
Outcome<void> put_last(Pages& pages, Json request, std::uint64_t count, bool says_more) {
  std::vector<Json> found;
  std::uint64_t left = count;
  bool more = left > 0;
  while (more) {
    const auto wanted = std::min(left, entries_an_answer_max);
    request["last"] = wanted;
    auto page = pages.ask(request);
    if (!page) return Fail<Fault>{page.error()};
    more = page->size() == wanted && wanted < left;
    left -= page->size();
    if (!page->empty()) request["before"] = page->front().at("id");
    found.push_back(std::move(*page));
  }
  if (says_more && left == 0) {
    pages.put_remark("… there is more before these; `| less` shows all of it, --last N the last N");
    found.back().erase(found.back().begin());
  }
  for (auto page = found.rbegin(); page != found.rend(); ++page) pages.put_all(*page);
  return {};
}

Outcome<void> put_from_the_first(Pages& pages, Json request) {
  if (!request.contains("since")) request["since"] = from_the_beginning;
  while (true) {
    const auto page = pages.ask(request);
    if (!page) return Fail<Fault>{page.error()};
    pages.put_all(*page);
    if (page->size() < entries_an_answer_max || pages.nobody_reads()) return {};
    request.erase("since");
    request["after"] = page->back().at("id");
  }
}

Outcome<void> read(Pages& pages, const Json& request) {
  const auto last = request.contains("last")
                        ? std::optional{request.at("last").get<std::uint64_t>()}
                        : std::nullopt;
  const bool cut = !last && !pages.json() && pages.on_terminal();
  const auto done = cut    ? put_last(pages, request, shown_by_itself + 1, true)
                    : last ? put_last(pages, request, *last, false)
                           : put_from_the_first(pages, request);
  if (!done) return done;
  if (!pages.json() && !pages.any()) pages.put_text("Nothing yet.\n");
  pages.end();
  return {};
}

// The first page, once all that waits is searchable: a step of that comes with each answer.
Answer first_found(Pages& pages, const Json& request) {
  auto before = std::numeric_limits<std::uint64_t>::max();
  bool waited = false;
  while (true) {
    auto page = pages.ask(request);
    if (!page) return page;
    const auto waiting = page->at("waiting").get<std::uint64_t>();
    if (waiting == 0 || waiting >= before) {
      if (waited && !pages.json() && errors_are_terminal()) std::cerr << "\r\x1b[K" << std::flush;
      return page;
    }
    before = waiting;
    waited = true;
  }
}

void end_found(Pages& pages, const Json& page) {
  if (pages.json()) return;
  if (page.at("next").is_null()) {
    if (!pages.any()) pages.put_text("Nothing was found.\n");
    return;
  }
  const auto id = page.at("next").get<std::string>().substr(0, id_digits);
  pages.put_remark("… there may be more before these; --before " + id +
                   " goes on, --last N shows more, --all all of them");
}

Outcome<void> search(Pages& pages, Json request) {
  constexpr auto no_end = std::numeric_limits<std::uint64_t>::max();
  // A program is given all, as by read.
  auto left = request.value("last", pages.json() ? no_end : shown_by_itself);
  if (request.value("all", false)) left = no_end;
  request.erase("all");
  request["last"] = std::min(left, entries_an_answer_max);
  auto page = first_found(pages, request);
  if (!page) return Fail<Fault>{page.error()};
  while (true) {
    pages.put_all(page->at("entries"));
    if (left != no_end) left -= page->at("entries").size();
    if (left == 0 || page->at("next").is_null() || pages.nobody_reads()) break;
    request["before"] = page->at("next");
    request["last"] = std::min(left, entries_an_answer_max);
    page = pages.ask(request);
    if (!page) return Fail<Fault>{page.error()};
  }
  end_found(pages, *page);
  pages.end();
  return {};
}

}  // namespace

bool comes_in_pages(std::string_view command) { return command == "read" || command == "search"; }

Outcome<void> print_pages(const Invocation& invocation, Answering& answering, std::ostream& out,
                          const Look& look) {
  Pages pages{invocation, answering, out, look};
  return invocation.command == "read" ? read(pages, invocation.request)
                                      : search(pages, invocation.request);
}

}  // namespace kith::cli
