// The commands of events and calendars. Knows their grammar, not what they do.
#pragma once

#include "cli/invocation.hpp"

namespace kith::cli {

void add_event_commands(CLI::App& app, Invocation& into);
/// Beside `import irc`.
void add_import_ics(CLI::App& import, Invocation& into);

}  // namespace kith::cli
