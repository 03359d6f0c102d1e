// Requests about bundles: files that carry entries to people, by stick or any other way.
#pragma once

#include "service/open_home.hpp"

namespace kith::service {

[[nodiscard]] Answer bundle_write(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer bundle_read(OpenHome& home, const Json& request, const Progress& progress);

}  // namespace kith::service
