// Work that is done where it is begun: what a second thread would bring, at the same place in every
// run. Refuses to know what it works on.
#pragma once

#include <cstddef>

#include "base/meanwhile.hpp"

namespace kith::test {

class AtOnce final : public Meanwhile {
 public:
  void begin(std::shared_ptr<Job> job) override {
    ++begun;
    job->run();
  }
  void await(const Job& /*job*/) override {}

  std::size_t begun{};
};

}  // namespace kith::test
