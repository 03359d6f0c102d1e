#include "host/second_thread.hpp"

#include <pthread.h>

#include <algorithm>
#include <csignal>
#include <system_error>

namespace kith::host {
namespace {

// Signals are for the loop's thread: this one is born with all of them blocked.
class NoSignals {
 public:
  NoSignals() {
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  NoSignals(const NoSignals&) = delete;
  NoSignals& operator=(const NoSignals&) = delete;
  ~NoSignals() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

}  // namespace

std::unique_ptr<SecondThread> SecondThread::where_there_is_a_core() {
  return std::thread::hardware_concurrency() > 1 ? std::make_unique<SecondThread>() : nullptr;
}

SecondThread::~SecondThread() {
  {
    const std::lock_guard turn{turn_};
    ends_ = true;
    waiting_.clear();
  }
  came_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void SecondThread::start() {
  const NoSignals no_signals;
  try {
    thread_ = std::thread{[this] { work(); }};
  } catch (const std::system_error&) {
    // The system gives none now; the next job asks again.
  }
}

void SecondThread::begin(std::shared_ptr<Job> job) {
  if (!thread_.joinable()) start();
  if (!thread_.joinable()) return job->run();
  {
    const std::lock_guard turn{turn_};
    waiting_.push_back(std::move(job));
  }
  came_.notify_one();
}

void SecondThread::await(const Job& job) {
  std::unique_lock turn{turn_};
  const auto waits = std::ranges::find(waiting_, &job, &std::shared_ptr<Job>::get);
  if (waits == waiting_.end()) {
    done_.wait(turn, [&] { return under_way_.get() != &job; });
    return;
  }
  const auto mine = *waits;
  waiting_.erase(waits);
  turn.unlock();
  mine->run();
}

void SecondThread::work() {
  std::unique_lock turn{turn_};
  while (true) {
    came_.wait(turn, [&] { return ends_ || !waiting_.empty(); });
    if (ends_) return;
    under_way_ = std::move(waiting_.front());
    waiting_.pop_front();
    turn.unlock();
    under_way_->run();
    turn.lock();
    under_way_.reset();
    done_.notify_all();
  }
}

}  // namespace kith::host
