// The one call that libsodium wants before all others. Knows nothing of keys; libsodium's own
// randomness is never asked for anything, here or anywhere in this folder.
#pragma once

namespace kith::crypto {

/// Prepares libsodium (it picks the fastest code for this processor). May be called again, from any
/// thread; stops the process when libsodium cannot start, since nothing can be done without it.
void init();

}  // namespace kith::crypto
