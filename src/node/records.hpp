// What a device keeps: the records that pass between the node and its store. Plain data; the store
// refuses to know what sealed bytes say, the node how they lie on a disk.
#pragma once

#include <optional>
#include <string>
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
  std::vector<Reference> references;     // what it answers, seen or not
  std::string text;                      // words to search for; empty: none, or they come later
  std::optional<std::uint64_t> thing{};  // its kind, where entries of that kind fold into a view
};

/// The words of an indexed entry, where they were put later than its row.
struct WordsRow {
  EntryKey entry;
  std::string text;
};

/// Named small values: identity, clock high-water mark, markers.
enum class ValueName : std::uint8_t {
  identity = 1,    // node/identity: person, device and transport secrets, device list
  prekeys = 2,     // node/identity: prekey secrets with counters
  clock = 3,       // greatest time seen
  install = 4,     // host: where this home lives, to notice a copy
  generation = 5,  // host: counts openings, to notice an old copy put back
  cards = 6,       // node/own_cards: secrets of cards that nobody used yet
  looked = 7,      // service: when I last looked at what is new
  nearby = 8,      // web: whether those on the same networks may find this home
  copy = 9,        // service: that a copy of the home was made, or not wished for
  ends_told = 10,  // service: which leases and junctures I was told to end, since when
  onion = 16,      // node/onion: this device's onion service, with its secret
  roads = 17,      // node/onion: which roads this home may take
};

/// What a device knows beside its entries, each kind with a key and a value of its own form.
enum class FactKind : std::uint8_t {
  handed = 1,        // node/handed: a span that came before the entries that it opens; secret
  past_given = 2,    // node/past_given: earlier entries that their author gave to someone
  greeting = 3,      // node/greetings: what someone calls a circle
  introduction = 4,  // node/introductions: whom I was offered
  owed = 5,          // node/owed: a device that I address and that no key reached yet
  met = 6,           // node/session_memory: what the last whole session with a device came to
  quota = 7,         // node/quotas: how much of a person was taken in, and what was not
  unsaid = 8,        // node/unsaid: what I began to say in a circle
  rhythm = 9,        // node/rhythms: when a device of a contact tends to be there
  ways = 10,         // node/address_book: where a contact is looked for
  reached = 11,      // node/reached: how far a device of another holds my own logs
  introduced = 12,   // node/introduced: whom I introduced to whom
  wanted_body = 13,  // node/wanted: a body that its carrier had forgotten
  refused_log = 14,  // node/refused_logs: a log whose author I ignored, and which is offered
  fork = 15,         // node/forks: a proof that a log tells two stories
  wanted_left = 16,  // node/wanted: from where on bodies of a strand found no room there
};
struct Fact {
  ByteVec key;
  ByteVec value;
  bool operator==(const Fact&) const = default;
};

/// Held entries of a strand that wait for the index.
struct WaitingRun {
  StrandNumber strand;
  Seq first;
  Seq last;
  auto operator<=>(const WaitingRun&) const = default;
};

}  // namespace kith::node
