// What can be asked of an open home: a JSON request in, a JSON answer or a fault out. The command
// line, a running node's socket and the page all speak this, so each command works in every door.
// Refuses to know terminals, sockets and how an answer is drawn.
//
//   {"command": "say", "circle": "garden", "text": "…"}  →  {"id": …, "audience": […]}
#pragma once

#include "service/open_home.hpp"

namespace kith::service {

/// A request as it came: no object where it is none, or one nested beyond 32 levels.
[[nodiscard]] Json request_in(std::string_view text);

/// Errors: wrong_usage where a field lacks or is of another type; what the command itself refuses.
[[nodiscard]] Answer handle(OpenHome& home, const Json& request, const Progress& progress = {});

/// Every command that handle carries out, ascending.
[[nodiscard]] std::vector<std::string> commands();
[[nodiscard]] bool knows(std::string_view command);

}  // namespace kith::service
