// Reads a file that a person named, as text. Refuses to know what is in it.
#pragma once

#include "service/answer.hpp"

namespace kith::service {

/// Errors: in words, where it cannot be read.
[[nodiscard]] Outcome<std::string> contents_of(const std::string& path);

}  // namespace kith::service
