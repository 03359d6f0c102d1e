// What `kith status` says: what is stored, what runs, what became of one's own logs. Refuses to
// know how any of it is found out.
#pragma once

#include "cli/print.hpp"

namespace kith::cli {

[[nodiscard]] std::string size_text(std::uint64_t bytes);
void print_status(std::ostream& out, const service::Json& answer, const Look& look);

}  // namespace kith::cli
