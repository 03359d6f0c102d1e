// Where this user's home is, and what opens it: from options, the environment and the terminal.
#pragma once

#include "cli/invocation.hpp"
#include "host/home_place.hpp"

namespace kith::cli {

/// --home, else KITH_HOME, else the XDG data folder.
[[nodiscard]] service::Outcome<host::HomePlace> home_place(const Invocation& invocation);

/// What to ask for, and how often.
enum class Asking { to_open, to_make };

/// From `file` where it is not empty, else KITH_PASSPHRASE_FILE, else the terminal.
/// Errors: locked where there is nothing to read it from; refused where two entries differ.
[[nodiscard]] service::Outcome<host::Passphrase> passphrase(const std::string& file,
                                                            const std::string& question,
                                                            Asking asking);

/// As the home's keyring says.
[[nodiscard]] service::Outcome<host::Lock> lock_of(const host::HomePlace& place);

}  // namespace kith::cli
