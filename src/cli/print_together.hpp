// How people together look on a terminal or in a pipe: who hears whom, junctures, re-formed
// circles, papers, the recognised. Refuses to know requests.
#pragma once

#include <ostream>

#include "cli/print.hpp"

namespace kith::cli {

void print_juncture(std::ostream& out, const service::Json& answer, const Look& look);
/// One that ends soon, in a line.
void print_end(std::ostream& out, const service::Json& juncture);
void print_lease(std::ostream& out, const service::Json& lease);
void print_re_formed(std::ostream& out, const service::Json& answer, const Look& look);
void print_recognised(std::ostream& out, const service::Json& answer, const Look& look);
void print_recognitions(std::ostream& out, const service::Json& answer, const Look& look);
/// Who hears whom in a circle.
void print_who(std::ostream& out, const service::Json& answer, const Look& look);
void print_papers(std::ostream& out, const service::Json& papers);

}  // namespace kith::cli
