#include "node/own_returned.hpp"

#include <algorithm>
#include <set>

#include "crypto/secret.hpp"

namespace kith::node {
namespace {

Result<std::set<StrandNumber>, Refusal> open_logs(const Store& store) {
  auto records = store.own_logs();
  if (!records) return Fail{refusal_of(records.error())};
  std::set<StrandNumber> open;
  for (auto& record : *records) {
    crypto::wipe(record.secret);
    open.insert(record.strand);
  }
  return open;
}

}  // namespace

Result<std::vector<OwnReturned>, Refusal> own_returned(Node& node) {
  const auto open = open_logs(node.store());
  if (!open) return Fail{open.error()};
  std::vector<OwnReturned> found;
  for (const auto circle : node.strands().circles()) {
    for (const auto strand : node.strands().of_circle(circle)) {
      const auto& record = node.strands().strand(strand);
      if (record.person != node.person()) continue;
      OwnReturned log{circle, false, 0};
      // A branch that another copy wrote is of a log that has a strand of its own here.
      log.retired = record.device == node.device() && record.form == wire::LogForm::main &&
                    !record.parent && !open->contains(strand);
      const auto closed = node.hearing().closed(strand);
      if (!closed) return Fail{Refusal::store_damaged};
      for (const auto& stretch : *closed) log.closed += stretch.next.value - stretch.from.value;
      if (log.retired || log.closed > 0) found.push_back(log);
    }
  }
  return found;
}

}  // namespace kith::node
