// A program of the system that runs beside this one, and no longer than it. Refuses to know what it
// does.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace kith::host {

/// Where a program of that name is, along the PATH and where systems keep what is not on
/// everybody's; empty where it is not.
[[nodiscard]] std::string program_named(const std::string& name);

class ChildProcess {
 public:
  /// It hears nothing, what it says goes into the file `log`, and nothing that is open here is open
  /// there. A Ctrl-C on the terminal is not for it. Nothing where it cannot be started.
  [[nodiscard]] static std::optional<ChildProcess> start(const std::string& program,
                                                         std::vector<std::string> words,
                                                         const std::string& log);
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&&) = delete;
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  /// Ends it: asks, and after two seconds does not ask any more.
  ~ChildProcess();

  [[nodiscard]] bool runs();

 private:
  explicit ChildProcess(int process) : process_(process) {}
  int process_;  // its number, or -1
};

/// A folder by a short path, as long as this lives: local sockets take only 107 bytes, and homes
/// may lie deeper.
class HeldFolder {
 public:
  /// Nothing where it cannot be opened.
  [[nodiscard]] static std::optional<HeldFolder> of(const std::string& path);
  HeldFolder(HeldFolder&& other) noexcept;
  HeldFolder& operator=(HeldFolder&&) = delete;
  HeldFolder(const HeldFolder&) = delete;
  HeldFolder& operator=(const HeldFolder&) = delete;
  ~HeldFolder();

  /// For other processes of this user, too.
  [[nodiscard]] std::string short_path() const;
  [[nodiscard]] static std::string this_process();

 private:
  explicit HeldFolder(int open) : open_(open) {}
  int open_;
};

}  // namespace kith::host
