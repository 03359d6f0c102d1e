// The part of the grammar by which people propose, promise and remember.
#pragma once

#include "cli/invocation.hpp"

namespace kith::cli {

void add_things_commands(CLI::App& app, Invocation& into);

}  // namespace kith::cli
