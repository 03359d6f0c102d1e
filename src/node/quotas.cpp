#include "node/quotas.hpp"

#include <algorithm>

#include "wire/varint.hpp"

namespace kith::node {
namespace {

constexpr std::int64_t day_micros =
    std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::hours{24}).count();

// How long the rate takes to bring back that much. Amounts stay below 2^32, so that this fits.
std::int64_t time_for(std::uint64_t amount, const Rate& rate) {
  if (rate.a_day == 0) return amount == 0 ? 0 : std::numeric_limits<std::int64_t>::max() / 4;
  const auto most = std::min<std::uint64_t>(amount, UINT32_MAX);
  const auto days = most / rate.a_day;
  const auto rest = most % rate.a_day;
  return static_cast<std::int64_t>(days) * day_micros +
         static_cast<std::int64_t>(rest * static_cast<std::uint64_t>(day_micros) / rate.a_day);
}

// More than a full amount is never used up: then the clock was ahead once. That costs nobody
// anything, or all whom one hears would be refused for as long as it takes to come back.
WallTime sane(WallTime used, const Rate& rate, WallTime now) {
  const bool was_ahead = used.micros > now.micros + time_for(rate.at_once, rate);
  return was_ahead ? now : used;
}

// Until when it is used up after that amount too; nothing where it does not fit.
std::optional<WallTime> after(WallTime used, std::uint64_t amount, const Rate& rate, WallTime now) {
  const auto whole = time_for(rate.at_once, rate);
  const auto begin = std::max(used.micros, now.micros);
  const auto end = begin + time_for(amount, rate);
  if (amount > 0 && end > now.micros + whole) return std::nullopt;
  return WallTime{end};
}

void put_time(ByteVec& out, WallTime time) {
  wire::put_fixed(out, static_cast<std::uint64_t>(time.micros));
}

}  // namespace

Result<Quotas, StoreError> Quotas::load(const Store& store) {
  const auto facts = store.facts(FactKind::quota);
  if (!facts) return Fail{facts.error()};
  Quotas quotas;
  for (const auto& fact : *facts) {
    wire::ByteReader key{fact.key};
    wire::ByteReader value{fact.value};
    const auto person = key.take_bytes<PersonId>();
    const auto circle = key.take_bytes<CircleId>();
    Used used;
    for (auto* time : {&used.entries, &used.bytes, &used.logs, &used.refused}) {
      const auto micros = value.take_fixed<std::uint64_t>();
      if (!micros) return Fail{StoreError::damaged};
      time->micros = static_cast<std::int64_t>(*micros);
    }
    if (!person || !circle) return Fail{StoreError::damaged};
    quotas.used_[{*person, *circle}] = used;
  }
  return quotas;
}

void Quotas::put(const Key& key, const Used& used, Batch& batch) {
  ByteVec name;
  wire::put_bytes(name, key.person.view());
  wire::put_bytes(name, key.circle.view());
  ByteVec value;
  put_time(value, used.entries);
  put_time(value, used.bytes);
  put_time(value, used.logs);
  put_time(value, used.refused);
  batch.push_back(change::PutFact{FactKind::quota, std::move(name), std::move(value)});
  used_.insert_or_assign(key, used);
}

bool Quotas::take(const Arrival& arrival, WallTime now, Batch& batch) {
  const Key in_circle{arrival.person, arrival.circle};
  const Key anywhere{arrival.person, CircleId{}};
  const auto of = [&](const Key& key) {
    const auto found = used_.find(key);
    return found == used_.end() ? Used{} : found->second;
  };
  auto here = of(in_circle);
  auto all = of(anywhere);
  here.entries = sane(here.entries, rates_.entries, now);
  here.bytes = sane(here.bytes, rates_.bytes, now);
  all.logs = sane(all.logs, rates_.logs, now);
  const auto entries = after(here.entries, arrival.entries, rates_.entries, now);
  const auto bytes = after(here.bytes, arrival.bytes, rates_.bytes, now);
  const auto logs = after(all.logs, arrival.new_log ? 1 : 0, rates_.logs, now);
  if (!entries || !bytes || !logs) {
    // A circle that a refused log names is not known here, and not worth a line.
    auto& shown = logs ? here : all;
    shown.refused = now;
    shown.kept = false;
    used_.insert_or_assign(logs ? in_circle : anywhere, shown);
    return false;
  }
  here.entries = *entries;
  here.bytes = *bytes;
  all.logs = *logs;
  put(in_circle, here, batch);
  if (arrival.new_log) put(anywhere, all, batch);
  return true;
}

void Quotas::keep_refusals(Batch& batch) {
  for (auto& [key, used] : used_) {
    if (used.kept) continue;
    used.kept = true;
    put(key, Used{used}, batch);
  }
}

std::vector<Quotas::Refused> Quotas::refused() const {
  std::vector<Refused> found;
  for (const auto& [key, used] : used_) {
    if (used.refused.micros != 0) found.push_back({key.person, key.circle, used.refused});
  }
  return found;
}

}  // namespace kith::node
