// What bodies say, kind by kind, as plain values. Knows each kind's own form; refuses to know who
// said it, to whom, or what follows from it.
// Source: docs/protocol.md §3.7.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "base/bytes.hpp"
#include "base/count.hpp"
#include "base/time.hpp"
#include "kinds/deciding_body.hpp"
#include "kinds/event_body.hpp"
#include "kinds/observing_body.hpp"
#include "kinds/promising_body.hpp"
#include "kinds/recovery_body.hpp"
#include "kinds/together_body.hpp"

namespace kith::kinds {

/// The numbers of the kinds that this version knows.
enum class KindNumber : std::uint64_t {
  nothing = 0,
  message = 1,
  quote = 2,
  greeting = 3,
  proposal = 4,
  stance = 5,
  agreement = 6,
  practice = 7,
  ask = 8,
  promise = 9,
  turn = 10,
  event = 11,
  event_turn = 12,
  coming = 13,
  taking_part = 14,
  re_form = 15,
  paper = 16,
  i_was = 17,
  circle_name = 32,
  person_name = 33,
  tombstone = 34,
  include = 35,
  part = 36,
  mute = 37,
  ignore = 38,
  read_mark = 39,
  person_note = 40,
  observation = 41,
  observing = 42,
  recognition = 43,
  recovery_key = 44,
  introduction = 64,
};

struct Message {
  std::string text;
  bool operator==(const Message&) const = default;
};

/// Brought along from elsewhere by the entry's author, who vouches for nothing in it.
struct Quote {
  std::string text;
  std::optional<std::string> who;
  std::optional<std::string> when;  // as the source has it
  std::optional<std::string> source;
  bool operator==(const Quote&) const = default;
};

/// What its author calls this circle, for whom they include.
struct Greeting {
  std::string text;
  bool operator==(const Greeting&) const = default;
};

struct CircleName {
  CircleId circle;
  std::string text;
  bool operator==(const CircleName&) const = default;
};

struct PersonName {
  PersonId person;
  std::string text;
  bool operator==(const PersonName&) const = default;
};

struct Tombstone {
  LogId log;
  Seq seq;
  bool operator==(const Tombstone&) const = default;
};

struct Include {
  CircleId circle;
  PersonId person;
  std::optional<WallTime> until;
  std::optional<WallTime> past;  // also what I said from then on; 0: all
  bool operator==(const Include&) const = default;
};

struct Part {
  CircleId circle;
  PersonId person;
  bool leaving{};  // of my leaving the circle, not of this person
  bool operator==(const Part&) const = default;
};

/// Whether I wish not to see what someone says, in one circle or anywhere.
struct Mute {
  PersonId person;
  std::optional<CircleId> circle;
  bool muted{};
  bool operator==(const Mute&) const = default;
};

/// An introduction that I let pass.
struct Ignore {
  Reference introduction;
  bool operator==(const Ignore&) const = default;
};

/// What had come to a circle by then is read.
struct ReadMark {
  CircleId circle;
  WallTime time;
  bool operator==(const ReadMark&) const = default;
};

/// What I wish to remember of someone; empty: nothing any more.
struct PersonNote {
  PersonId person;
  std::string text;
  bool operator==(const PersonNote&) const = default;
};

/// Someone whom the author knows, handed to the reader of their tie.
struct Introduction {
  ByteVec face;    // wire/card: signed by whom it shows
  ByteVec secret;  // of 32 bytes, the same for both; the caller wipes it
  std::string name;
  std::optional<std::string> note;
  std::optional<CircleId> circle;
  bool operator==(const Introduction&) const = default;
};

using Body =
    std::variant<Message, Quote, Greeting, CircleName, PersonName, Tombstone, Include, Part, Mute,
                 Ignore, ReadMark, PersonNote, Introduction, Proposal, Stance, Agreement, Practice,
                 Ask, Promise, Turn, Event, EventTurn, Coming, TakingPart, ReForm, Paper, IWas,
                 Observation, Observing, Recognition, RecoveryKey>;

[[nodiscard]] KindNumber kind_of(const Body& body);

/// Kinds of a self log, and of a tie: anywhere else they mean nothing.
[[nodiscard]] bool is_of_self(std::uint64_t kind);
[[nodiscard]] bool is_of_tie(std::uint64_t kind);

/// What folds into a view of its own, known here or not: neither words, nor names and acts.
[[nodiscard]] bool is_thing(std::uint64_t kind);

/// A kind that this version knows.
[[nodiscard]] bool is_known(std::uint64_t kind);

/// What a search finds it by: what its author typed, or brought. Empty for names and acts.
[[nodiscard]] std::string words_in(const Body& body);

/// The CBOR item. Requires: texts are UTF-8.
[[nodiscard]] ByteVec encode_body(const Body& body);

/// Nothing where the kind is unknown here, or the item is not of its form. Unknown keys are passed
/// over.
[[nodiscard]] std::optional<Body> decode_body(std::uint64_t kind, ByteView item);

}  // namespace kith::kinds
