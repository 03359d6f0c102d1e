#include "service/entry_json.hpp"

#include <map>

#include "service/thing_text.hpp"
#include "service/time_text.hpp"

namespace kith::service {
namespace {

// An entry that came so long after its time is marked.
constexpr std::chrono::minutes late_after{10};

Json quoted_json(const kinds::Quote& quote) {
  const auto or_null = [](const std::optional<std::string>& text) {
    return text ? Json(*text) : Json(nullptr);
  };
  return {{"who", or_null(quote.who)},
          {"when", or_null(quote.when)},
          {"source", or_null(quote.source)}};
}

// Where an entry stands. Looking whether that is a tie goes through all contacts: once a talk, not
// once an entry.
struct Talk {
  std::string name;
  std::string id;
  Json tie_with;
};

Talk talk_of(OpenHome& home, node::CircleNumber circle) {
  const auto with = tie_with(home, circle);
  return {with ? name_of(home, *with) : home.node().name_of(circle),
          to_hex(home.node().strands().id_of(circle).view()),
          with ? Json(to_hex(with->view())) : Json(nullptr)};
}

}  // namespace

Json named_json(OpenHome& home, const PersonId& person) {
  return {{"person", to_hex(person.view())}, {"name", name_of(home, person)}};
}

Json named_json(OpenHome& home, const std::vector<PersonId>& persons) {
  auto named = Json::array();
  for (const auto& person : persons) named.push_back(named_json(home, person));
  return named;
}

bool arrived_late(OpenHome& home, const node::ShownEntry& entry) {
  return entry.author != home.node().person() && entry.arrived - entry.time > late_after;
}

Json audience_json(OpenHome& home, const wire::AudienceList& audience) {
  auto list = Json::array();
  for (const auto& hearer : audience) {
    list.push_back({{"person", to_hex(hearer.person.view())},
                    {"name", name_of(home, hearer.person)},
                    {"until", hearer.until ? Json(to_text(*hearer.until)) : Json(nullptr)}});
  }
  return list;
}

namespace {

Json entry_in(OpenHome& home, const Talk& talk, const node::ShownEntry& entry) {
  auto answers = Json::array();
  for (const auto& answer : entry.answers) answers.push_back(to_hex(answer.view()));
  auto given = Json::array();
  for (const auto& person : entry.past_given_to) given.push_back(name_of(home, person));
  Json json{{"id", to_hex(entry.id().view())},
            {"author", name_of(home, entry.author)},
            {"author_id", to_hex(entry.author.view())},
            {"circle", talk.name},
            {"circle_id", talk.id},
            {"tie_with", talk.tie_with},
            {"time", to_text(entry.time)},
            {"arrived", to_text(entry.arrived)},
            {"kind", kind_name(entry.kind)},
            {"text", text_of(entry)},
            {"says", sentence_of(home, entry)},
            {"answers", std::move(answers)},
            {"audience", entry.audience ? audience_json(home, *entry.audience) : Json(nullptr)},
            {"past_given_to", std::move(given)},
            {"aside", entry.aside},
            {"arrived_late", arrived_late(home, entry)},
            {"unseen_answers", entry.unseen_answers},
            {"forgotten", entry.body_state == wire::BodyState::forgotten},
            {"unreadable", entry.unreadable},
            {"two_stories", entry.forked}};
  if (entry.body) {
    if (const auto* quote = std::get_if<kinds::Quote>(&*entry.body)) {
      json["quoted"] = quoted_json(*quote);
    }
    if (const auto it = about(*entry.body)) json["about"] = about_json(home, *it);
  }
  return json;
}

}  // namespace

Json entry_json(OpenHome& home, const node::ShownEntry& entry) {
  return entry_in(home, talk_of(home, entry.circle), entry);
}

Json entries_json(OpenHome& home, const std::vector<node::ShownEntry>& entries) {
  std::map<node::CircleNumber, Talk> talks;
  auto list = Json::array();
  for (const auto& entry : entries) {
    const auto known = talks.find(entry.circle);
    const auto& talk = known != talks.end()
                           ? known->second
                           : talks.emplace(entry.circle, talk_of(home, entry.circle)).first->second;
    list.push_back(entry_in(home, talk, entry));
  }
  return list;
}

}  // namespace kith::service
