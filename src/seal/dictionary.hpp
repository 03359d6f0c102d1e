// The dictionary of compressed bodies, docs/bodies.dictionary, as bytes of the program (the build
// writes the other half: cmake/dictionary.cmake). Knows nothing of what it is for.
#pragma once

#include "base/bytes.hpp"

namespace kith::seal {

[[nodiscard]] ByteView dictionary();

}  // namespace kith::seal
