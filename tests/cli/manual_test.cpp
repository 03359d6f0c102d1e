// The manual page and the completions come from the grammar, and leave nothing of it out.
#include "cli/manual.hpp"

#include <gtest/gtest.h>

#include "cli/invocation.hpp"

namespace kith::cli {
namespace {

class Manual : public ::testing::Test {
 protected:
  // Calls `check` with each command that can be typed, and its words.
  template <class Check>
  static void for_commands(const CLI::App& app, const std::string& path, Check check) {
    const auto below = app.get_subcommands([](const CLI::App*) { return true; });
    for (const auto* command : below) {
      const auto words = path + (path.empty() ? "" : " ") + command->get_name();
      if (command->get_subcommands([](const CLI::App*) { return true; }).empty()) {
        check(*command, words);
      }
      for_commands(*command, words, check);
    }
  }
  static std::string escaped(const std::string& text) {
    std::string shown;
    for (const char c : text) shown += c == '-' ? std::string{"\\-"} : std::string{c};
    return shown;
  }
  static bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  Invocation invocation;
  std::unique_ptr<CLI::App> app = grammar(invocation);
};

TEST_F(Manual, has_every_command_with_its_description_and_options) {
  const auto page = manual_page(*app);
  std::size_t commands = 0;
  for_commands(*app, "", [&](const CLI::App& command, const std::string& words) {
    ++commands;
    EXPECT_TRUE(holds(page, "\n.B kith " + escaped(words))) << words;
    EXPECT_FALSE(command.get_description().empty()) << words;
    for (const auto* option : command.get_options()) {
      for (const auto& name : option->get_lnames()) {
        EXPECT_TRUE(name == "help" || holds(page, escaped("--" + name))) << words << " --" << name;
      }
    }
  });
  EXPECT_GE(commands, 16U);
  for (const auto* part : {".TH KITH 1", "KITH_HOME", "KITH_PASSPHRASE_FILE", "EXIT STATUS"}) {
    EXPECT_TRUE(holds(page, part)) << part;
  }
}

TEST_F(Manual, has_no_line_that_troff_would_take_for_a_request) {
  const auto page = manual_page(*app);
  std::size_t at = 0;
  while (at < page.size()) {
    const auto end = page.find('\n', at);
    const auto line = page.substr(at, end - at);
    EXPECT_FALSE(line.starts_with('\'')) << line;
    if (line.starts_with('.')) {
      EXPECT_TRUE(line.starts_with(".TH ") || line.starts_with(".SH ") || line == ".TP" ||
                  line == ".br" || line.starts_with(".B "))
          << line;
    }
    at = end == std::string::npos ? page.size() : end + 1;
  }
}

TEST_F(Manual, completions_of_every_shell_have_every_command_and_long_option) {
  for (const auto* shell : {"bash", "zsh", "fish"}) {
    const auto script = completions_for(*app, shell);
    for_commands(*app, "", [&](const CLI::App& command, const std::string& words) {
      EXPECT_TRUE(holds(script, command.get_name())) << shell << ": " << words;
      const bool deeper = holds(words, " ");  // bash completes the first word's options alone
      for (const auto* option : command.get_options()) {
        for (const auto& name : option->get_lnames()) {
          EXPECT_TRUE(deeper || holds(script, name)) << shell << ": " << words << " --" << name;
        }
      }
    });
  }
}

}  // namespace
}  // namespace kith::cli
