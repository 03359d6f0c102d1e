#include "service/requests.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "node/own_returned.hpp"
#include "service/bundle_files.hpp"
#include "service/calendars.hpp"
#include "service/circles.hpp"
#include "service/deciding.hpp"
#include "service/entry_json.hpp"
#include "service/events.hpp"
#include "service/fields.hpp"
#include "service/file_text.hpp"
#include "service/gathering.hpp"
#include "service/irc_log.hpp"
#include "service/junctures.hpp"
#include "service/observing.hpp"
#include "service/people.hpp"
#include "service/plain_files.hpp"
#include "service/promising.hpp"
#include "service/re_form.hpp"
#include "service/reach.hpp"
#include "service/recognising.hpp"
#include "service/recovering.hpp"
#include "service/search.hpp"
#include "service/talk.hpp"
#include "service/today.hpp"

namespace kith::service {
namespace {

constexpr std::size_t import_batch = 1000;

Answer whoami(OpenHome& home, const Json&, const Progress&) {
  const auto& node = home.node();
  return Json{{"person", to_hex(node.person().view())},
              {"device", to_hex(node.device().view())},
              {"name", node.own_name()}};
}

// My own logs that others know better than this home does.
Outcome<Json> returned_json(node::Node& node) {
  const auto returned = node::own_returned(node);
  if (!returned) return Fail<Fault>{fault_of(returned.error())};
  auto all = Json::array();
  for (const auto& log : *returned) {
    all.push_back({{"circle", node.name_of(log.circle)},
                   {"retired", log.retired},
                   {"unreadable", log.closed}});
  }
  return all;
}

Answer status(OpenHome& home, const Json& request, const Progress&) {
  const auto now = home.now();
  if (flag_in(request, "clock_is_right")) {
    const auto done = home.carry_out(home.node().confirm_clock(now));
    if (!done) return Fail<Fault>{done.error()};
  }
  auto& node = home.node();
  const auto waiting = home.waiting();
  if (!waiting) return Fail<Fault>{waiting.error()};
  const auto bytes = home.home().store().bytes_kept();
  if (!bytes) return Fail<Fault>{fault_of(node::refusal_of(bytes.error()))};
  std::uint64_t logs = 0;
  std::uint64_t entries = 0;
  for (const auto circle : node.strands().circles()) {
    for (const auto strand : node.strands().of_circle(circle)) {
      ++logs;
      for (const auto& span : node.strands().spans(strand)) {
        entries += span.span.next.value - span.span.from.value;
      }
    }
  }
  auto refused = Json::array();
  for (const auto& [person, circle, when] : node.quotas().refused()) {
    const auto number = node.strands().number_of(circle);
    refused.push_back({{"person", name_of(home, person)},
                       {"circle", number ? node.name_of(*number) : std::string{}},
                       {"last", when.micros}});
  }
  auto returned = returned_json(node);
  if (!returned) return Fail<Fault>{returned.error()};
  const auto way = host::lock_way(home.place().folder);
  const bool asks = way && *way == host::LockWay::passphrase;
  return Json{{"name", node.own_name()},
              {"person", to_hex(node.person().view())},
              {"home", home.place().folder},
              {"clock_is_sure", node.clock_is_sure(now)},
              {"opened_by", asks ? "passphrase" : "key file"},
              {"circles", node.circles().size()},
              {"people", node.contacts().all().size()},
              {"logs", logs},
              {"entries", entries},
              {"not_yet_searchable", *waiting},
              {"bytes_on_disk", *bytes},
              {"refused", std::move(refused)},
              {"own_returned", std::move(*returned)},
              {"recovery_key", recovery_json(node)}};
}

Answer bring_all(OpenHome& home, node::CircleNumber circle, const std::vector<node::Brought>& lines,
                 const Progress& progress) {
  std::vector<Link> links;
  while (links.size() < lines.size()) {
    const auto rest = std::span{lines}.subspan(links.size());
    const auto part = rest.first(std::min(import_batch, rest.size()));
    const auto brought = home.carry_out(home.node().bring(circle, part, links, home.now()));
    if (!brought) {
      auto fault = brought.error();
      fault.sentence += " (" + std::to_string(links.size()) + " lines were imported before that.)";
      return Fail<Fault>{std::move(fault)};
    }
    links.insert(links.end(), brought->begin(), brought->end());
    if (progress) progress(links.size(), lines.size());
  }
  if (const auto ready = home.catch_up(all_entries, node::Findable::by_words, progress); !ready) {
    return Fail<Fault>{ready.error()};
  }
  return Json{{"messages", lines.size()}};
}

Answer import_irc(OpenHome& home, const Json& request, const Progress& progress) {
  const auto circle = circle_in(home, request);
  const auto path = path_in(request, "file");
  if (!circle) return Fail<Fault>{circle.error()};
  if (!path) return Fail<Fault>{path.error()};
  // A page has the words, and of the file its name alone.
  const auto log = request.contains("text") ? needed(request, "text") : contents_of(*path);
  if (!log) return Fail<Fault>{log.error()};
  auto lines = read_irc(*log, std::filesystem::path{*path}.filename().string());
  if (!lines) return Fail<Fault>{lines.error()};
  if (request.contains("answers")) {
    const auto answers = contents_of(text_in(request, "answers"));
    if (!answers) return Fail<Fault>{answers.error()};
    if (const auto read = read_answers(*answers, *lines); !read) return Fail<Fault>{read.error()};
  }
  return bring_all(home, *circle, *lines, progress);
}

constexpr std::uint8_t copy_was_made = 1;
constexpr std::uint8_t no_copy_wished = 2;

Outcome<void> keep_copy(OpenHome& home, std::uint8_t what) {
  node::Step<node::Done> step;
  step.commit.push_back(node::change::PutValue{node::ValueName::copy, ByteVec{what}});
  const auto kept = home.carry_out<node::Done>(std::move(step));
  if (!kept) return Fail<Fault>{kept.error()};
  return {};
}

// Nobody is asked again whether to make one.
Answer backup_not(OpenHome& home, const Json&, const Progress&) {
  if (const auto kept = keep_copy(home, no_copy_wished); !kept) return Fail<Fault>{kept.error()};
  return Json::object();
}

Answer backup(OpenHome& home, const Json& request, const Progress&) {
  const auto file = path_in(request, "file");
  auto typed = needed(request, "passphrase");
  if (!file) return Fail<Fault>{file.error()};
  if (!typed) return Fail<Fault>{typed.error()};
  const host::Passphrase passphrase{ByteVec(typed->begin(), typed->end())};
  const std::span letters{*typed};
  crypto::wipe({reinterpret_cast<std::uint8_t*>(letters.data()), letters.size()});
  const auto written = host::write_backup(home.home(), *file, passphrase);
  if (!written) return Fail<Fault>{fault_of(written.error(), *file, home.place())};
  if (const auto kept = keep_copy(home, copy_was_made); !kept) return Fail<Fault>{kept.error()};
  std::error_code unknown;
  return Json{{"file", *file}, {"bytes", std::filesystem::file_size(*file, unknown)}};
}

Answer export_folder(OpenHome& home, const Json& request, const Progress& progress) {
  const auto exporting = Export::asked(request);
  if (!exporting) return Fail<Fault>{exporting.error()};
  while (true) {
    if (auto answer = (*exporting)->step(home, progress)) return std::move(*answer);
  }
}

using Handler = Answer (*)(OpenHome&, const Json&, const Progress&);

using Handlers = std::map<std::string, Handler, std::less<>>;

// What folds: deciding, promising, meeting, being together.
Handlers of_things() {
  return {{"propose", propose},
          {"amend", amend},
          {"stance", stance},
          {"agree", agree},
          {"step out", step_out},
          {"proposal", proposal},
          {"proposals", proposals},
          {"practice", practice},
          {"practice keep", practice_keep},
          {"ask", ask},
          {"asks", asks},
          {"promise", promise},
          {"promises", promises},
          {"renegotiate", renegotiate},
          {"withdraw", withdraw},
          {"kept", kept},
          {"event", event},
          {"event change", event_change},
          {"call off", call_off},
          {"coming", coming},
          {"event list", events},
          {"juncture", juncture},
          {"renew", renew},
          {"re-form", re_form},
          {"gather record", gather_record},
          {"gather form", gather_form},
          {"gather paper", gather_paper},
          {"i was", i_was},
          {"recognise", recognise},
          {"recognised", recognised},
          {"observe", observe},
          {"observing", observing},
          {"pattern", pattern},
          {"came through", came_through},
          {"wipe notes", wipe_notes}};
}

Handlers with_things(Handlers table) {
  table.merge(of_things());
  return table;
}

const Handlers& handlers() {
  static const auto table = with_things({
      {"card", card},
      {"card look", card_look},
      {"meet", meet},
      {"contacts", contacts},
      {"rename", rename},
      {"words", words},
      {"introduce", introduce},
      {"introductions", introductions},
      {"accept", accept},
      {"ignore", ignore},
      {"mute", mute},
      {"unmute", unmute},
      {"circles", circles},
      {"include", include},
      {"part", part},
      {"join", join},
      {"leave", leave},
      {"who", who},
      {"whoami", whoami},
      {"say", say},
      {"read", read},
      {"unread", unread},
      {"search", search},
      {"hearers", hearers},
      {"entry", entries_by_id},
      {"draft", draft},
      {"draft keep", draft_keep},
      {"today", today},
      {"status", status},
      {"backup", backup},
      {"backup not", backup_not},
      {"recovery make", recovery_make},
      {"recovery use", recovery_use},
      {"recovery end", recovery_end},
      {"forget", forget},
      {"circle new", circle_new},
      {"circle rename", circle_rename},
      {"note", note},
      {"note keep", note_keep},
      {"ways", ways},
      {"way add", way_add},
      {"way forget", way_forget},
      {"wipe rhythm", wipe_rhythm},
      {"bundle write", bundle_write},
      {"bundle read", bundle_read},
      {"import irc", import_irc},
      {"import ics", import_ics},
      {"calendar", calendar},
      {"export", export_folder},
  });
  return table;
}

}  // namespace

std::vector<std::string> commands() {
  std::vector<std::string> names;
  for (const auto& [name, handler] : handlers()) names.push_back(name);
  return names;
}

bool knows(std::string_view command) { return handlers().contains(command); }

// What is nested without end is copied and taken apart by as many calls within each other.
Json request_in(std::string_view text) {
  constexpr int levels_max = 32;
  bool deep = false;
  auto request = Json::parse(
      text,
      [&](int depth, Json::parse_event_t, Json&) {
        deep = deep || depth > levels_max;
        return !deep;
      },
      false);
  return deep ? Json(nullptr) : request;
}

Answer handle(OpenHome& home, const Json& request, const Progress& progress) {
  const auto found = handlers().find(text_in(request, "command"));
  if (found == handlers().end()) {
    return refuse("wrong_request", "There is no command \"" + text_in(request, "command") + "\".",
                  Status::wrong_usage);
  }
  return found->second(home, request, progress);
}

}  // namespace kith::service
