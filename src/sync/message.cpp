#include "sync/message.hpp"

#include <tuple>
#include <type_traits>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "sync/items.hpp"
#include "wire/varint.hpp"

namespace kith::sync {
namespace {

using wire::CborReader;
using wire::CborWriter;

Result<Seq, MessageError> seq_up_to(CborReader& reader, std::uint64_t most) {
  const auto value = reader.integer();
  if (!value) return Fail{malformed};
  if (*value > most) return Fail{out_of_limit};
  return Seq{*value};
}

struct Stretch {
  Seq from;
  Seq next;
};

// from and next: at least one entry lies between them.
Result<Stretch, MessageError> read_stretch(CborReader& reader) {
  const auto from = seq_up_to(reader, limits::seq_max);
  if (!from) return Fail{from.error()};
  const auto next = seq_up_to(reader, limits::seq_max + 1);
  if (!next) return Fail{next.error()};
  if (*from >= *next) return Fail{malformed};
  return Stretch{*from, *next};
}

bool ascends(const HeldSpan& left, const HeldSpan& right) {
  return std::tie(left.from, left.head) < std::tie(right.from, right.head);
}

Result<LogFrontier, MessageError> read_log_frontier(CborReader& reader) {
  if (reader.array() != std::size_t{2}) return Fail{malformed};
  const auto log = reader.fixed<LogId>();
  const auto count = reader.array();
  if (!log || !count) return Fail{malformed};
  LogFrontier frontier{*log, {}};
  for (std::size_t i = 0; i < *count; ++i) {
    if (reader.array() != std::size_t{3}) return Fail{malformed};
    const auto stretch = read_stretch(reader);
    if (!stretch) return Fail{stretch.error()};
    const auto head = reader.fixed<Link>();
    if (!head) return Fail{malformed};
    const HeldSpan span{stretch->from, stretch->next, *head};
    if (i > 0 && !ascends(frontier.spans.back(), span)) return Fail{malformed};
    frontier.spans.push_back(span);
  }
  return frontier;
}

Result<Message, MessageError> read_presence(ByteVec body) {
  auto presence = decode_presence(body);
  crypto::wipe(body);
  if (!presence) return Fail{presence.error()};
  return std::move(*presence);
}

Result<Message, MessageError> read_digest(ByteView body) {
  const auto hash = DigestHash::from(body);
  if (!hash) return Fail{malformed};
  return Digest{*hash};
}

Result<Message, MessageError> read_frontiers(ByteView body) {
  if (body.size() > limits::frontiers_bytes_max) return Fail{out_of_limit};
  auto reader = CborReader::open(body);
  if (!reader || reader->array() != std::size_t{2}) return Fail{malformed};
  const auto more = reader->boolean();
  const auto count = reader->array();
  if (!more || !count) return Fail{malformed};
  if (*count > limits::frontier_logs_max) return Fail{out_of_limit};
  Frontiers frontiers{*more, {}};
  for (std::size_t i = 0; i < *count; ++i) {
    auto frontier = read_log_frontier(*reader);
    if (!frontier) return Fail{frontier.error()};
    if (i > 0 && frontiers.logs.back().log >= frontier->log) return Fail{malformed};
    frontiers.logs.push_back(std::move(*frontier));
  }
  return frontiers;
}

Result<Message, MessageError> read_range(ByteVec body) {
  if (body.size() > limits::range_bytes_max) return Fail{out_of_limit};
  return RangeBytes{std::move(body)};
}

Result<Message, MessageError> read_refuse(ByteView body) {
  const auto fields = wire::cbor_fields(body);
  const auto log = fields ? wire::fixed_field<LogId>(*fields, 0) : std::nullopt;
  if (!log) return Fail{malformed};
  return Refuse{*log};
}

Result<Message, MessageError> read_closed(ByteView body) {
  auto items = items_of(body, limits::closed_spans_max);
  if (!items) return Fail{items.error()};
  Closed closed;
  for (std::size_t i = 0; i < items->count; ++i) {
    if (items->reader.array() != std::size_t{3}) return Fail{malformed};
    const auto log = items->reader.fixed<LogId>();
    if (!log) return Fail{malformed};
    const auto stretch = read_stretch(items->reader);
    if (!stretch) return Fail{stretch.error()};
    closed.spans.push_back({*log, stretch->from, stretch->next});
  }
  return closed;
}

Result<Message, MessageError> read_handed(ByteVec body) {
  const bool bare = wire::cbor_item_size(body) == body.size();
  auto handover = wire::decode_handover(body);
  crypto::wipe(body);
  if (!bare || !handover || !handover->log) return Fail{malformed};
  return Handed{std::move(*handover)};
}

Result<Message, MessageError> read_papers(ByteVec body) {
  if (wire::cbor_item_size(body) != body.size()) return Fail{malformed};
  return Papers{std::move(body)};
}

Result<Message, MessageError> read_agreed(ByteView body) {
  const auto secret = PairId::from(body);
  if (!secret) return Fail{malformed};
  return Agreed{*secret};
}

Result<Message, MessageError> read_missing(ByteView body) {
  auto items = items_of(body, limits::missing_bodies_max);
  if (!items) return Fail{items.error()};
  if (items->count == 0) return Fail{malformed};
  Missing missing;
  for (std::size_t i = 0; i < items->count; ++i) {
    if (items->reader.array() != std::size_t{3}) return Fail{malformed};
    const auto log = items->reader.fixed<LogId>();
    if (!log) return Fail{malformed};
    const auto seq = seq_up_to(items->reader, limits::seq_max);
    if (!seq) return Fail{seq.error()};
    const auto sealed = items->reader.fixed<SealedHash>();
    if (!sealed) return Fail{malformed};
    missing.bodies.push_back({*log, *seq, *sealed});
  }
  return missing;
}

// log, seq, and what the message is about.
struct OfEntry {
  LogId log;
  Seq seq;
  ByteView rest;
};

Result<OfEntry, MessageError> read_of_entry(ByteView body) {
  wire::ByteReader reader{body};
  const auto log = reader.take_bytes<LogId>();
  const auto seq = reader.take_fixed<std::uint64_t>();
  if (!log || !seq) return Fail{malformed};
  if (*seq > limits::seq_max) return Fail{out_of_limit};
  return OfEntry{*log, {*seq}, reader.rest()};
}

Result<Message, MessageError> read_body(ByteView body) {
  const auto read = read_of_entry(body);
  if (!read) return Fail{read.error()};
  if (read->rest.empty()) return Fail{malformed};
  if (read->rest.size() > limits::body_bytes_max) return Fail{out_of_limit};
  return Body{read->log, read->seq, {read->rest.begin(), read->rest.end()}};
}

Result<Message, MessageError> read_gone(ByteView body) {
  const auto read = read_of_entry(body);
  if (!read) return Fail{read.error()};
  const auto hash = BodyHash::from(read->rest);
  if (!hash) return Fail{malformed};
  return Gone{read->log, read->seq, *hash};
}

Result<Message, MessageError> read_known_forks(ByteView body) {
  auto items = items_of(body, limits::known_forks_max);
  if (!items) return Fail{items.error()};
  KnownForks forks;
  for (std::size_t i = 0; i < items->count; ++i) {
    const auto log = items->reader.fixed<LogId>();
    if (!log) return Fail{malformed};
    forks.logs.push_back(*log);
  }
  return forks;
}

Result<Message, MessageError> read_fork_proof(ByteVec body) {
  if (body.size() > limits::fork_proof_bytes_max) return Fail{out_of_limit};
  if (wire::cbor_item_size(body) != body.size()) return Fail{malformed};
  return ForkProof{std::move(body)};
}

Result<Message, MessageError> read_credit(ByteView body) {
  if (body.size() != sizeof(std::uint32_t)) return Fail{malformed};
  return Credit{*wire::ByteReader{body}.take_fixed<std::uint32_t>()};
}

template <class Empty>
Result<Message, MessageError> read_empty(ByteView body) {
  if (!body.empty()) return Fail{malformed};
  return Empty{};
}

Result<Message, MessageError> read_known(std::uint8_t type, ByteVec body) {
  switch (type) {
    case Presence::type:
      return read_presence(std::move(body));
    case Digest::type:
      return read_digest(body);
    case Frontiers::type:
      return read_frontiers(body);
    case RangeBytes::type:
      return read_range(std::move(body));
    case Refuse::type:
      return read_refuse(body);
    case Closed::type:
      return read_closed(body);
    case Handed::type:
      return read_handed(std::move(body));
    case Credit::type:
      return read_credit(body);
    case CaughtUp::type:
      return read_empty<CaughtUp>(body);
    case End::type:
      return read_empty<End>(body);
    case Papers::type:
      return read_papers(std::move(body));
    case Agreed::type:
      return read_agreed(body);
    case Missing::type:
      return read_missing(body);
    case Body::type:
      return read_body(body);
    case Gone::type:
      return read_gone(body);
    case KnownForks::type:
      return read_known_forks(body);
    default:
      check(type == ForkProof::type);
      return read_fork_proof(std::move(body));
  }
}

void write_stretch(CborWriter& out, Seq from, Seq next) {
  check(from < next && next.value <= limits::seq_max + 1);
  out.integer(from.value).integer(next.value);
}

ByteVec body_of(Presence&& presence) { return encode_presence(presence); }

ByteVec body_of(const Digest& digest) { return {digest.hash.raw.begin(), digest.hash.raw.end()}; }

ByteVec body_of(const Frontiers& frontiers) {
  check(frontiers.logs.size() <= limits::frontier_logs_max);
  CborWriter out;
  out.array(2).boolean(frontiers.more).array(frontiers.logs.size());
  for (const auto& [log, spans] : frontiers.logs) {
    out.array(2).bytes(log.view()).array(spans.size());
    for (const auto& span : spans) {
      out.array(3);
      write_stretch(out, span.from, span.next);
      out.bytes(span.head.view());
    }
  }
  check(out.size() <= limits::frontiers_bytes_max);
  return out.take();
}

ByteVec body_of(RangeBytes&& range) {
  check(range.bytes.size() <= limits::range_bytes_max);
  return std::move(range.bytes);
}

ByteVec body_of(const Refuse& refuse) {
  return CborWriter{}.map(1).key(0).bytes(refuse.log.view()).take();
}

ByteVec body_of(const Closed& closed) {
  check(closed.spans.size() <= limits::closed_spans_max);
  CborWriter out;
  out.array(closed.spans.size());
  for (const auto& span : closed.spans) {
    out.array(3).bytes(span.log.view());
    write_stretch(out, span.from, span.next);
  }
  return out.take();
}

ByteVec body_of(const Handed& handed) {
  check(handed.handover.log.has_value());
  return wire::encode_handover(handed.handover);
}

ByteVec body_of(const Credit& credit) {
  ByteVec body;
  wire::put_fixed(body, credit.bytes);
  return body;
}

ByteVec body_of(const CaughtUp&) { return {}; }
ByteVec body_of(const End&) { return {}; }
ByteVec body_of(Papers&& papers) { return std::move(papers.certificate); }
ByteVec body_of(const Agreed& agreed) {
  return {agreed.secret.raw.begin(), agreed.secret.raw.end()};
}

ByteVec body_of(const Missing& missing) {
  check(!missing.bodies.empty() && missing.bodies.size() <= limits::missing_bodies_max);
  CborWriter out;
  out.array(missing.bodies.size());
  for (const auto& one : missing.bodies) {
    out.array(3).bytes(one.log.view()).integer(one.seq.value).bytes(one.sealed.view());
  }
  return out.take();
}

ByteVec of_entry(const LogId& log, Seq seq, ByteView rest) {
  ByteVec body;
  wire::put_bytes(body, log.view());
  wire::put_fixed(body, seq.value);
  wire::put_bytes(body, rest);
  return body;
}

ByteVec body_of(const Body& body) { return of_entry(body.log, body.seq, body.sealed); }
ByteVec body_of(const Gone& gone) { return of_entry(gone.log, gone.seq, gone.hash.view()); }

ByteVec body_of(const KnownForks& forks) {
  check(forks.logs.size() <= limits::known_forks_max);
  CborWriter out;
  out.array(forks.logs.size());
  for (const auto& log : forks.logs) out.bytes(log.view());
  return out.take();
}

ByteVec body_of(ForkProof&& proof) {
  check(proof.record.size() <= limits::fork_proof_bytes_max);
  return std::move(proof.record);
}

}  // namespace

bool is_known(std::uint8_t type) { return type >= Presence::type && type <= ForkProof::type; }

std::array<std::uint8_t, message_head_bytes> message_head(const Encoded& message) {
  const auto size = message.body.size() + 1;
  check(size <= limits::message_bytes_max);
  return {static_cast<std::uint8_t>(size >> 24), static_cast<std::uint8_t>(size >> 16),
          static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size), message.type};
}

Encoded encode_message(Message message) {
  return std::visit(
      []<class One>(One&& one) {
        return Encoded{std::remove_cvref_t<One>::type, body_of(std::forward<One>(one))};
      },
      std::move(message));
}

Result<std::optional<Message>, MessageError> decode_message(std::uint8_t type, ByteVec body) {
  if (!is_known(type)) return std::optional<Message>{};
  auto message = read_known(type, std::move(body));
  if (!message) return Fail{message.error()};
  return std::optional{std::move(*message)};
}

}  // namespace kith::sync
