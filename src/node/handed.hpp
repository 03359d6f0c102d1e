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
  /// Where a span begins, and of which bytes it is: two stories of a log may begin at one place.
  struct At {
    Seq first;
    Link before;
    Bytes<struct HandedMarkTag, 32> mark;

    friend auto operator<=>(const At&, const At&) = default;
  };
  struct Waiting {
    wire::Span span;
    ByteVec key;          // by which it is kept
    std::size_t bytes{};  // as it is kept
  };
  using Found = std::pair<const At, Waiting>;

  /// Errors: damaged, and the store's.
  [[nodiscard]] static Result<Handed, StoreError> load(const Store& store);

  /// Keeps a span; of more than limits::handed_spans_max or handed_bytes_max of one log, or
  /// branches_max that begin at one place, nothing more is kept.
  void put(const LogId& log, const wire::Span& span, Batch& batch);
  /// How many bytes `put` would keep of it; 0 where it waits already, or finds no room.
  [[nodiscard]] std::size_t added_by(const LogId& log, const wire::Span& span) const;
  /// Of all that waits of a log.
  [[nodiscard]] std::size_t bytes_of(const LogId& log) const;
  /// Keeps what is left of one, however much there is.
  void replace(const LogId& log, const At& old, const wire::Span& span, Batch& batch);

  /// The spans that begin at an entry in [first, last] of the log. Until the next `put` or `drop`.
  [[nodiscard]] std::vector<const Found*> within(const LogId& log, Seq first, Seq last) const;
  void drop(const LogId& log, const At& at, Batch& batch);

 private:
  struct OfLog {
    std::map<At, Waiting> spans;
    std::size_t bytes{};
  };
  void keep(const LogId& log, const At& at, Waiting waiting);
  void put(const LogId& log, const At& at, const wire::Span& span, ByteVec encoded, Batch& batch);
  [[nodiscard]] static bool has_room(const OfLog& of_log, const At& at, std::size_t bytes);

  std::map<LogId, OfLog> logs_;
};

}  // namespace kith::node
