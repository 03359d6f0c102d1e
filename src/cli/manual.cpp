#include "cli/manual.hpp"

namespace kith::cli {
namespace {

using Options = std::vector<const CLI::Option*>;
using Apps = std::vector<const CLI::App*>;

Options options_of(const CLI::App& app) {
  Options options;
  for (const auto* option : app.get_options()) options.push_back(option);
  return options;
}

Apps commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

std::string troff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n')) {
      out += std::string{"\\&"} + c;
    } else {
      out.push_back(c);
    }
  }
  return out;
}

std::string usage_of(const CLI::App& app) {
  std::string usage;
  for (const auto* option : options_of(app)) {
    const auto name = option->get_name();
    if (name.starts_with("--help") || name.starts_with("-h")) continue;
    const bool takes = !option->get_positional() && option->get_items_expected_max() > 0;
    const auto shown = name + (takes ? " …" : "");
    usage += option->get_required() ? " " + shown : " [" + shown + "]";
  }
  return usage;
}

void put_command(std::string& page, const CLI::App& app, const std::string& path) {
  if (const auto deeper = commands_of(app); !deeper.empty()) {
    for (const auto* command : deeper)
      put_command(page, *command, path + " " + command->get_name());
    return;
  }
  page += ".TP\n.B " + troff(path + usage_of(app)) + "\n" + troff(app.get_description()) + "\n";
  for (const auto* option : options_of(app)) {
    if (option->get_description().empty() || option->get_name().starts_with("-h")) continue;
    page += ".br\n" + troff(option->get_name() + ": " + option->get_description()) + "\n";
  }
}

// Long options and commands, as words to complete.
std::string words_of(const CLI::App& app) {
  std::string words;
  for (const auto* command : commands_of(app)) words += command->get_name() + " ";
  for (const auto* option : options_of(app)) {
    for (const auto& name : option->get_lnames()) words += "--" + name + " ";
  }
  return words;
}

std::string bash_completions(const CLI::App& app) {
  std::string cases;
  for (const auto* command : commands_of(app)) {
    cases += "    " + command->get_name() + ") words=\"" + words_of(*command) + "\" ;;\n";
  }
  return "_kith() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} command= words word skip=0\n"
         "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
         "    if ((skip)); then skip=0; continue; fi\n"
         "    case $word in --home) skip=1 ;; -*) ;; *) command=$word; break ;; esac\n"
         "  done\n"
         "  case $command in\n"
         "    '') words=\"" +
         words_of(app) + "\" ;;\n" + cases +
         "  esac\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
         "  ((${#COMPREPLY[@]})) || COMPREPLY=($(compgen -f -- \"$current\"))\n"
         "}\n"
         "complete -o filenames -F _kith kith\n";
}

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string{"'\\''"} : std::string{c};
  return out + "'";
}

std::string fish_completions(const CLI::App& app) {
  std::string script;
  const auto options = [&](const CLI::App& of, const std::string& when) {
    for (const auto* option : options_of(of)) {
      for (const auto& name : option->get_lnames()) {
        script.append("complete -c kith").append(when).append(" -l ").append(name);
        script.append(" -d ").append(quoted(option->get_description())).append("\n");
      }
    }
  };
  options(app, "");
  for (const auto* command : commands_of(app)) {
    script += "complete -c kith -n __fish_use_subcommand -a " + command->get_name() + " -d " +
              quoted(command->get_description()) + "\n";
    const auto when = " -n '__fish_seen_subcommand_from " + command->get_name() + "'";
    options(*command, when);
    for (const auto* deeper : commands_of(*command)) {
      script += "complete -c kith" + when + " -a " + deeper->get_name() + "\n";
    }
  }
  return script;
}

}  // namespace

std::string manual_page(const CLI::App& app) {
  std::string page = ".TH KITH 1\n.SH NAME\nkith \\- groupware for groups that nobody runs\n";
  page += ".SH SYNOPSIS\n.B kith\n[\\-\\-home DIR] [\\-\\-json] COMMAND …\n.SH OPTIONS\n";
  for (const auto* option : options_of(app)) {
    page += ".TP\n.B " + troff(option->get_name()) + "\n" + troff(option->get_description()) + "\n";
  }
  page += ".SH COMMANDS\n";
  for (const auto* command : commands_of(app)) {
    put_command(page, *command, "kith " + command->get_name());
  }
  page +=
      ".SH ENVIRONMENT\n.TP\n.B KITH_HOME\nThe home's folder.\n.TP\n.B KITH_PASSPHRASE_FILE\n"
      "A file whose first line is the passphrase, for scripts.\n"
      ".SH EXIT STATUS\n0 done; 1 refused or not possible, with one sentence that says why; 2 "
      "wrong "
      "usage; 3 the home is locked or the passphrase wrong.\n";
  return page;
}

std::string completions_for(const CLI::App& app, std::string_view shell) {
  if (shell == "fish") return fish_completions(app);
  const auto bash = bash_completions(app);
  return shell == "bash" ? bash : "autoload -U +X bashcompinit && bashcompinit\n" + bash;
}

}  // namespace kith::cli
