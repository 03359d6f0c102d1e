// A thread beside the loop's, for work that is done meanwhile: it starts with the first job and
// ends with this. Refuses to know what it works on.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "base/meanwhile.hpp"

namespace kith::host {

class SecondThread final : public Meanwhile {
 public:
  /// Null where the machine has one core: nothing would be gained.
  [[nodiscard]] static std::unique_ptr<SecondThread> where_there_is_a_core();

  SecondThread() = default;
  ~SecondThread() override;

  /// Where the system gives no thread, the work is done here and now: what waits never piles up.
  void begin(std::shared_ptr<Job> job) override;
  void await(const Job& job) override;

 private:
  void start();
  void work();

  std::mutex turn_;
  std::condition_variable came_;
  std::condition_variable done_;
  std::deque<std::shared_ptr<Job>> waiting_;
  std::shared_ptr<Job> under_way_;
  bool ends_{};
  std::thread thread_;
};

}  // namespace kith::host
