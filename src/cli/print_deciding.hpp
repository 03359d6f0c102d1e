// Proposals for people to read: who said what, and who was not heard yet. Refuses to count.
#pragma once

#include "cli/print.hpp"

namespace kith::cli {

void print_proposals(std::ostream& out, const service::Json& answer, const Look& look);
void print_proposal(std::ostream& out, const service::Json& answer, const Look& look);
/// What was said of a proposal, and the proposal with it.
void print_stance(std::ostream& out, const service::Json& answer, const Look& look);
void print_practices(std::ostream& out, const service::Json& answer, const Look& look);

}  // namespace kith::cli
