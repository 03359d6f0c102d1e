#include "sim/checks_kept.hpp"

#include "base/limits.hpp"

namespace kith::sim {
namespace {

// Of what there are more than may be.
using Tell = std::function<void(const std::string&)>;

void check_logs(node::Node& node, const Tell& tell) {
  std::map<PersonId, std::size_t> ahead;
  std::map<LogId, std::pair<std::size_t, std::size_t>> of_log;  // branches, pieces
  for (const auto circle : node.strands().circles()) {
    for (const auto strand : node.strands().of_circle(circle)) {
      const auto& record = node.strands().strand(strand);
      const auto pieces = node.strands().spans(strand).size();
      auto& [branches, all_pieces] = of_log[record.log];
      branches += pieces > 0 ? 1 : 0;
      all_pieces += pieces;
      if (pieces == 0 && record.person != node.person()) ++ahead[record.person];
    }
  }
  for (const auto& [person, logs] : ahead) {
    if (logs > limits::logs_ahead_max) tell("logs of one person of which nothing came");
  }
  for (const auto& [log, counts] : of_log) {
    if (counts.first > limits::branches_max) tell("branches of a log");
    if (counts.second > limits::log_spans_max) tell("pieces of a log");
  }
}

void check_people(node::Node& node, const Tell& tell) {
  std::map<PersonId, std::size_t> offered;
  for (const auto* offer : node.open_offers()) ++offered[offer->by];
  for (const auto& [by, offers] : offered) {
    if (offers > limits::offers_waiting_max) tell("introductions by one person");
  }
  for (const auto& [person, contact] : node.contacts().all()) {
    if (contact.opens.size() > limits::pair_secrets_max) tell("secrets with one person");
    if (contact.agreed.size() > limits::agreed_secrets_max) tell("secrets that two agreed on");
    if (contact.prekeys.size() > limits::devices_per_person_max) tell("prekeys of one person");
    if (contact.ways.size() > limits::ways_max) tell("ways to one person");
  }
  if (node.cards().unused().size() > limits::cards_unused_max) tell("cards");
}

// Spans that wait for their entries, log by log; claims of pasts, of all who may make them.
void check_facts(node::Node& node, const Tell& tell) {
  const auto handed = node.store().facts(node::FactKind::handed);
  const auto pasts = node.store().facts(node::FactKind::past_given);
  check(handed && pasts);
  std::map<ByteVec, std::size_t> spans;
  for (const auto& fact : *handed) {
    check(fact.key.size() >= LogId::size);
    ++spans[{fact.key.begin(), fact.key.begin() + LogId::size}];
  }
  for (const auto& [log, waiting] : spans) {
    if (waiting > limits::handed_spans_max) tell("handovers that wait");
  }
  const auto authors = node.contacts().all().size() + 1;
  if (pasts->size() > limits::pasts_given_max * authors) tell("pasts");
  if (node.wanted().all().size() > limits::wanted_bodies_max * authors) tell("wanted bodies");
}

std::uint64_t small_bytes(const node::Store& store) {
  std::uint64_t bytes = 0;
  const auto contacts = store.contacts();
  check(contacts.has_value());
  for (const auto& [person, record] : *contacts) bytes += record.size();
  for (const auto kind :
       {node::FactKind::handed, node::FactKind::past_given, node::FactKind::greeting,
        node::FactKind::introduction, node::FactKind::quota, node::FactKind::refused_log,
        node::FactKind::fork}) {
    const auto facts = store.facts(kind);
    check(facts.has_value());
    for (const auto& fact : *facts) bytes += fact.key.size() + fact.value.size();
  }
  return bytes;
}

}  // namespace

// Of a home on another disk nobody counted what it has, and two homes write for one person.
void Kept::check_size(World& world, Who who) {
  if (world.lost_something(who) || world.has_two_homes(who)) return;
  constexpr std::uint64_t of_oneself = 64 * 1024;           // prekeys, cards, keys of own logs
  constexpr std::uint64_t log_bytes_max = 8 * 1024 * 1024;  // of the database, before it is emptied
  constexpr std::uint64_t pages = 4;  // sealed in pages, indexed, and findable by words
  auto& person = world.person(who);
  const auto came = person.bytes_in() + wrote_[who];
  if (put_[who] + small_bytes(person.store()) > of_oneself + 2 * came) {
    world.problem(person.name() + " keeps more than came to them");
  }
  if (person.disk() == nullptr) return;
  if (person.disk()->size_on_disk() > log_bytes_max + pages * (of_oneself + came)) {
    world.problem(person.name() + "'s disk holds more than came to them");
  }
}

void Kept::check(World& world, Who who, const Fresh& fresh) {
  put_[who] += fresh.bytes;
  auto& person = world.person(who);
  const auto tell = [&](const std::string& what) {
    world.problem(person.name() + " keeps too many " + what);
  };
  check_logs(person.node(), tell);
  check_people(person.node(), tell);
  check_facts(person.node(), tell);
  check_size(world, who);
}

}  // namespace kith::sim
