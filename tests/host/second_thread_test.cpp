// Jobs are done once each, there or here, and nobody sees one that is half done.
#include "host/second_thread.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <numeric>
#include <vector>

namespace kith::host {
namespace {

class Sum final : public Meanwhile::Job {
 public:
  explicit Sum(std::size_t count) : numbers_(count) {
    std::iota(numbers_.begin(), numbers_.end(), std::size_t{1});
  }
  void run() override {
    for (const auto number : numbers_) sum += number;
    ++runs;
  }

  std::size_t sum{};  // read only once it is done: what a race detector would see
  int runs{};

 private:
  std::vector<std::size_t> numbers_;
};

// Goes on until it is let.
class Gate final : public Meanwhile::Job {
 public:
  void run() override {
    began = true;
    began.notify_all();
    open.wait(false);
  }
  std::atomic<bool> began{};
  std::atomic<bool> open{};
};

TEST(SecondThread, does_each_job_once_in_any_order_of_asking) {
  SecondThread thread;
  std::vector<std::shared_ptr<Sum>> jobs;
  for (std::size_t i = 0; i < 200; ++i) {
    jobs.push_back(std::make_shared<Sum>(i));
    thread.begin(jobs.back());
  }
  for (std::size_t i = jobs.size(); i-- > 0;) {
    thread.await(*jobs[i]);
    EXPECT_EQ(jobs[i]->runs, 1);
    EXPECT_EQ(jobs[i]->sum, i * (i + 1) / 2);
    thread.await(*jobs[i]);
    EXPECT_EQ(jobs[i]->runs, 1);
  }
}

TEST(SecondThread, does_what_still_waits_where_it_is_awaited) {
  SecondThread thread;
  const auto gate = std::make_shared<Gate>();
  const auto behind = std::make_shared<Sum>(4);
  thread.begin(gate);
  thread.begin(behind);
  gate->began.wait(false);
  thread.await(*behind);
  EXPECT_EQ(behind->sum, 10U);
  gate->open = true;
  gate->open.notify_all();
  thread.await(*gate);
}

TEST(SecondThread, ends_with_jobs_that_nobody_awaits) {
  const auto first = std::make_shared<Gate>();
  const auto never = std::make_shared<Sum>(1'000);
  {
    SecondThread thread;
    thread.begin(first);
    first->began.wait(false);
    thread.begin(never);
    first->open = true;
    first->open.notify_all();
  }
  EXPECT_LE(never->runs, 1);
  EXPECT_EQ(never.use_count(), 1);
}

TEST(SecondThread, that_was_given_nothing_ends_at_once) { const SecondThread thread; }

}  // namespace
}  // namespace kith::host
