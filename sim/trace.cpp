#include "sim/trace.hpp"

namespace kith::sim {
namespace {

namespace change = node::change;

// Field after field, each change under its number among them.
class Telling {
 public:
  explicit Telling(Trace& trace) : trace_(trace) {}

  void operator()(const change::PutValue& put) { tell(put.name, put.value); }
  void operator()(const change::PutCircle& put) { tell(put.circle.number, put.circle.id); }
  void operator()(const change::PutStrand& put) {
    const auto& strand = put.strand;
    tell(strand.number, strand.circle, strand.log, strand.person, strand.device, strand.form,
         strand.parent.has_value(), strand.parent.value_or(node::StrandNumber{}), strand.forked);
  }
  void operator()(const change::PutOwnLog& put) {
    tell(put.own.strand, put.own.secret, put.own.epoch_opened, put.own.last_time);
  }
  void operator()(const change::RetireOwnLog& retire) { tell(retire.strand); }
  void operator()(const change::PutEntries& put) {
    tell(put.strand, put.first, put.arrived, put.lean, put.links);
  }
  void operator()(const change::ReplaceEntry& replace) { tell(replace.entry, replace.lean); }
  void operator()(const change::PutSpans& put) {
    tell(put.strand, put.spans.size());
    for (const auto& one : put.spans) {
      tell(one.strand, one.span.from, one.span.next, one.span.before, one.span.head);
    }
  }
  void operator()(const change::PutHead& put) {
    tell(put.head.last, put.head.signature, put.head.entries, put.head.bytes);
  }
  void operator()(const change::DropHead& drop) { tell(drop.last); }
  void operator()(const change::PutEpoch& put) {
    const auto& epoch = put.epoch;
    tell(epoch.strand, epoch.first.seq, epoch.first.epoch, epoch.first.leaf, epoch.keys,
         epoch.audience);
  }
  void operator()(const change::PutContact& put) { tell(put.person, put.record); }
  void operator()(const change::PutFact& put) { tell(put.kind, put.key, put.value); }
  void operator()(const change::DropFact& drop) { tell(drop.kind, drop.key); }
  void operator()(const change::PutIndex& put) {
    tell(put.strand, put.first, put.last, put.words_wait, put.rows.size());
    for (const auto& row : put.rows) {
      tell(row.entry, row.link, row.circle, row.claimed, row.order, row.shown, row.references,
           row.text, row.thing.has_value(), row.thing.value_or(0));
    }
  }
  void operator()(const change::PutWords& put) {
    tell(put.strand, put.first, put.last, put.rows.size());
    for (const auto& row : put.rows) tell(row.entry, row.text);
  }
  void operator()(const change::QueueIndex& queue) { tell(queue.strand, queue.first, queue.last); }
  void operator()(const change::ForgetWords& forget) { tell(forget.entry, forget.text); }
  void operator()(const change::MoveShown& move) {
    tell(move.entry, move.circle, move.from_order, move.to_order);
  }

 private:
  template <class... Field>
  void tell(const Field&... fields) {
    (one(fields), ...);
  }
  template <class Field>
  void one(const Field& field) {
    if constexpr (std::is_integral_v<Field> || std::is_enum_v<Field>) {
      trace_.add(static_cast<std::uint64_t>(field));
    } else if constexpr (requires { field.micros; }) {
      one(field.micros);
    } else if constexpr (requires { field.value; }) {
      one(field.value);
    } else if constexpr (requires { field.view(); }) {
      trace_.add(field.view());
    } else if constexpr (std::is_same_v<Field, node::EntryKey>) {
      tell(field.strand, field.seq);
    } else if constexpr (std::is_same_v<Field, std::string>) {
      trace_.add(std::string_view{field});
    } else if constexpr (std::is_same_v<Field, ByteVec>) {
      trace_.add(ByteView{field});
    } else {
      one(field.size());
      for (const auto& each : field) one(each);
    }
  }

  Trace& trace_;
};

}  // namespace

void Trace::add(std::uint64_t number) {
  constexpr std::uint64_t prime = 1099511628211U;
  constexpr unsigned bits = 64;
  for (unsigned bit = 0; bit < bits; bit += 8) value_ = (value_ ^ (number >> bit & 0xffU)) * prime;
}

void Trace::add(ByteView bytes) {
  constexpr std::uint64_t prime = 1099511628211U;
  add(std::uint64_t{bytes.size()});
  for (const auto byte : bytes) value_ = (value_ ^ byte) * prime;
}

void Trace::add(std::string_view text) { add(ByteView{as_bytes(text)}); }

void Trace::add(const node::Batch& batch) {
  for (const auto& change : batch) {
    add(std::uint64_t{change.index()});
    std::visit(Telling{*this}, change);
  }
}

void Trace::add(const node::ShownEntry& entry) {
  const auto number = [&](auto value) { add(static_cast<std::uint64_t>(value)); };
  add(entry.link.view());
  add(entry.author.view());
  for (const auto value : {entry.time.micros, entry.order, entry.arrived.micros}) number(value);
  if (const auto* kind = std::get_if<std::uint64_t>(&entry.kind)) add(*kind);
  if (const auto* name = std::get_if<std::string>(&entry.kind)) add(std::string_view{*name});
  if (entry.body) add(ByteView{kinds::encode_body(*entry.body)});
  number(entry.body_state);
  for (const bool told : {entry.wanted, entry.unreadable, entry.aside, entry.forked}) number(told);
  for (const auto& answer : entry.answers) add(answer.view());
  number(entry.unseen_answers);
  for (const auto& hearer : entry.audience.value_or(wire::AudienceList{})) {
    add(hearer.person.view());
    number(hearer.until.value_or(WallTime{}).micros);
  }
  for (const auto& person : entry.past_given_to) add(person.view());
}

}  // namespace kith::sim
