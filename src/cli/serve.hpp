// `kith up`, `kith gather` and `kith page`: finds out whether a node runs already, opens the home
// where that takes no page, and stays until a signal. Refuses to know how it is told.
#pragma once

#include "cli/place.hpp"

namespace kith::cli {

using Told = std::function<void(const service::Json&)>;

/// Tells that it runs when it does, and answers nothing at its end.
[[nodiscard]] service::Answer up(const Invocation& invocation, const host::HomePlace& place,
                                 const Told& told);
/// The same among people in one place: what comes to be there is told line by line.
[[nodiscard]] service::Answer gather(const Invocation& invocation, const host::HomePlace& place,
                                     const Told& told);
/// The same with a page in front, which opens the home or makes one. Where a node runs already, it
/// tells that one's link and ends.
[[nodiscard]] service::Answer page(const Invocation& invocation, const host::HomePlace& place,
                                   const Told& told);

}  // namespace kith::cli
