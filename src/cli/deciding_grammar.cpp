#include "cli/deciding_grammar.hpp"

#include "cli/command.hpp"

namespace kith::cli {
namespace {

void add_deciding_commands(CLI::App& app, Invocation& into) {
  Command{app, into, "propose", "Bring a text to those whom it concerns"}
      .text("CIRCLE", "circle", "Its name, or a person's")
      .text("TEXT", "text", "What you propose; -: read it from the standard input")
      .text("--title", "title", "A short name for it; else its beginning", false)
      .names("--concerns", "concerns", "Beside you, these: NAME,NAME; else all who hear it")
      .names("--to", "to", "Only to these of your audience: NAME,NAME")
      .texts("--beside", "answers", "The id of another's proposal: yours is another version");
  Command{app, into, "amend", "A new version of your proposal; stances stay on the one they are on"}
      .text("ID", "id", "Your proposal, as `kith proposals` shows it")
      .text("TEXT", "text", "All of it, as it shall be; -: read it from the standard input")
      .text("--title", "title", "Else as it was", false)
      .names("--concerns", "concerns", "Beside you, these: NAME,NAME; else all who hear it")
      .names("--to", "to", "Only to these of your audience: NAME,NAME");
  Command{app, into, "proposals", "What was proposed, there or anywhere"}.text(
      "CIRCLE", "circle", "Its name, or a person's", false);
  Command{app, into, "proposal", "Who said what of it, and who was not heard yet"}.text(
      "ID", "id", "The proposal, or one of its versions");
  Command{app, into, "stance", "Where you stand with one version; you may change it at any time"}
      .text("ID", "id", "The version, as `kith proposal` shows it")
      .text("POSITION", "position", "with, but, aside or cannot")
      .text("WORDS", "words", "In your own words", false)
      .names("--to", "to", "Only to these of your audience: NAME,NAME");
  Command{app, into, "agree", "Go along with that exact text: it binds you and nobody else"}
      .text("ID", "id", "The version, as `kith proposal` shows it")
      .text("WORDS", "words", "In your own words", false);
  Command{app, into, "step-out", "Go along with it no more, for all to see", "step out"}
      .text("ID", "id", "The version that you went along with")
      .text("WORDS", "words", "In your own words", false);
  auto& practice =
      Command{app, into, "practice", "How a circle likes to go about things"}
          .text("CIRCLE", "circle", "Its name")
          .text("NAME", "title", "Of one that you keep from now on", false)
          .text("TEXT", "text", "What you like to do; empty: you keep it no more", false)
          .texts("--prompt", "prompts", "A question to go by; may be given often")
          .app();
  practice.final_callback([&into] {
    if (into.request.contains("title") && !into.request.contains("text")) {
      throw CLI::ValidationError("practice", "say its TEXT, too; \"\": you keep it no more");
    }
    into.command = into.request.contains("title") ? "practice keep" : "practice";
    into.request["command"] = into.command;
  });
}

void add_promising_commands(CLI::App& app, Invocation& into) {
  Command{app, into, "ask", "Ask for something; nobody has to answer"}
      .text("CIRCLE", "circle", "Its name, or a person's")
      .text("TEXT", "text", "What you ask for; -: read it from the standard input")
      .names("--of", "of", "Whom you ask: NAME,NAME; else whoever hears it")
      .text("--by", "by", "By when: 2026-11-24 (its end), or 2026-11-24T15:05 by your clock", false)
      .names("--tags", "tags", "What kind of thing it is: WORD,WORD")
      .names("--to", "to", "Only to these of your audience: NAME,NAME");
  Command{app, into, "promise", "Promise something; only you can, for yourself"}
      .text("CIRCLE", "circle", "Its name, or a person's")
      .text("TEXT", "text", "What you promise; -: read it from the standard input")
      .names("--for", "for", "For whom: NAME,NAME; else for whoever hears it")
      .text("--by", "by", "By when: 2026-11-24 (its end), or 2026-11-24T15:05 by your clock", false)
      .names("--tags", "tags", "What kind of thing it is: WORD,WORD")
      .texts("--answer", "answers", "The id of what was asked")
      .names("--to", "to", "Only to these of your audience: NAME,NAME");
  Command{app, into, "asks", "What was asked for, there or anywhere"}.text(
      "CIRCLE", "circle", "Its name, or a person's", false);
  Command{app, into, "promises", "Who promised what, there or anywhere"}.text(
      "CIRCLE", "circle", "Its name, or a person's", false);
  Command{app, into, "renegotiate", "Change a promise of yours, aloud"}
      .text("ID", "id", "Your promise, as `kith promises` shows it")
      .text("TEXT", "text", "What you promise from now on; else as it was", false)
      .text("--by", "by", "By when from now on; none: with no day", false)
      .text("--say", "words", "In your own words", false);
  Command{app, into, "withdraw", "Take a promise of yours back, aloud"}
      .text("ID", "id", "Your promise, as `kith promises` shows it")
      .text("WORDS", "words", "In your own words", false);
  Command{app, into, "kept", "Say that what you promised is done"}
      .text("ID", "id", "Your promise, as `kith promises` shows it")
      .text("WORDS", "words", "In your own words", false);
}

void add_observing_commands(CLI::App& app, Invocation& into) {
  auto& observe = Command{app, into, "observe", "Note for yourself alone how a promise to you went"}
                      .text("WHAT", "what", "The promise's id, or the person's name")
                      .text("WENT", "went", "came-through, late, partly, not or changed")
                      .names("--tags", "tags", "What kind of thing it was: WORD,WORD")
                      .text("--at", "at", "When it was; else its day, or now", false)
                      .app();
  observe.final_callback([&into] {
    into.command = "observe";
    const auto what = into.request.at("what").get<std::string>();
    const bool id =
        what.size() >= 16 && what.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
    into.request.erase("what");
    into.request[id ? "id" : "person"] = what;
    into.request["command"] = into.command;
  });
  Command{app, into, "pattern", "How someone's promises to you went, from your own notes"}.text(
      "PERSON", "person", "Your name for them");
  Command{app, into, "came-through", "Who came through for such things", "came through"}.text(
      "TAG", "tag", "What kind of thing: rides");
  auto& observing = Command{app, into, "observing", "Whether you keep such notes"}
                        .flag("--on", "on", "Keep them from now on")
                        .flag("--off", "off", "Keep none from now on")
                        .app();
  observing.final_callback([&into] {
    into.command = "observing";
    if (into.request.contains("on") && into.request.contains("off")) {
      throw CLI::ValidationError("observing", "say --on or --off, not both");
    }
    if (into.request.contains("off")) into.request["on"] = false;
    into.request.erase("off");
    into.request["command"] = into.command;
  });
  Command{app, into, "wipe-notes", "Delete your notes on how promises went", "wipe notes"}.text(
      "PERSON", "person", "Those on this person alone", false);
}

}  // namespace

void add_things_commands(CLI::App& app, Invocation& into) {
  add_deciding_commands(app, into);
  add_promising_commands(app, into);
  add_observing_commands(app, into);
}

}  // namespace kith::cli
