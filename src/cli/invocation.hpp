// What was typed, as data: which home, which command with what arguments. The one source of help,
// manual page and shell completions. Refuses to know what any command does.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "service/answer.hpp"

namespace kith::cli {

struct Invocation {
  std::string home;  // empty: not said
  bool json{};
  std::string command;          // "circle new"
  service::Json request;        // for service::handle
  bool no_passphrase{};         // init, restore
  std::string passphrase_file;  // backup, restore: instead of asking
  std::string name;             // init
  std::string file;             // restore
  std::string shell;            // completions
  bool no_browser{};            // page
};

/// The command line's grammar. What is parsed lands in `into`, which must outlive the result.
[[nodiscard]] std::unique_ptr<CLI::App> grammar(Invocation& into);

}  // namespace kith::cli
