#include "service/recovering.hpp"

#include <filesystem>

#include "host/disk.hpp"
#include "node/recovery.hpp"
#include "service/fields.hpp"
#include "service/time_text.hpp"
#include "wire/recovery_text.hpp"

namespace kith::service {
namespace {

using crypto::RecoverySecret;
using wire::RecoveryTextError;

void wipe_text(std::string& text) {
  crypto::wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
}

Fail<Fault> cannot_write(const std::string& path, host::DiskError error) {
  const auto named = "\"" + path + "\"";
  switch (error) {
    case host::DiskError::exists:
      return refuse("file_exists",
                    named + " is there already, and a key never replaces a file; no key was made.");
    case host::DiskError::missing:
      return refuse("file_missing", "The folder of " + named + " is not there; no key was made.");
    case host::DiskError::denied:
      return refuse("file_denied", "You may not write " + named + "; no key was made.");
    case host::DiskError::full:
      return refuse("file_full", "There is no room for " + named + "; no key was made.");
    case host::DiskError::io:
      break;
  }
  return refuse("file_failed",
                "Writing " + named + " failed, and no key was made; its disk may be failing.");
}

Fail<Fault> cannot_read(const std::string& path, host::DiskError error) {
  const auto named = "\"" + path + "\"";
  if (error == host::DiskError::missing) {
    return refuse("file_missing",
                  "There is no file " + named + ". Look whether its name is right.");
  }
  return refuse("file_unread", named + " cannot be read; check its permissions.");
}

Fail<Fault> not_this_key(RecoveryTextError error) {
  switch (error) {
    case RecoveryTextError::cut:
      return refuse("recovery_cut",
                    "This recovery key is not whole: behind kith-recovery: it has 72 letters and "
                    "digits, in twelve groups of six. Nothing was changed.");
    case RecoveryTextError::mistyped:
      return refuse("recovery_mistyped",
                    "In this recovery key a letter differs from the one that was made; compare it "
                    "with your paper, group by group. Nothing was changed.");
    case RecoveryTextError::newer:
      return refuse("newer_version",
                    "This recovery key was made by a later kith, and this one would not understand "
                    "it. Use that one.");
    case RecoveryTextError::other_person:
      return refuse("recovery_of_another",
                    "This is the recovery key of somebody else, or of another person that you are; "
                    "it opens nothing here.");
    case RecoveryTextError::no_key:
      break;
  }
  return refuse("no_recovery_text",
                "This is no recovery key; one begins with kith-recovery: and was made by `kith "
                "recovery make`.");
}

// Beside what it opens it would be of no use to who lost the home, and of use to who got it.
bool lies_in(const std::string& path, const std::string& folder) {
  std::error_code unknown;
  // Of a file that is not there yet a bare name would stay one.
  const auto whole = [&](const std::string& name) {
    return std::filesystem::weakly_canonical(std::filesystem::absolute(name, unknown), unknown);
  };
  const auto home = whole(folder);
  const auto parent = whole(path).parent_path();
  const auto [end, rest] = std::mismatch(home.begin(), home.end(), parent.begin(), parent.end());
  (void)rest;
  return end == home.end();
}

Outcome<std::string> text_of_key(const Json& request) {
  if (request.contains("key")) return needed(request, "key");
  const auto file = path_in(request, "file");
  if (!file) return Fail<Fault>{file.error()};
  auto bytes = host::read_small(*file, limits::recovery_text_bytes_max);
  if (!bytes && bytes.error() == host::DiskError::io) {
    return not_this_key(RecoveryTextError::no_key);  // too large, or a folder
  }
  if (!bytes) return cannot_read(*file, bytes.error());
  std::string text{as_text(*bytes)};
  crypto::wipe(*bytes);
  return text;
}

Outcome<std::uint64_t> closed_in(OpenHome& home) {
  const auto closed = node::own_closed(home.node());
  if (!closed) return Fail<Fault>{fault_of(closed.error())};
  return *closed;
}

}  // namespace

Json recovery_json(const node::Node& node) {
  if (node.self().recovery() == nullptr) return nullptr;
  return {{"made", to_text(node.self().recovery_made())}};
}

// The file first: a key that nobody has would be in force else.
Answer recovery_make(OpenHome& home, const Json& request, const Progress&) {
  if (request.contains("file")) {
    if (const auto path = path_in(request, "file"); !path) return Fail<Fault>{path.error()};
  }
  const auto file = text_in(request, "file");
  if (!file.empty() && lies_in(file, home.place().folder)) {
    return refuse("key_in_home",
                  "The key would lie in the home that it is to bring back; choose a place "
                  "elsewhere. No key was made.");
  }
  const auto key = RecoverySecret::generate(home.home().entropy());
  auto text = wire::recovery_text(home.node().person(), key);
  if (!file.empty()) {
    const auto line = text + "\n";
    if (const auto done = host::write_new(file, as_bytes(line)); !done) {
      return cannot_write(file, done.error());
    }
  }
  const bool replaces = home.node().self().recovery() != nullptr;
  const auto kept =
      home.carry_out(home.node().keep(kinds::RecoveryKey{key.public_key(), true}, home.now()));
  if (!kept) {
    if (!file.empty()) (void)host::remove_file(file);
    return Fail<Fault>{kept.error()};
  }
  Json answer{{"file", nullptr}, {"replaces", replaces}};
  if (file.empty()) {
    answer["key"] = text;
  } else {
    answer["file"] = file;
  }
  wipe_text(text);
  return answer;
}

Answer recovery_use(OpenHome& home, const Json& request, const Progress& progress) {
  auto text = text_of_key(request);
  if (!text) return Fail<Fault>{text.error()};
  const auto key = wire::read_recovery_text(home.node().person(), *text);
  wipe_text(*text);
  if (!key) return not_this_key(key.error());
  const auto before = closed_in(home);
  if (!before) return Fail<Fault>{before.error()};
  const auto done =
      node::recover([&]() -> node::Node& { return home.node(); }, *key, home.now(),
                    [&](node::StepOf<node::Done> step) { return home.carry_out(std::move(step)); });
  if (!done) return Fail<Fault>{done.error()};
  const auto after = closed_in(home);
  if (!after) return Fail<Fault>{after.error()};
  if (const auto ready = home.place_all(progress); !ready) return Fail<Fault>{ready.error()};
  const auto* in_force = home.node().self().recovery();
  return Json{{"opened", *before - *after},
              {"unreadable", *after},
              {"in_force", in_force != nullptr && *in_force == key->public_key()}};
}

Answer recovery_end(OpenHome& home, const Json&, const Progress&) {
  const auto* key = home.node().self().recovery();
  if (key == nullptr) {
    return refuse("no_recovery_key",
                  "There is no recovery key in force here; nothing was changed.");
  }
  const auto kept = home.carry_out(home.node().keep(kinds::RecoveryKey{*key, false}, home.now()));
  if (!kept) return Fail<Fault>{kept.error()};
  return Json::object();
}

}  // namespace kith::service
