// Work that another process does, since nobody knows how long it takes: a copy of this one that
// answers with a text, or is ended. Refuses to know what the work is.
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace kith::host {

/// What `work` gives within so much time of a processor; empty where it does not, or where no
/// process can be had. Waits for it, at most twice as long.
/// Requires: the text fits a pipe, 64 KiB; the work starts no thread.
[[nodiscard]] std::string text_by_child(const std::function<std::string()>& work,
                                        std::chrono::seconds time_max);

}  // namespace kith::host
