#include "sim/crash_scene.hpp"

#include <algorithm>

#include "node/bundles.hpp"
#include "node/reached.hpp"
#include "sim/checks.hpp"
#include "sim/checks_own.hpp"
#include "sim/session.hpp"

namespace kith::sim::crash {
namespace {

std::optional<node::CircleNumber> circle_named(const node::Node& node, const std::string& name) {
  for (const auto circle : node.circles()) {
    if (node.name_of(circle) == name) return circle;
  }
  return std::nullopt;
}

std::string words_of(const Link& link) { return "entry " + to_hex(link.view()).substr(0, 8); }

}  // namespace

Scene::Scene() : ana("Ana", 1), ben("Ben", 2, world_begin), cem("Cem", 3, world_begin) {}

void Scene::pass_until(WallTime when) {
  now_ = when;
  ben.set_clock(now_);
  cem.set_clock(now_);
}

WallTime Scene::tick() {
  pass_until(now_ + std::chrono::seconds{1});
  return now_;
}

std::optional<node::CircleNumber> Scene::circle(const std::string& name) {
  return circle_named(ana.node(), name);
}

std::optional<node::CircleNumber> Scene::circle_of(Person& who, const std::string& name) {
  who.index();
  return circle_named(who.node(), name);
}

bool Scene::hears(const std::string& circle, const PersonId& whom) {
  return wire::hears(ana.node().audience(*this->circle(circle), now()), whom);
}

void Scene::found(const std::string& name) {
  if (!circle(name)) (void)ana.take(ana.node().new_circle(name, tick()));
}

void Scene::meet(Person& whom, node::Verification how) {
  const auto mine = ana.take(ana.node().new_card({}, tick()));
  const auto theirs = whom.take(whom.node().new_card({}, tick()));
  (void)ana.take(ana.node().meet(theirs, whom.name(), how, tick()));
  (void)whom.take(whom.node().meet(mine, "Ana", how, tick()));
}

void Scene::include(const std::string& circle, const std::vector<PersonId>& whom,
                    const node::Inclusion& how) {
  (void)ana.take(ana.node().include(*this->circle(circle), whom, how, tick()));
}

void Scene::part(const std::string& circle, const PersonId& whom, const node::Parting& how) {
  (void)ana.take(ana.node().part(*this->circle(circle), {whom}, how, tick()));
}

Link Scene::say(const std::string& circle, const node::Saying& saying) {
  return ana.take(ana.node().say(*this->circle(circle), saying, tick())).link;
}

Link Scene::states(const std::string& circle, const node::Saying& saying) {
  const auto link = say(circle, saying);
  const std::string text{saying.text};
  holds(words_of(link), [this, link, text] { return text_of(link) == text; });
  return link;
}

void Scene::forget(const Link& link) {
  const auto key = key_of(link);
  if (!key) ana.fail("an entry is gone");
  holds_no_more(words_of(link));
  (void)ana.take(ana.node().forget(*key, tick()));
  holds(words_of(link), [this, link] { return text_of(link) == ""; });
}

namespace {

std::optional<node::EntryKey> key_in(node::Node& node, const Link& link) {
  for (const auto circle : node.strands().circles()) {
    for (const auto strand : node.strands().of_circle(circle)) {
      for (const auto& span : node.strands().spans(strand)) {
        for (auto seq = span.span.from; seq < span.span.next; seq = seq.successor()) {
          if (node.opener().link_of({strand, seq}) == link) return node::EntryKey{strand, seq};
        }
      }
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<node::EntryKey> Scene::key_of(const Link& link) { return key_in(ana.node(), link); }

bool Scene::opens(Person& who, const Link& link) {
  const auto key = key_in(who.node(), link);
  return key && who.node().opener().open(*key).has_value();
}

bool Scene::heard(const Person& whom, std::size_t entries) {
  const auto& strands = ana.node().strands();
  std::uint64_t held = 0;
  for (const auto strand : strands.of_circle(*circle("garden"))) {
    if (strands.strand(strand).person != whom.id()) continue;
    for (const auto& span : strands.spans(strand)) {
      held += span.span.next.value - span.span.from.value;
    }
  }
  return held >= entries;
}

std::optional<std::string> Scene::text_of(const Link& link) {
  const auto key = key_of(link);
  const auto opened = key ? ana.node().opener().open(*key) : Fail{node::OpenFailure::not_held};
  if (!opened) return std::nullopt;
  if (opened->body.empty()) return "";
  const auto* kind = std::get_if<std::uint64_t>(&opened->meta.kind);
  const auto body = kind != nullptr ? kinds::decode_body(*kind, opened->body) : std::nullopt;
  const auto* message = body ? std::get_if<kinds::Message>(&*body) : nullptr;
  return message != nullptr ? std::optional{message->text} : std::nullopt;
}

bool Scene::has_said(const std::string& text) {
  ana.index(512);
  const auto shown = ana.node().view().last(*circle("garden"), 1000);
  return shown && std::ranges::any_of(*shown, [&](const node::ShownEntry& entry) {
           const auto* message = entry.body ? std::get_if<kinds::Message>(&*entry.body) : nullptr;
           return entry.author == ana.id() && message != nullptr && message->text == text;
         });
}

// Files and sessions
// -----------------------------------------------------------------------------------------

ByteVec Scene::bundle_of(Person& who) {
  auto written = node::write_bundle(who.node(), who.entropy(), {ana.id()}, tick());
  if (!written) throw Broken{"a bundle for Ana cannot be written"};
  who.commit(written->commit);
  return std::move(written->answer.file);
}

void Scene::writes_bundle() {
  auto written = node::write_bundle(ana.node(), ana.entropy(), {ben.id()}, tick());
  if (!written) ana.fail("a bundle cannot be written");
  ana.commit(written->commit);
  left_.push_back(std::move(written->answer.file));
  check_reached(ben);
}

void Scene::reads_bundle(const ByteVec& file) {
  auto reading = node::BundleReading::open(ana.node(), file);
  if (!reading || !reading->is_for_me()) ana.fail("a bundle cannot be read");
  while (true) {
    auto turn = reading->step(ana.node(), now());
    if (turn.failed) ana.fail("a bundle cannot be kept");
    ana.commit(turn.commit);
    if (turn.done) return;
  }
}

bool Scene::talk(std::unique_ptr<node::Exchange> anas, Person& other,
                 std::unique_ptr<node::Exchange> theirs) {
  End end{other, std::move(theirs)};
  ByteVec out;
  bool over = false;
  const auto run = [&] {
    while (!over) {
      auto turn = anas->step(now());
      if (turn.ending == node::Ending::store) ana.fail("a session cannot be kept");
      if (turn.ending == node::Ending::malformed) ana.fail("a session is not understood");
      ana.keep(turn);
      out.insert(out.end(), turn.send.begin(), turn.send.end());
      over = turn.ending.has_value();
      if (!turn.more) return;
    }
  };
  const auto settle = [&] {
    run();
    end.run();
    while (!out.empty() || end.has_written()) {
      end.receive(std::exchange(out, {}));
      const auto came = end.take_written();
      if (over) continue;
      anas->feed(came);
      run();
    }
  };
  try {
    settle();
    anas->finish();
    end.exchange().finish();
    settle();
  } catch (const Died&) {
    end.cut();
    throw;
  }
  if (end.ending() == node::Ending::malformed) throw Broken{"Ana is not understood"};
  return end.ending() == node::Ending::finished;
}

bool Scene::session(Person& with) {
  (void)tick();
  auto dialled = node::Exchange::dial(ana.node(), ana.entropy(), with.id(), with.node().device());
  if (!dialled) return false;
  return talk(std::move(*dialled), with, node::Exchange::answer(with.node(), with.entropy()));
}

bool Scene::session_called_by(Person& caller) {
  (void)tick();
  auto dialled =
      node::Exchange::dial(caller.node(), caller.entropy(), ana.id(), ana.node().device());
  if (!dialled) return false;
  return talk(node::Exchange::answer(ana.node(), ana.entropy()), caller, std::move(*dialled));
}

// What others do
// -----------------------------------------------------------------------------------------

void Scene::joins(Person& who, const std::string& circle) {
  const auto number = circle_of(who, circle);
  if (!number) throw Broken{who.name() + " has not heard of the circle"};
  const auto whom = who.node().to_join(*number, now()).persons;
  (void)who.take(who.node().include(*number, whom, {}, tick()));
}

Link Scene::says(Person& who, const std::string& circle, const std::string& text) {
  return who.take(who.node().say(*circle_of(who, circle), {text}, tick())).link;
}

void Scene::company() {
  ana.open(now());
  meet(ben);
  meet(cem);
  sim::meet(ben, cem);
  found("garden");
  include("garden", {ben.id(), cem.id()});
  (void)states("garden", {"a word of ana's"});
  for (auto* one : {&ben, &cem}) {
    if (!session(*one)) throw Broken{"no session at the beginning"};
    joins(*one, "garden");
    (void)says(*one, "garden", "a word of " + one->name());
  }
  for (auto* one : {&ben, &cem}) (void)session(*one);
  ana.index(512);
}

// What must be so
// -----------------------------------------------------------------------------------------

void Scene::holds(const std::string& what, std::function<bool()> so) {
  promised_.insert_or_assign(what, std::move(so));
}

void Scene::check_promised() {
  for (const auto& [what, so] : promised_) {
    if (!so()) throw Broken{"not so any more: " + what};
  }
}

// What is shown as having reached somebody is held by them.
void Scene::check_reached(Person& who) {
  const auto reached = node::Reached::load(ana.store());
  if (!reached) ana.fail("what has reached whom cannot be read");
  const auto& mine = ana.node().strands();
  const auto& theirs = who.node().strands();
  for (const auto circle : mine.circles()) {
    for (const auto number : mine.of_circle(circle)) {
      const auto& strand = mine.strand(number);
      if (strand.person != ana.id()) continue;
      for (const auto& span : mine.spans(number)) {
        const auto last = Seq{span.span.next.value - 1};
        if (!reached->has(who.id(), strand.log, last)) continue;
        const auto held = std::ranges::any_of(theirs.of_log(strand.log), [&](auto there) {
          return theirs.holds({there, last});
        });
        if (!held) throw Broken{"Ana is told that " + who.name() + " holds what they do not"};
      }
    }
  }
}

void Scene::check_one_story(const Person& who) {
  const auto& strands = who.node().strands();
  std::map<LogId, int> seen;
  for (const auto circle : strands.circles()) {
    for (const auto number : strands.of_circle(circle)) {
      const auto& strand = strands.strand(number);
      if (strand.person != ana.id()) continue;
      if (strand.forked || ++seen[strand.log] > 1) {
        throw Broken{"two stories of one log of Ana's reached " + who.name()};
      }
    }
  }
}

void Scene::check_company() {
  for (auto* one : {&ben, &cem}) {
    constexpr int sessions = 3;
    bool talked = false;
    for (int i = 0; i < sessions; ++i) {
      talked = i % 2 == 0 ? session(*one) : session_called_by(*one);
      ana.index(512);
      one->index();
    }
    if (talked) {
      if (!agreement(ana.node(), one->node())) throw Broken{"no agreement with " + one->name()};
      if (missing_between(ana.node(), one->node()) > 0) {
        throw Broken{"something is missing between Ana and " + one->name()};
      }
    }
  }
  for (const auto& file : left_) {
    auto reading = node::BundleReading::open(ben.node(), file);
    if (!reading) throw Broken{"a bundle of Ana's is not readable"};
    while (true) {
      auto turn = reading->step(ben.node(), now());
      ben.commit(turn.commit);
      if (turn.failed) throw Broken{"a bundle of Ana's cannot be kept"};
      if (turn.done) break;
    }
  }
  for (auto* one : {&ben, &cem}) check_one_story(*one);
  const auto broken = own_rules_broken(ana.node());
  if (!broken.empty()) throw Broken{"own rules: " + broken.front()};
}

}  // namespace kith::sim::crash
