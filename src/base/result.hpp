// Expected failures are values. E is a small enum per module, named by what the caller can do.
// (std::expected of GCC 12 has no monadic calls and clang 14 does not see it; see docs/decisions.)
#pragma once

#include <tl/expected.hpp>
#include <utility>

namespace kith {

template <class T, class E>
using Result = tl::expected<T, E>;

/// `return Fail{Error::name};`. A type of its own, because clang 14 deduces no alias.
template <class E>
struct Fail : tl::unexpected<E> {
  explicit constexpr Fail(E error) : tl::unexpected<E>(std::move(error)) {}
};

}  // namespace kith
