// Expected failures are values. E is a small enum per module, named by what the caller can do.
// (std::expected of GCC 12 has no monadic calls and clang 14 does not see it; see docs/decisions.)
#pragma once

#include <tl/expected.hpp>

namespace kith {

template <class T, class E>
using Result = tl::expected<T, E>;

template <class E>
using Fail = tl::unexpected<E>;

}  // namespace kith
