// The terminal: whether there is one, what it asks, what it may be shown. Text from others never
// reaches it unfiltered.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kith::cli {

[[nodiscard]] bool output_is_terminal();
[[nodiscard]] bool errors_are_terminal();

/// Asks without showing what is typed; nothing where there is no terminal to ask on.
[[nodiscard]] std::optional<std::string> ask_hidden(const std::string& question);

/// Control characters (also those of Unicode that turn the direction of writing) become a visible
/// mark, line feeds a space.
[[nodiscard]] std::string one_line(std::string_view text);
/// The same, but line feeds stay, each followed by `indent`.
[[nodiscard]] std::string many_lines(std::string_view text, const std::string& indent);

}  // namespace kith::cli
