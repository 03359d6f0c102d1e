#include "service/entry_json.hpp"

#include <map>

#include "node/reached.hpp"
#include "service/thing_json.hpp"
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

Json time_json(const std::optional<WallTime>& time) {
  return time ? Json(to_text(*time)) : Json(nullptr);
}

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

// The first entry that a strand of a log with several stories does not share: of the one from which
// others branch off, where the first of them does.
std::optional<Seq> first_of_its_own(const node::Strands& strands, node::StrandNumber number) {
  const auto& strand = strands.strand(number);
  const auto first_of = [&](node::StrandNumber one) -> std::optional<Seq> {
    const auto& spans = strands.spans(one);
    return spans.empty() ? std::nullopt : std::optional{spans.front().span.from};
  };
  if (strand.parent) return first_of(number);
  std::optional<Seq> first;
  for (const auto other : strands.of_log(strand.log)) {
    if (strands.strand(other).parent != number) continue;
    const auto from = first_of(other);
    if (from) first = first ? std::min(*first, *from) : *from;
  }
  return first;
}

// Where one story is held and the other known by its proof alone.
Json story_by_proof(OpenHome& home, const node::EntryKey& entry) {
  auto& node = home.node();
  const auto& strands = node.strands();
  const auto& log = strands.strand(entry.strand).log;
  const auto* proof = node.forks().find(log);
  const bool parted = proof != nullptr && strands.of_log(log).size() == 1;
  if (!parted || entry.seq < proof->seq) return nullptr;
  const auto there = node.opener().link_of({entry.strand, proof->seq});
  if (!there || (*there != proof->left && *there != proof->right)) return nullptr;
  return *there == proof->left ? 1 : 2;
}

// Which of its author's stories an entry belongs to, from 1; nothing before they part. Ordered by
// link, so that all who hold the same stories count them alike.
Json story_of(OpenHome& home, const node::ShownEntry& entry) {
  const auto& strands = home.node().strands();
  const auto own_first = first_of_its_own(strands, entry.key.strand);
  if (!entry.forked) return nullptr;
  if (!own_first) return story_by_proof(home, entry.key);
  if (entry.key.seq < *own_first) return nullptr;
  const auto link_of = [&](node::StrandNumber strand, Seq seq) {
    const auto link = home.node().opener().link_of({strand, seq});
    return link ? *link : Link{};
  };
  const auto own = link_of(entry.key.strand, *own_first);
  std::size_t story = 1;
  for (const auto other : strands.of_log(strands.strand(entry.key.strand).log)) {
    const auto first = first_of_its_own(strands, other);
    if (first && link_of(other, *first) < own) ++story;
  }
  return story;
}

// Who of those that hear an entry of mine is known to hold it. Of others' entries nobody tells me.
Json reached_json(OpenHome& home, const node::Reached& reached, const node::ShownEntry& entry) {
  if (entry.author != home.node().person() || !entry.audience) return nullptr;
  const auto& log = home.node().strands().strand(entry.key.strand).log;
  auto list = Json::array();
  for (const auto& hearer : *entry.audience) {
    if (!reached.has(hearer.person, log, entry.key.seq)) continue;
    list.push_back(named_json(home, hearer.person));
  }
  return list;
}

Json entry_in(OpenHome& home, const Talk& talk, const node::Reached& reached,
              const node::ShownEntry& entry) {
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
            {"reached", reached_json(home, reached, entry)},
            {"past_given_to", std::move(given)},
            {"aside", entry.aside},
            {"arrived_late", arrived_late(home, entry)},
            {"unseen_answers", entry.unseen_answers},
            {"forgotten", entry.body_state == wire::BodyState::forgotten},
            {"wanted", entry.wanted},
            {"unreadable", entry.unreadable},
            {"two_stories", entry.forked},
            {"story", entry.forked ? story_of(home, entry) : Json(nullptr)}};
  if (entry.body) {
    if (const auto* quote = std::get_if<kinds::Quote>(&*entry.body)) {
      json["quoted"] = quoted_json(*quote);
    }
    if (const auto it = about(*entry.body)) json["about"] = about_json(home, *it);
    if (auto thing = thing_json(home, *entry.body); !thing.is_null()) {
      json["thing"] = std::move(thing);
    }
  }
  return json;
}

}  // namespace

Json entry_json(OpenHome& home, const node::ShownEntry& entry) {
  return entries_json(home, {entry}).front();
}

Json entries_json(OpenHome& home, const std::vector<node::ShownEntry>& entries) {
  std::map<node::CircleNumber, Talk> talks;
  const auto known_reached = node::Reached::load(home.home().store());
  const auto reached = known_reached ? *known_reached : node::Reached{};
  auto list = Json::array();
  for (const auto& entry : entries) {
    const auto known = talks.find(entry.circle);
    const auto& talk = known != talks.end()
                           ? known->second
                           : talks.emplace(entry.circle, talk_of(home, entry.circle)).first->second;
    list.push_back(entry_in(home, talk, reached, entry));
  }
  return list;
}

}  // namespace kith::service
