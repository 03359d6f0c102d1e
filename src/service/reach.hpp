// Requests about where and when people are reached: their addresses in my book, and their rhythm.
#pragma once

#include "service/open_home.hpp"

namespace kith::service {

/// {"person": …} asks about one of them alone.
[[nodiscard]] Answer ways(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer way_add(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer way_forget(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer wipe_rhythm(OpenHome& home, const Json& request, const Progress& progress);

}  // namespace kith::service
