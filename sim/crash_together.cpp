// What people do with each other, and with copies of their homes, as far as their disk may die
// under it.
#include "sim/crash.hpp"
#include "sim/session.hpp"

namespace kith::sim::crash {
namespace {

using std::chrono::hours;

void company(Scene& s) { s.company(); }

Link ben_says_so_much(Scene& s, std::size_t words) {
  Link last{};
  for (std::size_t i = 0; i < words; ++i) {
    last = s.says(s.ben, "garden", "line " + std::to_string(i) + std::string(400, 'x'));
  }
  return last;
}

void meets_ben(Scene& s) {
  s.ana.open(s.now());
  s.meet(s.ben);
  s.holds("ben is known", [&s] { return s.ana.node().contacts().accepted(s.ben.id()); });
}

void two_strangers(Scene& s) {
  s.ana.open(s.now());
  s.meet(s.ben);
  s.meet(s.cem);
  for (auto* one : {&s.ben, &s.cem}) (void)s.session(*one);
}

void an_offer(Scene& s) {
  s.ana.open(s.now());
  s.meet(s.ben);
  sim::meet(s.ben, s.cem);
  (void)sim::sync(s.ben, s.cem);
  (void)s.session(s.ben);
  (void)s.ben.take(s.ben.node().introduce({{s.ana.id(), s.cem.id()}}, s.tick()));
  (void)s.session(s.ben);
  s.ana.index(512);
}

void answers_offers(Scene& s, bool accepts) {
  const auto offers = s.ana.node().open_offers();
  if (offers.empty()) return;
  const auto id = offers.front()->id;
  if (accepts) {
    (void)s.ana.take(s.ana.node().accept(id, "cem", s.tick()));
    s.holds("cem is known", [&s] { return s.ana.node().contacts().accepted(s.cem.id()); });
  } else {
    s.does([&](auto& node) { return node.ignore(id, s.tick()); });
  }
}

void owed_by_ben(Scene& s) {
  s.company();
  for (int month = 0; month < 3; ++month) {
    s.pass(hours{24 * 25});
    s.does([&](auto& node) { return node.note(s.ben.id(), "still quiet", s.tick()); });
  }
  (void)s.says(s.ben, "garden", "nobody can open this yet");
}

void past_by_ben(Scene& s) {
  s.company();
  const auto number = *s.circle_of(s.ben, "garden");
  (void)s.ben.take(s.ben.node().include(number, {s.ana.id()}, {{}, WallTime{}}, s.tick()));
}

void backs_up(Scene& s) {
  static constexpr std::uint8_t key = 7;
  const auto path = s.ana.back_up(key);
  s.holds("a backup opens", [&s, path] { return s.ana.is_backup(path, key); });
}

void restores(Scene& s) {
  s.ana.close();
  s.ana.move_to("copy");
  s.ana.open(s.now());
  s.does([](auto& node) { return node.retire_logs(); });
  (void)s.states("garden", {"back again"});
}

void an_old_copy(Scene& s) {
  s.company();
  s.ana.copy_to("copy");
  (void)s.say("garden", {"not in the copy"});
  (void)s.session(s.ben);
}

void wakes_as_a_copy(Scene& s) {
  s.ana.close();
  s.ana.move_to("copy");
  s.ana.open(s.now());
  (void)s.session(s.ben);
  (void)s.states("garden", {"where was i"});
}

const Scenario all[] = {
    {"meet", meets_ben, [](Scene& s) { s.meet(s.cem); }},
    {"compare words",
     [](Scene& s) {
       s.ana.open(s.now());
       s.meet(s.ben, node::Verification::pasted);
     },
     [](Scene& s) {
       s.does([&](auto& node) {
         return node.verified(s.ben.id(), node::Verification::words_compared, s.tick());
       });
     }},
    {"introduce", two_strangers,
     [](Scene& s) {
       s.does([&](auto& node) { return node.introduce({{s.ben.id(), s.cem.id()}}, s.tick()); });
       (void)s.session(s.ben);
     }},
    {"accept an introduction", an_offer, [](Scene& s) { answers_offers(s, true); }},
    {"ignore an introduction", an_offer, [](Scene& s) { answers_offers(s, false); }},
    {"a session brings a batch",
     [](Scene& s) {
       s.company();
       (void)ben_says_so_much(s, 30);
     },
     [](Scene& s) { (void)s.session(s.ben); }},
    {"a session serves",
     [](Scene& s) {
       s.company();
       for (int i = 0; i < 5; ++i) (void)s.say("garden", {"line"});
     },
     [](Scene& s) {
       (void)s.session_called_by(s.ben);
       (void)s.session_called_by(s.cem);
     }},
    {"a first session",
     [](Scene& s) {
       meets_ben(s);
       s.found("garden");
       s.include("garden", {s.ben.id()});
     },
     [](Scene& s) { (void)s.session_called_by(s.ben); }},
    {"a handover that was owed", owed_by_ben, [](Scene& s) { (void)s.session(s.ben); }},
    {"a past that arrives", past_by_ben, [](Scene& s) { (void)s.session(s.ben); }},
    {"write a bundle", company,
     [](Scene& s) {
       (void)s.states("garden", {"by stick"});
       s.writes_bundle();
     }},
    {"read a bundle",
     [](Scene& s) {
       s.company();
       (void)ben_says_so_much(s, 10);
     },
     [](Scene& s) { s.reads_bundle(s.bundle_of(s.ben)); }},
    {"the index catches up",
     [](Scene& s) {
       s.company();
       const auto last = ben_says_so_much(s, 20);
       s.reads_bundle(s.bundle_of(s.ben));
       s.holds("ben's last line is here", [&s, last] { return s.key_of(last).has_value(); });
     },
     [](Scene& s) {
       s.ana.index(3);
       (void)s.states("garden", {"found all"});
     }},
    {"back up", company, backs_up},
    {"restore an old copy", an_old_copy, restores},
    {"wake as an old copy", an_old_copy, wakes_as_a_copy},
    {"what i had said comes back",
     [](Scene& s) {
       an_old_copy(s);
       restores(s);
     },
     [](Scene& s) {
       (void)s.session(s.ben);
       s.holds("what the copy lacked is back", [&s] { return s.has_said("not in the copy"); });
     }},
};

}  // namespace

std::span<const Scenario> acts_together() { return all; }

}  // namespace kith::sim::crash
