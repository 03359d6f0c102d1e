// What people say in one sitting: each sitting is what one nick of a real log said in it, at the
// intervals at which they said it. Refuses to know who says it again, when, and to whom.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/time.hpp"

namespace kith::sim {

struct SpokenLine {
  std::chrono::microseconds after{};  // since the sitting began; grows
  std::string text;
};
using Sitting = std::vector<SpokenLine>;  // never empty

/// One of each nick of each `*.raw.txt` there, by file name and then by how much they said; of the
/// `nicks_max` most talkative of a log. Empty where there are no such logs.
[[nodiscard]] std::vector<Sitting> sittings_of(const std::filesystem::path& folder);

/// Where no logs are at hand: twelve lines of 58 letters, one every four minutes, as the mean of
/// the real ones is.
[[nodiscard]] std::vector<Sitting> even_sittings();

}  // namespace kith::sim
