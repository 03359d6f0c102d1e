#include "running/tor_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <string_view>
#include <thread>
#include <vector>

#include "host/disk.hpp"
#include "running/tor_control.hpp"

extern char** environ;

namespace kith::running {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds asked_to_end{2000};  // seen: one that hung while it ended
constexpr milliseconds look_again{10};
constexpr std::size_t log_bytes_read = 4096;
constexpr int first_other_descriptor = 3;

bool is_program(const std::string& path) { return ::access(path.c_str(), X_OK) == 0; }

// Along the PATH, and where systems keep it though it is not on everybody's PATH.
std::string program() {
  const char* path = std::getenv("PATH");
  std::string folders = path != nullptr ? path : "";
  folders += ":/usr/bin:/usr/sbin:/usr/local/bin:/usr/local/sbin";
  for (std::size_t at = 0; at <= folders.size();) {
    const auto end = std::min(folders.find(':', at), folders.size());
    const auto candidate = folders.substr(at, end - at) + "/tor";
    if (candidate.starts_with('/') && is_program(candidate)) return candidate;
    at = end + 1;
  }
  return {};
}

std::string quoted(const std::string& path) {
  std::string text = "\"";
  for (const char c : path) {
    if (c == '"' || c == '\\') text.push_back('\\');
    text.push_back(c);
  }
  return text + "\"";
}

// A local socket's path has at most 107 bytes, and homes may lie deeper: through the folder that
// this process holds open it is short. "/." because tor opens no folder through a last link.
std::string short_path(int folder) {
  return "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(folder) + "/.";
}

std::string settings(const std::string& folder, int folder_open) {
  const auto sockets = short_path(folder_open);
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
  put("__OwningControllerProcess", std::to_string(::getpid()));
  const auto lines = host::exists(folder + "/lines");
  if (lines && *lines) put("%include", quoted(folder + "/lines"));
  return text;
}

std::string last_line(std::string_view text, std::string_view mark) {
  const auto at = text.rfind(mark);
  if (at == std::string_view::npos) return {};
  const auto begin = at + mark.size();
  return std::string{text.substr(begin, text.find('\n', begin) - begin)};
}

TorStartError error_of(host::DiskError error) {
  return error == host::DiskError::full ? TorStartError::full : TorStartError::folder;
}

Result<void, TorStartError> prepare(const std::string& folder) {
  std::vector<std::string> made;
  if (const auto done = host::make_folders(folder + "/data", made); !done) {
    return Fail{error_of(done.error())};
  }
  // What an earlier one left: its cookie would be taken for that of this one.
  for (const auto* old : {"/data/cookie", "/control", "/socks", "/log"}) {
    if (const auto done = host::remove_file(folder + old); !done) {
      return Fail{error_of(done.error())};
    }
  }
  return {};
}

// Nothing of ours is open in it, and a Ctrl-C on the terminal is ours to answer. What it says goes
// into the log: also why it does not like its settings.
class SpawnSettings {
 public:
  explicit SpawnSettings(const std::string& log) {
    constexpr mode_t mine = S_IRUSR | S_IWUSR;
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawnattr_init(&attributes_);
    ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, log.c_str(),
                                       O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, mine);
    ::posix_spawn_file_actions_adddup2(&actions_, STDOUT_FILENO, STDERR_FILENO);
    ::posix_spawn_file_actions_addclosefrom_np(&actions_, first_other_descriptor);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP);
  }
  ~SpawnSettings() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;

  [[nodiscard]] pid_t spawn(const std::string& path, std::vector<std::string> words) const {
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t made = -1;
    const int failed =
        ::posix_spawn(&made, path.c_str(), &actions_, &attributes_, arguments.data(), environ);
    return failed == 0 ? made : -1;
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

}  // namespace

Result<TorProcess, TorStartError> TorProcess::start(const std::string& folder) {
  const auto path = program();
  if (path.empty()) return Fail{TorStartError::no_program};
  if (const auto done = prepare(folder); !done) return Fail{done.error()};
  TorProcess made{folder, ::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
  if (made.open_ < 0) return Fail{TorStartError::folder};
  const auto torrc = folder + "/torrc";
  const auto text = settings(folder, made.open_);
  if (const auto done = host::replace(torrc, as_bytes(text)); !done) {
    return Fail{error_of(done.error())};
  }
  made.pid_ = SpawnSettings{folder + "/log"}.spawn(
      path, {"tor", "-f", torrc, "--defaults-torrc", "/dev/null", "--ignore-missing-torrc"});
  if (made.pid_ < 0) return Fail{TorStartError::no_program};
  return made;
}

TorProcess::TorProcess(TorProcess&& other) noexcept
    : folder_(std::move(other.folder_)),
      open_(std::exchange(other.open_, -1)),
      pid_(std::exchange(other.pid_, -1)) {}

TorProcess::~TorProcess() {
  if (pid_ > 0) (void)::kill(pid_, SIGTERM);
  const auto until = std::chrono::steady_clock::now() + asked_to_end;
  while (runs() && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(look_again);
  }
  if (runs()) {
    (void)::kill(pid_, SIGKILL);
    (void)::waitpid(pid_, nullptr, 0);
  }
  if (open_ < 0) return;
  for (const auto* left : {"/control", "/socks"}) (void)host::remove_file(folder_ + left);
  (void)::close(open_);
}

bool TorProcess::runs() {
  if (pid_ <= 0) return false;
  if (::waitpid(pid_, nullptr, WNOHANG) == 0) return true;
  pid_ = -1;
  return false;
}

std::optional<transport::TorDoor> TorProcess::control() const {
  const auto cookie = host::read_small(folder_ + "/data/cookie", tor_cookie_bytes);
  const auto socket = host::exists(folder_ + "/control");
  if (!cookie || cookie->size() != tor_cookie_bytes || !socket || !*socket) return std::nullopt;
  return transport::TorDoor{folder_ + "/control", {}};
}

// Its beginning is enough: an error ends it at once.
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
