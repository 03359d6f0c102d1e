#include "service/talk.hpp"

#include <algorithm>
#include <limits>

#include "base/limits.hpp"
#include "node/unsaid.hpp"
#include "service/drawing.hpp"
#include "service/entry_json.hpp"
#include "service/fields.hpp"

namespace kith::service {
namespace {

constexpr std::size_t looked_through_max = 1000;     // of a talk, for what is unread
constexpr std::uint64_t unread_looked_at_max = 100;  // of a span's end, for whether anything is
constexpr std::uint64_t index_at_once_max = 5000;    // more is left for the next reading

std::optional<PersonId> author_of(OpenHome& home, const Reference& entry) {
  const auto key = entry_named(home, to_hex(entry.view()));
  if (!key) return std::nullopt;
  return home.node().strands().strand(key->strand).person;
}

Json ids_json(const std::vector<PersonId>& persons) {
  auto ids = Json::array();
  for (const auto& person : persons) ids.push_back(to_hex(person.view()));
  return ids;
}

Outcome<node::Unsaid> unsaid_of(OpenHome& home, const Json& request) {
  auto text = needed(request, "text");
  if (!text) return Fail<Fault>{text.error()};
  if (text->size() > limits::body_bytes_max) return Fail<Fault>{fault_of(node::Refusal::too_long)};
  auto answers = answers_in(home, request);
  if (!answers) return Fail<Fault>{answers.error()};
  auto to = people_in(home, request, "to");
  if (!to) return Fail<Fault>{to.error()};
  if (answers->size() > limits::references_max) {
    return Fail<Fault>{fault_of(node::Refusal::too_many)};
  }
  return node::Unsaid{std::move(*text), std::move(*answers), std::move(*to)};
}

// {"form"}: in the form of that name, not in the talk. One by which a circle begins is of none yet.
Outcome<node::Begun> begun_in(OpenHome& home, const Json& request) {
  auto form = text_in(request, "form");
  if (form.size() > limits::form_name_bytes_max) {
    return refuse("wrong_request", "A form's name has at most 128 bytes.", Status::wrong_usage);
  }
  if (!form.empty() && !request.contains("circle")) return node::Begun{{}, std::move(form)};
  const auto talk = talk_in(home, request);
  if (!talk) return Fail<Fault>{talk.error()};
  return node::Begun{home.node().strands().id_of(*talk), std::move(form)};
}

// {"muted": true} shows what people say whom I do not wish to see.
void leave_out_muted(OpenHome& home, const Json& request, std::vector<node::ShownEntry>& entries) {
  if (flag_in(request, "muted")) return;
  const auto& node = home.node();
  std::erase_if(entries, [&](const node::ShownEntry& entry) {
    return node.self().is_muted(entry.author, node.strands().id_of(entry.circle));
  });
}

using Shown = Result<std::vector<node::ShownEntry>, node::Refusal>;

void keep_last(std::vector<node::ShownEntry>& entries, std::size_t count) {
  if (entries.size() <= count) return;
  entries.erase(entries.begin(), entries.end() - static_cast<std::ptrdiff_t>(count));
}

// The last `count` that are shown at all: who is not seen takes nobody's place. `last_of` gives the
// last so many entries.
template <class LastOf>
Shown last_shown(OpenHome& home, const Json& request, std::size_t count, const LastOf& last_of) {
  for (auto looked_at = count;; looked_at *= 2) {
    Shown entries = last_of(looked_at);
    if (!entries) return entries;
    const bool all = entries->size() < looked_at;
    leave_out_muted(home, request, *entries);
    if (!all && entries->size() < count) continue;
    keep_last(*entries, count);
    return entries;
  }
}

// How a page ends that is read from its end on.
struct Ending {
  std::optional<node::EntryKey> before;
  std::size_t count{};
};

Shown read_last(OpenHome& home, const Json& request, node::CircleNumber circle,
                const Ending& ending) {
  return last_shown(home, request, ending.count, [&](std::size_t looked_at) {
    return home.node().view().last(circle, looked_at, ending.before);
  });
}

// Which entries of a tie come first is not the store's to say, and it may have cut the last one:
// so that goes, where there may be more.
void leave_out_cut_tie(std::vector<node::ShownEntry>& entries) {
  if (entries.empty()) return;
  const auto order = entries.back().order;
  std::erase_if(entries, [&](const node::ShownEntry& entry) { return entry.order == order; });
}

// Where an entry stands in a talk, or would.
struct Standing {
  node::CircleNumber circle;
  std::int64_t order{};
  Link link{};  // of all zeros: before whatever stands there
};

// The first `count` that are shown at all after an entry: looked at are the entry itself, those,
// and one that may be of a cut tie. There are no more where a second look, at twice as many, finds
// none: what the store names twice or no longer opens is missing among what was looked at.
Shown first_after(OpenHome& home, const Json& request, std::size_t count, const Standing& after) {
  const auto view = home.node().view();
  std::size_t seen = 0;
  for (auto looked_at = count < all_entries / 2 ? count + 2 : all_entries;;
       looked_at = looked_at < all_entries / 2 ? looked_at * 2 : all_entries) {
    Shown entries = view.since(after.circle, WallTime{after.order}, looked_at);
    if (!entries) return entries;
    const bool all = looked_at == all_entries || entries->size() == seen;
    seen = entries->size();
    if (!all) leave_out_cut_tie(*entries);
    std::erase_if(*entries, [&](const node::ShownEntry& entry) {
      return std::pair{entry.order, entry.link} <= std::pair{after.order, after.link};
    });
    leave_out_muted(home, request, *entries);
    if (!all && entries->size() < count) continue;
    if (entries->size() > count) entries->resize(count);
    return entries;
  }
}

// Only where something new was shown: reading costs nothing else. A mark that cannot be kept is no
// reason not to show what was asked for.
void mark_read(OpenHome& home, node::CircleNumber circle,
               const std::vector<node::ShownEntry>& entries) {
  auto& node = home.node();
  const auto read_until = node.self().read_until(node.strands().id_of(circle));
  const bool news = std::ranges::any_of(entries, [&](const node::ShownEntry& entry) {
    return entry.author != node.person() && read_until < entry.arrived;
  });
  const auto now = home.now();
  const kinds::ReadMark mark{node.strands().id_of(circle), now};
  if (news) (void)home.carry_out(node.keep(mark, now));
}

// Of one span, from its newest entry back to what I read: what is shown at all, and is not a hole.
Outcome<bool> span_is_unread(OpenHome& home, node::StrandNumber strand, const node::HeldSpan& span,
                             WallTime read_until) {
  auto& node = home.node();
  const auto end = span.next.value;
  const auto begin = std::max(span.from.value, end - std::min(end, unread_looked_at_max));
  for (auto seq = end; seq-- > begin;) {
    const node::EntryKey key{strand, {seq}};
    const auto arrived = node.store().arrived(key);
    if (!arrived) return Fail<Fault>{fault_of(node::refusal_of(arrived.error()))};
    if (!*arrived || **arrived <= read_until) return false;
    const auto opened = node.opener().open(key);
    if (opened && node::is_shown(*opened)) return true;
  }
  return false;
}

// Whether anything is unread, without counting it: where all is read, nothing is opened.
Outcome<bool> is_unread(OpenHome& home, node::CircleNumber talk) {
  const auto& node = home.node();
  const auto& id = node.strands().id_of(talk);
  const auto read_until = node.self().read_until(id);
  for (const auto number : node.strands().of_circle(talk)) {
    const auto& author = node.strands().strand(number).person;
    if (author == node.person() || node.self().is_muted(author, id)) continue;
    for (const auto& record : node.strands().spans(number)) {
      auto unread = span_is_unread(home, number, record.span, read_until);
      if (!unread || *unread) return unread;
    }
  }
  return false;
}

Outcome<std::vector<node::ShownEntry>> read_after(OpenHome& home, const Json& request,
                                                  node::CircleNumber circle, node::EntryKey key,
                                                  std::size_t count) {
  if (request.contains("since") || request.contains("before")) {
    return refuse("wrong_request", "Name one of since, before and after.", Status::wrong_usage);
  }
  const auto after = home.node().view().entry(key);
  if (!after) return Fail<Fault>{fault_of(after.error())};
  if (after->circle != circle) return Fail<Fault>{fault_of(node::Refusal::unknown_entry)};
  auto entries = first_after(home, request, count, {circle, after->order, after->link});
  if (!entries) return Fail<Fault>{fault_of(entries.error())};
  return std::move(*entries);
}

// From a time on the first of those are shown; of where it ends, or how many are asked for, the
// last.
Shown read_since(OpenHome& home, const Json& request, node::CircleNumber circle, WallTime since,
                 const Ending& ending) {
  if (!request.contains("last") && !ending.before) {
    return first_after(home, request, ending.count, {circle, since.micros});
  }
  auto entries = read_last(home, request, circle, ending);
  if (entries) {
    std::erase_if(*entries, [&](const auto& entry) { return entry.order < since.micros; });
  }
  return entries;
}

Outcome<std::vector<node::ShownEntry>> entries_to_read(OpenHome& home, const Json& request,
                                                       node::CircleNumber circle) {
  const auto count =
      std::min(number_in(request, "last").value_or(entries_an_answer_max), entries_an_answer_max);
  const auto since = time_in(request, "since");
  if (!since) return Fail<Fault>{since.error()};
  const auto before = entry_in(home, request, "before");
  if (!before) return Fail<Fault>{before.error()};
  const auto after = entry_in(home, request, "after");
  if (!after) return Fail<Fault>{after.error()};
  if (*after) return read_after(home, request, circle, **after, count);
  const Ending ending{*before, count};
  auto entries = *since ? read_since(home, request, circle, **since, ending)
                        : read_last(home, request, circle, ending);
  if (!entries) return Fail<Fault>{fault_of(entries.error())};
  return std::move(*entries);
}

}  // namespace

Outcome<std::vector<node::ShownEntry>> unread_in(OpenHome& home, node::CircleNumber talk) {
  auto& node = home.node();
  const auto& id = node.strands().id_of(talk);
  auto entries = node.view().last(talk, looked_through_max);
  if (!entries) return Fail<Fault>{fault_of(entries.error())};
  std::erase_if(*entries, [&](const node::ShownEntry& entry) {
    return entry.author == node.person() || node.self().is_muted(entry.author, id) ||
           entry.arrived <= node.self().read_until(id);
  });
  return std::move(*entries);
}

Answer speak(OpenHome& home, node::CircleNumber talk, const node::Saying& saying) {
  const auto said = home.carry_out(home.node().say(talk, saying, home.now()));
  if (!said) return Fail<Fault>{said.error()};
  (void)home.catch_up(
      index_at_once_max,
      node::Findable::by_words);  // what was said is safe; its words can be found later
  return Json{{"id", to_hex(reference_of(said->link).view())},
              {"audience", audience_json(home, said->audience)},
              {"aside", said->aside}};
}

Answer say(OpenHome& home, const Json& request, const Progress&) {
  const auto circle = talk_in(home, request);
  const auto text = needed(request, "text");
  if (!circle) return Fail<Fault>{circle.error()};
  if (!text) return Fail<Fault>{text.error()};
  const auto answers = answers_in(home, request);
  if (!answers) return Fail<Fault>{answers.error()};
  auto to = people_in(home, request, "to");
  if (!to) return Fail<Fault>{to.error()};
  return speak(home, *circle, {*text, *answers, std::move(*to)});
}

Answer hearers(OpenHome& home, const Json& request, const Progress&) {
  const auto talk = talk_in(home, request);
  if (!talk) return Fail<Fault>{talk.error()};
  const auto answers = answers_in(home, request);
  if (!answers) return Fail<Fault>{answers.error()};
  const auto to = people_in(home, request, "to");
  if (!to) return Fail<Fault>{to.error()};
  auto& node = home.node();
  const auto now = home.now();
  const auto addressed = node.hearers_of(*talk, {"", *answers, *to}, now);
  if (!addressed) return Fail<Fault>{fault_of(addressed.error())};
  const auto hears = [&](const PersonId& person) {
    return std::ranges::binary_search(addressed->persons, person);
  };
  const auto all = node.audience(*talk, now);
  wire::AudienceList audience;
  auto left_out = Json::array();
  for (const auto& hearer : all) {
    if (hears(hearer.person)) {
      audience.push_back(hearer);
      continue;
    }
    left_out.push_back(named_json(home, hearer.person));
    left_out.back()["why"] = *to ? "not_named" : "does_not_hear_it";
  }
  auto deaf = Json(nullptr);
  for (const auto& answer : *answers) {
    const auto author = author_of(home, answer);
    if (author && *author != node.person() && !hears(*author)) deaf = name_of(home, *author);
  }
  return Json{{"audience", audience_json(home, audience)},
              {"all", audience_json(home, all)},
              {"left_out", std::move(left_out)},
              {"aside", addressed->aside},
              {"author_does_not_hear", std::move(deaf)}};
}

Answer read(OpenHome& home, const Json& request, const Progress& progress) {
  const auto circle = talk_in(home, request);
  if (!circle) return Fail<Fault>{circle.error()};
  if (const auto ready = home.place_all(progress); !ready) {
    return Fail<Fault>{ready.error()};
  }
  const auto entries = entries_to_read(home, request, *circle);
  if (!entries) return Fail<Fault>{entries.error()};
  mark_read(home, *circle, *entries);
  return entries_json(home, *entries);
}

Answer unread(OpenHome& home, const Json&, const Progress& progress) {
  if (const auto ready = home.place_all(progress); !ready) {
    return Fail<Fault>{ready.error()};
  }
  auto talks = Json::array();
  for (const auto talk : all_talks(home)) {
    const auto some = is_unread(home, talk);
    if (!some) return Fail<Fault>{some.error()};
    if (*some) talks.push_back(talk_json(home, talk));
  }
  return talks;
}

Answer entries_by_id(OpenHome& home, const Json& request, const Progress& progress) {
  if (const auto ready = home.place_all(progress); !ready) {
    return Fail<Fault>{ready.error()};
  }
  if (!request.contains("ids") || !request.at("ids").is_array()) {
    return refuse("wrong_request", "The request lacks the list \"ids\".", Status::wrong_usage);
  }
  std::vector<node::ShownEntry> entries;
  for (const auto& id : request.at("ids")) {
    const auto key = id.is_string() ? entry_named(home, id.get<std::string>())
                                    : Outcome<node::EntryKey>{refuse("wrong_request", "")};
    if (!key) continue;  // what is not here is not in the answer
    auto entry = home.node().view().entry(*key);
    if (entry) entries.push_back(std::move(*entry));
  }
  return entries_json(home, entries);
}

Answer draft(OpenHome& home, const Json& request, const Progress&) {
  const auto begun = begun_in(home, request);
  if (!begun) return Fail<Fault>{begun.error()};
  const auto unsaid = node::unsaid_in(home.home().store(), *begun);
  if (!unsaid) return Fail<Fault>{fault_of(node::refusal_of(unsaid.error()))};
  if (!*unsaid) return Json::object();
  auto answers = Json::array();
  for (const auto& answer : (*unsaid)->answers) answers.push_back(to_hex(answer.view()));
  return Json{{"text", (*unsaid)->text},
              {"answers", std::move(answers)},
              {"to", (*unsaid)->to ? ids_json(*(*unsaid)->to) : Json(nullptr)}};
}

Answer draft_keep(OpenHome& home, const Json& request, const Progress&) {
  const auto begun = begun_in(home, request);
  if (!begun) return Fail<Fault>{begun.error()};
  const auto unsaid = unsaid_of(home, request);
  if (!unsaid) return Fail<Fault>{unsaid.error()};
  node::Step<node::Done> step;
  if (*unsaid == node::Unsaid{}) {
    node::drop_unsaid(*begun, step.commit);
  } else {
    node::keep_unsaid(*begun, *unsaid, step.commit);
  }
  if (const auto kept = home.carry_out<node::Done>(std::move(step)); !kept) {
    return Fail<Fault>{kept.error()};
  }
  return Json::object();
}

Answer forget(OpenHome& home, const Json& request, const Progress&) {
  const auto id = needed(request, "id");
  if (!id) return Fail<Fault>{id.error()};
  if (const auto ready = home.place_all(); !ready) return Fail<Fault>{ready.error()};
  const auto key = entry_named(home, *id);
  if (!key) return Fail<Fault>{key.error()};
  const auto done = home.carry_out(home.node().forget(*key, home.now()));
  if (!done) return Fail<Fault>{done.error()};
  const auto left = home.node().view().entry(*key);
  if (!left) return Fail<Fault>{fault_of(left.error())};
  return entry_json(home, *left);
}

}  // namespace kith::service
