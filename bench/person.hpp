// A person with a home of their own on a disk, as the command line has it: steps are carried out
// durably before their answer counts.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/check.hpp"
#include "bench/talk.hpp"
#include "host/clock.hpp"
#include "service/open_home.hpp"

namespace kith::bench {

/// Where the command line looks too, with --home and XDG_STATE_HOME.
[[nodiscard]] inline host::HomePlace place_in(const Folder& folder, const std::string& name) {
  return {folder.file(name), folder.file("state") + "/kith", host::system_machine_id()};
}

class Person {
 public:
  Person(const Folder& folder, const std::string& name) : place_(place_in(folder, name)) {
    auto home = service::OpenHome::create(place_, host::KeyFile{}, name);
    check(home.has_value());
    home_ = std::move(*home);
  }

  [[nodiscard]] node::Node& node() { return home_->node(); }
  [[nodiscard]] node::Store& store() { return home_->home().store(); }

  template <class T>
  T take(node::StepOf<T> step) {
    auto answer = home_->carry_out(std::move(step));
    check(answer.has_value());
    return std::move(*answer);
  }
  node::CircleNumber new_circle(std::string_view name) {
    return take(node().new_circle(name, now_));
  }
  [[nodiscard]] WallTime now() const { return now_; }
  void index() { check(home_->catch_up(~std::uint64_t{0}).has_value()); }

  /// As an import brings them: a thousand in one step, each step durable. A minute lies between
  /// two.
  void bring(node::CircleNumber circle, std::span<const node::Brought> brought) {
    constexpr std::size_t step = 1000;
    for (std::size_t from = 0; from < brought.size(); from += step) {
      const auto some = brought.subspan(from, std::min(step, brought.size() - from));
      now_ = now_ + std::chrono::minutes{1};
      (void)take(node().bring(circle, some, {}, now_));
    }
  }

  /// What the home takes on the disk when nobody has it open.
  [[nodiscard]] std::uint64_t settled_bytes() {
    home_.reset();
    std::uint64_t bytes = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator{place_.folder}) {
      if (file.is_regular_file()) bytes += file.file_size();
    }
    return bytes;
  }

 private:
  host::HomePlace place_;
  std::unique_ptr<service::OpenHome> home_;
  WallTime now_ = host::wall_now();
};

[[nodiscard]] inline std::vector<node::Brought> talk_to_bring(Talk& talk, std::size_t count) {
  std::vector<node::Brought> brought(count);
  for (auto& one : brought) {
    one.quote.text = talk.message();
  }
  return brought;
}

}  // namespace kith::bench
