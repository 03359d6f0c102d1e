// How the three acts on a recovery key are told. Refuses to know what they did.
#pragma once

#include "cli/print.hpp"

namespace kith::cli {

void print_recovery_made(std::ostream& out, const service::Json& answer, const Look& look);
void print_recovery_used(std::ostream& out, const service::Json& answer, const Look& look);
void print_recovery_ended(std::ostream& out, const service::Json& answer, const Look& look);

}  // namespace kith::cli
