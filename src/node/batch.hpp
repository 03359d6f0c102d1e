// What a step asks to be kept: changes to the store, all or nothing. Plain data.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "node/records.hpp"

namespace kith::node {

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
/// What a row was before it is written over: nothing that matters, or to be on no page of the disk
/// any more.
enum class Before : std::uint8_t { may_stay, is_to_be_gone };
/// Adds, or replaces the one with the same first seq.
struct PutEpoch {
  EpochRecord epoch;
  Before before{Before::may_stay};
};
struct PutContact {
  PersonId person;
  ByteVec record;  // node/contact
};
/// Adds, or replaces the one of that kind and key.
struct PutFact {
  FactKind kind;
  ByteVec key;
  ByteVec value;
};
struct DropFact {
  FactKind kind;
  ByteVec key;
};
/// Entries [first, last] of the strand are indexed; those among them that did not open, or that
/// have nothing to show, have no row.
struct PutIndex {
  StrandNumber strand;
  Seq first;
  Seq last;
  std::vector<IndexRow> rows;  // ascending by seq
  bool words_wait{};           // rows bring no words; all of them wait for PutWords
};
/// The words of entries [first, last] are findable; those among them that have none have no row.
struct PutWords {
  StrandNumber strand;
  Seq first;
  Seq last;
  std::vector<WordsRow> rows;  // ascending by seq
};
/// Entries [first, last] are to be indexed (again): a key for them came later.
struct QueueIndex {
  StrandNumber strand;
  Seq first;
  Seq last;
};
/// Takes the words of an entry out of the search; `text` is what was put in.
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
                 change::PutFact, change::DropFact, change::PutIndex, change::PutWords,
                 change::QueueIndex, change::ForgetWords, change::MoveShown>;

/// All or nothing, in order, in one transaction.
using Batch = std::vector<Change>;

}  // namespace kith::node
