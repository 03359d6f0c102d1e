// What a device keeps: the records that pass between the node and its store. Plain data; the store
// refuses to know what sealed bytes say, the node how they lie on a disk.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/count.hpp"
#include "base/time.hpp"
#include "log/strand.hpp"
#include "wire/certificate.hpp"
#include "wire/header.hpp"

namespace kith::node {

using log::HeldSpan;
using log::StrandNumber;

/// An entry on this device: its strand and seq in 64 bits, so that stores need no random keys.
struct EntryKey {
  StrandNumber strand;
  Seq seq;
  auto operator<=>(const EntryKey&) const = default;
};

/// A circle's number on this device: local, small, never sent.
struct CircleNumber {
  std::uint32_t value{};
  auto operator<=>(const CircleNumber&) const = default;
};

struct CircleRecord {
  CircleNumber number;
  CircleId id;
  bool operator==(const CircleRecord&) const = default;
};

/// A line of history of someone's log (an honest log has one).
struct StrandRecord {
  StrandNumber number;
  CircleNumber circle;
  LogId log;
  PersonId person;
  DeviceId device;
  wire::LogForm form{wire::LogForm::main};
  std::optional<StrandNumber> parent;
  bool forked{};  // the log's author told two stories
  bool operator==(const StrandRecord&) const = default;
};

/// Held entries without a hole.
struct SpanRecord {
  StrandNumber strand;
  HeldSpan span;
  bool operator==(const SpanRecord&) const = default;
};

/// A held signature: where a range that is passed on can end. Every span ends with one.
struct HeadRecord {
  EntryKey last;  // the entry that it signs, and everything before
  Signature signature;
  std::uint64_t entries{};  // since the head before it (or the span's beginning), at most
  std::uint64_t bytes{};    // lean, of those entries
  bool operator==(const HeadRecord&) const = default;
};

/// From `first` on (until the next record of the strand) entries belong to this epoch. Holds keys.
struct EpochRecord {
  StrandNumber strand;
  wire::Place first;
  ByteVec keys;      // seal/key_codec: what is held of the epoch's tree; empty: nothing
  ByteVec audience;  // wire audience list in CBOR: who hears from `first` on; empty: not known
  bool operator==(const EpochRecord&) const = default;
};

/// A log of my own that I can still write to. Its secret is in no backup.
struct OwnLogRecord {
  StrandNumber strand;
  ByteVec secret;  // Ed25519 seed
  WallTime epoch_opened;
  WallTime last_time;  // claimed by the newest entry; claims grow
};

/// One row of what makes entries findable; written after the commit of the entry itself.
struct IndexRow {
  EntryKey entry;
  Link link;
  CircleNumber circle;
  std::int64_t claimed{};  // the time that its author claims, microseconds
  std::int64_t order{};    // display order (docs/protocol.md §3.8); mostly equals claimed
  bool shown{};            // false: stands for its audience alone
  std::vector<Reference> references;  // what it answers, seen or not
  std::string text;                   // words to search for; empty: none
};

/// Named small values: identity, clock high-water mark, markers.
enum class ValueName : std::uint8_t {
  identity = 1,    // node/identity: person, device and transport secrets, device list
  prekeys = 2,     // node/identity: prekey secrets with counters
  clock = 3,       // greatest time seen
  install = 4,     // host: where this home lives, to notice a copy
  generation = 5,  // host: counts openings, to notice an old copy put back
};

/// Held entries of a strand that wait for the index.
struct WaitingRun {
  StrandNumber strand;
  Seq first;
  Seq last;
  auto operator<=>(const WaitingRun&) const = default;
};

namespace change {

struct PutValue {
  ValueName name;
  ByteVec value;
};
struct PutCircle {
  CircleRecord circle;
};
struct PutStrand {
  StrandRecord strand;
};
struct PutOwnLog {
  OwnLogRecord own;
};
/// This log is written to no more: its secret is destroyed.
struct RetireOwnLog {
  StrandNumber strand;
};
/// Consecutive entries, lean; they are queued for the index. Links of those whose seq is a multiple
/// of limits::link_stride are kept.
struct PutEntries {
  StrandNumber strand;
  Seq first;
  std::vector<ByteVec> lean;
  std::vector<Link> links;  // one an entry
  WallTime arrived;
};
/// Replaces one entry's bytes (its body or a box was forgotten); its link stays.
struct ReplaceEntry {
  EntryKey entry;
  ByteVec lean;
};
/// Replaces all spans of the strand.
struct PutSpans {
  StrandNumber strand;
  std::vector<SpanRecord> spans;
};
/// Adds, or replaces the one at the same entry.
struct PutHead {
  HeadRecord head;
};
struct DropHead {
  EntryKey last;
};
/// Adds, or replaces the one with the same first seq.
struct PutEpoch {
  EpochRecord epoch;
};
struct PutContact {
  PersonId person;
  ByteVec record;  // node/contact
};
/// Entries [first, last] of the strand are indexed; those among them that did not open, or that
/// have nothing to show, have no row.
struct PutIndex {
  StrandNumber strand;
  Seq first;
  Seq last;
  std::vector<IndexRow> rows;  // ascending by seq
};
/// Entries [first, last] are to be indexed (again): a key for them came later.
struct QueueIndex {
  StrandNumber strand;
  Seq first;
  Seq last;
};
/// Takes the words of an entry out of the search; `text` is what PutIndex put in.
struct ForgetWords {
  EntryKey entry;
  std::string text;
};
/// A later parent was seen: the entry moves in the display order.
struct MoveShown {
  EntryKey entry;
  CircleNumber circle;
  std::int64_t from_order{};
  std::int64_t to_order{};
};

}  // namespace change

using Change =
    std::variant<change::PutValue, change::PutCircle, change::PutStrand, change::PutOwnLog,
                 change::RetireOwnLog, change::PutEntries, change::ReplaceEntry, change::PutSpans,
                 change::PutHead, change::DropHead, change::PutEpoch, change::PutContact,
                 change::PutIndex, change::QueueIndex, change::ForgetWords, change::MoveShown>;

/// All or nothing, in order, in one transaction.
using Batch = std::vector<Change>;

}  // namespace kith::node
