#include "service/plain_files.hpp"

#include <algorithm>
#include <fstream>

#include "base/limits.hpp"
#include "seal/key_codec.hpp"
#include "service/calendars.hpp"
#include "service/entry_json.hpp"
#include "service/fields.hpp"
#include "service/observing.hpp"
#include "service/plain_talk.hpp"
#include "service/time_text.hpp"
#include "wire/varint.hpp"

namespace kith::service {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t placed_a_piece = 500;

bool write_file(const fs::path& path, std::string_view bytes) {
  std::ofstream file{path, std::ios::binary};
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  return file.good();
}

// A name as each file system takes it and shows it, that of a stick too, told from others by the
// beginning of the id.
std::string folder_name(std::string_view name, std::string_view id) {
  constexpr std::size_t digits = 8;
  constexpr std::string_view nowhere = "/\\:*?\"<>|";
  std::string safe;
  for (const char c : name) {
    const bool hidden = c == '.' && safe.empty();
    const bool plain =
        nowhere.find(c) == std::string_view::npos && static_cast<unsigned char>(c) >= 0x20;
    safe.push_back(plain && !hidden ? c : '_');
  }
  return safe + " " + std::string{id.substr(0, digits)};
}

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

// A range at a time.
class PlainLog {
 public:
  PlainLog(node::StrandNumber strand, fs::path folder)
      : strand_(strand), folder_(std::move(folder)) {}

  Outcome<bool> step(OpenHome& home) {
    auto& node = home.node();
    const auto rest = rest_of(node.strands().spans(strand_));
    if (!rest) return true;
    const auto range = node.serving().range(strand_, *rest, limits::range_bytes_max);
    if (!range) return Fail<Fault>{fault_of(range.error())};
    if (!*range) return Fail<Fault>{fault_of(node::Refusal::store_damaged)};
    const auto path = folder_ / (to_hex(node.strands().strand(strand_).log.view()) + "." +
                                 std::to_string(strand_.value) + "." +
                                 std::to_string(rest->from.value) + ".range");
    if (!write_file(path, as_text((*range)->bytes))) return cannot_write(path);
    at_ = (*range)->next;
    return false;
  }

 private:
  [[nodiscard]] std::optional<node::Stretch> rest_of(
      const std::vector<node::SpanRecord>& spans) const {
    for (const auto& span : spans) {
      if (at_ < span.span.next) return node::Stretch{std::max(at_, span.span.from), span.span.next};
    }
    return std::nullopt;
  }

  node::StrandNumber strand_;
  fs::path folder_;
  Seq at_{};
};

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

Outcome<bool> write_events(OpenHome& home, node::CircleNumber talk, const fs::path& folder) {
  const auto calendar = calendar_of(home, {talk});
  if (!calendar) return Fail<Fault>{calendar.error()};
  if (calendar->events == 0) return true;
  const auto path = folder / "events.ics";
  if (!write_file(path, calendar->text)) return cannot_write(path);
  return true;
}

}  // namespace

Fail<Fault> cannot_write(const fs::path& path) {
  return refuse(
      "not_written",
      "\"" + path.string() +
          "\" could not be written; make room there or choose another folder. The export is not "
          "whole.");
}

Export::Export(fs::path root, SealedLogs sealed, OwnNotes notes)
    : root_(std::move(root)), sealed_(sealed), notes_(notes) {
  index_ = {{"circles", Json::array()}, {"ties", Json::array()}};
  pieces_.push_back([this](OpenHome& home) { return place_some(home); });
}

Outcome<std::unique_ptr<Export>> Export::into(const std::string& folder, SealedLogs sealed,
                                              OwnNotes notes) {
  const fs::path root{folder};
  std::error_code trouble;
  if (fs::exists(root, trouble) && !fs::is_empty(root, trouble)) {
    return refuse("folder_taken",
                  "\"" + folder + "\" is there already and not empty; name a new folder.");
  }
  fs::create_directories(root, trouble);
  if (trouble) return cannot_write(root);
  fs::permissions(root, fs::perms::owner_all, trouble);  // plain words: for nobody else's eyes
  return std::unique_ptr<Export>{new Export{root, sealed, notes}};
}

Outcome<std::unique_ptr<Export>> Export::asked(const Json& request) {
  const auto folder = path_in(request, "folder");
  if (!folder) return Fail<Fault>{folder.error()};
  return into(*folder, flag_in(request, "logs") ? SealedLogs::with_keys : SealedLogs::left_out,
              flag_in(request, "notes") ? OwnNotes::with_them : OwnNotes::left_out);
}

std::optional<Answer> Export::step(OpenHome& home, const Progress& progress) {
  auto piece = std::move(pieces_.front());
  pieces_.pop_front();
  const auto done = piece(home);
  if (!done) return Fail<Fault>{done.error()};
  if (*done) {
    ++done_;
  } else {
    pieces_.push_front(std::move(piece));
  }
  if (*done && progress) progress(done_, done_ + pieces_.size());
  if (!pieces_.empty()) return std::nullopt;
  return Json{{"folder", root_.string()},
              {"circles", index_.at("circles").size()},
              {"ties", index_.at("ties").size()},
              {"entries", entries_}};
}

// What waits comes to its place first: it is then known what there is.
Outcome<bool> Export::place_some(OpenHome& home) {
  const auto done = home.catch_up(placed_a_piece, node::Findable::by_place);
  if (!done) return Fail<Fault>{done.error()};
  const auto waiting = home.waiting();
  if (!waiting) return Fail<Fault>{waiting.error()};
  if (*waiting > 0) return false;
  for (const auto talk : all_talks(home)) {
    pieces_.push_back([this, talk](OpenHome& now) { return begin_talk(now, talk); });
  }
  pieces_.push_back([this](OpenHome& now) { return write_index(now); });
  if (notes_ == OwnNotes::with_them) {
    pieces_.push_back([this](OpenHome& now) { return write_notes(now); });
  }
  if (sealed_ == SealedLogs::with_keys) {
    pieces_.push_back([this](OpenHome& now) { return begin_logs(now); });
  }
  return true;
}

// A circle, or what two say to each other, where something was said: its words, and what takes
// place there.
Outcome<bool> Export::begin_talk(OpenHome& home, node::CircleNumber talk) {
  const auto with = tie_with(home, talk);
  const auto silent = is_silent(home, talk);
  if (!silent) return Fail<Fault>{silent.error()};
  if (with && *silent) return true;
  const auto id = to_hex(with ? with->view() : home.node().strands().id_of(talk).view());
  const auto name = talk_name(home, talk);
  const auto folder = folder_name((with ? "with " : "") + name, id);
  std::error_code trouble;
  fs::create_directories(root_ / folder, trouble);
  if (trouble) return cannot_write(root_ / folder);
  const auto writer = std::make_shared<PlainTalk>(home, talk, root_ / folder);
  const Json about{{with ? "person" : "circle", id}, {"name", name}, {"folder", folder}};
  const char* where = with ? "ties" : "circles";
  pieces_.push_front(
      [talk, path = root_ / folder](OpenHome& now) { return write_events(now, talk, path); });
  pieces_.push_front([this, writer, about, where](OpenHome& now) -> Outcome<bool> {
    const auto done = writer->step(now);
    if (!done || !*done) return done;
    entries_ += writer->entries();
    index_[where].push_back(about);
    index_[where].back()["entries"] = writer->entries();
    return true;
  });
  return true;
}

Outcome<bool> Export::write_index(OpenHome& home) {
  index_["people"] = people_json(home, notes_);
  if (!write_file(root_ / "home.json", index_.dump(1) + "\n")) return cannot_write(root_);
  return true;
}

Outcome<bool> Export::write_notes(OpenHome& home) {
  const auto noted = notes_json(home);
  if (!noted) return Fail<Fault>{noted.error()};
  if (!write_file(root_ / "notes.json", noted->dump(1) + "\n")) return cannot_write(root_);
  return true;
}

Outcome<bool> Export::begin_logs(OpenHome& home) {
  std::error_code trouble;
  fs::create_directories(root_ / "logs", trouble);
  if (trouble) return cannot_write(root_ / "logs");
  const auto& strands = home.node().strands();
  auto circles = strands.circles();
  if (notes_ == OwnNotes::left_out) {
    std::erase(circles, *strands.number_of(home.node().identity().self_circle));
  }
  for (const auto circle : circles) {
    for (const auto strand : strands.of_circle(circle)) {
      const auto writer = std::make_shared<PlainLog>(strand, root_ / "logs");
      pieces_.push_back([writer](OpenHome& now) { return writer->step(now); });
      pieces_.push_back([this, strand](OpenHome& now) -> Outcome<bool> {
        auto records = now.home().store().epochs(strand);
        if (!records) return Fail<Fault>{fault_of(node::refusal_of(records.error()))};
        put_keys(now.node().strands().strand(strand).log, std::move(*records));
        return true;
      });
    }
  }
  pieces_.push_back([this](OpenHome&) { return write_keys(); });
  return true;
}

void Export::put_keys(const LogId& log, std::vector<node::EpochRecord> records) {
  for (auto& record : records) {
    const auto keys = record.keys.empty() ? std::nullopt : seal::decode_keys(record.keys);
    if (keys) epochs_.push_back(epoch_json(log, record, *keys));
  }
}

Outcome<bool> Export::write_keys() {
  const auto path = root_ / "logs" / "keys.json";
  if (!write_file(path, Json{{"epochs", std::move(epochs_)}}.dump(1) + "\n")) {
    return cannot_write(path);
  }
  return true;
}

}  // namespace kith::service
