#include "host/child_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <thread>
#include <utility>

extern char** environ;

namespace kith::host {
namespace {

constexpr std::chrono::milliseconds asked_to_end{2000};  // seen: a tor that hung while it ended
constexpr std::chrono::milliseconds look_again{10};
constexpr int first_other_descriptor = 3;

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

  [[nodiscard]] pid_t spawn(const std::string& path, std::vector<std::string>& words) const {
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
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

std::string program_named(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::string folders = path != nullptr ? path : "";
  folders += ":/usr/bin:/usr/sbin:/usr/local/bin:/usr/local/sbin";
  for (std::size_t at = 0; at <= folders.size();) {
    const auto end = std::min(folders.find(':', at), folders.size());
    auto candidate = folders.substr(at, end - at) + "/" + name;
    if (candidate.starts_with('/') && ::access(candidate.c_str(), X_OK) == 0) return candidate;
    at = end + 1;
  }
  return {};
}

std::optional<ChildProcess> ChildProcess::start(const std::string& program,
                                                std::vector<std::string> words,
                                                const std::string& log) {
  const auto made = SpawnSettings{log}.spawn(program, words);
  if (made < 0) return std::nullopt;
  return ChildProcess{made};
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : process_(std::exchange(other.process_, -1)) {}

ChildProcess::~ChildProcess() {
  if (process_ > 0) (void)::kill(process_, SIGTERM);
  const auto until = std::chrono::steady_clock::now() + asked_to_end;
  while (runs() && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(look_again);
  }
  if (!runs()) return;
  (void)::kill(process_, SIGKILL);
  (void)::waitpid(process_, nullptr, 0);
}

bool ChildProcess::runs() {
  if (process_ <= 0) return false;
  if (::waitpid(process_, nullptr, WNOHANG) == 0) return true;
  process_ = -1;
  return false;
}

std::optional<HeldFolder> HeldFolder::of(const std::string& path) {
  const int open = ::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (open < 0) return std::nullopt;
  return HeldFolder{open};
}

HeldFolder::HeldFolder(HeldFolder&& other) noexcept : open_(std::exchange(other.open_, -1)) {}

HeldFolder::~HeldFolder() {
  if (open_ >= 0) (void)::close(open_);
}

// "/." because some, tor among them, open no folder through a last link.
std::string HeldFolder::short_path() const {
  return "/proc/" + this_process() + "/fd/" + std::to_string(open_) + "/.";
}

std::string HeldFolder::this_process() { return std::to_string(::getpid()); }

}  // namespace kith::host
