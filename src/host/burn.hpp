// Wipes a home. Asks nobody and needs no passphrase: the caller has its typed yes.
#pragma once

#include "base/result.hpp"
#include "host/home_place.hpp"

namespace kith::host {

/// Overwrites the keyring and the key file once with random bytes, makes that durable, then unlinks
/// everything that kith made: in the folder, the key file, the mark; and the folder if it is empty
/// then. Files of others stay. Cut short, it leaves what `open` calls unfinished; call it again.
///
/// What matters is that the wrapped key is gone: without it the store is noise. Flash media, and
/// file systems that copy on write or keep a journal, may keep the old blocks of the keyring for a
/// while; then its passphrase still opens them, and a key file whose blocks were kept opens
/// everything. Who must be sure of that destroys the disk.
///
/// Errors: no_home (nothing was changed), damaged (the folder holds only half a home; nothing was
///         changed), busy, denied, full, io.
[[nodiscard]] Result<void, HomeError> burn_home(const HomePlace& place);

}  // namespace kith::host
