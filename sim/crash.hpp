// Crashes, each of them: what a person does is done again and again on a disk that dies at the
// first, the second, … the last of its writes, flushes and deletions; then the home is opened and
// held to what it acknowledged. Refuses to know what they do: sim/crash_alone, sim/crash_together.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/crash_scene.hpp"

namespace kith::sim::crash {

/// What is done while the disk may die, after what comes before that.
struct Scenario {
  std::string_view name;
  void (*before)(Scene&);
  void (*act)(Scene&);  // can be done again after it was cut off, and then succeeds
};
[[nodiscard]] std::span<const Scenario> acts_alone();
[[nodiscard]] std::span<const Scenario> acts_together();
[[nodiscard]] std::vector<Scenario> scenarios();

/// How it ends: the process alone, or the machine with it, which drops, tears and reorders what was
/// not flushed; and whether it dies once more while it comes back.
struct Death {
  std::uint64_t at{};                    // the operation, from 1
  std::optional<std::uint64_t> power{};  // the seed of what is lost; nothing: the process alone
  std::uint64_t again_at{};              // an operation of coming back; 0: it comes back at once
};

/// How many operations the act takes where nothing dies. Errors: what is wrong even then.
[[nodiscard]] Result<std::uint64_t, std::string> operations(const Scenario& scenario);
/// What is wrong after such a death; nothing: all is well.
[[nodiscard]] std::optional<std::string> after(const Scenario& scenario, const Death& death);

}  // namespace kith::sim::crash
