#include "cli/invocation.hpp"

#include "cli/command.hpp"
#include "cli/deciding_grammar.hpp"
#include "cli/event_grammar.hpp"
#include "cli/together_grammar.hpp"

namespace kith::cli {
namespace {

// What stands in a file that is named "-" is on the terminal, or on the standard input.
void add_recovery_commands(CLI::App& app, Invocation& into) {
  auto* recovery =
      app.add_subcommand("recovery", "A key on paper that opens again what came after a backup");
  recovery->require_subcommand(1);
  Command{*recovery, into, "make", "Make one; another takes its place", "recovery make"}.text(
      "FILE", "file", "The file to write it into, elsewhere than the home; -: show it, once");
  Command{*recovery, into, "use", "Open your own entries that came back closed", "recovery use"}
      .text("FILE", "file", "The file that has it; -: read it from the standard input");
  Command{*recovery, into, "end", "Hand it nothing that you say from now on", "recovery end"};
}

void add_home_commands(CLI::App& app, Invocation& into) {
  auto& init = Command{app, into, "init", "Make a home: you, on this device"}.app();
  init.add_option("--name", into.name, "Your name, as others shall see it")->required();
  init.add_flag("--no-passphrase", into.no_passphrase,
                "Open it by a key file beside it, without asking");
  Command{app, into, "whoami", "Who you are here"};
  Command{app, into, "status", "What is here and how it does"}.flag(
      "--clock-is-right", "clock_is_right", "This device's clock jumped, and is right now");
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
  add_recovery_commands(app, into);
  Command{app, into, "export", "Write everything as plain files, events as iCalendar"}
      .text("FOLDER", "folder", "A folder that is new or empty")
      .flag("--logs", "logs",
            "Also the sealed logs with their keys: who has them reads on until each log's next "
            "epoch")
      .flag("--notes", "notes",
            "Also what you noted for yourself: of people, and of how promises went");
  Command{app, into, "burn", "Wipe the home, after you type yes"};
}

void add_introductions(CLI::App& app, Invocation& into) {
  auto& introduce = Command{app, into, "introduce", "Hand two people each other's cards"}
                        .text("PERSON", "person", "Your name for one of them")
                        .text("--note", "note", "Words that go along", false)
                        .app();
  introduce
      .add_option_function<std::vector<std::string>>(
          "WHOM",
          [&into](const std::vector<std::string>& words) {
            if (words.front() != "to" && words.front() != "in") {
              throw CLI::ValidationError(
                  "introduce", "say `introduce PERSON to PERSON`, or `introduce PERSON in CIRCLE`");
            }
            into.request[words.front() == "in" ? "circle" : "to"] = words.back();
          },
          "\"to PERSON\", or \"in CIRCLE\": to everyone whom you hear there")
      ->expected(2)
      ->required();
  Command{app, into, "introductions", "Whom you were offered, and by whom"};
  Command{app, into, "accept", "Know someone whom you were offered"}
      .text("ID", "id", "As `kith introductions` shows it, or their name there")
      .text("--as", "as", "Your own name for them", false);
  Command{app, into, "ignore", "Let an introduction pass; nobody is told"}.text(
      "ID", "id", "As `kith introductions` shows it, or their name there");
}

void add_people_commands(CLI::App& app, Invocation& into) {
  Command{app, into, "card", "A card of yours for one person, as a line of text"}
      .flag("--qr", "qr", "Draw it, to be read by a camera")
      .text("--png", "png", "Also as a picture in this file; never overwritten", false);
  Command{app, into, "meet", "Take someone's card; they take yours"}
      .text("CARD", "card", "All of it, from kith: on; -: read it from the standard input")
      .text("--as", "as", "Your name for them; else the one that they go by", false)
      .flag("--in-person", "in_person", "You are with them and saw them hand it over");
  Command{app, into, "contacts", "Whom you know, and how well you know that it is them"};
  Command{app, into, "rename", "Give someone another name"}
      .text("PERSON", "person", "Your name for them, or the beginning of their id")
      .text("NAME", "name", "The new name");
  Command{app, into, "words", "Five words to read to each other"}
      .text("PERSON", "person", "Your name for them")
      .flag("--same", "same", "You compared them, and they were the same");
  auto& note = Command{app, into, "note", "What you wish to remember of someone"}
                   .text("PERSON", "person", "Your name for them")
                   .text("TEXT", "text", "In the place of what you noted before", false)
                   .app();
  note.final_callback([&into] {
    into.command = into.request.contains("text") ? "note keep" : "note";
    into.request["command"] = into.command;
  });
  add_introductions(app, into);
  Command{app, into, "mute", "Not see what someone says; they are not told"}
      .text("PERSON", "person", "Your name for them")
      .text("--in", "circle", "In one circle alone", false);
  Command{app, into, "unmute", "See it again"}
      .text("PERSON", "person", "Your name for them")
      .text("--in", "circle", "In one circle alone", false);
}

void add_audience_commands(CLI::App& app, Invocation& into) {
  Command{app, into, "include", "From now on someone hears you in a circle"}
      .text("CIRCLE", "circle", "Its name")
      .text("PERSON", "person", "Your name for them", false)
      .text("--like", "like", "Instead: everyone whom this person includes and whom you know",
            false)
      .text("--until", "until",
            "A lease: until 2026-11-24 (its end), or 2026-11-24T15:05 by your clock", false)
      .text("--past", "past", "Also what you said before: all, none, or from a time on", false);
  Command{app, into, "part", "Someone no longer hears you in a circle"}
      .text("CIRCLE", "circle", "Its name")
      .text("PERSON", "person", "Your name for them")
      .text("--say", "say", "Last words, to them alone", false);
  Command{app, into, "join", "Include those who include you"}
      .text("CIRCLE", "circle", "Its name, as they call it")
      .text("--as", "as", "Your own name for it", false)
      .text("--until", "until", "A lease: until then, as `include`; in a juncture, else as theirs",
            false);
  Command{app, into, "leave", "Include nobody there any more; what you hold stays yours"}.text(
      "CIRCLE", "circle", "Its name");
  Command{app, into, "who", "Who hears whom in a circle, as far as you can see"}.text(
      "CIRCLE", "circle", "Its name");
}

void add_bundle_commands(CLI::App& app, Invocation& into) {
  auto* bundle = app.add_subcommand("bundle", "Carry entries in a file, by stick or any other way");
  bundle->require_subcommand(1);
  Command{*bundle, into, "write",
          "All that people may have of what you hold, also what they have already; sealed to them",
          "bundle write"}
      .text("FILE", "file", "The file to write; never overwritten")
      .names("--for", "for", "For these alone: NAME,NAME; else for everyone whom you know");
  Command{*bundle, into, "read", "Take in what is for you; the file stays as it is", "bundle read"}
      .text("FILE", "file", "The bundle");
}

// By which roads a node goes and is reached.
void add_roads(Command& command) {
  command
      .flag("--tor", "tor", "Let those who know you find you over Tor, and go there to them, too")
      .flag("--only-tor", "only_tor", "Over Tor alone, from now on until you say --any-road")
      .flag("--any-road", "any_road", "No longer over Tor alone")
      .text("--tor-at", "tor_at",
            "Which Tor: own, or where one is asked, such as 127.0.0.1:9051; else the system's, "
            "or one of kith's own",
            false);
}

void add_running_commands(CLI::App& app, Invocation& into) {
  Command up{app, into, "up", "Run your node: others reach you, and what is said comes at once"};
  up.text("--listen", "listen", "HOST:PORT to wait for others at; port 0: any", false)
      .flag("--lan", "lan", "Let those on the same networks who know you find you, and find them")
      .flag("--map-port", "map_port", "Ask your network's gateway to let others in at that port")
      .text("--port-file", "port_file", "Write the port into this file, once it is open", false)
      .text("--page", "page", "HOST:PORT to serve the page at; 127.0.0.1:0: this machine alone",
            false);
  add_roads(up);
  Command shown{app, into, "page", "Show your home in the browser; it makes one if need be"};
  add_roads(shown);
  auto& page = shown.text("--at", "at", "HOST:PORT to serve it at; else 127.0.0.1:0", false)
                   .text("--listen", "listen", "HOST:PORT to wait for others at", false)
                   .flag("--no-lan", "no_lan",
                         "Neither wait for others nor let them find you on the network")
                   .flag("--demo", "demo",
                         "Instead of your home: one among imaginary people, to look around in")
                   .app();
  page.add_flag("--no-browser", into.no_browser, "Only print the link");
  Command{app, into, "sync", "Get from someone, and give them, what each may have"}
      .text("PERSON", "person", "Your name for them")
      .text("--at", "at", "Their address, tcp:HOST:PORT, where it is not known or wrong", false)
      .flag("--newest-first", "newest_first",
            "Ask for what was said last before what was said long ago");
}

void add_reach_commands(CLI::App& app, Invocation& into) {
  Command{app, into, "ways", "Where people are looked for, and when they tend to be there"}.text(
      "PERSON", "person", "This person alone", false);
  auto* way = app.add_subcommand("way", "Write down an address of someone, or strike one out");
  way->require_subcommand(1);
  Command{*way, into, "add", "Look for them there first, from now on", "way add"}
      .text("PERSON", "person", "Your name for them")
      .text("ADDRESS", "address", "tcp:HOST:PORT or tor:HOST.onion:PORT");
  Command{*way, into, "forget", "Never go there, also where they say so", "way forget"}
      .text("PERSON", "person", "Your name for them")
      .text("ADDRESS", "address", "As `kith ways` shows it");
  Command{app, into, "wipe-rhythm", "Forget when people tend to be there", "wipe rhythm"}.text(
      "PERSON", "person", "This person alone", false);
}

void add_circle_commands(CLI::App& app, Invocation& into) {
  auto* circle = app.add_subcommand("circle", "Begin a circle, or rename one");
  circle->require_subcommand(1);
  Command{*circle, into, "new", "A circle begins with you alone", "circle new"}.text(
      "NAME", "name", "Your name for it");
  Command{*circle, into, "rename", "Give a circle another name of yours", "circle rename"}
      .text("CIRCLE", "circle", "Its name, or the beginning of its id")
      .text("NAME", "name", "Your new name for it");
  Command{app, into, "circles", "Your circles, and who hears whom in them"};
  Command{app, into, "today", "What is new to you, and what waits for you"}.flag(
      "--told", "told", "With --json: somebody reads it; what ends is not told again tomorrow");
  Command{app, into, "say", "Speak in a circle"}
      .text("CIRCLE", "circle", "Its name, or a person's: then they alone hear it")
      .text("TEXT", "text", "What to say; -: read it from the standard input")
      .texts("--answer", "answers", "The id of what this answers; may be given up to 8 times")
      .names("--to", "to", "Only to these of your audience: NAME,NAME");
  Command{app, into, "read", "What you hear in a circle, in order"}
      .text("CIRCLE", "circle", "Its name, or a person's: what you two said to each other alone")
      .number("--last", "last", "The last N entries alone")
      .text("--since", "since", "From a time on: 2026-11-24 or 2026-11-24T15:05:00Z", false);
  Command{app, into, "search",
          "Find words, the newest first; \"several words\" as they stand; a beginning*"}
      .words("WORDS", "words", "All of them must be there")
      .text("--in", "circle", "In one circle alone", false)
      .number("--last", "last", "The newest N of them; else 50")
      .flag("--all", "all", "All of them, as they are found")
      .text("--before", "before", "Only what stands before the entry with this id", false);
  Command{app, into, "forget", "Delete what an entry says, here; others keep what they have"}.text(
      "ID", "id", "The entry, as `kith read` shows it");
  auto* import = app.add_subcommand("import", "Bring an old conversation along");
  import->require_subcommand(1);
  Command{*import, into, "irc", "An IRC log, as quotes that you brought", "import irc"}
      .text("FILE", "file", "The log, a line a message")
      .text("--circle", "circle", "Where to bring it")
      .text("--answers", "answers", "Lines \"A B -\": line B answers line A, counted from 0",
            false);
  add_import_ics(*import, into);
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
  into.request = service::Json::object();
  add_home_commands(*app, into);
  add_circle_commands(*app, into);
  add_things_commands(*app, into);
  add_event_commands(*app, into);
  add_together_commands(*app, into);
  add_people_commands(*app, into);
  add_bundle_commands(*app, into);
  add_audience_commands(*app, into);
  add_running_commands(*app, into);
  add_reach_commands(*app, into);
  add_own_commands(*app, into);
  return app;
}

}  // namespace kith::cli
