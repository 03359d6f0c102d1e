// A tor that kith starts for itself: its folder, its few lines of settings, its end. It listens at
// local sockets in that folder alone, and is gone when kith is, killed or not. Refuses to know what
// it is asked to do.
//
//   HOME/tor/        mode 0700
//     data/          the tor's own
//     torrc          written at each start
//     lines          settings that the person added (bridges, a proxy); kith never writes it
//     control socks  where it is spoken to
//     log            what it says about itself, anew with each start
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "base/result.hpp"
#include "transport/tor_door.hpp"

namespace kith::running {

enum class TorStartError {
  no_program,  // there is no tor on this machine
  full,        // the disk
  folder,      // it cannot be written to, for another reason
};

class TorProcess {
 public:
  /// `folder` is made where it is not there.
  [[nodiscard]] static Result<TorProcess, TorStartError> start(const std::string& folder);
  TorProcess(TorProcess&& other) noexcept;
  TorProcess& operator=(TorProcess&&) = delete;
  TorProcess(const TorProcess&) = delete;
  TorProcess& operator=(const TorProcess&) = delete;
  /// Ends it: asks, and after a while does not ask any more.
  ~TorProcess();

  [[nodiscard]] bool runs();
  /// Where it is asked, as soon as it has opened it and said who may ask.
  [[nodiscard]] std::optional<transport::TorDoor> control() const;
  /// What it said last about why it cannot go on, made harmless; empty where it said nothing.
  [[nodiscard]] std::string last_words() const;

 private:
  TorProcess(std::string folder, int folder_open)
      : folder_(std::move(folder)), open_(folder_open) {}

  std::string folder_;
  int open_;  // the folder: the kernel takes only short paths, see settings
  pid_t pid_{-1};
};

}  // namespace kith::running
