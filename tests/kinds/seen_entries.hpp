// Entries as folds take them, made by hand: people, logs and links by number, and folds that are
// fed in every order. Refuses to know any one kind.
#pragma once

#include <algorithm>
#include <random>

#include "kinds/seen.hpp"

namespace kith::kinds::test {

inline constexpr std::uint8_t ana = 1;
inline constexpr std::uint8_t ben = 2;
inline constexpr std::uint8_t cem = 3;

inline PersonId person(std::uint8_t number) { return {{number}}; }
inline LogId log_of(std::uint8_t author, std::uint8_t device = 1) { return {{author, device}}; }

/// Writes entries one after another; each gets a link, a seq and a time of its own.
class Hand {
 public:
  Seen write(std::uint8_t author, const Body& body, std::vector<Reference> references = {},
             std::uint8_t device = 1) {
    Seen seen;
    const auto number = ++written_;
    seen.link.raw = {static_cast<std::uint8_t>(number * 37), static_cast<std::uint8_t>(number >> 8),
                     static_cast<std::uint8_t>(number)};
    seen.author = person(author);
    seen.log = log_of(author, device);
    seen.seq = {seqs_[seen.log].value++};
    seen.time = WallTime{1'000'000 * number};
    seen.references = std::move(references);
    seen.kind = static_cast<std::uint64_t>(kind_of(body));
    seen.body = body;
    all.push_back(seen);
    return seen;
  }

  std::vector<Seen> all;

 private:
  std::int64_t written_{};
  std::map<LogId, Seq> seqs_;
};

inline Reference ref(const Seen& seen) { return reference_of(seen.link); }

/// A fold of the entries in that order.
template <class Fold>
Fold folded(const std::vector<Seen>& entries) {
  Fold fold;
  for (const auto& seen : entries) fold.add(seen);
  return fold;
}

inline std::vector<Seen> shuffled(std::vector<Seen> entries, std::uint32_t seed) {
  std::mt19937 order{seed};
  std::shuffle(entries.begin(), entries.end(), order);
  return entries;
}

}  // namespace kith::kinds::test
