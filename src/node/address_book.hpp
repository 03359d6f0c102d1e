// Where each contact is looked for, in order: at the addresses that I wrote down, at those that
// they told last, at earlier ones of theirs. What leads nowhere is tried ever more seldom and
// fades, so that nobody makes this device knock at strangers' doors for long. It stays in this
// home. Refuses to know what an address means, and who dials.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "node/batch.hpp"
#include "node/store.hpp"

namespace kith::node {

/// Of one contact: what I wrote down; what I wish not to be dialled; what they told earlier.
inline constexpr std::size_t own_ways_max = 8;
inline constexpr std::size_t refused_ways_max = 32;
inline constexpr std::size_t earlier_ways_max = 8;
/// Addresses that one contact may bring anew within a day; what they tell beyond is passed over.
inline constexpr std::size_t new_ways_a_day_max = 16;
/// Where they were never reached, or not for longer than that, tries come seldom: one in a 24th of
/// the time since then, and at last one a day.
inline constexpr std::chrono::hours way_trusted_for{7 * 24};
/// An earlier address goes when it was not good for so long.
inline constexpr std::chrono::hours way_kept_for{60 * 24};

enum class WayOrigin : std::uint8_t {
  mine = 0,     // I wrote it down
  told = 1,     // they say so now: in their last session, a bundle, or their card
  earlier = 2,  // they said so once
  refused = 3,  // I wish it not to be dialled
};

struct KnownWay {
  std::string address;
  WayOrigin origin{};
  WallTime since;                     // told first, or written down
  std::optional<WallTime> reached{};  // last
  bool operator==(const KnownWay&) const = default;
};

enum class BookError { too_many, not_there };

class AddressBook {
 public:
  AddressBook() = default;
  /// A record that cannot be read is passed over: of it, what I wrote down is lost.
  [[nodiscard]] static Result<AddressBook, StoreError> open(const Store& store);

  /// What they say now, in their order.
  void told(const PersonId& person, const std::vector<std::string>& ways, WallTime now);
  /// Errors: too_many.
  [[nodiscard]] Result<void, BookError> add(const PersonId& person, const std::string& address,
                                            WallTime now);
  /// It is not dialled any more, also where they tell it again. Errors: not_there, too_many.
  [[nodiscard]] Result<void, BookError> forget(const PersonId& person, const std::string& address);
  void reached(const PersonId& person, const std::string& address, WallTime now);
  /// It is about to be dialled. False: not yet again.
  [[nodiscard]] bool try_now(const PersonId& person, const std::string& address, WallTime now);

  /// In the order in which they are dialled; refused ones are not among them.
  [[nodiscard]] std::vector<KnownWay> ways(const PersonId& person, WallTime now) const;

  /// What changed since it was last asked, to be kept.
  [[nodiscard]] Batch take_changes();

 private:
  struct Page {
    std::vector<KnownWay> ways;  // by origin, then best first
    std::int64_t day{};          // of the last news
    std::size_t new_today{};
  };

  [[nodiscard]] static std::optional<Page> decode(ByteView bytes);
  [[nodiscard]] static ByteVec encode(const Page& page);

  std::map<PersonId, Page> pages_;
  std::map<std::pair<PersonId, std::string>, WallTime> tried_;  // in this run
  std::set<PersonId> changed_;
};

}  // namespace kith::node
