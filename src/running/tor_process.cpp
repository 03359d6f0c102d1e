#include "running/tor_process.hpp"

#include <array>
#include <string_view>
#include <vector>

#include "host/disk.hpp"
#include "running/tor_control.hpp"

namespace kith::running {
namespace {

constexpr std::size_t log_bytes_read = 4096;

std::string quoted(const std::string& path) {
  std::string text = "\"";
  for (const char c : path) {
    if (c == '"' || c == '\\') text.push_back('\\');
    text.push_back(c);
  }
  return text + "\"";
}

std::string settings(const std::string& folder, const host::HeldFolder& held) {
  const auto sockets = held.short_path();
  std::string text =
      "# Written by kith at each start. Lines of your own belong into \"lines\" beside it.\n";
  const auto put = [&](const std::string& name, const std::string& value) {
    text += name + " " + value + "\n";
  };
  put("DataDirectory", quoted(folder + "/data"));
  put("ControlPort", "unix:" + sockets + "/control");
  put("CookieAuthentication", "1");
  put("CookieAuthFile", quoted(folder + "/data/cookie"));
  put("SocksPort", "unix:" + sockets + "/socks");
  put("ClientOnly", "1");
  put("__OwningControllerProcess", host::HeldFolder::this_process());
  const auto lines = host::exists(folder + "/lines");
  if (lines && *lines) put("%include", quoted(folder + "/lines"));
  return text;
}

// Behind the last mark, to the end of its line.
std::string last_line(std::string_view text, std::string_view mark) {
  const auto at = text.rfind(mark);
  if (at == std::string_view::npos) return {};
  const auto begin = at + mark.size();
  return std::string{text.substr(begin, text.find('\n', begin) - begin)};
}

TorStartError error_of(host::DiskError error) {
  return error == host::DiskError::full ? TorStartError::full : TorStartError::folder;
}

// What an earlier one left goes: its cookie would be taken for that of this one.
Result<void, TorStartError> prepare(const std::string& folder) {
  std::vector<std::string> made;
  if (const auto done = host::make_folders(folder + "/data", made); !done) {
    return Fail{error_of(done.error())};
  }
  for (const auto* old : {"/data/cookie", "/control", "/socks", "/log"}) {
    if (const auto done = host::remove_file(folder + old); !done) {
      return Fail{error_of(done.error())};
    }
  }
  return {};
}

}  // namespace

Result<TorProcess, TorStartError> TorProcess::start(const std::string& folder) {
  const auto program = host::program_named("tor");
  if (program.empty()) return Fail{TorStartError::no_program};
  if (const auto done = prepare(folder); !done) return Fail{done.error()};
  auto held = host::HeldFolder::of(folder);
  if (!held) return Fail{TorStartError::folder};
  const auto torrc = folder + "/torrc";
  const auto text = settings(folder, *held);
  if (const auto done = host::replace(torrc, as_bytes(text)); !done) {
    return Fail{error_of(done.error())};
  }
  auto process = host::ChildProcess::start(
      program, {"tor", "-f", torrc, "--defaults-torrc", "/dev/null", "--ignore-missing-torrc"},
      folder + "/log");
  if (!process) return Fail{TorStartError::no_program};
  return TorProcess{folder, std::move(*held), std::move(*process)};
}

std::optional<transport::TorDoor> TorProcess::control() const {
  const auto cookie = host::read_small(folder_ + "/data/cookie", tor_cookie_bytes);
  const auto socket = host::exists(folder_ + "/control");
  if (!cookie || cookie->size() != tor_cookie_bytes || !socket || !*socket) return std::nullopt;
  return transport::TorDoor{folder_ + "/control", {}};
}

// The log's beginning is enough: an error ends it at once.
std::string TorProcess::last_words() const {
  auto file = host::OpenFile::open(folder_ + "/log", host::FileUse::read);
  if (!file) return {};
  std::array<std::uint8_t, log_bytes_read> bytes{};
  const auto read = file->read(bytes);
  if (!read) return {};
  constexpr std::string_view see_above = "see warnings above";
  auto words = last_line(as_text(*read), "[err] ");
  if (words.find(see_above) != std::string::npos) words = last_line(as_text(*read), "[warn] ");
  return harmless_words(words);
}

}  // namespace kith::running
