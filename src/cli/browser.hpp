// Opens a link in the user's browser, where there is a display. Other users of the machine see the
// arguments of every program, and the link lets in: so the browser gets a file that only its owner
// may read, which leads to the link. Refuses to know what is there.
#pragma once

#include <string>

#include "host/home_place.hpp"

namespace kith::cli {

/// Shape: a link of letters, digits and -_.:/#[] alone. Quiet where it does not come to it: the
/// link was printed as well.
void show_in_browser(const std::string& link, const host::HomePlace& place);

}  // namespace kith::cli
