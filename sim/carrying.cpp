// What goes from one to the other whole: a session over a perfect wire, a file.
#include "node/bundles.hpp"
#include "sim/checks.hpp"
#include "sim/world.hpp"

namespace kith::sim {

bool World::sync(Who caller, Who called) {
  if (caller == called || apart(caller, called)) return false;
  const auto agreed = agreement(person(caller), person(called));
  const auto before = agreed ? missing_between(person(caller), person(called)) : 0;
  bool talked = false;
  const auto whole = [&] { talked = sim::sync(person(caller), person(called)).has_value(); };
  watched(caller, [&] { watched(called, whole); });
  speak(caller);
  speak(called);
  if (!talked) return false;
  if (before > 0) {
    problem("digests remembered by " + person(caller).name() + " and " + person(called).name() +
            " hide " + std::to_string(before) + " entries");
  }
  if (const auto still = missing_between(person(caller), person(called)); still > 0) {
    problem("after a whole session of " + person(caller).name() + " and " + person(called).name() +
            " " + std::to_string(still) + " entries are missing");
  }
  return true;
}

bool World::carry_bundle(Who from, Who to) {
  if (from == to) return false;
  auto& writer = person(from);
  auto& reader = person(to);
  auto written = node::write_bundle(writer.node(), writer.entropy(), {reader.id()}, now_);
  if (!written) return false;
  writer.commit(written->commit);
  auto reading = node::BundleReading::open(reader.node(), written->answer.file);
  if (!reading) {
    problem("a bundle of " + writer.name() + " is not readable");
    return false;
  }
  watched(to, [&] {
    while (true) {
      auto turn = reading->step(reader.node(), now_);
      reader.commit(turn.commit);
      if (turn.failed) problem("a bundle of " + writer.name() + " could not be kept");
      if (turn.done) break;
    }
    reader.index();
  });
  speak(to);
  return reading->is_for_me();
}

}  // namespace kith::sim
