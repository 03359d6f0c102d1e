// The manual page and the shells' completions, made from the grammar, so that they cannot differ.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>

namespace kith::cli {

/// In man's own markup.
[[nodiscard]] std::string manual_page(const CLI::App& app);

/// Requires: bash, zsh or fish.
[[nodiscard]] std::string completions_for(const CLI::App& app, std::string_view shell);

}  // namespace kith::cli
