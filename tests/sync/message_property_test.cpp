// What holds for every message: written and read it is the same, it has one encoding, and no
// flipped bit goes unseen.
#include <gtest/gtest.h>

#include <set>

#include "base/limits.hpp"
#include "tests/sync/sample_messages.hpp"
#include "tests/wire/property.hpp"

namespace kith::sync {
namespace {

using test::drawn;
using test::drawn_as;
using test::drawn_bytes;
using test::drawn_coin;

std::vector<ByteVec> drawn_records() {
  std::vector<ByteVec> records;
  for (auto count = drawn(0, 8); count > 0; --count) {
    records.push_back(drawn_bytes(drawn<std::size_t>(0, 40)));
  }
  return records;
}

Presence drawn_presence() {
  Presence presence{drawn_bytes(drawn<std::size_t>(0, 60)),
                    drawn_records(),
                    {},
                    {},
                    drawn_as<Fresh>(),
                    std::nullopt,
                    drawn_coin()};
  for (auto count = drawn(0, 8); count > 0; --count) {
    presence.ways.push_back(std::string(drawn<std::size_t>(1, 256), 'w'));
    presence.held.push_back(drawn_as<PairId>());
  }
  if (drawn_coin()) presence.face = drawn_bytes(drawn<std::size_t>(0, 40));
  return presence;
}

std::pair<Seq, Seq> drawn_stretch(std::uint64_t least) {
  const auto from = drawn(least, limits::seq_max);
  return {{from}, {drawn(from + 1, limits::seq_max + 1)}};
}

Frontiers drawn_frontiers() {
  std::set<LogId> logs;
  for (auto count = drawn(0, 5); count > 0; --count) logs.insert(drawn_as<LogId>());
  Frontiers frontiers{drawn_coin(), {}};
  for (const auto& log : logs) {
    frontiers.logs.push_back({log, {}});
    std::uint64_t least = 0;
    for (auto count = drawn(0, 3); count > 0 && least < limits::seq_max; --count) {
      const auto [from, next] = drawn_stretch(least);
      frontiers.logs.back().spans.push_back({from, next, drawn_as<Link>()});
      least = from.value + 1;
    }
  }
  return frontiers;
}

Closed drawn_closed() {
  Closed closed;
  for (auto count = drawn(0, 5); count > 0; --count) {
    const auto [from, next] = drawn_stretch(0);
    closed.spans.push_back({drawn_as<LogId>(), from, next});
  }
  return closed;
}

Handed drawn_handed() {
  auto handed = test::sample_handed();
  handed.handover.log = drawn_as<LogId>();
  handed.handover.certificate = drawn_bytes(drawn<std::size_t>(0, 40));
  handed.handover.spans.front().nodes.front().secret = drawn_as<wire::NodeSecret>();
  return handed;
}

Missing drawn_missing() {
  Missing missing;
  for (auto count = drawn(1, 5); count > 0; --count) {
    missing.bodies.push_back(
        {drawn_as<LogId>(), {drawn<std::uint64_t>(0, limits::seq_max)}, drawn_as<SealedHash>()});
  }
  return missing;
}

KnownForks drawn_known_forks() {
  KnownForks forks;
  for (auto count = drawn(0, 5); count > 0; --count) forks.logs.push_back(drawn_as<LogId>());
  return forks;
}

Message drawn_message() {
  switch (drawn(1, 17)) {
    case Presence::type:
      return drawn_presence();
    case Digest::type:
      return Digest{drawn_as<DigestHash>()};
    case Frontiers::type:
      return drawn_frontiers();
    case RangeBytes::type:
      return RangeBytes{drawn_bytes(drawn<std::size_t>(0, 500))};
    case Refuse::type:
      return Refuse{drawn_as<LogId>()};
    case Closed::type:
      return drawn_closed();
    case Handed::type:
      return drawn_handed();
    case Credit::type:
      return Credit{*rc::gen::arbitrary<std::uint32_t>()};
    case CaughtUp::type:
      return CaughtUp{};
    case Papers::type:
      return Papers{wire::CborWriter{}.bytes(drawn_bytes(drawn<std::size_t>(0, 500))).take()};
    case Agreed::type:
      return Agreed{drawn_as<PairId>()};
    case Missing::type:
      return drawn_missing();
    case Body::type:
      return Body{drawn_as<LogId>(),
                  {drawn<std::uint64_t>(0, limits::seq_max)},
                  drawn_bytes(drawn<std::size_t>(1, 500))};
    case Gone::type:
      return Gone{
          drawn_as<LogId>(), {drawn<std::uint64_t>(0, limits::seq_max)}, drawn_as<BodyHash>()};
    case KnownForks::type:
      return drawn_known_forks();
    case ForkProof::type:
      return ForkProof{wire::CborWriter{}.bytes(drawn_bytes(drawn<std::size_t>(0, 500))).take()};
    default:
      return End{};
  }
}

TEST(MessageProperty, every_message_survives_its_one_encoding) {
  EXPECT_TRUE(test::holds("decode(encode(message)) = message", [] {
    const auto message = drawn_message();
    const auto encoded = encode_message(test::copy_of(message));
    const auto read = decode_message(encoded.type, encoded.body);
    RC_ASSERT(read.has_value());
    RC_ASSERT(read->has_value());
    RC_ASSERT((**read).index() == message.index());
    RC_ASSERT(test::bytes_of(**read) == test::bytes_of(message));
  }));
}

TEST(MessageProperty, no_flipped_bit_goes_unseen) {
  EXPECT_TRUE(test::holds("decode(flipped) is refused, or another message", [] {
    const auto encoded = encode_message(drawn_message());
    test::for_flips(encoded.body, [&](const ByteVec& flipped) {
      auto read = decode_message(encoded.type, flipped);
      // A flipped key of a map can become an unknown one; then what it said is not there.
      RC_ASSERT((!read || encode_message(std::move(**read)).body != encoded.body));
    });
  }));
}

}  // namespace
}  // namespace kith::sync
