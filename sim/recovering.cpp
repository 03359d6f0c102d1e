#include "sim/recovering.hpp"

#include "node/recovery.hpp"
#include "sim/checks_recovery.hpp"

namespace kith::sim {
namespace {

constexpr std::uint64_t of_recovery = 0x7061'7065'7200'0000;

}  // namespace

Recovering::Recovering(World& world, std::uint64_t seed, const Knobs& knobs)
    : world_(world),
      on_(knobs.on(Knob::recovery)),
      dice_(seed ^ of_recovery),
      entropy_(~seed ^ of_recovery) {}

void Recovering::now_and_then() {
  if (!on_ || !world_.problems().empty()) return;
  const auto what = dice_.below(100);
  const auto who = dice_.below(world_.people());
  if (world_.lies(who)) return;
  if (what < 6) {
    (void)make(who);
  } else if (what < 9) {
    const auto has = somebody(
        [&](Who one) { return world_.truth().acts_of(one).recovery_in_force().has_value(); });
    if (has) (void)end(*has);
  } else if (what < 15) {
    // Nobody else has anything closed of their own.
    const auto lost =
        somebody([&](Who one) { return world_.lost_something(one) || world_.has_two_homes(one); });
    if (lost) use(*lost);
  }
}

void Recovering::all_use() {
  for (Who who = 0; on_ && who < world_.people() && world_.problems().empty(); ++who) {
    if (!world_.lies(who) && !world_.papers().of(world_.person(who).id()).empty()) use(who);
  }
}

// Of those who wrote a key on paper.
std::optional<Who> Recovering::somebody(const std::function<bool(Who)>& fits) {
  std::vector<Who> all;
  for (Who who = 0; who < world_.people(); ++who) {
    const bool has = !world_.papers().of(world_.person(who).id()).empty();
    if (has && !world_.lies(who) && fits(who)) all.push_back(who);
  }
  return all.empty() ? std::nullopt : std::optional{dice_.one_of(all)};
}

// First on paper, then in force.
bool Recovering::make(Who who) {
  const auto key = crypto::RecoverySecret::generate(entropy_);
  const auto now = world_.moment(who);
  auto& person = world_.person(who);
  world_.papers().put(person.id(), key.clone());
  return world_.act(who, person.node().keep(kinds::RecoveryKey{key.public_key(), true}, now))
      .has_value();
}

bool Recovering::end(Who who) {
  auto& person = world_.person(who);
  const auto in_force = world_.truth().acts_of(who).recovery_in_force();
  if (!in_force) return false;
  const auto now = world_.moment(who);
  return world_.act(who, person.node().keep(kinds::RecoveryKey{*in_force, false}, now)).has_value();
}

void Recovering::use(Who who) {
  const auto carry_out = [&](node::StepOf<node::Done> step) {
    return world_.act(who, std::move(step));
  };
  const auto node_then = [&]() -> node::Node& { return world_.person(who).node(); };
  for (const auto& key : world_.papers().of(world_.person(who).id())) {
    if (!world_.index(who)) return;
    if (!node::recover(node_then, key, world_.moment(who), carry_out)) {
      if (world_.person(who).disk() == nullptr) {
        world_.problem(world_.person(who).name() + " cannot use their recovery key");
      }
      return;
    }
    if (!world_.problems().empty()) return;
  }
  check_recovered(world_, who);
}

}  // namespace kith::sim
