#include "node/address_book.hpp"

#include <algorithm>
#include <utility>

#include "base/limits.hpp"
#include "wire/cbor.hpp"

namespace kith::node {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t micros_a_day = std::chrono::microseconds{24h}.count();
constexpr std::size_t ways_on_a_page_max =
    own_ways_max + limits::ways_max + earlier_ways_max + refused_ways_max;
// A try in so many parts of the time that an address led nowhere.
constexpr int tries_in_a_span = 24;
constexpr std::chrono::microseconds gap_max{24h};

auto at(std::vector<KnownWay>& ways, const std::string& address) {
  return std::ranges::find_if(ways, [&](const auto& way) { return way.address == address; });
}
std::size_t count_of(const std::vector<KnownWay>& ways, WayOrigin origin) {
  return static_cast<std::size_t>(
      std::ranges::count_if(ways, [&](const auto& way) { return way.origin == origin; }));
}

// When it was last good for something, or might have been.
WallTime last_good(const KnownWay& way) { return way.reached.value_or(way.since); }

std::chrono::microseconds gap_of(const KnownWay& way, WallTime now) {
  if (way.origin == WayOrigin::mine) return 0us;
  const auto trusted = way.reached ? std::chrono::microseconds{way_trusted_for} : 0us;
  const auto in_vain = now - last_good(way) - trusted;
  return std::clamp<std::chrono::microseconds>(in_vain / tries_in_a_span, 0us, gap_max);
}

// Mine, theirs, earlier ones by when they were good, refused ones; the later ones of too many go.
void put_in_order(std::vector<KnownWay>& ways, WallTime now) {
  std::erase_if(ways, [&](const auto& way) {
    return way.origin == WayOrigin::earlier && now - last_good(way) > way_kept_for;
  });
  std::ranges::stable_sort(ways, {}, &KnownWay::origin);
  const auto first = std::ranges::lower_bound(ways, WayOrigin::earlier, {}, &KnownWay::origin);
  const auto end = std::ranges::upper_bound(ways, WayOrigin::earlier, {}, &KnownWay::origin);
  std::stable_sort(first, end, [](const auto& one, const auto& other) {
    return last_good(one) > last_good(other);
  });
  if (end - first > static_cast<std::ptrdiff_t>(earlier_ways_max)) {
    ways.erase(first + earlier_ways_max, end);
  }
}

void write(wire::CborWriter& out, const KnownWay& way) {
  out.array(4)
      .text(way.address)
      .integer(static_cast<std::uint64_t>(way.origin))
      .integer(static_cast<std::uint64_t>(way.since.micros))
      .integer(static_cast<std::uint64_t>(way.reached ? way.reached->micros : 0));
}

std::optional<KnownWay> read(wire::CborReader& in) {
  if (in.array() != Result<std::size_t, wire::CborError>{4}) return std::nullopt;
  const auto address = in.text();
  const auto origin = in.integer();
  const auto since = in.integer();
  const auto reached = in.integer();
  if (!address || !origin || *origin > 3 || !since || *since >= limits::time_micros_end ||
      !reached || *reached >= limits::time_micros_end) {
    return std::nullopt;
  }
  KnownWay way{std::string{*address}, static_cast<WayOrigin>(*origin),
               WallTime{static_cast<std::int64_t>(*since)}};
  if (*reached > 0) way.reached = WallTime{static_cast<std::int64_t>(*reached)};
  return way;
}

}  // namespace

Result<AddressBook, StoreError> AddressBook::open(const Store& store) {
  const auto facts = store.facts(FactKind::ways);
  if (!facts) return Fail{facts.error()};
  AddressBook book;
  for (const auto& fact : *facts) {
    const auto person = PersonId::from(fact.key);
    auto page = decode(fact.value);
    if (person && page) book.pages_.emplace(*person, std::move(*page));
  }
  return book;
}

void AddressBook::told(const PersonId& person, const std::vector<std::string>& told, WallTime now) {
  auto page = pages_[person];
  const auto day = now.micros / micros_a_day;
  if (std::exchange(page.day, day) != day) page.new_today = 0;
  for (auto& way : page.ways) {
    if (way.origin == WayOrigin::told) way.origin = WayOrigin::earlier;
  }
  std::vector<KnownWay> theirs;
  for (const auto& address : told) {
    const auto held = at(page.ways, address);
    if (held == page.ways.end()) {
      if (page.new_today++ >= new_ways_a_day_max) continue;
      theirs.push_back({address, WayOrigin::told, now});
    } else if (held->origin == WayOrigin::earlier) {
      held->origin = WayOrigin::told;
      theirs.push_back(std::move(*held));
      page.ways.erase(held);
    }
  }
  page.ways.insert(page.ways.end(), theirs.begin(), theirs.end());
  put_in_order(page.ways, now);
  auto& kept = pages_[person];
  if (kept.ways != page.ways) changed_.insert(person);
  kept = std::move(page);
}

Result<void, BookError> AddressBook::add(const PersonId& person, const std::string& address,
                                         WallTime now) {
  auto& ways = pages_[person].ways;
  if (const auto held = at(ways, address); held != ways.end()) {
    if (held->origin == WayOrigin::mine) return {};
    if (count_of(ways, WayOrigin::mine) >= own_ways_max) return Fail{BookError::too_many};
    ways.erase(held);
  } else if (count_of(ways, WayOrigin::mine) >= own_ways_max) {
    return Fail{BookError::too_many};
  }
  ways.push_back({address, WayOrigin::mine, now});
  put_in_order(ways, now);
  changed_.insert(person);
  return {};
}

Result<void, BookError> AddressBook::forget(const PersonId& person, const std::string& address) {
  auto& ways = pages_[person].ways;
  const auto held = at(ways, address);
  if (held == ways.end() || held->origin == WayOrigin::refused) return Fail{BookError::not_there};
  if (count_of(ways, WayOrigin::refused) >= refused_ways_max) return Fail{BookError::too_many};
  const auto since = held->since;
  ways.erase(held);
  ways.push_back({address, WayOrigin::refused, since});
  changed_.insert(person);
  return {};
}

void AddressBook::reached(const PersonId& person, const std::string& address, WallTime now) {
  auto& ways = pages_[person].ways;
  const auto held = at(ways, address);
  if (held == ways.end()) return;
  held->reached = now;
  changed_.insert(person);
}

bool AddressBook::try_now(const PersonId& person, const std::string& address, WallTime now) {
  auto& ways = pages_[person].ways;
  const auto held = at(ways, address);
  const auto tried = tried_.find({person, address});
  if (held != ways.end() && tried != tried_.end() && now >= tried->second &&
      now - tried->second < gap_of(*held, now)) {
    return false;
  }
  if (held != ways.end()) tried_[{person, address}] = now;
  return true;
}

std::vector<KnownWay> AddressBook::ways(const PersonId& person, WallTime now) const {
  const auto page = pages_.find(person);
  if (page == pages_.end()) return {};
  auto ways = page->second.ways;
  std::erase_if(ways, [](const auto& way) { return way.origin == WayOrigin::refused; });
  put_in_order(ways, now);
  return ways;
}

Batch AddressBook::take_changes() {
  std::erase_if(tried_, [&](const auto& one) {
    auto& ways = pages_[one.first.first].ways;
    return at(ways, one.first.second) == ways.end();
  });
  Batch batch;
  for (const auto& person : std::exchange(changed_, {})) {
    batch.push_back(change::PutFact{
        FactKind::ways, {person.view().begin(), person.view().end()}, encode(pages_[person])});
  }
  return batch;
}

ByteVec AddressBook::encode(const Page& page) {
  wire::CborWriter out;
  out.array(3)
      .integer(static_cast<std::uint64_t>(page.day))
      .integer(page.new_today)
      .array(page.ways.size());
  for (const auto& way : page.ways) write(out, way);
  return out.take();
}

std::optional<AddressBook::Page> AddressBook::decode(ByteView bytes) {
  auto in = wire::CborReader::open(bytes);
  if (!in || in->array() != Result<std::size_t, wire::CborError>{3}) return std::nullopt;
  const auto day = in->integer();
  const auto new_today = in->integer();
  const auto count = in->array();
  if (!day || *day > limits::time_micros_end || !new_today || !count ||
      *count > ways_on_a_page_max) {
    return std::nullopt;
  }
  Page page{{}, static_cast<std::int64_t>(*day), static_cast<std::size_t>(*new_today)};
  for (std::size_t i = 0; i < *count; ++i) {
    auto way = read(*in);
    if (!way) return std::nullopt;
    page.ways.push_back(std::move(*way));
  }
  return page;
}

}  // namespace kith::node
