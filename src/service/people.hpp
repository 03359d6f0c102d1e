// Requests about people: cards, meeting, names, and whom I include in a circle.
#pragma once

#include "service/open_home.hpp"

namespace kith::service {

[[nodiscard]] Answer card(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer meet(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer contacts(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer rename(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer words(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer include(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer part(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer who(OpenHome& home, const Json& request, const Progress& progress);

}  // namespace kith::service
