// How events look on a terminal or in a pipe. Refuses to know requests.
#pragma once

#include <ostream>

#include "cli/print.hpp"

namespace kith::cli {

void print_event(std::ostream& out, const service::Json& event, const Look& look);
void print_events(std::ostream& out, const service::Json& answer, const Look& look);
void print_event_word(std::ostream& out, const service::Json& answer, const Look& look);
void print_calendar(std::ostream& out, const service::Json& answer, const Look& look);
void print_imported(std::ostream& out, const service::Json& answer, const Look& look);

}  // namespace kith::cli
