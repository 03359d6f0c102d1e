// `kith-sim scale`: a world of so many people for a week, and what each of them pays. Exits 1 where
// somebody could not read what was said to them, or where people pay more each than in a smaller
// world that lives beside it; 2 where it was asked wrongly.
#pragma once

#include <span>
#include <string>

namespace kith::sim {

inline constexpr const char* scale_usage =
    "scale --people N [--great N] [--beside FEWER] [--seed S] [--days D] [--logs FOLDER] "
    "[--json]";

int scale_command(std::span<const std::string> words);

}  // namespace kith::sim
