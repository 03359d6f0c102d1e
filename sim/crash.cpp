#include "sim/crash.hpp"

namespace kith::sim::crash {
namespace {

void stop(Scene& scene, const std::optional<std::uint64_t>& power) {
  scene.ana.close();
  scene.ana.stopped();
  auto& disk = scene.ana.disk();
  disk.faults.dies_at_any = 0;
  if (power) {
    disk.power_loss(*power);
  } else {
    disk.process_death();
  }
}

// False: it died.
bool lives(const std::function<void()>& what) {
  try {
    what();
    return true;
  } catch (const Died&) {
    return false;
  }
}

void come_back(Scene& scene, const Death& death) {
  if (death.again_at != 0) {
    scene.ana.disk().faults.dies_at_any = death.again_at;
    (void)lives([&] { scene.ana.open(scene.now()); });
    stop(scene, death.power ? std::optional{*death.power + 1} : std::nullopt);
  }
  scene.ana.open(scene.now());
  scene.ana.watch_no_more();
  scene.check_promised();
}

void play(const Scenario& scenario, const std::optional<Death>& death, std::uint64_t& operations) {
  Scene scene;
  scenario.before(scene);
  scene.ana.watch(scene.now());
  auto& disk = scene.ana.disk();
  const auto before = disk.counts().any;
  if (death) disk.faults.dies_at_any = before + death->at;
  const bool lived = lives([&] { scenario.act(scene); });
  operations = disk.counts().any - before;
  if (death) {
    stop(scene, death->power);
    come_back(scene, *death);
    if (!lived) scenario.act(scene);
  } else {
    scene.ana.close();
    scene.ana.open(scene.now());
    scene.ana.watch_no_more();
  }
  scene.check_promised();
  scene.check_company();
  scene.ana.close();
  scene.ana.open(scene.now());
  scene.check_promised();
}

}  // namespace

std::vector<Scenario> scenarios() {
  std::vector<Scenario> all;
  for (const auto some : {acts_alone(), acts_together()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

Result<std::uint64_t, std::string> operations(const Scenario& scenario) {
  std::uint64_t count = 0;
  try {
    play(scenario, std::nullopt, count);
  } catch (const Broken& broken) {
    return Fail{broken.what};
  }
  return count;
}

std::optional<std::string> after(const Scenario& scenario, const Death& death) {
  std::uint64_t count = 0;
  try {
    play(scenario, death, count);
  } catch (const Broken& broken) {
    return broken.what;
  } catch (const Died&) {
    return "the disk died though nothing was to kill it";
  }
  return std::nullopt;
}

}  // namespace kith::sim::crash
