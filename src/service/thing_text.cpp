#include "service/thing_text.hpp"

#include <array>

#include "service/civil_time.hpp"
#include "service/drawing.hpp"
#include "service/plain_time.hpp"

namespace kith::service {
namespace {

constexpr std::size_t title_shown_bytes = 80;

constexpr std::array positions{"with it", "with it, but", "stands aside", "cannot live with it"};
constexpr std::array turnings{"changed", "withdrawn", "kept"};
constexpr std::array event_turnings{"changed", "called off"};
constexpr std::array short_positions{"with", "but", "aside", "cannot"};

// The first line, cut between characters.
std::string beginning_of(std::string_view text) {
  auto line = text.substr(0, text.find('\n'));
  if (line.size() <= title_shown_bytes) return std::string{line};
  line = line.substr(0, title_shown_bytes);
  const auto is_middle = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
  while (!line.empty() && is_middle(text[line.size()])) line.remove_suffix(1);
  return std::string{line} + "…";
}

std::string title_in(const kinds::Body& body) {
  if (const auto* proposal = std::get_if<kinds::Proposal>(&body)) return title_of(*proposal);
  if (const auto* practice = std::get_if<kinds::Practice>(&body)) return practice->name;
  if (const auto* event = std::get_if<kinds::Event>(&body)) return event->title;
  return beginning_of(kinds::words_in(body));
}

std::string quoted(const std::string& title) { return "“" + title + "”"; }

// What a sentence is about, in its author's words where these are seen.
class Sentence {
 public:
  Sentence(OpenHome& home, const node::ShownEntry& entry) : home_(home), entry_(entry) {}

  std::string operator()(const kinds::Proposal& proposal) const {
    const auto title = quoted(title_of(proposal));
    for (const auto& answer : entry_.answers) {
      const auto earlier = about_json(home_, answer);
      if (earlier.is_null() || earlier.at("kind") != "proposal") continue;
      const auto theirs = quoted(earlier.at("title").get<std::string>());
      const bool own = earlier.at("author_id") == to_hex(entry_.author.view());
      if (!own) return "proposes " + title + " beside " + theirs;
      return "amends " + theirs + (title == theirs ? "" : " to " + title);
    }
    return "proposes " + title;
  }
  std::string operator()(const kinds::Stance& stance) const {
    const auto it = named(stance.version);
    switch (static_cast<kinds::Position>(stance.position)) {
      case kinds::Position::with_it:
        return "is with " + it;
      case kinds::Position::with_it_but:
        return "is with " + it + ", but";
      case kinds::Position::stands_aside:
        return "stands aside from " + it;
      case kinds::Position::cannot_live_with_it:
        return "cannot live with " + it;
    }
    return "answers " + it + " in a way that this kith does not know (" +
           std::to_string(stance.position) + ")";
  }
  std::string operator()(const kinds::Agreement& agreement) const {
    const auto it = named(agreement.version);
    return agreement.goes_along ? "goes along with the exact text of " + it : "steps out of " + it;
  }
  std::string operator()(const kinds::Practice& practice) const {
    return (practice.text.empty() ? "keeps a practice no more, " : "keeps a practice, ") +
           quoted(practice.name);
  }
  std::string operator()(const kinds::Ask& ask) const {
    return "asks" + people(ask.of, " ") + until(ask.by);
  }
  std::string operator()(const kinds::Promise& promise) const {
    return "promises" + people(promise.to, " ") + until(promise.by);
  }
  std::string operator()(const kinds::Turn& turn) const {
    if (const auto other = spoken_for(turn.promise); !other.empty()) return other;
    const auto it = named(turn.promise);
    switch (static_cast<kinds::Turning>(turn.turning)) {
      case kinds::Turning::changed:
        return "changes the promise " + it + until(turn.by);
      case kinds::Turning::withdrawn:
        return "takes back the promise " + it;
      case kinds::Turning::kept:
        return "says that this is done, " + it;
    }
    return "turns the promise " + it + " in a way that this kith does not know (" +
           std::to_string(turn.turning) + ")";
  }
  std::string operator()(const kinds::Event& event) const {
    return "invites to " + quoted(event.title) + ", " + when_text(event) + at_place(event);
  }
  std::string operator()(const kinds::EventTurn& turn) const {
    if (const auto other = spoken_for(turn.event); !other.empty()) return other;
    const auto it = named(turn.event);
    switch (static_cast<kinds::EventTurning>(turn.turning)) {
      case kinds::EventTurning::changed:
        return "changes " + it + " to " + quoted(turn.now->title) + ", " + when_text(*turn.now) +
               at_place(*turn.now);
      case kinds::EventTurning::called_off:
        return "calls off " + it + on_day(turn.day);
    }
    return "turns " + it + " in a way that this kith does not know (" +
           std::to_string(turn.turning) + ")";
  }
  std::string operator()(const kinds::Coming& coming) const {
    const auto it = named(coming.event) + on_day(coming.day);
    switch (static_cast<kinds::Attending>(coming.attending)) {
      case kinds::Attending::yes:
        return "comes to " + it;
      case kinds::Attending::perhaps:
        return "comes perhaps to " + it;
      case kinds::Attending::no:
        return "does not come to " + it;
    }
    return "answers " + it + " in a way that this kith does not know (" +
           std::to_string(coming.attending) + ")";
  }
  std::string operator()(const kinds::TakingPart& part) const {
    return "takes part until " + plain_due(part.until);
  }
  std::string operator()(const kinds::ReForm& re_form) const {
    const auto known = home_.node().strands().number_of(re_form.from);
    return "goes on here from " +
           (known ? quoted(talk_name(home_, *known)) : "a circle that you are not in");
  }
  std::string operator()(const kinds::Paper& paper) const {
    std::string names;
    for (const auto& name : paper.names) names += (names.empty() ? "" : ", ") + name;
    return "typed in from paper that " + quoted(std::as_const(names)) + " signed " +
           named(paper.version);
  }
  std::string operator()(const kinds::IWas& was) const { return "says: I was " + quoted(was.name); }
  template <class Other>
  std::string operator()(const Other&) const {
    return {};
  }

 private:
  static std::string at_place(const kinds::Event& event) {
    return (event.where ? ", " + *event.where : std::string{}) +
           (event.repeat ? ", again and again" : "");
  }
  static std::string on_day(const std::optional<kinds::CivilDay>& day) {
    return day ? " on " + plain_day(*day) : std::string{};
  }
  // Who speaks of what somebody else brought or promised; empty where it is their own.
  std::string spoken_for(const Link& link) const {
    const auto about = about_json(home_, reference_of(link));
    if (about.is_null() || about.at("author_id") == to_hex(entry_.author.view())) return {};
    return "speaks for " + about.at("author").get<std::string>() + " of " + named(link) +
           ", which has no effect";
  }
  std::string people(const std::vector<PersonId>& persons, const char* before) const {
    std::string names;
    for (const auto& person : persons) {
      names += (names.empty() ? before : ", ") + name_of(home_, person);
    }
    return names;
  }
  static std::string until(const std::optional<WallTime>& by) {
    return by ? " by " + plain_due(*by) : std::string{};
  }
  std::string named(const Link& link) const {
    const auto about = about_json(home_, reference_of(link));
    return about.is_null() ? "something that is not to be seen here"
                           : quoted(about.at("title").get<std::string>());
  }

  OpenHome& home_;
  const node::ShownEntry& entry_;
};

}  // namespace

std::string kind_name(const wire::Kind& kind) {
  if (const auto* text = std::get_if<std::string>(&kind)) return *text;
  const auto number = std::get<std::uint64_t>(kind);
  switch (static_cast<kinds::KindNumber>(number)) {
    case kinds::KindNumber::message:
      return "message";
    case kinds::KindNumber::quote:
      return "quote";
    case kinds::KindNumber::proposal:
      return "proposal";
    case kinds::KindNumber::stance:
      return "stance";
    case kinds::KindNumber::agreement:
      return "agreement";
    case kinds::KindNumber::practice:
      return "practice";
    case kinds::KindNumber::ask:
      return "ask";
    case kinds::KindNumber::promise:
      return "promise";
    case kinds::KindNumber::turn:
      return "turn";
    case kinds::KindNumber::event:
      return "event";
    case kinds::KindNumber::event_turn:
      return "event turn";
    case kinds::KindNumber::coming:
      return "coming";
    case kinds::KindNumber::taking_part:
      return "taking part";
    case kinds::KindNumber::re_form:
      return "re-form";
    case kinds::KindNumber::paper:
      return "paper";
    case kinds::KindNumber::i_was:
      return "i was";
    default:
      return "kind " + std::to_string(number);
  }
}

std::string position_text(std::uint64_t position) {
  return position < positions.size() ? positions[position] : "position " + std::to_string(position);
}

std::string turning_text(std::uint64_t turning) {
  return turning < turnings.size() ? turnings[turning] : "turn " + std::to_string(turning);
}

std::string event_turning_text(std::uint64_t turning) {
  return turning < event_turnings.size() ? event_turnings[turning]
                                         : "turn " + std::to_string(turning);
}

std::string when_text(const kinds::Event& event) {
  if (!event.zone) {
    const auto last =
        event.until ? kinds::CivilTime{event.until->seconds - kinds::day_seconds} : event.at;
    const auto first_day = plain_day(kinds::day_of(event.at));
    return last == event.at ? first_day : first_day + " to " + plain_day(kinds::day_of(last));
  }
  auto text = plain_time(event.at) + " (" + *event.zone + ")";
  if (!event.until) return text;
  const bool same_day = kinds::day_of(event.at) == kinds::day_of(*event.until);
  return text + " to " + (same_day ? plain_clock(*event.until) : plain_time(*event.until));
}

std::optional<kinds::Position> position_of(std::string_view text) {
  for (std::size_t i = 0; i < positions.size(); ++i) {
    if (text == positions[i] || text == short_positions[i]) return static_cast<kinds::Position>(i);
  }
  return std::nullopt;
}

std::string title_of(const kinds::Proposal& proposal) {
  const auto has_words = [](std::string_view text) {
    return text.find_first_not_of(" \t\r\n") != std::string_view::npos;
  };
  if (proposal.title && has_words(*proposal.title)) return *proposal.title;
  // A title is what one opens it by: it is never empty, however the text begins.
  if (!has_words(proposal.text)) return "…";
  const std::string_view text{proposal.text};
  return beginning_of(text.substr(text.find_first_not_of(" \t\r\n")));
}

Json about_json(OpenHome& home, const Reference& entry) {
  const auto key = entry_named(home, to_hex(entry.view()));
  if (!key) return nullptr;
  auto& node = home.node();
  const auto opened = node.opener().open(*key);
  if (!opened) return nullptr;
  const auto& author = node.strands().strand(key->strand).person;
  const auto* kind = std::get_if<std::uint64_t>(&opened->meta.kind);
  const auto body = kind != nullptr && !opened->body.empty()
                        ? kinds::decode_body(*kind, opened->body)
                        : std::nullopt;
  const auto link = node.opener().link_of(*key);
  const bool wanted = !body && link && is_wanted(home, *link);
  return {{"id", to_hex(entry.view())},
          {"kind", kind_name(opened->meta.kind)},
          {"title", body ? title_in(*body) : absence(wanted)},
          {"forgotten", !body},
          {"wanted", wanted},
          {"author", name_of(home, author)},
          {"author_id", to_hex(author.view())}};
}

std::string sentence_of(OpenHome& home, const node::ShownEntry& entry) {
  return entry.body ? std::visit(Sentence{home, entry}, *entry.body) : std::string{};
}

std::optional<Reference> about(const kinds::Body& body) {
  if (const auto* stance = std::get_if<kinds::Stance>(&body)) return reference_of(stance->version);
  if (const auto* word = std::get_if<kinds::Agreement>(&body)) return reference_of(word->version);
  if (const auto* turn = std::get_if<kinds::Turn>(&body)) return reference_of(turn->promise);
  if (const auto* turn = std::get_if<kinds::EventTurn>(&body)) return reference_of(turn->event);
  if (const auto* word = std::get_if<kinds::Coming>(&body)) return reference_of(word->event);
  if (const auto* paper = std::get_if<kinds::Paper>(&body)) return reference_of(paper->version);
  return std::nullopt;
}

namespace {

std::string text_of_event(const kinds::Event& event) {
  auto text = event.text.value_or("");
  if (event.bring.empty()) return text;
  text += text.empty() ? "bring: " : "\nbring: ";
  for (std::size_t i = 0; i < event.bring.size(); ++i)
    text += (i == 0 ? "" : ", ") + event.bring[i];
  return text;
}

}  // namespace

std::string text_of(const node::ShownEntry& entry) {
  if (!entry.body) return {};
  if (const auto* quote = std::get_if<kinds::Quote>(&*entry.body)) return quote->text;
  if (const auto* proposal = std::get_if<kinds::Proposal>(&*entry.body)) return proposal->text;
  if (const auto* practice = std::get_if<kinds::Practice>(&*entry.body)) {
    auto text = practice->text;
    for (const auto& prompt : practice->prompts) text += "\n- " + prompt;
    return text;
  }
  if (const auto* event = std::get_if<kinds::Event>(&*entry.body)) return text_of_event(*event);
  if (const auto* turn = std::get_if<kinds::EventTurn>(&*entry.body)) {
    const auto words = turn->words.value_or("");
    const auto event = turn->now ? text_of_event(*turn->now) : std::string{};
    return words + (words.empty() || event.empty() ? "" : "\n") + event;
  }
  if (const auto* paper = std::get_if<kinds::Paper>(&*entry.body)) return paper->words.value_or("");
  if (const auto* was = std::get_if<kinds::IWas>(&*entry.body)) return was->words.value_or("");
  return kinds::words_in(*entry.body);
}

}  // namespace kith::service
