// Asks and promises for people to read. Refuses to count, and to call anything late.
#pragma once

#include "cli/print.hpp"

namespace kith::cli {

/// On a line: what, for whom, by when.
void print_promise(std::ostream& out, const service::Json& promise, const Look& look);
void print_promises(std::ostream& out, const service::Json& answer, const Look& look);
void print_asks(std::ostream& out, const service::Json& answer, const Look& look);
/// What was said of a promise, and the promise with it.
void print_turn(std::ostream& out, const service::Json& answer, const Look& look);

}  // namespace kith::cli
