#include "service/plain_files.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/limits.hpp"
#include "seal/key_codec.hpp"
#include "service/calendars.hpp"
#include "service/entry_json.hpp"
#include "service/observing.hpp"
#include "service/time_text.hpp"
#include "wire/varint.hpp"

namespace kith::service {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t entries_a_page = 1000;

Fail<Fault> cannot_write(const fs::path& path) {
  return refuse(
      "not_written",
      "\"" + path.string() +
          "\" could not be written; make room there or choose another folder. The export is not "
          "whole.");
}

bool write_file(const fs::path& path, std::string_view bytes) {
  std::ofstream file{path, std::ios::binary};
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  return file.good();
}

// A name as a file system takes it and shows it, told from others by the beginning of the id.
std::string folder_name(std::string_view name, std::string_view id) {
  constexpr std::size_t digits = 8;
  std::string safe;
  for (const char c : name) {
    const bool hidden = c == '.' && safe.empty();
    const bool plain = c != '/' && c != '\\' && c != ':' && static_cast<unsigned char>(c) >= 0x20;
    safe.push_back(plain && !hidden ? c : '_');
  }
  return safe + " " + std::string{id.substr(0, digits)};
}

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

// Page by page, so that memory does not grow with the circle.
class CircleWriter {
 public:
  CircleWriter(OpenHome& home, node::CircleNumber circle, const fs::path& folder)
      : home_(home),
        circle_(circle),
        talk_(folder / "talk.md", std::ios::binary),
        data_(folder / "talk.json", std::ios::binary) {}

  Outcome<std::uint64_t> write() {
    talk_ << "# " << in_one_line(talk_name(home_, circle_)) << "\n\n";
    data_ << "[";
    WallTime from{0};
    std::vector<node::EntryKey> at_from;  // those of that very moment that are written already
    std::uint64_t written = 0;
    while (true) {
      const auto page = home_.node().view().since(circle_, from, entries_a_page + at_from.size());
      if (!page) return Fail<Fault>{fault_of(page.error())};
      const auto before = written;
      for (const auto& entry : *page) {
        const WallTime order{entry.order};
        if (order == from && std::ranges::count(at_from, entry.key) != 0) continue;
        if (order != from) at_from.clear();
        from = order;
        at_from.push_back(entry.key);
        const auto json = entry_json(home_, entry);
        data_ << (written++ == 0 ? "\n" : ",\n") << json.dump();
        put_markdown(talk_, json);
      }
      if (written == before) break;
    }
    data_ << "\n]\n";
    talk_.close();
    data_.close();
    if (!talk_.good() || !data_.good()) return cannot_write("talk.md");
    return written;
  }

 private:
  OpenHome& home_;
  node::CircleNumber circle_;
  std::ofstream talk_;
  std::ofstream data_;
};

Json epoch_json(const LogId& log, const node::EpochRecord& record, const seal::KeySet& keys) {
  Json epoch{{"log", to_hex(log.view())}, {"epoch", record.first.epoch.value}};
  ByteVec nodes;
  for (const auto& node : keys.nodes()) {
    wire::put_fixed(nodes, node.depth);
    wire::put_fixed(nodes, node.index);
    wire::put_bytes(nodes, node.secret.view());
  }
  epoch["nodes"] = to_hex(nodes);
  crypto::wipe(nodes);
  auto metas = Json::array();
  for (const auto& kept : keys.meta_keys()) {
    metas.push_back({kept.leaf.value, to_hex(kept.key.view()), to_hex(kept.body_hash.view())});
  }
  if (!metas.empty()) epoch["metas"] = std::move(metas);
  return epoch;
}

Outcome<void> write_ranges(OpenHome& home, node::StrandNumber strand, const fs::path& folder) {
  auto& node = home.node();
  const auto log = to_hex(node.strands().strand(strand).log.view());
  for (const auto& span : node.strands().spans(strand)) {
    for (Seq at = span.span.from; at < span.span.next;) {
      const node::Stretch rest{at, span.span.next};
      const auto range = node.serving().range(strand, rest, limits::range_bytes_max);
      if (!range) return Fail<Fault>{fault_of(range.error())};
      if (!*range) return Fail<Fault>{fault_of(node::Refusal::store_damaged)};
      const auto path = folder / (log + "." + std::to_string(strand.value) + "." +
                                  std::to_string(at.value) + ".range");
      if (!write_file(path, as_text((*range)->bytes))) return cannot_write(path);
      at = (*range)->next;
    }
  }
  return {};
}

Outcome<void> write_logs(OpenHome& home, OwnNotes notes, const fs::path& folder) {
  auto epochs = Json::array();
  auto& node = home.node();
  auto circles = node.strands().circles();
  if (notes == OwnNotes::left_out) {
    std::erase(circles, *node.strands().number_of(node.identity().self_circle));
  }
  for (const auto circle : circles) {
    for (const auto strand : node.strands().of_circle(circle)) {
      if (auto done = write_ranges(home, strand, folder); !done) return done;
      const auto records = home.home().store().epochs(strand);
      if (!records) return Fail<Fault>{fault_of(node::refusal_of(records.error()))};
      for (const auto& record : *records) {
        const auto keys = record.keys.empty() ? std::nullopt : seal::decode_keys(record.keys);
        if (keys) epochs.push_back(epoch_json(node.strands().strand(strand).log, record, *keys));
      }
    }
  }
  const auto path = folder / "keys.json";
  if (!write_file(path, Json{{"epochs", std::move(epochs)}}.dump(1) + "\n")) {
    return cannot_write(path);
  }
  return {};
}

Json people_json(OpenHome& home, OwnNotes notes) {
  auto people = Json::array();
  people.push_back({{"person", to_hex(home.node().person().view())},
                    {"name", home.node().own_name()},
                    {"me", true}});
  for (const auto& [person, contact] : home.node().contacts().all()) {
    people.push_back(
        {{"person", to_hex(person.view())}, {"name", name_of(home, person)}, {"me", false}});
    if (notes == OwnNotes::left_out) continue;
    people.back()["note"] = home.node().self().note_of(person);
  }
  return people;
}

Outcome<bool> is_silent(OpenHome& home, node::CircleNumber talk) {
  const auto last = home.node().view().last(talk, 1);
  if (!last) return Fail<Fault>{fault_of(last.error())};
  return last->empty();
}

Outcome<void> write_events(OpenHome& home, node::CircleNumber talk, const fs::path& folder) {
  const auto calendar = calendar_of(home, {talk});
  if (!calendar) return Fail<Fault>{calendar.error()};
  if (calendar->events == 0) return {};
  const auto path = folder / "events.ics";
  if (!write_file(path, calendar->text)) return cannot_write(path);
  return {};
}

// A circle, or what two say to each other: its words, and what takes place there.
Outcome<Json> write_talk(OpenHome& home, node::CircleNumber talk, const fs::path& root) {
  const auto with = tie_with(home, talk);
  const auto id = to_hex(with ? with->view() : home.node().strands().id_of(talk).view());
  const auto name = talk_name(home, talk);
  const auto folder = folder_name((with ? "with " : "") + name, id);
  std::error_code trouble;
  fs::create_directories(root / folder, trouble);
  if (trouble) return cannot_write(root / folder);
  const auto written = CircleWriter{home, talk, root / folder}.write();
  if (!written) return Fail<Fault>{written.error()};
  if (const auto done = write_events(home, talk, root / folder); !done) {
    return Fail<Fault>{done.error()};
  }
  return Json{
      {with ? "person" : "circle", id}, {"name", name}, {"folder", folder}, {"entries", *written}};
}

// Every circle; of the ties those in which something was said. Adds what is written to the index.
Outcome<std::uint64_t> write_talks(OpenHome& home, const fs::path& root, Json& index,
                                   const Progress& progress) {
  const auto all = all_talks(home);
  std::uint64_t entries = 0;
  std::uint64_t done = 0;
  for (const auto talk : all) {
    const bool tie = tie_with(home, talk).has_value();
    const auto silent = is_silent(home, talk);
    if (!silent) return Fail<Fault>{silent.error()};
    if (!tie || !*silent) {
      auto written = write_talk(home, talk, root);
      if (!written) return Fail<Fault>{written.error()};
      entries += written->at("entries").get<std::uint64_t>();
      index[tie ? "ties" : "circles"].push_back(std::move(*written));
    }
    if (progress) progress(++done, all.size());
  }
  return entries;
}

}  // namespace

Answer export_plain(OpenHome& home, const std::string& folder, SealedLogs sealed, OwnNotes notes,
                    const Progress& progress) {
  const fs::path root{folder};
  std::error_code trouble;
  if (fs::exists(root, trouble) && !fs::is_empty(root, trouble)) {
    return refuse("folder_taken",
                  "\"" + folder + "\" is there already and not empty; name a new folder.");
  }
  fs::create_directories(root, trouble);
  if (trouble) return cannot_write(root);
  fs::permissions(root, fs::perms::owner_all, trouble);  // plain words: for nobody else's eyes
  Json index{
      {"people", people_json(home, notes)}, {"circles", Json::array()}, {"ties", Json::array()}};
  const auto entries = write_talks(home, root, index, progress);
  if (!entries) return Fail<Fault>{entries.error()};
  if (!write_file(root / "home.json", index.dump(1) + "\n")) return cannot_write(root);
  if (notes == OwnNotes::with_them) {
    const auto noted = notes_json(home);
    if (!noted) return Fail<Fault>{noted.error()};
    if (!write_file(root / "notes.json", noted->dump(1) + "\n")) return cannot_write(root);
  }
  if (sealed == SealedLogs::with_keys) {
    fs::create_directories(root / "logs", trouble);
    if (const auto done = write_logs(home, notes, root / "logs"); !done)
      return Fail<Fault>{done.error()};
  }
  return Json{{"folder", folder},
              {"circles", index.at("circles").size()},
              {"ties", index.at("ties").size()},
              {"entries", *entries}};
}

}  // namespace kith::service
