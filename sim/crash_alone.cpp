// What people do at their own device, as far as their disk may die under it.
#include "node/address_book.hpp"
#include "node/rhythms.hpp"
#include "node/unsaid.hpp"
#include "sim/crash.hpp"

namespace kith::sim::crash {
namespace {

using std::chrono::hours;

void alone(Scene& s) {
  s.ana.open(s.now());
  s.found("garden");
}

void company(Scene& s) { s.company(); }

void nothing_before(Scene&) {}

Reference ref(const Link& link) { return reference_of(link); }

Link bens_word_in_band(Scene& s) {
  s.company();
  s.found("band");
  s.include("band", {s.ben.id(), s.cem.id()});
  (void)s.session(s.ben);
  const auto band = *s.circle_of(s.ben, "band");
  (void)s.ben.take(s.ben.node().include(band, {s.ana.id()}, {}, s.tick()));
  const auto word = s.says(s.ben, "band", "for ana alone");
  (void)s.session(s.ben);
  s.ana.index(512);
  return word;
}

std::vector<Reference> last_of_ben(Scene& s, const std::string& circle) {
  s.ana.index(512);
  const auto shown = s.ana.node().view().last(*s.circle(circle), 100);
  if (!shown) s.ana.fail("the circle cannot be read");
  for (auto entry = shown->rbegin(); entry != shown->rend(); ++entry) {
    if (entry->author == s.ben.id()) return {entry->id()};
  }
  return {};
}

void nobody_heard_for_long(Scene& s) {
  s.company();
  for (int month = 0; month < 3; ++month) {
    s.pass(hours{24 * 25});
    s.does([&](auto& node) { return node.note(s.ben.id(), "still quiet", s.tick()); });
  }
}

void lease_until(Scene& s, WallTime end) {
  s.company();
  s.include("garden", {s.cem.id()}, {end, {}});
  s.holds("a lease ends when it says",
          [&s, end] { return s.now() < end || !s.hears("garden", s.cem.id()); });
}

void proposes(Scene& s) {
  const std::vector<PersonId> nobody;
  const kinds::Proposal proposal{"we plant beans", "beans", nobody};
  const auto link = s.say("garden", {{}, {}, {}, kinds::Body{proposal}});
  s.ana.index(512);
  (void)s.say("garden", {{}, {ref(link)}, {}, kinds::Body{kinds::Stance{link, 1, "yes", {}}}});
  const kinds::Promise promise{"i bring forks", {}, {}, {}};
  const auto given = s.say("garden", {{}, {}, {}, kinds::Body{promise}});
  s.ana.index(512);
  (void)s.say("garden", {{}, {ref(given)}, {}, kinds::Body{kinds::Turn{given, 2, {}, {}, {}, {}}}});
}

void observes(Scene& s) {
  const kinds::Observation seen{s.ben.id(), 1, s.now(), {"forks"}, {}, {}};
  s.does([&](auto& node) { return node.keep(kinds::Body{seen}, s.tick()); });
  s.does([&](auto& node) { return node.keep(kinds::Body{kinds::Observing{false}}, s.tick()); });
}

void keeps_ways(Scene& s) {
  auto book = node::AddressBook::open(s.ana.store());
  if (!book) s.ana.fail("the address book cannot be read");
  book->told(s.ben.id(), {"tcp:192.0.2.1:4040"}, s.now());
  if (!book->add(s.ben.id(), "tcp:192.0.2.2:4040", s.now())) s.ana.fail("no room for an address");
  s.ana.commit(book->take_changes());
  auto rhythms = node::kept_rhythms(s.ana.store());
  if (!rhythms) s.ana.fail("the rhythms cannot be read");
  node::Rhythms learned{std::move(*rhythms)};
  learned.there({s.ben.id(), s.ben.node().device()}, node::Over::direct, s.now());
  s.ana.commit(learned.take_changes(), node::Durability::lazy);
}

void begins_to_say(Scene& s) {
  const auto& id = s.ana.node().strands().id_of(*s.circle("garden"));
  node::Batch kept;
  node::keep_unsaid({id, {}}, {"half a sent"}, kept);
  s.ana.commit(kept);
  node::Batch dropped;
  node::drop_unsaid({id, {}}, dropped);
  s.ana.commit(dropped);
}

void brings_much(Scene& s) {
  std::vector<node::Brought> all;
  for (int i = 0; i < 520; ++i) all.push_back({{"line " + std::to_string(i), "ann", {}, {}}, {}});
  (void)s.ana.take(s.ana.node().bring(*s.circle("garden"), all, {}, s.tick()));
  (void)s.states("garden", {"after all that"});
}

const Scenario all[] = {
    {"begin a home", nothing_before, [](Scene& s) { s.ana.open(s.now()); }},
    {"found a circle", alone, [](Scene& s) { s.found("band"); }},
    {"say", company, [](Scene& s) { (void)s.states("garden", {"good morning"}); }},
    {"say much", company, [](Scene& s) { (void)s.states("garden", {std::string(60'000, 'a')}); }},
    {"answer fewer", [](Scene& s) { (void)bens_word_in_band(s); },
     [](Scene& s) {
       (void)s.states("band", {"an answer", last_of_ben(s, "band")});
     }},
    {"aside", company,
     [](Scene& s) {
       (void)s.say("garden", {"ben, a word", {}, std::vector{s.ben.id()}});
     }},
    {"aside again", company,
     [](Scene& s) {
       for (int i = 0; i < 3; ++i) {
         (void)s.say("garden", {"ben, a word", {}, std::vector{s.ben.id()}});
       }
     }},
    {"include", company,
     [](Scene& s) {
       s.found("band");
       s.include("band", {s.ben.id()});
     }},
    {"include with past",
     [](Scene& s) {
       s.company(), s.found("band");
       (void)s.say("band", {"early"});
     },
     [](Scene& s) {
       s.include("band", {s.ben.id(), s.cem.id()}, {{}, WallTime{}});
     }},
    {"lease", company,
     [](Scene& s) {
       s.include("garden", {s.cem.id()}, {s.now() + hours{24}, {}});
     }},
    {"speak after a lapse",
     [](Scene& s) {
       lease_until(s, s.now() + hours{24});
       s.pass(hours{48});
     },
     [](Scene& s) { (void)s.states("garden", {"cem does not hear this"}); }},
    {"speak as a lease ends",
     [](Scene& s) {
       const auto end = s.now() + hours{24};
       lease_until(s, end);
       s.pass_until(end);
     },
     [](Scene& s) {
       if (s.hears("garden", s.cem.id())) throw Broken{"a lease goes on at its end"};
       (void)s.states("garden", {"cem does not hear this either"});
     }},
    {"a clock that goes back",
     [](Scene& s) {
       lease_until(s, s.now() + hours{24});
       s.pass(hours{48});
       (void)s.say("garden", {"after the lease"});
     },
     [](Scene& s) {
       const auto today = s.now();
       s.pass_until(today - hours{30});
       s.ana.open(s.now());
       if (s.hears("garden", s.cem.id())) throw Broken{"a lease came back with the clock"};
       s.pass_until(today);
     }},
    {"owe to two", nobody_heard_for_long,
     [](Scene& s) { (void)s.say("garden", {"is anybody there"}); }},
    {"part with words", company,
     [](Scene& s) {
       if (s.hears("garden", s.ben.id())) {
         (void)s.say("garden", {"for ben", {}, std::vector{s.ben.id()}});
       }
       s.part("garden", s.ben.id(), {"so long", false});
       (void)s.states("garden", {"for cem alone"});
     }},
    {"leave", company,
     [](Scene& s) {
       for (auto* one : {&s.ben, &s.cem}) s.part("garden", one->id(), {{}, true});
     }},
    {"forget my own", company,
     [](Scene& s) { s.forget(s.states("garden", {"i did not say that"})); }},
    {"forget what another said", company,
     [](Scene& s) {
       const auto said = s.says(s.ben, "garden", "forget me");
       (void)s.session(s.ben);
       s.forget(said);
     }},
    {"rename", company,
     [](Scene& s) {
       s.does([&](auto& node) { return node.rename(s.ben.id(), "benjamin", s.tick()); });
       if (const auto garden = s.circle("garden")) {
         s.does([&](auto& node) { return node.name_circle(*garden, "orchard", s.tick()); });
       }
     }},
    {"new keys after a week",
     [](Scene& s) {
       s.company();
       s.pass(hours{24 * 8});
     },
     [](Scene& s) { (void)s.states("garden", {"a week later"}); }},
    {"old keys go",
     [](Scene& s) {
       s.company();
       for (int month = 0; month < 4; ++month) {
         s.pass(hours{24 * 24});
         for (auto* one : {&s.ben, &s.cem}) (void)s.session(*one);
         s.does([&](auto& node) { return node.note(s.ben.id(), "well", s.tick()); });
       }
       s.pass(hours{24 * 8});
     },
     [](Scene& s) { (void)s.states("garden", {"after a season"}); }},
    {"propose and promise", company, proposes},
    {"observe", company, observes},
    {"address book and rhythm", company, keeps_ways},
    {"begin to say", company, begins_to_say},
    {"mute and note", company,
     [](Scene& s) {
       s.does(
           [&](auto& node) { return node.mute(s.ben.id(), s.circle("garden"), true, s.tick()); });
       s.does([&](auto& node) { return node.note(s.ben.id(), "owes me a fork", s.tick()); });
     }},
    {"a clock that leapt",
     [](Scene& s) {
       s.company();
       s.include("garden", {s.cem.id()}, {s.now() + hours{24 * 90}, {}});
       s.pass(hours{24 * 40});
       s.ana.open(s.now());
     },
     [](Scene& s) {
       s.does([&](auto& node) { return node.confirm_clock(s.tick()); });
       (void)s.say("garden", {"the clock is right"});
     }},
    {"bring much", alone, brings_much},
    {"an older kith's home",
     [](Scene& s) {
       s.company();
       s.ana.make_older();
     },
     [](Scene& s) { s.ana.open(s.now()); }},
    {"put the log away", company,
     [](Scene& s) {
       if (!s.ana.store().settle()) s.ana.fail("the log cannot be put away");
       (void)s.states("garden", {"all tidy"});
     }},
};

}  // namespace

std::span<const Scenario> acts_alone() { return all; }

}  // namespace kith::sim::crash
