#include "cli/print.hpp"

#include <functional>
#include <map>
#include <utility>

#include "cli/draw.hpp"
#include "cli/print_deciding.hpp"
#include "cli/print_events.hpp"
#include "cli/print_observing.hpp"
#include "cli/print_promising.hpp"
#include "cli/print_reach.hpp"
#include "cli/print_recovery.hpp"
#include "cli/print_status.hpp"
#include "cli/print_together.hpp"
#include "cli/terminal.hpp"

namespace kith::cli {
namespace {

using service::Json;

void print_whoami(std::ostream& out, const Json& answer, const Look&) {
  out << one_line(text_of(answer, "name")) << "\n"
      << "  person  " << text_of(answer, "person") << "\n"
      << "  device  " << text_of(answer, "device") << "\n";
}

void print_circles(std::ostream& out, const Json& answer, const Look& look) {
  const Paint paint{look.colour};
  for (const auto& circle : answer) {
    const auto hears = names_of(circle.at("hears_me"));
    const auto heard = names_of(circle.at("i_hear"));
    out << paint.bold(one_line(text_of(circle, "name"))) << "  "
        << (hears.empty() ? "nobody else hears you" : "heard by " + hears)
        << (heard.empty() ? "" : "; you hear " + heard) << "  "
        << paint.dim(text_of(circle, "circle").substr(0, 8)) << "\n";
  }
  if (answer.empty()) out << "No circle yet; `kith circle new NAME` begins one.\n";
}

void print_said(std::ostream& out, const Json& answer, const Look& look) {
  const Paint paint{look.colour};
  out << "Said; " << hearers_of(answer) << ".  "
      << paint.dim(text_of(answer, "id").substr(0, id_digits)) << "\n";
}

void print_talk_of(std::ostream& out, const Json& talk, const Look& look) {
  const Paint paint{look.colour};
  const auto more = talk.at("more").get<std::uint64_t>();
  out << paint.bold(one_line(text_of(talk, "circle")))
      << (more > 0 ? "  " + std::to_string(more) + " before these" : "") << "\n";
  print_entries(out, talk.at("entries"), look);
}

void print_today(std::ostream& out, const Json& answer, const Look& look) {
  for (const auto& talk : answer.at("said")) print_talk_of(out, talk, look);
  for (const auto& proposal : answer.at("waiting")) {
    out << one_line(text_of(proposal, "title")) << "  " << one_line(text_of(proposal, "author"))
        << " proposes it in " << one_line(text_of(proposal, "circle"))
        << (proposal.at("you_spoke_of_an_earlier_version") == true
                ? "; it was amended since you spoke"
                : "; it waits for your word")
        << " (`kith proposal " << text_of(proposal, "id").substr(0, id_digits) << "`).\n";
  }
  for (const auto& promise : answer.at("promised")) {
    out << "You promised in " << one_line(text_of(promise, "circle")) << ": ";
    print_promise(out, promise, look);
  }
  for (const auto& event : answer.at("events")) print_event(out, event, look);
  for (const auto& offer : answer.at("introductions")) {
    out << one_line(text_of(offer, "by")) << " introduces " << one_line(text_of(offer, "name"))
        << " to you; `kith introductions` waits for your answer.\n";
  }
  for (const auto& lease : answer.at("leases")) print_lease(out, lease);
  for (const auto& juncture : answer.at("junctures")) print_end(out, juncture);
  for (const auto& join : answer.at("joins")) {
    out << names_of(join.at("people")) << " can be heard in " << one_line(text_of(join, "circle"))
        << "; not hearing you there yet (`kith join`).\n";
  }
  for (const auto& owed : answer.at("owed")) {
    out << one_line(text_of(owed, "name")) << " can read " << one_line(text_of(owed, "circle"))
        << " once a fresh key of theirs has come.\n";
  }
  for (const auto& story : answer.at("stories")) {
    out << one_line(text_of(story, "author")) << " told two different stories in "
        << one_line(text_of(story, "circle")) << "; both are shown.\n";
  }
  out << "That is all there is.\n";
}

void print_synced(std::ostream& out, const Json& answer, const Look&) {
  const auto number = [&](const char* field) { return answer.at(field).get<std::uint64_t>(); };
  out << counted(number("received"), "entry", "entries") << " came, " << number("sent") << " went; "
      << size_text(number("bytes_in")) << " in, " << size_text(number("bytes_out")) << " out, "
      << counted(number("round_trips"), "round trip", "round trips") << ".\n";
}

void print_up(std::ostream& out, const Json& answer, const Look&) {
  std::string ways;
  for (const auto& way : answer.at("ways")) {
    ways += (ways.empty() ? "" : ", ") + way.get<std::string>();
  }
  out << one_line(text_of(answer, "name")) << " is up, at home in " << text_of(answer, "home")
      << (ways.empty() ? "; nobody can come, but it goes to others" : "; reached at " + ways)
      << ". Ctrl-C ends it.\n";
  if (answer.at("over_tor") == true) {
    out << "Tor is being brought up; `kith status` says how far it is.\n";
  }
  if (answer.contains("page")) out << "Its page: " << text_of(answer, "page") << "\n";
}

void print_page(std::ostream& out, const Json& answer, const Look&) {
  out << text_of(answer, "page") << "\n"
      << "opens your page in this machine's browser, once, within ten minutes; `kith page` gives "
         "another link.\n";
}

void print_card(std::ostream& out, const Json& answer, const Look&) {
  out << text_of(answer, "card") << "\n";
}

void print_contact(std::ostream& out, const Json& contact, const Look& look) {
  const Paint paint{look.colour};
  out << paint.bold(one_line(text_of(contact, "name"))) << "  " << text_of(contact, "verification")
      << "  " << paint.dim(text_of(contact, "person").substr(0, 8)) << "\n";
  if (contact.contains("before")) {
    out << "  You know them already; until now you called them "
        << one_line(text_of(contact, "before")) << ".\n";
  }
  for (const auto& other : contact.at("looks_like")) {
    out << "  Careful: this looks like " << one_line(other.get<std::string>())
        << ", and is someone else; `kith rename` tells them apart.\n";
  }
  if (contact.contains("words")) {
    out << "  " << text_of(contact, "words") << "\n"
        << "  The same five words on both sides mean that nobody stands between you.\n";
  }
}

void print_contacts(std::ostream& out, const Json& answer, const Look& look) {
  for (const auto& contact : answer) print_contact(out, contact, look);
  if (answer.empty()) out << "You know nobody here yet; `kith card` makes a card to hand over.\n";
}

std::string shell_word(const std::string& name) {
  return name.find(' ') == std::string::npos ? name : '"' + name + '"';
}

// Whom an act for several people left out, and how one includes them all the same.
void print_apart(std::ostream& out, const Json& circle, const Json& apart) {
  const auto name = one_line(text_of(apart, "name"));
  out << "  Left out: " << name
      << (apart.at("lapsed") ? ", whose lease ended " : ", from whom you parted ")
      << local(text_of(apart, "since"), Shown::due) << "; `kith include "
      << shell_word(one_line(text_of(circle, "name"))) << ' ' << shell_word(name)
      << "` includes them again.\n";
}

void print_audience(std::ostream& out, const Json& answer, const Look&) {
  out << one_line(text_of(answer, "name")) << ": from now on " << hearers_of(answer) << ".\n";
  for (const auto& owed : answer.at("owed")) {
    out << "  " << one_line(owed.get<std::string>())
        << " can read it once a fresh key of theirs has come; that is owed.\n";
  }
  for (const auto& apart : answer.value("apart", Json::array())) print_apart(out, answer, apart);
}

void print_offers(std::ostream& out, const Json& answer, const Look& look) {
  const Paint paint{look.colour};
  for (const auto& offer : answer) {
    out << paint.bold(one_line(text_of(offer, "name"))) << "  offered by "
        << one_line(text_of(offer, "by")) << "  " << paint.dim(text_of(offer, "id").substr(0, 8))
        << "\n";
    if (const auto note = text_of(offer, "note"); !note.empty()) {
      out << "  " << one_line(note) << "\n";
    }
  }
  if (answer.empty()) out << "No introduction waits for an answer.\n";
}

void print_introduced(std::ostream& out, const Json& answer, const Look&) {
  std::string names;
  for (const auto& name : answer.at("to")) {
    names += (names.empty() ? "" : ", ") + one_line(name.get<std::string>());
  }
  out << "Offered to " << names << "; each of them answers for themself.\n";
}

void print_mute(std::ostream& out, const Json& answer, const Look&) {
  const auto circle = text_of(answer, "circle");
  const auto still = answer.at("still_muted") == true ? "anywhere"
                     : !circle.empty() || answer.at("still_muted_in").empty()
                         ? std::string{}
                         : "in " + names_in(answer.at("still_muted_in"));
  if (answer.at("muted") == false && !still.empty()) {
    const auto name = one_line(text_of(answer, "name"));
    out << "Done; you still do not see what " << name << " says " << still << " (`kith unmute "
        << name << (answer.at("still_muted") == true ? "" : " --in CIRCLE") << "`).\n";
    return;
  }
  out << (answer.at("muted") == true ? "You no longer see " : "You see again ") << "what "
      << one_line(text_of(answer, "name")) << " says"
      << (circle.empty() ? "" : " in " + one_line(circle)) << ".\n";
}

using Printer = std::function<void(std::ostream&, const Json&, const Look&)>;

struct Counted {
  std::string one;
  std::string several;
};

// One sentence with a number of things in the middle.
Printer counting(std::string before, const char* field, Counted what, std::string after) {
  return [before = std::move(before), field, what = std::move(what), after = std::move(after)](
             std::ostream& out, const Json& answer, const Look&) {
    const auto number = answer.at(field).get<std::uint64_t>();
    out << before << counted(number, what.one, what.several) << after << "\n";
  };
}

// One sentence with a field of the answer in the middle.
Printer sentence(std::string before, const char* field, std::string after) {
  return [before = std::move(before), field, after = std::move(after)](
             std::ostream& out, const Json& answer, const Look&) {
    const auto& value = answer.at(field);
    out << before << (value.is_string() ? one_line(value.get<std::string>()) : value.dump())
        << after << "\n";
  };
}

using Printers = std::map<std::string, Printer>;

// What folds: deciding, promising, meeting, being together.
Printers of_things() {
  return {{"propose", print_said},
          {"amend", print_said},
          {"stance", print_stance},
          {"agree", print_stance},
          {"step out", print_stance},
          {"proposal", print_proposal},
          {"proposals", print_proposals},
          {"practice", print_practices},
          {"practice keep", print_said},
          {"ask", print_said},
          {"asks", print_asks},
          {"promise", print_said},
          {"promises", print_promises},
          {"renegotiate", print_turn},
          {"withdraw", print_turn},
          {"kept", print_turn},
          {"event", print_said},
          {"event list", print_events},
          {"event change", print_event_word},
          {"call off", print_event_word},
          {"coming", print_event_word},
          {"calendar", print_calendar},
          {"import ics", print_imported},
          {"juncture", print_juncture},
          {"renew", print_juncture},
          {"re-form", print_re_formed},
          {"gather record", print_said},
          {"gather form",
           sentence("Written to ", "file", ", to be printed: whoever signs it goes along.")},
          {"gather paper", print_said},
          {"i was", print_said},
          {"recognise", print_recognised},
          {"recognised", print_recognitions},
          {"observe", print_observed},
          {"pattern", print_pattern},
          {"came through", print_came_through},
          {"observing", print_observing},
          {"wipe notes", counting("Gone, here and on your other devices once they meet: ", "wiped",
                                  {"note", "notes"}, ".")}};
}

Printers with_things(Printers table) {
  table.merge(of_things());
  return table;
}

const Printers& printers() {
  static const auto table = with_things({
      {"init",
       sentence("This is your home now, ", "name",
                ". `kith circle new NAME` begins a circle; `kith say NAME TEXT` speaks in it.")},
      {"restore",
       sentence("Welcome back, ", "name", ". What you say from now on goes into new logs.")},
      {"whoami", print_whoami},
      {"status", print_status},
      {"recovery make", print_recovery_made},
      {"recovery use", print_recovery_used},
      {"recovery end", print_recovery_ended},
      {"circle new", sentence("The circle \"", "name", "\" begins with you alone.")},
      {"circle rename", print_audience},
      {"circles", print_circles},
      {"today", print_today},
      {"note", sentence("", "text", "")},
      {"note keep", sentence("Noted, for you alone: ", "text", "")},
      {"up", print_up},
      {"gather", print_up},
      {"page", print_page},
      {"sync", print_synced},
      {"card", print_card},
      {"meet", print_contact},
      {"contacts", print_contacts},
      {"rename", print_contact},
      {"words", print_contact},
      {"include", print_audience},
      {"part", print_audience},
      {"join", print_audience},
      {"leave", print_audience},
      {"introduce", print_introduced},
      {"introductions", print_offers},
      {"accept", print_contact},
      {"ignore", sentence("Let pass: ", "name", ". Nobody is told.")},
      {"mute", print_mute},
      {"unmute", print_mute},
      {"who", print_who},
      {"say", print_said},
      {"forget", sentence("Forgotten here: ", "id", ". Others keep what they were given.")},
      {"bundle write", sentence("Sealed into ", "file", ". Give it to them, by any way.")},
      {"bundle read",
       counting("Taken in: ", "entries", {"entry", "entries"}, " that you did not hold.")},
      {"import irc", counting("Brought ", "messages", {"line", "lines"}, " along.")},
      {"backup", sentence("Everything but log secrets is in ", "file",
                          ". Keep it elsewhere; it opens with its passphrase alone.")},
      {"export", sentence("Written to ", "folder", ", in plain text: mind who can read it.")},
      {"burn", sentence("Burned: ", "home", ".")},
  });
  return table;
}

}  // namespace

void print_answer(std::ostream& out, const std::string& command, const Json& answer,
                  const Look& look) {
  if (!print_reach(out, command, answer, look)) printers().at(command)(out, answer, look);
}

}  // namespace kith::cli
