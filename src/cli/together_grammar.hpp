// The commands of junctures, re-forming, gathering and recognising. Knows their grammar, not what
// they do.
#pragma once

#include "cli/invocation.hpp"

namespace kith::cli {

void add_together_commands(CLI::App& app, Invocation& into);

}  // namespace kith::cli
