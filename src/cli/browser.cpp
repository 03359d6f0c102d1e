#include "cli/browser.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string_view>

#include "host/disk.hpp"

namespace kith::cli {
namespace {

bool has_display() {
  return std::getenv("DISPLAY") != nullptr || std::getenv("WAYLAND_DISPLAY") != nullptr;
}

// setsid forks, so that nothing is left to wait for; Ctrl-C in our terminal is not for the browser.
void open_file(std::string path) {
  std::string program = "setsid";
  std::string fork = "--fork";
  std::string opener = "xdg-open";
  const std::array<char*, 5> words{program.data(), fork.data(), opener.data(), path.data(),
                                   nullptr};
  posix_spawn_file_actions_t quiet;
  if (posix_spawn_file_actions_init(&quiet) != 0) return;
  for (const int output : {STDOUT_FILENO, STDERR_FILENO}) {
    (void)posix_spawn_file_actions_addopen(&quiet, output, "/dev/null", O_WRONLY, 0);
  }
  // A browser outlives us: with our sockets it would keep our place at each door.
  (void)posix_spawn_file_actions_addclosefrom_np(&quiet, STDERR_FILENO + 1);
  pid_t child = 0;
  if (posix_spawnp(&child, program.c_str(), &quiet, nullptr, words.data(), environ) == 0) {
    int ignored = 0;
    (void)waitpid(child, &ignored, 0);
  }
  (void)posix_spawn_file_actions_destroy(&quiet);
}

}  // namespace

void show_in_browser(const std::string& link, const host::HomePlace& place) {
  if (!has_display()) return;
  std::vector<std::string> made;
  if (!host::make_folders(place.state_folder, made)) return;
  const auto path = place.state_folder + "/open-the-page.html";
  const auto text =
      "<!doctype html><meta charset=\"utf-8\"><title>kith</title>"
      "<meta http-equiv=\"refresh\" content=\"0; url=" +
      link + "\">\n";
  if (host::replace(path, as_bytes(text))) open_file(path);
}

}  // namespace kith::cli
