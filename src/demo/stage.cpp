#include "demo/stage.hpp"

#include "base/check.hpp"
#include "node/exchange.hpp"
#include "service/requests.hpp"

namespace kith::demo {
namespace {

using service::Answer;
using service::Fault;
using service::Json;
using service::OpenHome;
using service::Outcome;

// One end of a session in memory: turns are committed before their bytes go, as everywhere.
class End {
 public:
  End(OpenHome& home, std::unique_ptr<node::Exchange> exchange)
      : home_(home), exchange_(std::move(exchange)) {}

  /// Steps until it waits. What it said is the other's to hear.
  [[nodiscard]] ByteVec go(ByteView heard, WallTime now) {
    ByteVec said;
    if (over_) return said;
    if (!heard.empty()) exchange_->feed(heard);
    for (bool more = true; more && !over_;) {
      const auto turn = exchange_->step(now);
      check(home_.keep(turn).has_value());
      said.insert(said.end(), turn.send.begin(), turn.send.end());
      more = turn.more;
      over_ = turn.ending.has_value();
    }
    return said;
  }
  void finish() { exchange_->finish(); }

 private:
  OpenHome& home_;
  std::unique_ptr<node::Exchange> exchange_;
  bool over_{};
};

void talk(End& one, End& other, WallTime now) {
  ByteVec heard;
  bool quiet = false;
  while (!quiet) {
    const auto said = one.go(heard, now);
    heard = other.go(said, now);
    quiet = said.empty() && heard.empty();
  }
}

}  // namespace

void hold_session(OpenHome& caller, OpenHome& called, WallTime now) {
  auto dialled = node::Exchange::dial(caller.node(), caller.home().entropy(),
                                      called.node().person(), called.node().device());
  if (!dialled) return;
  End one{caller, std::move(*dialled)};
  End other{called, node::Exchange::answer(called.node(), called.home().entropy())};
  talk(one, other, now);
  one.finish();
  other.finish();
  talk(one, other, now);
}

Outcome<Stage> Stage::set(const Script& script, const std::string& folder) {
  Stage stage{folder};
  check(!script.people.empty() && !script.acts.empty());
  const auto beginning = script.acts.front().when - std::chrono::days{1};
  for (const auto& name : script.people) {
    const host::HomePlace place{folder + "/" + name, folder + "/state", host::system_machine_id()};
    auto home = OpenHome::create(place, host::KeyFile{}, name, host::stretch_of_people, beginning);
    if (!home) return Fail<Fault>{home.error()};
    stage.homes_.emplace(name, std::move(*home));
  }
  return stage;
}

Outcome<void> Stage::take_card(const std::string& who, const std::string& of) {
  const auto card = service::handle(home_of(of), {{"command", "card"}});
  if (!card) return Fail<Fault>{card.error()};
  const auto met = service::handle(
      home_of(who),
      {{"command", "meet"}, {"card", card->at("card")}, {"as", of}, {"in_person", true}});
  if (!met) return Fail<Fault>{met.error()};
  return {};
}

Outcome<void> Stage::meet(const Act& act) {
  const auto& whom = act.words.at(1);
  if (auto taken = take_card(act.who, whom); !taken) return taken;
  if (auto taken = take_card(whom, act.who); !taken) return taken;
  exchange(act.who, whom, act.when);
  return {};
}

Outcome<void> Stage::mark_read(const Act& act) {
  auto& home = home_of(act.who);
  for (const auto circle : home.node().circles()) {
    const kinds::ReadMark mark{home.node().strands().id_of(circle), act.when};
    if (const auto read = home.carry_out(home.node().keep(mark, act.when)); !read) {
      return Fail<Fault>{read.error()};
    }
  }
  return {};
}

Outcome<void> Stage::carry_out(const Act& act, const RequestOf& request_of) {
  auto words = act.words;
  for (auto& word : words) {
    if (word.starts_with('$')) word = ids_.at(word.substr(1));
  }
  auto request = request_of(words);
  if (!request) return Fail<Fault>{request.error()};
  // What somebody takes along lies beside the homes, and goes with them.
  if (request->contains("folder")) {
    (*request)["folder"] = folder_ + "/" + request->at("folder").get<std::string>();
  }
  const auto answer = service::handle(home_of(act.who), *request);
  if (!answer) return Fail<Fault>{answer.error()};
  if (!act.kept_as.empty()) ids_[act.kept_as] = answer->at("id").get<std::string>();
  return {};
}

Outcome<void> Stage::play(const Act& act, const RequestOf& request_of) {
  for (auto& [name, home] : homes_) home->play_at(act.when);
  auto& home = home_of(act.who);
  if (const auto placed = home.place_all(); !placed) return placed;
  // Weeks may go by in a moment here.
  if (const auto sure = home.carry_out(home.node().confirm_clock(act.when)); !sure) {
    return Fail<Fault>{sure.error()};
  }
  const auto& verb = act.words.front();
  if (verb == "meets") return meet(act);
  if (verb == "reads") return mark_read(act);
  if (verb == "goes") {
    away_.insert(act.who);
  } else if (verb == "comes") {
    away_.erase(act.who);
  } else {
    return carry_out(act, request_of);
  }
  return {};
}

void Stage::exchange(const std::string& one, const std::string& other, WallTime now) {
  if (away_.contains(one) || away_.contains(other)) return;
  hold_session(home_of(one), home_of(other), now);
}

void Stage::spread(const std::string& who, WallTime now) {
  auto& node = home_of(who).node();
  for (const auto& [name, home] : homes_) {
    if (name != who && node.contacts().accepted(home->node().person())) exchange(who, name, now);
  }
}

Outcome<void> Stage::play(const Script& script, const RequestOf& request_of) {
  for (const auto& act : script.acts) {
    if (auto played = play(act, request_of); !played) return played;
    spread(act.who, act.when);
  }
  for (auto& [name, home] : homes_) {
    home->play_at(std::nullopt);
    if (const auto sure = home->carry_out(home->node().confirm_clock(home->now())); !sure) {
      return Fail<Fault>{sure.error()};
    }
    if (auto ready = home->catch_up(service::all_entries, node::Findable::by_words); !ready) {
      return ready;
    }
  }
  return {};
}

}  // namespace kith::demo
