// Patterns for their holder to read: counts first, then the strip, then what may come. Refuses to
// rank.
#pragma once

#include "cli/print.hpp"

namespace kith::cli {

void print_observed(std::ostream& out, const service::Json& answer, const Look& look);
void print_pattern(std::ostream& out, const service::Json& answer, const Look& look);
void print_came_through(std::ostream& out, const service::Json& answer, const Look& look);
void print_observing(std::ostream& out, const service::Json& answer, const Look& look);

}  // namespace kith::cli
