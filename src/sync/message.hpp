// What two devices say to each other in a session, one struct a message. Knows form and limits; who
// may say what when, and whether a record within is sound, is decided by who takes the messages.
//
//   size u32 · type u8 · body                 size counts type and body
//
//    1 presence    as in sync/presence.hpp
//    2 digest      32 bytes
//    3 frontiers   [more, [[log, [[from, next, head link], …]], …]]
//    4 range       as in wire/range.hpp
//    5 refuse      {0: log}
//    6 closed      [[log, from, next], …]
//    7 handed      a handover that names its log, as in wire/handover.hpp, without zeros
//    8 credit      u32
//    9 caught up   nothing; 10 end: nothing
//   11 papers      a certificate
//   12 agreed      the id of a secret, 8 bytes
//   13 missing     [[log, seq, sealed hash], …]
//   14 body        log, seq u64, the sealed body
//   15 gone        log, seq u64, body hash
//   16 known forks [log, …]
//   17 fork proof  as in wire/fork_proof.hpp
//
// Source: docs/protocol.md §10.2, §10.3, §10.5.
#pragma once

#include <array>
#include <optional>
#include <variant>
#include <vector>

#include "base/count.hpp"
#include "sync/fork_messages.hpp"
#include "sync/presence.hpp"
#include "wire/handover.hpp"

namespace kith::sync {

using DigestHash = Bytes<struct DigestTag, 32>;

/// Over all that the sender shares with the reader.
struct Digest {
  static constexpr std::uint8_t type = 2;
  DigestHash hash;
  bool operator==(const Digest&) const = default;
};

/// Entries [from, next) of a log, the last of which has this link.
struct HeldSpan {
  Seq from;
  Seq next;
  Link head;
  bool operator==(const HeldSpan&) const = default;
};

struct LogFrontier {
  LogId log;
  std::vector<HeldSpan> spans;  // ascending by from, then head; none: the sender refuses this log
  bool operator==(const LogFrontier&) const = default;
};

/// What the sender shares, or a part of it: across all parts the logs ascend.
struct Frontiers {
  static constexpr std::uint8_t type = 3;
  bool more{};                    // another part follows
  std::vector<LogFrontier> logs;  // ascending, at most limits::frontier_logs_max
  bool operator==(const Frontiers&) const = default;
};

struct RangeBytes {
  static constexpr std::uint8_t type = 4;
  ByteVec bytes;  // at most limits::range_bytes_max, not looked at here
  bool operator==(const RangeBytes&) const = default;
};

/// Send no more of it in this session.
struct Refuse {
  static constexpr std::uint8_t type = 5;
  LogId log;
  bool operator==(const Refuse&) const = default;
};

struct ClosedSpan {
  LogId log;
  Seq from;
  Seq next;
  bool operator==(const ClosedSpan&) const = default;
};

/// What I was served of your own logs and cannot open.
struct Closed {
  static constexpr std::uint8_t type = 6;
  std::vector<ClosedSpan> spans;  // at most limits::closed_spans_max
  bool operator==(const Closed&) const = default;
};

/// What opens it. Always names its log; its certificate is not verified here.
struct Handed {
  static constexpr std::uint8_t type = 7;
  wire::Handover handover;
};

/// So many more bytes of range messages may be sent.
struct Credit {
  static constexpr std::uint8_t type = 8;
  std::uint32_t bytes{};
  bool operator==(const Credit&) const = default;
};

/// For now I have sent all that you may have and lack.
struct CaughtUp {
  static constexpr std::uint8_t type = 9;
  bool operator==(const CaughtUp&) const = default;
};

/// Nothing follows.
struct End {
  static constexpr std::uint8_t type = 10;
  bool operator==(const End&) const = default;
};

/// The certificate of a log of your own that follows: you may have lost it.
struct Papers {
  static constexpr std::uint8_t type = 11;
  ByteVec certificate;  // not verified here
  bool operator==(const Papers&) const = default;
};

/// I keep the secret that we agreed on in this session.
struct Agreed {
  static constexpr std::uint8_t type = 12;
  PairId secret;
  bool operator==(const Agreed&) const = default;
};

/// I hold this entry without its body, of which whoever brought it had kept this hash alone.
struct MissingBody {
  LogId log;
  Seq seq;
  SealedHash sealed;
  bool operator==(const MissingBody&) const = default;
};

struct Missing {
  static constexpr std::uint8_t type = 13;
  std::vector<MissingBody> bodies;  // 1 to limits::missing_bodies_max
  bool operator==(const Missing&) const = default;
};

/// The body that was missing, sealed as it was signed.
struct Body {
  static constexpr std::uint8_t type = 14;
  LogId log;
  Seq seq;
  ByteVec sealed;  // 1 to limits::body_bytes_max
  bool operator==(const Body&) const = default;
};

/// By its author: it is forgotten, and this was its hash.
struct Gone {
  static constexpr std::uint8_t type = 15;
  LogId log;
  Seq seq;
  BodyHash hash;
  bool operator==(const Gone&) const = default;
};

using Message =
    std::variant<Presence, Digest, Frontiers, RangeBytes, Refuse, Closed, Handed, Credit, CaughtUp,
                 End, Papers, Agreed, Missing, Body, Gone, KnownForks, ForkProof>;

/// A message as it is sent, without its size. A presence and a handed one hold secrets.
struct Encoded {
  std::uint8_t type{};
  ByteVec body;
};

inline constexpr std::size_t message_head_bytes = 5;

/// size u32 · type u8.
[[nodiscard]] std::array<std::uint8_t, message_head_bytes> message_head(const Encoded& message);

/// True where a message of that type says something to this version.
[[nodiscard]] bool is_known(std::uint8_t type);

/// Requires: within the limits and in the order that the structs name.
[[nodiscard]] Encoded encode_message(Message message);

/// Nothing where the type is unknown: pass it over. Secrets in `body` are wiped.
[[nodiscard]] Result<std::optional<Message>, MessageError> decode_message(std::uint8_t type,
                                                                          ByteVec body);

}  // namespace kith::sync
