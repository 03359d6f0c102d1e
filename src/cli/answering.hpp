// Who answers a command: the node that runs on the home, or the home itself. Refuses to know what
// is asked.
#pragma once

#include <memory>
#include <optional>

#include "cli/place.hpp"
#include "service/open_home.hpp"

namespace kith::cli {

class Answering {
 public:
  Answering(const host::HomePlace& place, service::Progress progress)
      : place_(place), progress_(std::move(progress)) {}

  /// Any number of times, one after the other: a home that had to be opened stays open.
  [[nodiscard]] service::Answer answer_to(const service::Json& request);
  /// Others may have it meanwhile; it is opened again for the next.
  void let_go() { home_.reset(); }

 private:
  const host::HomePlace& place_;
  service::Progress progress_;
  std::optional<host::Lock> lock_;
  std::unique_ptr<service::OpenHome> home_;
};

}  // namespace kith::cli
