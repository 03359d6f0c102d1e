#include "service/requests.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "host/backup_file.hpp"
#include "host/clock.hpp"
#include "service/entry_json.hpp"
#include "service/fields.hpp"
#include "service/irc_log.hpp"
#include "service/people.hpp"
#include "service/plain_files.hpp"

namespace kith::service {
namespace {

constexpr std::uint64_t all_entries = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t index_at_once_max = 5000;  // more is left for the next reading
constexpr std::size_t import_batch = 1000;

Outcome<std::string> contents_of(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  std::ostringstream text;
  if (!file || std::filesystem::is_directory(path) ||
      !(text << file.rdbuf() || file.peek() == EOF)) {
    return refuse("\"" + path + "\" cannot be read; check the name and its permissions.");
  }
  return text.str();
}

Answer whoami(OpenHome& home, const Json&, const Progress&) {
  const auto& node = home.node();
  return Json{{"person", to_hex(node.person().view())},
              {"device", to_hex(node.device().view())},
              {"name", node.own_name()}};
}

Answer circle_new(OpenHome& home, const Json& request, const Progress&) {
  const auto name = needed(request, "name");
  if (!name) return Fail<Fault>{name.error()};
  const auto circle = home.carry_out(home.node().new_circle(*name, host::wall_now()));
  if (!circle) return Fail<Fault>{circle.error()};
  return Json{{"circle", to_hex(home.node().strands().id_of(*circle).view())}, {"name", *name}};
}

Json people_heard(OpenHome& home, node::CircleNumber circle) {
  std::set<PersonId> persons;
  for (const auto strand : home.node().strands().of_circle(circle)) {
    persons.insert(home.node().strands().strand(strand).person);
  }
  persons.erase(home.node().person());
  auto list = Json::array();
  for (const auto& person : persons) {
    list.push_back({{"person", to_hex(person.view())}, {"name", name_of(home, person)}});
  }
  return list;
}

Answer circles(OpenHome& home, const Json&, const Progress&) {
  auto list = Json::array();
  for (const auto circle : home.node().circles()) {
    const auto audience = home.node().audience(circle, host::wall_now());
    list.push_back({{"circle", to_hex(home.node().strands().id_of(circle).view())},
                    {"name", home.node().name_of(circle)},
                    {"hears_me", audience_json(home, audience)},
                    {"i_hear", people_heard(home, circle)}});
  }
  return list;
}

// Answers are named by ids; they become references to entries that are here.
Outcome<std::vector<Reference>> references_in(OpenHome& home, const Json& request) {
  std::vector<Reference> references;
  if (!request.contains("answers")) return references;
  if (const auto ready = home.catch_up(all_entries); !ready) return Fail<Fault>{ready.error()};
  for (const auto& id : request.at("answers")) {
    if (!id.is_string()) return refuse("An id is a text.", Status::wrong_usage);
    const auto key = entry_named(home, id.get<std::string>());
    if (!key) return Fail<Fault>{key.error()};
    const auto link = home.node().opener().link_of(*key);
    if (!link) return Fail<Fault>{fault_of(node::Refusal::store_damaged)};
    const auto reference = reference_of(*link);
    // Named twice it is answered once: an entry has no two equal references.
    if (std::ranges::count(references, reference) == 0) references.push_back(reference);
  }
  return references;
}

Answer say(OpenHome& home, const Json& request, const Progress&) {
  const auto circle = circle_in(home, request);
  const auto text = needed(request, "text");
  if (!circle) return Fail<Fault>{circle.error()};
  if (!text) return Fail<Fault>{text.error()};
  const auto answers = references_in(home, request);
  if (!answers) return Fail<Fault>{answers.error()};
  const auto said = home.carry_out(home.node().say(*circle, *text, *answers, host::wall_now()));
  if (!said) return Fail<Fault>{said.error()};
  (void)home.catch_up(index_at_once_max);  // what was said is safe; its words can be found later
  return Json{{"id", to_hex(reference_of(said->link).view())},
              {"audience", audience_json(home, said->audience)}};
}

Answer read(OpenHome& home, const Json& request, const Progress& progress) {
  const auto circle = circle_in(home, request);
  if (!circle) return Fail<Fault>{circle.error()};
  if (const auto ready = home.catch_up(all_entries, progress); !ready) {
    return Fail<Fault>{ready.error()};
  }
  const auto count = number_in(request, "last").value_or(all_entries);
  const auto view = home.node().view();
  auto entries = Result<std::vector<node::ShownEntry>, node::Refusal>{};
  const auto since = time_in(request, "since");
  if (!since) return Fail<Fault>{since.error()};
  if (*since) {
    entries = view.since(*circle, **since, all_entries);
    if (entries && entries->size() > count) {
      entries->erase(entries->begin(), entries->end() - static_cast<std::ptrdiff_t>(count));
    }
  } else {
    entries = view.last(*circle, count);
  }
  if (!entries) return Fail<Fault>{fault_of(entries.error())};
  return entries_json(home, *entries);
}

Answer search(OpenHome& home, const Json& request, const Progress& progress) {
  const auto words = needed(request, "words");
  if (!words) return Fail<Fault>{words.error()};
  std::optional<node::CircleNumber> circle;
  if (request.contains("circle")) {
    const auto named = circle_in(home, request);
    if (!named) return Fail<Fault>{named.error()};
    circle = *named;
  }
  if (const auto ready = home.catch_up(all_entries, progress); !ready) {
    return Fail<Fault>{ready.error()};
  }
  const auto count = number_in(request, "last").value_or(all_entries);
  const auto found = home.node().view().search(*words, circle, count);
  if (!found) return Fail<Fault>{fault_of(found.error())};
  return entries_json(home, *found);
}

Answer status(OpenHome& home, const Json&, const Progress&) {
  const auto& node = home.node();
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
  const auto way = host::lock_way(home.place().folder);
  const bool asks = way && *way == host::LockWay::passphrase;
  return Json{{"name", node.own_name()},
              {"person", to_hex(node.person().view())},
              {"home", home.place().folder},
              {"opened_by", asks ? "passphrase" : "key file"},
              {"circles", node.circles().size()},
              {"people", node.contacts().all().size()},
              {"logs", logs},
              {"entries", entries},
              {"not_yet_searchable", *waiting},
              {"bytes_on_disk", *bytes}};
}

Answer bring_all(OpenHome& home, node::CircleNumber circle, const std::vector<node::Brought>& lines,
                 const Progress& progress) {
  std::vector<Link> links;
  while (links.size() < lines.size()) {
    const auto rest = std::span{lines}.subspan(links.size());
    const auto part = rest.first(std::min(import_batch, rest.size()));
    const auto brought = home.carry_out(home.node().bring(circle, part, links, host::wall_now()));
    if (!brought) {
      auto fault = brought.error();
      fault.sentence += " (" + std::to_string(links.size()) + " lines were imported before that.)";
      return Fail<Fault>{std::move(fault)};
    }
    links.insert(links.end(), brought->begin(), brought->end());
    if (progress) progress(links.size(), lines.size());
  }
  if (const auto ready = home.catch_up(all_entries, progress); !ready) {
    return Fail<Fault>{ready.error()};
  }
  return Json{{"messages", lines.size()}};
}

Answer import_irc(OpenHome& home, const Json& request, const Progress& progress) {
  const auto circle = circle_in(home, request);
  const auto path = needed(request, "file");
  if (!circle) return Fail<Fault>{circle.error()};
  if (!path) return Fail<Fault>{path.error()};
  const auto log = contents_of(*path);
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

Answer backup(OpenHome& home, const Json& request, const Progress&) {
  const auto file = needed(request, "file");
  auto typed = needed(request, "passphrase");
  if (!file) return Fail<Fault>{file.error()};
  if (!typed) return Fail<Fault>{typed.error()};
  const host::Passphrase passphrase{ByteVec(typed->begin(), typed->end())};
  crypto::wipe({reinterpret_cast<std::uint8_t*>(typed->data()), typed->size()});
  const auto written = host::write_backup(home.home(), *file, passphrase);
  if (!written) return refuse(host::sentence(written.error(), *file, home.place()));
  std::error_code unknown;
  return Json{{"file", *file}, {"bytes", std::filesystem::file_size(*file, unknown)}};
}

Answer export_folder(OpenHome& home, const Json& request, const Progress& progress) {
  const auto folder = needed(request, "folder");
  if (!folder) return Fail<Fault>{folder.error()};
  if (const auto ready = home.catch_up(all_entries, progress); !ready) {
    return Fail<Fault>{ready.error()};
  }
  const bool sealed = flag_in(request, "logs");
  return export_plain(home, *folder, sealed ? SealedLogs::with_keys : SealedLogs::left_out,
                      progress);
}

Answer forget(OpenHome& home, const Json& request, const Progress&) {
  const auto id = needed(request, "id");
  if (!id) return Fail<Fault>{id.error()};
  if (const auto ready = home.catch_up(all_entries); !ready) return Fail<Fault>{ready.error()};
  const auto key = entry_named(home, *id);
  if (!key) return Fail<Fault>{key.error()};
  const auto done = home.carry_out(home.node().forget(*key, host::wall_now()));
  if (!done) return Fail<Fault>{done.error()};
  const auto left = home.node().view().entry(*key);
  if (!left) return Fail<Fault>{fault_of(left.error())};
  return entry_json(home, *left);
}

using Handler = Answer (*)(OpenHome&, const Json&, const Progress&);

const std::map<std::string, Handler, std::less<>>& handlers() {
  static const std::map<std::string, Handler, std::less<>> table{
      {"card", card},         {"meet", meet},
      {"contacts", contacts}, {"rename", rename},
      {"words", words},       {"include", include},
      {"part", part},         {"who", who},
      {"whoami", whoami},     {"circle new", circle_new},
      {"circles", circles},   {"say", say},
      {"read", read},         {"search", search},
      {"status", status},     {"import irc", import_irc},
      {"backup", backup},     {"export", export_folder},
      {"forget", forget},
  };
  return table;
}

}  // namespace

Answer handle(OpenHome& home, const Json& request, const Progress& progress) {
  const auto found = handlers().find(text_in(request, "command"));
  if (found == handlers().end()) {
    return refuse("There is no command \"" + text_in(request, "command") + "\".",
                  Status::wrong_usage);
  }
  return found->second(home, request, progress);
}

}  // namespace kith::service
