#include "node/strands.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/limits.hpp"

namespace kith::node {

Result<Strands, StoreError> Strands::load(const Store& store) {
  Strands table;
  const auto circles = store.circles();
  const auto strands = store.strands();
  if (!circles || !strands) return Fail{circles ? strands.error() : circles.error()};
  for (const auto& circle : *circles) {
    table.circles_[circle.number] = circle.id;
    table.circle_numbers_[circle.id] = circle.number;
  }
  for (const auto& strand : *strands) {
    if (!table.circles_.contains(strand.circle)) return Fail{StoreError::damaged};
    auto spans = store.spans(strand.number);
    if (!spans) return Fail{spans.error()};
    table.strands_[strand.number] = strand;
    table.spans_[strand.number] = std::move(*spans);
    table.logs_[strand.log].push_back(strand.number);
    table.of_circle_[strand.circle].push_back(strand.number);
  }
  return table;
}

std::optional<CircleNumber> Strands::number_of(const CircleId& circle) const {
  const auto found = circle_numbers_.find(circle);
  return found == circle_numbers_.end() ? std::nullopt : std::optional{found->second};
}

const CircleId& Strands::id_of(CircleNumber circle) const {
  const auto found = circles_.find(circle);
  check(found != circles_.end());
  return found->second;
}

std::vector<CircleNumber> Strands::circles() const {
  std::vector<CircleNumber> numbers;
  for (const auto& [number, id] : circles_) numbers.push_back(number);
  return numbers;
}

const StrandRecord& Strands::strand(StrandNumber number) const {
  const auto found = strands_.find(number);
  check(found != strands_.end());
  return found->second;
}

std::vector<StrandNumber> Strands::of_log(const LogId& log) const {
  const auto found = logs_.find(log);
  return found == logs_.end() ? std::vector<StrandNumber>{} : found->second;
}

std::vector<StrandNumber> Strands::of_circle(CircleNumber circle) const {
  const auto found = of_circle_.find(circle);
  return found == of_circle_.end() ? std::vector<StrandNumber>{} : found->second;
}

const std::vector<SpanRecord>& Strands::spans(StrandNumber strand) const {
  const auto found = spans_.find(strand);
  check(found != spans_.end());
  return found->second;
}

bool Strands::holds(EntryKey key) const {
  return std::ranges::any_of(spans(key.strand), [&](const SpanRecord& span) {
    return span.span.from <= key.seq && key.seq < span.span.next;
  });
}

CircleNumber Strands::add_circle(const CircleId& circle, Batch& batch) {
  if (const auto known = number_of(circle)) return *known;
  const CircleNumber number{circles_.empty() ? 1 : circles_.rbegin()->first.value + 1};
  circles_[number] = circle;
  circle_numbers_[circle] = number;
  batch.push_back(change::PutCircle{{number, circle}});
  return number;
}

StrandNumber Strands::add_strand(StrandRecord record, Batch& batch) {
  check(circles_.contains(record.circle));
  record.number = {strands_.empty() ? 1 : strands_.rbegin()->first.value + 1};
  strands_[record.number] = record;
  spans_[record.number] = {};
  logs_[record.log].push_back(record.number);
  of_circle_[record.circle].push_back(record.number);
  batch.push_back(change::PutStrand{record});
  return record.number;
}

void Strands::mark_forked(StrandNumber strand, Batch& batch) {
  auto& record = strands_.at(strand);
  if (record.forked) return;
  record.forked = true;
  batch.push_back(change::PutStrand{record});
}

void Strands::put_spans(StrandNumber strand, std::vector<SpanRecord> spans, Batch& batch) {
  batch.push_back(change::PutSpans{strand, spans});
  spans_.at(strand) = std::move(spans);
}

}  // namespace kith::node
