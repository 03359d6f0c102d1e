// Messages to send about, one of each type, and whether two say the same. Knows no channel.
#pragma once

#include <algorithm>

#include "base/check.hpp"
#include "sync/message.hpp"

namespace kith::test {

template <class T>
[[nodiscard]] T filled(std::uint8_t filler) {
  return *T::from(ByteVec(T::size, filler));
}

[[nodiscard]] inline sync::Presence sample_presence() {
  return {.device_list = ByteVec(100, 1),
          .prekeys = {ByteVec(90, 2), ByteVec(91, 3)},
          .ways = {"tcp:ana.example:4000", "tcp:[::1]:4000"},
          .held = {filled<PairId>(4), filled<PairId>(5)},
          .fresh = filled<sync::Fresh>(6),
          .face = ByteVec(200, 7),
          .newest_first = true};
}

[[nodiscard]] inline sync::Frontiers sample_frontiers() {
  return {true,
          {{filled<LogId>(1), {{{0}, {5}, filled<Link>(1)}, {{7}, {9}, filled<Link>(2)}}},
           {filled<LogId>(2), {}}}};
}

[[nodiscard]] inline sync::Handed sample_handed() {
  wire::Span span{{{3}, {1}, {3}}, filled<Link>(8), {}, {}, {}};
  span.nodes.push_back({10, 3, filled<wire::NodeSecret>(9)});
  wire::Handover handover{{}, filled<LogId>(1), ByteVec(30, 10)};
  handover.spans.push_back(std::move(span));
  return {std::move(handover)};
}

/// One of each type, the end last.
[[nodiscard]] inline std::vector<sync::Message> sample_messages() {
  std::vector<sync::Message> all;
  all.emplace_back(sample_presence());
  all.emplace_back(sync::Digest{filled<sync::DigestHash>(11)});
  all.emplace_back(sample_frontiers());
  all.emplace_back(sync::RangeBytes{ByteVec(1000, 12)});
  all.emplace_back(sync::Refuse{filled<LogId>(13)});
  all.emplace_back(sync::Closed{{{filled<LogId>(14), {1}, {2}}, {filled<LogId>(14), {4}, {9}}}});
  all.emplace_back(sample_handed());
  all.emplace_back(sync::Credit{0x01020304});
  all.emplace_back(sync::CaughtUp{});
  all.emplace_back(sync::Papers{
      wire::CborWriter{}.array(2).bytes(ByteVec(30, 15)).bytes(ByteVec(40, 16)).take()});
  all.emplace_back(sync::Agreed{filled<PairId>(17)});
  all.emplace_back(sync::Missing{{{filled<LogId>(18), {3}, filled<SealedHash>(19)},
                                  {filled<LogId>(18), {7}, filled<SealedHash>(20)}}});
  all.emplace_back(sync::Body{filled<LogId>(21), {3}, ByteVec(64, 22)});
  all.emplace_back(sync::Gone{filled<LogId>(23), {5}, filled<BodyHash>(24)});
  all.emplace_back(sync::KnownForks{{filled<LogId>(25), filled<LogId>(26)}});
  all.emplace_back(sync::ForkProof{wire::CborWriter{}.map(1).key(0).bytes(ByteVec(32, 27)).take()});
  all.emplace_back(sync::End{});
  return all;
}

[[nodiscard]] inline sync::Message copy_of(const sync::Message& message) {
  if (const auto* presence = std::get_if<sync::Presence>(&message)) {
    return std::move(*sync::decode_presence(sync::encode_presence(*presence)));
  }
  if (const auto* handed = std::get_if<sync::Handed>(&message)) {
    const auto body = wire::encode_handover(handed->handover);
    return sync::Handed{std::move(*wire::decode_handover(body))};
  }
  return std::visit(
      []<class One>(const One& one) -> sync::Message {
        if constexpr (requires { one == one; }) return One{one};
        check(false);
        return sync::End{};
      },
      message);
}

[[nodiscard]] inline ByteVec bytes_of(const sync::Message& message) {
  const auto encoded = sync::encode_message(copy_of(message));
  const auto head = sync::message_head(encoded);
  ByteVec bytes(head.begin(), head.end());
  bytes.insert(bytes.end(), encoded.body.begin(), encoded.body.end());
  return bytes;
}

/// One encoding each: what is encoded alike says the same.
[[nodiscard]] inline bool same(const sync::Message& left, const sync::Message& right) {
  return bytes_of(left) == bytes_of(right);
}

}  // namespace kith::test
