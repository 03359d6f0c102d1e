#include "service/today.hpp"

#include <algorithm>

#include "service/circles.hpp"
#include "service/deciding.hpp"
#include "service/drawing.hpp"
#include "service/ends.hpp"
#include "service/events.hpp"
#include "service/fields.hpp"
#include "service/observing.hpp"
#include "service/people.hpp"
#include "service/promising.hpp"
#include "service/talk.hpp"
#include "service/time_text.hpp"
#include "wire/varint.hpp"

namespace kith::service {
namespace {

constexpr std::size_t unread_max = 5;  // of what is unread in one talk

using Entries = std::vector<node::ShownEntry>;

Json said_json(OpenHome& home, node::CircleNumber talk, const Entries& unread) {
  const auto shown = std::min(unread.size(), unread_max);
  auto json = talk_json(home, talk);
  json["entries"] =
      entries_json(home, {unread.end() - static_cast<std::ptrdiff_t>(shown), unread.end()});
  json["more"] = unread.size() - shown;
  return json;
}

void add_late(OpenHome& home, const Entries& unread, Json& late) {
  for (const auto& entry : unread) {
    if (arrived_late(home, entry)) late.push_back(entry_json(home, entry));
  }
}

void add_joins(OpenHome& home, node::CircleNumber circle, Json& joins) {
  const auto persons = home.node().to_join(circle, home.now()).persons;
  if (persons.empty() || has_left(home, circle)) return;
  auto json = talk_json(home, circle);
  json["people"] = named_json(home, persons);
  joins.push_back(std::move(json));
}

void add_owed(OpenHome& home, node::CircleNumber circle, Json& owed) {
  for (const auto& person : home.node().owed_in(circle)) {
    auto json = talk_json(home, circle);
    json.update(named_json(home, person));
    owed.push_back(std::move(json));
  }
}

void add_stories(OpenHome& home, node::CircleNumber talk, Json& stories) {
  const auto& strands = home.node().strands();
  std::vector<PersonId> authors;
  for (const auto number : strands.of_circle(talk)) {
    const auto& strand = strands.strand(number);
    if (strand.forked) authors.push_back(strand.person);
  }
  std::ranges::sort(authors);
  authors.erase(std::unique(authors.begin(), authors.end()), authors.end());
  for (const auto& author : authors) {
    auto json = talk_json(home, talk);
    json["author"] = name_of(home, author);
    json["author_id"] = to_hex(author.view());
    stories.push_back(std::move(json));
  }
}

// Of what concerns me and of which I have not said yet where I stand with it as it is now.
Outcome<void> add_waiting(OpenHome& home, node::CircleNumber talk, Json& waiting) {
  auto proposals = proposals_waiting(home, talk);
  if (!proposals) return Fail<Fault>{proposals.error()};
  for (auto& proposal : *proposals) waiting.push_back(std::move(proposal));
  return {};
}

// Sorts those with no day last.
std::pair<bool, std::string> day_of(const Json& promise) {
  const auto& by = promise.at("by");
  return {by.is_null(), by.is_null() ? std::string{} : by.get<std::string>()};
}

// What I promised and have neither done nor taken back; what comes first stands first.
Outcome<void> add_promised(OpenHome& home, node::CircleNumber talk, Json& promised) {
  const auto all = promises_in(home, talk);
  if (!all) return Fail<Fault>{all.error()};
  for (const auto& [place, view] : (*all)->promises().all()) {
    const bool mine = view.author == home.node().person();
    if (mine && view.is_open()) promised.push_back(promise_json(home, talk, view));
  }
  return {};
}

// What takes place soon.
Outcome<void> add_events(OpenHome& home, node::CircleNumber talk, Json& events) {
  auto soon = events_coming_up(home, talk);
  if (!soon) return Fail<Fault>{soon.error()};
  for (auto& event : *soon) events.push_back(std::move(event));
  return {};
}

Outcome<Json> looked(OpenHome& home) {
  const auto value = home.home().store().value(node::ValueName::looked);
  if (!value) return Fail<Fault>{fault_of(node::refusal_of(value.error()))};
  if (!*value) return Json(nullptr);
  wire::ByteReader in{**value};
  const auto micros = in.take_fixed<std::uint64_t>();
  return micros ? Json(to_text(WallTime{static_cast<std::int64_t>(*micros)})) : Json(nullptr);
}

// Once, when one comes back to a home in which somebody is known: until a copy is made, or not
// wished for.
Outcome<bool> asks_for_copy(OpenHome& home, bool was_here) {
  const auto said = home.home().store().value(node::ValueName::copy);
  if (!said) return Fail<Fault>{fault_of(node::refusal_of(said.error()))};
  const auto& contacts = home.node().contacts();
  return was_here && !*said && std::ranges::any_of(contacts.all(), [&](const auto& one) {
           return contacts.accepted(one.first);
         });
}

Outcome<void> look(OpenHome& home, WallTime now) {
  ByteVec value;
  wire::put_fixed(value, static_cast<std::uint64_t>(now.micros));
  node::Step<node::Done> step;
  step.commit.push_back(node::change::PutValue{node::ValueName::looked, std::move(value)});
  const auto kept = home.carry_out<node::Done>(std::move(step));
  if (!kept) return Fail<Fault>{kept.error()};
  return {};
}

}  // namespace

Answer today(OpenHome& home, const Json& request, const Progress& progress) {
  auto offered = introductions(home, {}, progress);  // catches up first
  if (!offered) return offered;
  if (const auto gone = let_old_notes_go(home); !gone) return Fail<Fault>{gone.error()};
  const auto since = looked(home);
  if (!since) return Fail<Fault>{since.error()};
  const auto now = home.now();
  auto ends = Ends::of(home);
  if (!ends) return Fail<Fault>{ends.error()};
  Json json{{"since", *since}, {"now", to_text(now)}};
  for (const auto* field : {"said", "waiting", "promised", "events", "late", "leases", "junctures",
                            "joins", "owed", "stories"}) {
    json[field] = Json::array();
  }
  json["introductions"] = std::move(*offered);
  for (const auto talk : all_talks(home)) {
    const auto unread = unread_in(home, talk);
    if (!unread) return Fail<Fault>{unread.error()};
    if (!unread->empty()) json["said"].push_back(said_json(home, talk, *unread));
    if (const auto done = add_waiting(home, talk, json["waiting"]); !done) {
      return Fail<Fault>{done.error()};
    }
    if (const auto done = add_promised(home, talk, json["promised"]); !done) {
      return Fail<Fault>{done.error()};
    }
    if (const auto done = add_events(home, talk, json["events"]); !done) {
      return Fail<Fault>{done.error()};
    }
    add_late(home, *unread, json["late"]);
    add_stories(home, talk, json["stories"]);
    add_owed(home, talk, json["owed"]);
    if (tie_with(home, talk)) continue;
    if (const auto told = ends->add(talk, json); !told) return Fail<Fault>{told.error()};
    add_joins(home, talk, json["joins"]);
  }
  std::stable_sort(json["promised"].begin(), json["promised"].end(),
                   [](const Json& one, const Json& other) { return day_of(one) < day_of(other); });
  sort_events(json["events"]);
  const auto copy = asks_for_copy(home, !since->is_null());
  if (!copy) return Fail<Fault>{copy.error()};
  json["copy"] = *copy;
  if (flag_in(request, "mark") || flag_in(request, "told")) {
    if (const auto kept = ends->keep_told(); !kept) return Fail<Fault>{kept.error()};
  }
  if (flag_in(request, "mark")) {
    if (const auto kept = look(home, now); !kept) return Fail<Fault>{kept.error()};
  }
  return json;
}

}  // namespace kith::service
