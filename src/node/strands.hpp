// Which circles and logs this device knows, by their local numbers, and what of each is held. A
// table in memory over the store's records; every change to it goes into a batch as well.
// Refuses to know what entries say.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "node/refusal.hpp"

namespace kith::node {

class Strands {
 public:
  [[nodiscard]] static Result<Strands, StoreError> load(const Store& store);

  [[nodiscard]] std::optional<CircleNumber> number_of(const CircleId& circle) const;
  [[nodiscard]] const CircleId& id_of(CircleNumber circle) const;
  [[nodiscard]] std::vector<CircleNumber> circles() const;

  [[nodiscard]] const StrandRecord& strand(StrandNumber number) const;
  /// Ascending by number.
  [[nodiscard]] std::vector<StrandNumber> of_log(const LogId& log) const;
  [[nodiscard]] std::vector<StrandNumber> of_circle(CircleNumber circle) const;
  /// Ascending; empty where nothing is held.
  [[nodiscard]] const std::vector<SpanRecord>& spans(StrandNumber strand) const;

  [[nodiscard]] bool holds(EntryKey key) const;

  /// Adds the circle where it is not there yet.
  CircleNumber add_circle(const CircleId& circle, Batch& batch);
  /// `record.number` is given here.
  StrandNumber add_strand(StrandRecord record, Batch& batch);
  void mark_forked(StrandNumber strand, Batch& batch);
  void put_spans(StrandNumber strand, std::vector<SpanRecord> spans, Batch& batch);

 private:
  std::map<CircleNumber, CircleId> circles_;
  std::map<CircleId, CircleNumber> circle_numbers_;
  std::map<StrandNumber, StrandRecord> strands_;
  std::map<StrandNumber, std::vector<SpanRecord>> spans_;
  std::map<LogId, std::vector<StrandNumber>> logs_;
  std::map<CircleNumber, std::vector<StrandNumber>> of_circle_;  // ascending
};

}  // namespace kith::node
