// Handovers that came before the entries that they open: spans wait here until the entry at their
// beginning is held, at that place and after that link. Knows how they are kept; refuses to know
// how they came.
// Source: docs/protocol.md §5.1.
#pragma once

#include <map>

#include "node/store.hpp"
#include "wire/handover.hpp"

namespace kith::node {

[[nodiscard]] wire::Span clone(const wire::Span& span);

class Handed {
 public:
  /// Errors: damaged, and the store's.
  [[nodiscard]] static Result<Handed, StoreError> load(const Store& store);

  /// Keeps a span; of more than limits::handed_spans_max or handed_bytes_max of one log nothing
  /// more is kept.
  void put(const LogId& log, const wire::Span& span, Batch& batch);

  /// The spans that begin at an entry in [first, last] of the log.
  [[nodiscard]] std::vector<const wire::Span*> within(const LogId& log, Seq first, Seq last) const;
  void drop(const LogId& log, Seq first, const Link& before, Batch& batch);

 private:
  using At = std::pair<Seq, Link>;
  struct Waiting {
    wire::Span span;
    std::size_t bytes{};  // as it is kept
  };
  struct OfLog {
    std::map<At, Waiting> spans;
    std::size_t bytes{};
  };
  void keep(const LogId& log, wire::Span span, std::size_t bytes);

  std::map<LogId, OfLog> logs_;
};

}  // namespace kith::node
