// What goes from one to the other whole: a session over a perfect wire, a file.
#include "node/bundles.hpp"
#include "sim/checks.hpp"
#include "sim/world.hpp"

namespace kith::sim {

bool World::sync(Who caller, Who called) {
  if (is_same_person(caller, called) || apart(caller, called)) return false;
  Persons copied;
  for (Who who = 0; who < people(); ++who) {
    if (has_two_homes(who)) copied.insert(person(who).id());
  }
  const auto missing = [&](Who one, Who other) {
    return missing_between(person(one), person(other), copied);
  };
  const auto agreed = agreement(person(caller), person(called));
  const auto before = agreed ? missing(caller, called) : 0;
  bool talked = false;
  const auto whole = [&] {
    talked = whole_session(person(caller), person(called), drawn_orders(trace())).has_value();
  };
  watched(caller, [&] { watched(called, whole); });
  if (person(caller).fallen() || person(called).fallen()) {
    recover_all();
    return false;
  }
  // Asked before others bring more to either of them.
  const auto still = talked ? missing(caller, called) : 0;
  speak(caller);
  speak(called);
  recover_all();
  if (!talked || !problems_.empty()) return false;
  if (liars_[caller] || liars_[called]) return true;  // nobody promised what they hold
  if (before > 0) {
    problem("digests remembered by " + person(caller).name() + " and " + person(called).name() +
            " hide " + std::to_string(before) + " entries");
  }
  if (still > 0) {
    problem("after a whole session of " + person(caller).name() + " and " + person(called).name() +
            " " + std::to_string(still) + " entries are missing");
  }
  return true;
}

std::optional<ByteVec> World::write_bundle(Who from, Who to) {
  if (is_same_person(from, to)) return std::nullopt;
  auto& writer = person(from);
  auto written =
      node::write_bundle(writer.node(), writer.entropy(), {person(to).id()}, writer.now());
  if (!written) return std::nullopt;
  if (!keep(from, written->commit, {}, {})) return std::nullopt;
  writer.pass(Person::Way::out, written->answer.file);
  return std::move(written->answer.file);
}

bool World::read_bundle(Who to, ByteView file, File file_is) {
  auto& reader = person(to);
  reader.pass(Person::Way::in, file);
  auto reading = node::BundleReading::open(reader.node(), file);
  if (!reading) {
    if (file_is == File::as_written) problem("a bundle is not readable by " + reader.name());
    return false;
  }
  watched(to, [&] {
    while (!reader.fallen()) {
      auto turn = reading->step(reader.node(), reader.now());
      if (!reader.commit(turn.commit)) return;
      if (turn.failed) problem("a bundle could not be kept by " + reader.name());
      if (turn.done) break;
    }
    reader.index();
  });
  const bool kept = !reader.fallen();
  if (kept) speak(to);
  recover_all();
  return kept && reading->is_for_me();
}

bool World::carry_bundle(Who from, Who to) {
  const auto file = write_bundle(from, to);
  return file && read_bundle(to, *file, File::as_written);
}

// Whoever recorded a session has no key of it: nobody takes them for anyone.
void World::replay_one() {
  if (recordings_.empty()) return;
  const auto& recording = ill_luck_.one_of(recordings_);
  const auto end = ill_luck_.below(2);
  const auto who = recording.who[end];
  auto& one = person(who);
  const auto& caller = person(recording.who[1 - end]);
  auto exchange = node::Exchange::answer(one.node(), one.entropy());
  if (end == 0) {
    auto dialled =
        node::Exchange::dial(one.node(), one.entropy(), caller.id(), caller.node().device());
    if (!dialled) return;
    exchange = std::move(*dialled);
  }
  End listening{one, std::move(exchange)};
  watched(who, [&] {
    listening.run();
    listening.receive(recording.bytes[end]);
    listening.cut();
  });
  if (end == 1 && listening.exchange().person()) {
    problem("what was recorded of " + caller.name() + " passes for them");
  }
  recover_all();
}

bool World::lie_to(Who liar, Who victim, const Says& says) {
  if (liar == victim || apart(liar, victim)) return false;
  auto& self = person(liar);
  auto& other = person(victim);
  auto called = FalseEnd::dial(self.node(), self.entropy(), other.id());
  if (!called) return false;
  End listening{other, node::Exchange::answer(other.node(), other.entropy())};
  says(*called);
  constexpr int turns_max = 2000;
  int turns = 0;
  watched(victim, [&] {
    for (; turns < turns_max; ++turns) {
      const auto out = called->take_output();
      listening.receive(out);
      const auto back = listening.take_written();
      called->hear(back);
      if (out.empty() && back.empty() && !called->has_output()) break;
    }
    listening.cut();
  });
  if (turns == turns_max) problem(self.name() + " and " + other.name() + " never fall silent");
  if (listening.ending() == node::Ending::store) {
    problem(other.name() + "'s home fails at what " + self.name() + " says");
  }
  if (!other.fallen() && !listening.ending()) {
    problem("a session of " + other.name() + " goes on without its line");
  }
  if (!other.fallen()) speak(victim);
  recover_all();
  return true;
}

void World::feed_stream(Who to, ByteView bytes) {
  auto& one = person(to);
  End listening{one, node::Exchange::answer(one.node(), one.entropy())};
  watched(to, [&] {
    listening.receive(bytes);
    listening.cut();
  });
  if (listening.exchange().person()) problem("bytes of nobody pass for somebody");
  if (!one.fallen() && !listening.ending()) {
    problem("a session of " + one.name() + " goes on without its line");
  }
  recover_all();
}

}  // namespace kith::sim
