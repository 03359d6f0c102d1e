#include "cli/event_grammar.hpp"

#include "cli/command.hpp"

namespace kith::cli {
namespace {

void add_what(Command& command) {
  command.text("--zone", "zone", "Whose clock the times stand on: Europe/Madrid; else yours", false)
      .text("--until", "until", "Its end, in the same forms; of whole days the last of them", false)
      .text("--lasting,--for", "lasting", "Instead: how long it lasts: 90m, 2h, 1h30m, 3d", false)
      .text("--where", "where", "Where it is", false)
      .names("--bring", "bring", "What to bring: WORD,WORD")
      .text("--repeat", "repeat",
            "daily, weekly, monthly, yearly, or an RRULE such as FREQ=MONTHLY;BYDAY=1TU", false)
      .text("--text", "text", "What else there is to say", false);
}

}  // namespace

void add_event_commands(CLI::App& app, Invocation& into) {
  Command event{app, into, "event", "Invite to something: when, where, what to bring"};
  event.text("CIRCLE", "circle", "Its name, or a person's")
      .text("TITLE", "title", "What it is")
      .text("--at", "at", "2026-12-05, or 2026-12-05T18:00 on the clock there");
  add_what(event);
  event.names("--to", "to", "Only to these of your audience: NAME,NAME");
  Command{app, into, "events", "What takes place, and who comes", "event list"}.text(
      "CIRCLE", "circle", "Its name, or a person's", false);
  Command{app, into, "coming", "Whether you come; each says it for themself"}
      .text("ID", "id", "The event, as `kith events` shows it")
      .text("COMING", "coming", "yes, perhaps or no")
      .text("WORDS", "words", "In your own words", false)
      .text("--on", "on", "On that day alone, of an event that repeats", false);
  Command change{app, into, "change-event", "Change an event of yours, aloud", "event change"};
  change.text("ID", "id", "Your event, as `kith events` shows it")
      .text("--title", "title", "What it is from now on", false)
      .text("--at", "at", "When it is from now on; it lasts as long as before", false);
  add_what(change);
  change.text("--say", "words", "Why, in your own words", false);
  Command{app, into, "call-off", "Call off an event of yours, aloud", "call off"}
      .text("ID", "id", "Your event, as `kith events` shows it")
      .text("WORDS", "words", "In your own words", false)
      .text("--on", "on", "On that day alone, of an event that repeats", false);
  Command{app, into, "calendar", "Write what takes place into an iCalendar file"}
      .text("FILE", "file", "The file to write; never overwritten")
      .text("--circle", "circle", "Of one circle alone", false);
}

void add_import_ics(CLI::App& import, Invocation& into) {
  Command{import, into, "ics", "An iCalendar file, as events that you invite to", "import ics"}
      .text("FILE", "file", "The file")
      .text("--circle", "circle", "Where to bring them")
      .text("--zone", "zone", "Whose clock times without a zone stand on; else yours", false);
}

}  // namespace kith::cli
