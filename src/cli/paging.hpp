// What is said and what is found, printed page by page as it comes: neither a node that runs nor
// this process ever has all of a long talk in hand. Refuses to know who answers.
#pragma once

#include <ostream>

#include "cli/answering.hpp"
#include "cli/print.hpp"

namespace kith::cli {

[[nodiscard]] bool comes_in_pages(std::string_view command);

/// Requires: the command comes in pages.
[[nodiscard]] service::Outcome<void> print_pages(const Invocation& invocation, Answering& answering,
                                                 std::ostream& out, const Look& look);

}  // namespace kith::cli
