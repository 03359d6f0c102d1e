// Something that lives on a loop in a thread of its own, for tests that are its clients. Refuses to
// know what it is.
#pragma once

#include <functional>
#include <future>
#include <memory>
#include <thread>

#include "transport/loop.hpp"

namespace kith::web::test {

template <class Thing>
class Looping {
 public:
  using Make = std::function<std::unique_ptr<Thing>(transport::Loop&)>;

  explicit Looping(Make make) {
    std::promise<void> made;
    thread_ = std::thread{[&made, make = std::move(make), this] {
      transport::Loop loop;
      loop_ = &loop;
      thing_ = make(loop);
      made.set_value();
      loop.run();
      thing_.reset();
    }};
    made.get_future().wait();
  }
  Looping(const Looping&) = delete;
  Looping& operator=(const Looping&) = delete;
  ~Looping() {
    loop_->post([this] { loop_->stop(); });
    thread_.join();
  }

  /// Done on the loop, before this returns.
  template <class Act>
  auto on_loop(Act act) {
    std::promise<decltype(act(*thing_))> done;
    loop_->post([&] {
      if constexpr (std::is_void_v<decltype(act(*thing_))>) {
        act(*thing_);
        done.set_value();
      } else {
        done.set_value(act(*thing_));
      }
    });
    return done.get_future().get();
  }

 private:
  transport::Loop* loop_{};
  std::unique_ptr<Thing> thing_;
  std::thread thread_;
};

}  // namespace kith::web::test
