// Requests about circles: whom I include there, who hears whom, joining and leaving.
#pragma once

#include "service/open_home.hpp"

namespace kith::service {

[[nodiscard]] Answer circle_new(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer circle_rename(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer circles(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer include(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer part(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer join(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer leave(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer who(OpenHome& home, const Json& request, const Progress& progress);

/// I left it and include nobody there any more: then nothing asks me to.
[[nodiscard]] bool has_left(OpenHome& home, node::CircleNumber circle);

/// What one of mine is: {"circle", "name", "audience", "owed"}.
[[nodiscard]] Json circle_json(OpenHome& home, node::CircleNumber circle);

}  // namespace kith::service
