// The log of which entry.json tells, and in which the first boxes of handover.json travel.
#pragma once

#include "tests/seeded_entropy.hpp"
#include "tests/vectors/author.hpp"

namespace kith::test {

/// Ana writes with the first of her two devices. Ben hears her from the start, Cleo from entry 3
/// on.
///
///   epoch 0  0 opening, for Ben · 1, 2 messages · 3 Cleo is included ·
///            4 and given 0 to 2 · 5 a recipe
///   epoch 1  6 opening, for nobody · 7 a quote · 8 a kind of tomorrow
///   epoch 2  9 opening that says something, for Ben and until a day for Cleo · 10 eight references
///   ·
///            11 a body of 64 KiB · 12 a kind of the circle's own, without a body
struct ExampleLog {
  ExampleLog();

  SeededEntropy entropy{1001};
  Person ana{entropy, 2};
  Person ben{entropy, 1};
  Person cleo{entropy, 1};
  seal::PairSecret ana_ben = seal::PairSecret::random(entropy);
  seal::PairSecret ana_own = seal::PairSecret::random(entropy);
  Author log{ana, entropy.make<CircleId>(), entropy};

 private:
  void write_first_epoch();
  void write_second_epoch();
  void write_third_epoch();
  void write(Step step, wire::Kind kind, ByteVec body, std::vector<Reference> references = {});
  void open(wire::Kind kind, ByteVec body, const wire::AudienceList& audience);
  void include_cleo();
  void give_cleo_the_past();
  [[nodiscard]] ByteVec boxes_to_cleo(const wire::Place& place, const wire::Handover& handover);
  [[nodiscard]] WallTime next_time();

  std::int64_t seconds_ = 1'760'000'000;
};

[[nodiscard]] ByteVec message(std::string_view text);

/// Ranges of entries whose tags hold and whose content is strange or wrong.
[[nodiscard]] ordered_json odd_ranges();
/// Ranges at the limits of the form, of entries that nobody opens.
[[nodiscard]] ordered_json edge_ranges();
/// Ranges beyond the limits, bent and forged.
[[nodiscard]] ordered_json refused_ranges();

/// The whole file, as it is committed.
[[nodiscard]] std::string make_entry_vectors();

}  // namespace kith::test
