#include "cli/invocation.hpp"

namespace kith::cli {
namespace {

using service::Json;

// Sets the command's name and makes an option or argument land in a field of the request.
class Command {
 public:
  Command(CLI::App& parent, Invocation& into, const std::string& word, const std::string& says,
          const std::string& full = {})
      : app_(parent.add_subcommand(word, says)), into_(into) {
    const auto name = full.empty() ? word : full;
    app_->final_callback([&into, name] {
      into.command = name;
      into.request["command"] = name;
    });
  }
  Command& text(const std::string& option, const char* field, const std::string& says,
                bool needed = true) {
    auto* made = app_->add_option_function<std::string>(
        option,
        [this_ = &into_, field](const std::string& value) { this_->request[field] = value; }, says);
    if (needed) made->required();
    return *this;
  }
  Command& texts(const std::string& option, const char* field, const std::string& says) {
    app_->add_option_function<std::vector<std::string>>(
            option,
            [this_ = &into_, field](const std::vector<std::string>& values) {
              this_->request[field] = values;
            },
            says)
        ->expected(1)
        ->take_all();
    return *this;
  }
  Command& words(const std::string& option, const char* field, const std::string& says) {
    app_->add_option_function<std::vector<std::string>>(
            option,
            [this_ = &into_, field](const std::vector<std::string>& values) {
              std::string joined;
              for (const auto& value : values) joined += (joined.empty() ? "" : " ") + value;
              this_->request[field] = joined;
            },
            says)
        ->required();
    return *this;
  }
  Command& number(const std::string& option, const char* field, const std::string& says) {
    app_->add_option_function<std::uint64_t>(
            option,
            [this_ = &into_, field](const std::uint64_t& value) { this_->request[field] = value; },
            says)
        ->check(CLI::NonNegativeNumber);  // CLI11 reads -1 as 2^64 - 1
    return *this;
  }
  Command& flag(const std::string& option, const char* field, const std::string& says) {
    app_->add_flag_callback(
        option, [this_ = &into_, field] { this_->request[field] = true; }, says);
    return *this;
  }
  [[nodiscard]] CLI::App& app() const { return *app_; }

 private:
  CLI::App* app_;
  Invocation& into_;
};

void add_home_commands(CLI::App& app, Invocation& into) {
  auto& init = Command{app, into, "init", "Make a home: you, on this device"}.app();
  init.add_option("--name", into.name, "Your name, as others shall see it")->required();
  init.add_flag("--no-passphrase", into.no_passphrase,
                "Open it by a key file beside it, without asking");
  Command{app, into, "whoami", "Who you are here"};
  Command{app, into, "status", "What is here and how it does"};
  auto& backup = Command{app, into, "backup", "Seal everything but log secrets into one file"}
                     .text("FILE", "file", "The file to write; never overwritten")
                     .app();
  backup.add_option("--passphrase-file", into.passphrase_file,
                    "Read the backup's passphrase from this file");
  auto& restore = Command{app, into, "restore", "Make a home from a backup"}.app();
  restore.add_option("FILE", into.file, "The backup")->required();
  restore.add_option("--passphrase-file", into.passphrase_file,
                     "Read the backup's passphrase from this file");
  restore.add_flag("--no-passphrase", into.no_passphrase,
                   "Open the new home by a key file beside it");
  Command{app, into, "export", "Write everything as plain files into a new folder"}
      .text("FOLDER", "folder", "A folder that is new or empty")
      .flag("--logs", "logs",
            "Also the sealed logs with their keys: who has them reads on until each log's next "
            "epoch");
  Command{app, into, "burn", "Wipe the home, after you type yes"};
}

void add_people_commands(CLI::App& app, Invocation& into) {
  Command{app, into, "card", "A card of yours for one person, as a line of text"}.flag(
      "--qr", "qr", "Draw it, to be read by a camera");
  Command{app, into, "meet", "Take someone's card; they take yours"}
      .text("CARD", "card", "All of it, from kith: on; -: read it from the standard input")
      .text("--as", "as", "Your name for them")
      .flag("--in-person", "in_person", "You are with them and saw them hand it over");
  Command{app, into, "contacts", "Whom you know, and how well you know that it is them"};
  Command{app, into, "rename", "Give someone another name"}
      .text("PERSON", "person", "Your name for them, or the beginning of their id")
      .text("NAME", "name", "The new name");
  Command{app, into, "words", "Five words to read to each other"}
      .text("PERSON", "person", "Your name for them")
      .flag("--same", "same", "You compared them, and they were the same");
  Command{app, into, "include", "From now on someone hears you in a circle"}
      .text("CIRCLE", "circle", "Its name")
      .text("PERSON", "person", "Your name for them")
      .text("--until", "until", "A lease: until this time", false);
  Command{app, into, "part", "Someone no longer hears you in a circle"}
      .text("CIRCLE", "circle", "Its name")
      .text("PERSON", "person", "Your name for them");
  Command{app, into, "who", "Who hears whom in a circle, as far as you can see"}.text(
      "CIRCLE", "circle", "Its name");
}

void add_circle_commands(CLI::App& app, Invocation& into) {
  auto* circle = app.add_subcommand("circle", "Begin a circle");
  circle->require_subcommand(1);
  Command{*circle, into, "new", "A circle begins with you alone", "circle new"}.text(
      "NAME", "name", "Your name for it");
  Command{app, into, "circles", "Your circles, and who hears whom in them"};
  Command{app, into, "say", "Speak in a circle"}
      .text("CIRCLE", "circle", "Its name, or the beginning of its id")
      .text("TEXT", "text", "What to say; -: read it from the standard input")
      .texts("--answer", "answers", "The id of what this answers; may be given up to 8 times");
  Command{app, into, "read", "What you hear in a circle, in order"}
      .text("CIRCLE", "circle", "Its name, or the beginning of its id")
      .number("--last", "last", "The last N entries alone")
      .text("--since", "since", "From a time on: 2026-11-24 or 2026-11-24T15:05:00Z", false);
  Command{app, into, "search", "Find words; \"several words\" as they stand; a beginning*"}
      .words("WORDS", "words", "All of them must be there")
      .text("--in", "circle", "In one circle alone", false)
      .number("--last", "last", "At most N entries");
  Command{app, into, "forget", "Delete what an entry says, here; others keep what they have"}.text(
      "ID", "id", "The entry, as `kith read` shows it");
  auto* import = app.add_subcommand("import", "Bring an old conversation along");
  import->require_subcommand(1);
  Command{*import, into, "irc", "An IRC log, as quotes that you brought", "import irc"}
      .text("FILE", "file", "The log, a line a message")
      .text("--circle", "circle", "Where to bring it")
      .text("--answers", "answers", "Lines \"A B -\": line B answers line A, counted from 0",
            false);
}

void add_own_commands(CLI::App& app, Invocation& into) {
  auto& completions =
      Command{app, into, "completions", "Print completions for a shell: bash, zsh or fish"}.app();
  completions.add_option("SHELL", into.shell)
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  Command{app, into, "manual", "Print the manual page, for man -l -"};
}

}  // namespace

std::unique_ptr<CLI::App> grammar(Invocation& into) {
  auto app = std::make_unique<CLI::App>("Groupware for groups that nobody runs", "kith");
  app->add_option("--home", into.home, "The home's folder; else KITH_HOME, else your data folder");
  app->add_flag("--json", into.json, "Print one JSON document and nothing else");
  app->set_version_flag("--version", KITH_VERSION);
  app->require_subcommand(1);
  app->fallthrough();
  into.request = Json::object();
  add_home_commands(*app, into);
  add_circle_commands(*app, into);
  add_people_commands(*app, into);
  add_own_commands(*app, into);
  return app;
}

}  // namespace kith::cli
