#include "store/runs.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace kith::store {

void add_run(Runs& runs, const node::WaitingRun& added) {
  check(added.first <= added.last);
  auto whole = added;
  Runs result;
  for (const auto& run : runs) {
    const bool apart = run.last.successor() < whole.first || whole.last.successor() < run.first;
    if (apart) {
      result.push_back(run);
    } else {
      whole.first = std::min(whole.first, run.first);
      whole.last = std::max(whole.last, run.last);
    }
  }
  result.insert(std::lower_bound(result.begin(), result.end(), whole), whole);
  runs = std::move(result);
}

void cut_run(Runs& runs, const node::WaitingRun& cut) {
  check(cut.first <= cut.last);
  Runs result;
  for (const auto& run : runs) {
    if (run.last < cut.first || cut.last < run.first) {
      result.push_back(run);
      continue;
    }
    if (run.first < cut.first) {
      result.push_back({run.strand, run.first, {cut.first.value - 1}});
    }
    if (cut.last < run.last) {
      result.push_back({run.strand, cut.last.successor(), run.last});
    }
  }
  runs = std::move(result);
}

}  // namespace kith::store
