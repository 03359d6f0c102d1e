#include "cli/together_grammar.hpp"

#include "cli/command.hpp"

namespace kith::cli {
namespace {

void add_junctures(CLI::App& app, Invocation& into) {
  Command{app, into, "juncture", "Begin a circle with an end, of people from other circles"}
      .text("NAME", "name", "Your name for it")
      .text("--until", "until",
            "When it ends, for you: 2026-11-24 (its end), or 2026-11-24T15:05 by your clock")
      .names("--with", "with", "Whom you bring together: NAME,NAME; they are introduced for it")
      .text("--text", "words", "What it is for", false);
  Command{app, into, "renew", "Take part in a juncture for longer; each says it for themself"}
      .text("CIRCLE", "circle", "Its name")
      .text("--until", "until",
            "When it ends, for you: 2026-11-24 (its end), or 2026-11-24T15:05 by your clock")
      .text("--say", "words", "In your own words", false);
  Command{app, into, "re-form",
          "Go on as another circle with some of one; nobody who stays is asked"}
      .text("CIRCLE", "circle", "The one that you go on from")
      .text("NAME", "name", "Your name for the new one")
      .names("--with", "with", "With whom: NAME,NAME; each of them gives this command too")
      .text("--past", "past", "all: also give them what you said in the old one", false);
}

// `kith gather` alone: those at hand find each other, meet, sync, and see what is proposed.
void add_gathering(CLI::App& app, Invocation& into) {
  Command here{
      app, into, "gather",
      "Be in one place: who is here, your card for whom you do not know, what is proposed"};
  here.text("--listen", "listen", "Be reached at HOST:PORT; else where the network finds you",
            false)
      .flag("--no-lan", "no_lan", "Do not tell the network that you are here");
  auto* gather = &here.app();
  gather->require_subcommand(0, 1);
  gather->final_callback([&into, gather] {
    if (!gather->get_subcommands().empty()) return;
    into.command = "gather";
    into.request["command"] = "gather";
  });
  Command{*gather, into, "record", "What you agreed here; you sign, the others by `kith agree`",
          "gather record"}
      .text("CIRCLE", "circle", "Its name, or a person's")
      .text("TEXT", "text", "The exact text; -: read it from the standard input")
      .text("--title", "title", "A short name for it; else its beginning", false)
      .names("--present", "present", "Who is present: NAME,NAME; else all who hear it");
  Command{*gather, into, "form", "What is proposed, as a page to print and sign", "gather form"}
      .text("CIRCLE", "circle", "Its name, or a person's")
      .text("FILE", "file", "The HTML file to write; never overwritten");
  Command{*gather, into, "paper", "Type in who signed a text on paper", "gather paper"}
      .text("ID", "id", "The version, as the form shows it")
      .names("NAMES", "names", "The names as they stand there: NAME,NAME")
      .text("WORDS", "words", "In your own words", false)
      .text("--at", "at", "When it was signed", false);
}

void add_recognising(CLI::App& app, Invocation& into) {
  Command{app, into, "i-was", "Say who you were, after you lost everything", "i was"}
      .text("NAME", "name", "As they knew you")
      .text("--to", "circle", "Whom you say it to: a person's name, or a circle's")
      .text("WORDS", "words", "In your own words", false);
  Command{app, into, "recognise", "Hold a new person for one whom you knew; for yourself alone"}
      .text("PERSON", "person", "Your name for the new one")
      .text("--as", "as", "Your name for the one whom you knew", false)
      .flag("--include", "include", "Also let them hear you wherever the other does")
      .text("--past", "past", "all: then also what you said there before", false)
      .flag("--not", "not", "Instead: no more");
  Command{app, into, "recognised", "Who says to have been whom, and whom you recognised"};
}

}  // namespace

void add_together_commands(CLI::App& app, Invocation& into) {
  add_junctures(app, into);
  add_gathering(app, into);
  add_recognising(app, into);
}

}  // namespace kith::cli
