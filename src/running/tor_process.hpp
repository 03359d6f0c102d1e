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

#include <optional>
#include <string>

#include "base/result.hpp"
#include "host/child_process.hpp"
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
  [[nodiscard]] bool runs() { return process_.runs(); }
  /// Where it is asked, as soon as it has opened it and said who may ask.
  [[nodiscard]] std::optional<transport::TorDoor> control() const;
  /// What it said last about why it cannot go on, made harmless; empty where it said nothing.
  [[nodiscard]] std::string last_words() const;

 private:
  TorProcess(std::string folder, host::HeldFolder held, host::ChildProcess process)
      : folder_(std::move(folder)), held_(std::move(held)), process_(std::move(process)) {}

  std::string folder_;
  host::HeldFolder held_;
  host::ChildProcess process_;  // ends first
};

}  // namespace kith::running
