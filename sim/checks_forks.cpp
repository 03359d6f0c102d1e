// Who is told that a log has two stories.
#include <algorithm>

#include "base/check.hpp"
#include "node/sharing.hpp"
#include "sim/checks.hpp"

namespace kith::sim {
namespace {

bool knows_fork(const node::Node& node, const LogId& log) {
  const auto strands = node.strands().of_log(log);
  return std::ranges::all_of(strands, [&](node::StrandNumber number) {
    return node.strands().strand(number).forked;
  });
}

}  // namespace

void check_forks_told(World& world) {
  for (Who one = 0; one < world.people(); ++one) {
    for (Who other = 0; other < world.people(); ++other) {
      if (one == other || world.lies(one) || world.lies(other)) continue;
      auto& teller = world.person(one).node();
      auto& hearer = world.person(other).node();
      if (teller.forks().all().empty() || !agreement(teller, hearer)) continue;
      const auto shares = node::shares_with(teller, hearer.person());
      check(shares.has_value());
      for (const auto& share : *shares) {
        const auto* fork = teller.forks().find(share.log);
        if (fork == nullptr || !(fork->seq < share.stretch.next)) continue;
        if (knows_fork(hearer, share.log)) continue;
        world.problem(world.person(other).name() + " was not told of two stories by " +
                      world.person(one).name());
      }
    }
  }
}

}  // namespace kith::sim
