#include "cli/place.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>

#include "cli/terminal.hpp"
#include "host/home.hpp"

namespace kith::cli {
namespace {

using service::refuse;
using service::Status;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string{} : std::string{value};
}

// An XDG folder must be absolute, else it counts as not set.
std::string xdg_folder(const char* name, const char* below_home) {
  const auto set = environment(name);
  if (set.starts_with('/')) return set + "/kith";
  const auto home = environment("HOME");
  return home.empty() ? std::string{} : home + below_home + "/kith";
}

host::Passphrase taken(std::string typed) {
  host::Passphrase passphrase{ByteVec(typed.begin(), typed.end())};
  crypto::wipe({reinterpret_cast<std::uint8_t*>(typed.data()), typed.size()});
  return passphrase;
}

service::Outcome<host::Passphrase> from_file(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  std::string line;
  if (!file || !std::getline(file, line) || line.empty()) {
    return refuse("at_terminal",
                  "The passphrase file \"" + path + "\" cannot be read or its first line is empty.",
                  Status::locked);
  }
  if (line.ends_with('\r')) line.pop_back();
  return taken(std::move(line));
}

// Said where one is made, once: what it holds off, and what would hold better. It may stay.
constexpr std::size_t short_letters = 12;
constexpr std::size_t few_letters = 6;  // that differ

bool is_weak(const std::string& typed) {
  // What follows a letter's first byte in UTF-8 is no letter of its own.
  const auto letters = std::ranges::count_if(
      typed, [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80; });
  const std::set<char> different{typed.begin(), typed.end()};
  return static_cast<std::size_t>(letters) < short_letters || different.size() < few_letters;
}

// Another one, or the same where that is wished for. Nothing: there is no terminal any more.
std::optional<std::string> stronger() {
  std::cerr << "That is quick to guess for whoever gets your files and lets a machine try. Five or "
               "six words that have nothing to do with each other hold far longer, and are easy to "
               "keep.\n";
  return ask_hidden("Another one, or the same again to take it: ");
}

// Typed twice. The second time stands where a short one is taken as it is.
service::Outcome<std::string> made(std::string typed) {
  if (is_weak(typed)) {
    auto other = stronger();
    if (other && *other == typed) return typed;
    if (!other || other->empty()) return refuse("at_terminal", "Nothing was made.");
    typed = std::move(*other);
  }
  const auto again = ask_hidden("Once more: ");
  if (!again || *again != typed) return refuse("at_terminal", "The two differ; nothing was made.");
  return typed;
}

}  // namespace

service::Outcome<host::HomePlace> home_place(const Invocation& invocation) {
  host::HomePlace place;
  place.folder = !invocation.home.empty() ? invocation.home : environment("KITH_HOME");
  if (place.folder.empty()) place.folder = xdg_folder("XDG_DATA_HOME", "/.local/share");
  place.state_folder = xdg_folder("XDG_STATE_HOME", "/.local/state");
  if (place.folder.empty()) {
    return refuse("at_terminal",
                  "There is no place for a home: name one with --home, or set HOME.");
  }
  std::error_code trouble;
  auto absolute = std::filesystem::absolute(place.folder, trouble).lexically_normal().string();
  while (absolute.size() > 1 && absolute.ends_with('/')) absolute.pop_back();
  place.folder = absolute;
  // Without a user's home there is no other place that stays.
  if (place.state_folder.empty()) place.state_folder = place.folder + ".state";
  place.machine_id = host::system_machine_id();
  return place;
}

service::Outcome<host::Passphrase> passphrase(const std::string& file, const std::string& question,
                                              Asking asking) {
  const auto path = !file.empty() ? file : environment("KITH_PASSPHRASE_FILE");
  if (!path.empty()) return from_file(path);
  auto typed = ask_hidden(question + ": ");
  if (!typed) {
    return refuse(
        "at_terminal",
        "A passphrase is needed and there is no terminal to ask on; set KITH_PASSPHRASE_FILE.",
        Status::locked);
  }
  if (typed->empty())
    return refuse("at_terminal", "An empty passphrase protects nothing.", Status::locked);
  if (asking == Asking::to_open) return taken(std::move(*typed));
  auto chosen = made(std::move(*typed));
  if (!chosen) return Fail<service::Fault>{chosen.error()};
  return taken(std::move(*chosen));
}

service::Outcome<host::Lock> lock_of(const host::HomePlace& place) {
  const auto way = host::lock_way(place.folder);
  if (!way) return Fail<service::Fault>{service::fault_of(way.error(), place)};
  if (*way == host::LockWay::key_file) return host::Lock{host::KeyFile{}};
  auto typed = passphrase({}, "Passphrase", Asking::to_open);
  if (!typed) return Fail<service::Fault>{typed.error()};
  return host::Lock{std::move(*typed)};
}

std::optional<service::Outcome<std::unique_ptr<service::OpenHome>>> open_unless_busy(
    const host::HomePlace& place, const host::Lock& lock) {
  auto home = service::OpenHome::open(place, lock);
  const auto busy = service::fault_of(host::HomeError::busy, place);
  if (!home && home.error().sentence == busy.sentence) return std::nullopt;
  return home;
}

}  // namespace kith::cli
