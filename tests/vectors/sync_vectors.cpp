#include "tests/vectors/sync_vectors.hpp"

#include "base/limits.hpp"
#include "sync/chunk.hpp"
#include "tests/sync/sample_messages.hpp"
#include "tests/vectors/session_vectors.hpp"
#include "tests/wire/raw_bytes.hpp"

namespace kith::test {
namespace {

using wire::CborWriter;

ordered_json hex_list(const auto& items) {
  auto list = ordered_json::array();
  for (const auto& item : items) list.push_back(to_hex(ByteView{item}));
  return list;
}

ordered_json fields_of(const sync::Presence& presence) {
  auto held = ordered_json::array();
  for (const auto& id : presence.held) held.push_back(to_hex(id.view()));
  ordered_json fields{{"device_list", to_hex(presence.device_list)},
                      {"prekeys", hex_list(presence.prekeys)},
                      {"ways", presence.ways},
                      {"held", held},
                      {"fresh", to_hex(presence.fresh.view())},
                      {"newest_first", presence.newest_first}};
  if (presence.face) fields["face"] = to_hex(*presence.face);
  return fields;
}

ordered_json fields_of(const sync::Digest& digest) {
  return {{"digest", to_hex(digest.hash.view())}};
}

ordered_json fields_of(const sync::Frontiers& frontiers) {
  auto logs = ordered_json::array();
  for (const auto& [log, held] : frontiers.logs) {
    auto spans = ordered_json::array();
    for (const auto& span : held) {
      spans.push_back(ordered_json::array(
          {number_json(span.from.value), number_json(span.next.value), to_hex(span.head.view())}));
    }
    logs.push_back(ordered_json::array({to_hex(log.view()), spans}));
  }
  return {{"more", frontiers.more}, {"logs", logs}};
}

ordered_json fields_of(const sync::RangeBytes& range) { return {{"range", to_hex(range.bytes)}}; }

ordered_json fields_of(const sync::Refuse& refuse) { return {{"log", to_hex(refuse.log.view())}}; }

ordered_json fields_of(const sync::Closed& closed) {
  auto spans = ordered_json::array();
  for (const auto& span : closed.spans) {
    spans.push_back(ordered_json::array(
        {to_hex(span.log.view()), number_json(span.from.value), number_json(span.next.value)}));
  }
  return {{"spans", spans}};
}

ordered_json fields_of(const sync::Handed& handed) {
  return {{"log", to_hex(handed.handover.log->view())},
          {"certificate", to_hex(handed.handover.certificate)}};
}

ordered_json fields_of(const sync::Credit& credit) { return {{"bytes", credit.bytes}}; }
ordered_json fields_of(const sync::CaughtUp&) { return ordered_json::object(); }
ordered_json fields_of(const sync::End&) { return ordered_json::object(); }

ordered_json fields_of(const sync::Papers& papers) {
  return {{"certificate", to_hex(papers.certificate)}};
}

ordered_json fields_of(const sync::Agreed& agreed) {
  return {{"secret", to_hex(agreed.secret.view())}};
}

ordered_json fields_of(const sync::Missing& missing) {
  auto bodies = ordered_json::array();
  for (const auto& one : missing.bodies) {
    bodies.push_back(ordered_json::array(
        {to_hex(one.log.view()), number_json(one.seq.value), to_hex(one.sealed.view())}));
  }
  return {{"bodies", bodies}};
}

ordered_json fields_of(const sync::Body& body) {
  return {{"log", to_hex(body.log.view())},
          {"seq", number_json(body.seq.value)},
          {"sealed", to_hex(body.sealed)}};
}

ordered_json fields_of(const sync::Gone& gone) {
  return {{"log", to_hex(gone.log.view())},
          {"seq", number_json(gone.seq.value)},
          {"hash", to_hex(gone.hash.view())}};
}

ordered_json fields_of(const sync::KnownForks& forks) {
  auto logs = ordered_json::array();
  for (const auto& log : forks.logs) logs.push_back(to_hex(log.view()));
  return {{"logs", logs}};
}

ordered_json fields_of(const sync::ForkProof& proof) { return {{"record", to_hex(proof.record)}}; }

struct Made {
  ordered_json messages = ordered_json::array();
  ordered_json streams = ordered_json::array();
  ordered_json refused_messages = ordered_json::array();
  ordered_json refused_streams = ordered_json::array();

  void hold(std::string_view what, sync::Message message) {
    ordered_json vector{{"what", what}};
    vector.update(message_json(std::move(message)));
    messages.push_back(vector);
  }
  void refuse(std::string_view what, std::uint8_t type, ByteView body) {
    refused_messages.push_back({{"what", what}, {"type", type}, {"body", to_hex(body)}});
  }
  void refuse_stream(std::string_view what, const std::vector<ByteVec>& chunks) {
    refused_streams.push_back({{"what", what}, {"chunks", hex_list(chunks)}});
  }
};

// More spans than a box has room for: such a handover comes by message alone.
ByteVec handed_with(std::uint64_t spans) {
  CborWriter out;
  out.map(3).key(0).array(spans);
  for (std::uint64_t seq = 0; seq < spans; ++seq) {
    out.map(5).key(0).integer(0).key(1).integer(seq).key(2).integer(0);
    out.key(3).bytes(zeros(32)).key(4).bytes(ByteVec(35, 0));
  }
  return out.key(1).bytes(zeros(32)).key(2).bytes(ByteVec(30, 1)).take();
}

void add_messages(Made& made) {
  const char* names[] = {"presence", "digest", "frontiers",   "range",      "refuse", "closed",
                         "handed",   "credit", "caught up",   "papers",     "agreed", "missing",
                         "body",     "gone",   "known forks", "fork proof", "end"};
  auto all = sample_messages();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (std::holds_alternative<sync::RangeBytes>(all[i])) all[i] = sync::RangeBytes{ByteVec(40, 9)};
    made.hold(names[i], std::move(all[i]));
  }
  made.hold("a presence of the least",
            sync::Presence{ByteVec(3, 1), {}, {}, {}, filled<sync::Fresh>(1), std::nullopt, false});
  made.hold("nothing shared", sync::Frontiers{});
  made.hold("the last seqs",
            sync::Closed{{{filled<LogId>(1), {limits::seq_max}, {limits::seq_max + 1}}}});
  const auto many = handed_with(256);
  made.hold("a handover of 256 spans", std::move(**sync::decode_message(sync::Handed::type, many)));
  auto later = message_json(sync::Refuse{filled<LogId>(1)});
  later["what"] = "a refusal that says more to a later version";
  auto bytes = CborWriter{}.map(2).key(0).bytes(filled<LogId>(1).view()).key(9).integer(1);
  later["body"] = to_hex(bytes.take());
  made.messages.push_back(later);
}

ByteVec span_bytes(std::uint64_t from, std::uint64_t next) {
  CborWriter out;
  return out.array(3).integer(from).integer(next).bytes(zeros(32)).take();
}

ByteVec frontiers_bytes(const std::vector<ByteVec>& spans) {
  auto out = CborWriter{}.array(2).boolean(false).array(1).array(2).take();
  wire::put_bytes(out, CborWriter{}.bytes(zeros(32)).array(spans.size()).take());
  for (const auto& span : spans) wire::put_bytes(out, span);
  return out;
}

void refuse_messages(Made& made) {
  for (auto& message : sample_messages()) {
    auto encoded = sync::encode_message(std::move(message));
    if (encoded.type == sync::RangeBytes::type || encoded.type == sync::Body::type) continue;
    encoded.body.push_back(0);
    made.refuse("a zero after the end", encoded.type, encoded.body);
    if (encoded.body.size() < 2) continue;
    made.refuse("cut by a byte", encoded.type,
                ByteView{encoded.body}.first(encoded.body.size() - 2));
  }
  const auto presence = sync::encode_presence(sample_presence());
  auto never = presence;
  never.back() = 0xf4;
  made.refuse("false for newest first", sync::Presence::type, never);
  constexpr auto frontiers = sync::Frontiers::type;
  made.refuse("a span without entries", frontiers, frontiers_bytes({span_bytes(4, 4)}));
  made.refuse("a span beyond the last seq", frontiers,
              frontiers_bytes({span_bytes(0, limits::seq_max + 2)}));
  made.refuse("one span twice", frontiers, frontiers_bytes({span_bytes(0, 1), span_bytes(0, 1)}));
  made.refuse("spans that descend", frontiers,
              frontiers_bytes({span_bytes(5, 9), span_bytes(0, 1)}));
  made.refuse(
      "logs that descend", frontiers,
      sync::encode_message(sync::Frontiers{false, {{filled<LogId>(2), {}}, {filled<LogId>(1), {}}}})
          .body);
  made.refuse("a forked log of 31 bytes", sync::KnownForks::type,
              CborWriter{}.array(1).bytes(zeros(31)).take());
  made.refuse("nothing missing", sync::Missing::type, CborWriter{}.array(0).take());
  made.refuse("a body of nothing", sync::Body::type, zeros(40));
  auto late = zeros(40 + 32);
  late[32] = 1;
  made.refuse("a body beyond the last seq", sync::Body::type, late);
  made.refuse("a log of 31 bytes", sync::Refuse::type,
              CborWriter{}.map(1).key(0).bytes(zeros(31)).take());
  auto handed = sample_handed();
  handed.handover.log.reset();
  handed.handover.certificate.clear();
  made.refuse("a handover of 257 spans", sync::Handed::type, handed_with(257));
  made.refuse("a handover that names no log", sync::Handed::type,
              wire::encode_handover(handed.handover));
}

ByteVec chunk_of(const ByteVec& content, std::size_t least = 256) {
  auto chunk = joined({fixed(static_cast<std::uint16_t>(content.size())), content});
  chunk.resize(std::max(least, (chunk.size() + 255) / 256 * 256));
  return chunk;
}

void add_stream(Made& made, std::string_view what, const std::vector<ByteVec>& chunks) {
  sync::ChunkReader reader;
  auto messages = ordered_json::array();
  for (const auto& chunk : chunks) {
    check(reader.open(chunk).has_value());
    for (auto next = reader.next(); *next; next = reader.next()) {
      messages.push_back(message_json(std::move(**next)));
    }
  }
  made.streams.push_back({{"what", what}, {"chunks", hex_list(chunks)}, {"messages", messages}});
}

void add_streams(Made& made) {
  sync::ChunkWriter writer;
  for (auto& message : sample_messages()) writer.add(sync::encode_message(std::move(message)));
  add_stream(made, "several messages in one chunk", {writer.next_chunk()});
  const auto credit = bytes_of(sync::Credit{1000});
  const auto end = bytes_of(sync::End{});
  const ByteVec front(credit.begin(), credit.begin() + 3);
  const ByteVec rest(credit.begin() + 3, credit.end());
  add_stream(made, "a message cut within its size",
             {chunk_of(front), chunk_of(joined({rest, end}))});
  add_stream(made, "a chunk that says nothing, and one longer than needed",
             {chunk_of({}), chunk_of(credit, 1024)});
  add_stream(made, "an unknown type passed over",
             {chunk_of(joined({{0, 0, 0, 3, 200, 1, 2}, credit, {0, 0, 0, 1, 0}, end}))});

  made.refuse_stream("of 255 bytes", {zeros(255)});
  made.refuse_stream("of nothing", {{}});
  auto bent = zeros(256);
  bent[1] = 255;
  made.refuse_stream("n beyond the chunk", {bent});
  bent = chunk_of(credit);
  bent.back() = 1;
  made.refuse_stream("something other than zeros", {bent});
  made.refuse_stream("a message of size 0", {chunk_of({0, 0, 0, 0})});
  made.refuse_stream("a message beyond the greatest", {chunk_of({0, 65, 0, 1})});
  made.refuse_stream("something after the end", {chunk_of(end), chunk_of(credit)});
  made.refuse_stream("a message that is not of its form", {chunk_of({0, 0, 0, 2, 9, 0})});
}

}  // namespace

ordered_json message_json(sync::Message message) {
  auto fields = std::visit([](const auto& one) { return fields_of(one); }, message);
  const auto encoded = sync::encode_message(std::move(message));
  ordered_json vector{{"type", encoded.type}, {"body", to_hex(encoded.body)}};
  vector.update(fields);
  return vector;
}

std::string make_sync_vectors() {
  Made made;
  add_messages(made);
  refuse_messages(made);
  add_streams(made);
  const ordered_json all{
      {"messages", made.messages},
      {"streams", made.streams},
      {"digests", digests_json()},
      {"sessions", sessions_json()},
      {"refused", {{"messages", made.refused_messages}, {"streams", made.refused_streams}}}};
  return all.dump(1) + "\n";
}

}  // namespace kith::test
