// The one way to stop on a broken invariant of ours. Never for input: what came from outside gets a
// Result with a name, and the process goes on.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace kith {

/// Stops the process, in every build, when an invariant of ours does not hold.
/// (The builtins, because clang 14 does not see std::source_location of libstdc++ 12.)
inline void check(bool holds, const char* file = __builtin_FILE(),
                  unsigned line = __builtin_LINE()) {
  if (holds) [[likely]] {
    return;
  }
  std::fprintf(stderr,
               "kith: a rule of the program itself was broken at %s:%u. "
               "Nothing that was acknowledged is lost.\n",
               file, line);
  std::abort();
}

}  // namespace kith
