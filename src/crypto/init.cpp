// Starting libsodium; see init.hpp. Refuses to know what is done with it.
#include "crypto/init.hpp"

#include <sodium/core.h>

#include "base/check.hpp"

namespace kith::crypto {

void init() { check(sodium_init() >= 0); }

}  // namespace kith::crypto
