// The command line from its words to its exit status. Refuses to know what commands do to a home:
// that is service's.
#pragma once

namespace kith::cli {

/// Exit status: 0 done, 1 refused, 2 wrong usage, 3 locked.
[[nodiscard]] int run(int argc, char** argv);

}  // namespace kith::cli
