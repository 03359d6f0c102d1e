// Where and when people are reached, for a terminal: addresses in order, and a week of hours by the
// reader's own clock. Refuses to know what they are good for.
#pragma once

#include "cli/print.hpp"

namespace kith::cli {

/// False: that is no command of these.
bool print_reach(std::ostream& out, const std::string& command, const service::Json& answer,
                 const Look& look);

/// Of somebody whose sessions were not as the protocol says: since when, how often.
[[nodiscard]] std::string words_of_breaches(const std::string& name, const service::Json& seen);

}  // namespace kith::cli
