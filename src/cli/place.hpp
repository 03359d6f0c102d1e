// Where this user's home is, and what opens it: from options, the environment and the terminal.
#pragma once

#include <chrono>
#include <memory>

#include "cli/invocation.hpp"
#include "host/home_place.hpp"
#include "service/open_home.hpp"

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

/// How long a home may be busy before somebody is told.
inline constexpr int tries_max = 40;
inline constexpr std::chrono::milliseconds between_tries{50};

/// Another command may have it open right now, or a node that just starts or ends: all soon let go.
/// Nothing while it is busy.
[[nodiscard]] std::optional<service::Outcome<std::unique_ptr<service::OpenHome>>> open_unless_busy(
    const host::HomePlace& place, const host::Lock& lock);

}  // namespace kith::cli
