// The committed vectors of sessions hold under this code, what they refuse is refused, and the
// program that wrote them would write them again.
// Source: docs/protocol.md §12.
#include "tests/vectors/sync_vectors.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "sync/channel.hpp"
#include "tests/vectors/session_vectors.hpp"
#include "wire/varint.hpp"

namespace kith::test {
namespace {

json committed_sync() { return read_json(source_file("tests/vectors/sync.json")); }

TEST(SyncVectors, are_written_again_byte_for_byte) {
  const auto file = read_text(source_file("tests/vectors/sync.json"));
  EXPECT_TRUE(make_sync_vectors() == file) << "run make_sync_vectors, if this was on purpose";
}

std::uint8_t type_of(const json& vector) { return vector.at("type").get<std::uint8_t>(); }

// The fields alone: what a later version says more is in the body, and not in them.
json fields_in(json vector) {
  for (const auto* name : {"what", "body"}) vector.erase(name);
  return vector;
}

TEST(MessageVectors, are_read_and_say_what_they_say) {
  const auto file = committed_sync();
  for (const auto& vector : file.at("messages")) {
    SCOPED_TRACE(vector.at("what"));
    auto message = sync::decode_message(type_of(vector), hex_field(vector, "body"));
    ASSERT_TRUE(message && *message);
    EXPECT_EQ(fields_in(json(message_json(std::move(**message)))), fields_in(vector));
  }
}

TEST(MessageVectors, refuse_one_for_each_rule) {
  const auto file = committed_sync();
  for (const auto& vector : file.at("refused").at("messages")) {
    EXPECT_FALSE(sync::decode_message(type_of(vector), hex_field(vector, "body")).has_value())
        << vector.at("what");
  }
}

// The messages of these chunks; nothing where one of them is refused.
std::optional<json> messages_in(const json& chunks) {
  sync::ChunkReader reader;
  auto messages = json::array();
  for (const auto& chunk : chunks) {
    if (!reader.open(from_hex(chunk.get<std::string>()))) return std::nullopt;
    for (;;) {
      auto message = reader.next();
      if (!message) return std::nullopt;
      if (!*message) break;
      messages.push_back(json(message_json(std::move(**message))));
    }
  }
  return messages;
}

TEST(StreamVectors, hold_their_messages) {
  const auto file = committed_sync();
  for (const auto& vector : file.at("streams")) {
    EXPECT_EQ(messages_in(vector.at("chunks")), vector.at("messages")) << vector.at("what");
  }
  for (const auto& vector : file.at("refused").at("streams")) {
    EXPECT_FALSE(messages_in(vector.at("chunks")).has_value()) << vector.at("what");
  }
}

// What one side of a session writes, and what stands in its chunks.
struct Written {
  ByteVec stream;
  std::vector<json> chunks;
};

Written written_by(const json& session, const char* side) {
  Written written;
  for (const auto& one : session.at("stream")) {
    if (one.at("from") != side) continue;
    const auto noise = hex_field(one, "noise");
    wire::put_fixed(written.stream, static_cast<std::uint16_t>(noise.size()));
    wire::put_bytes(written.stream, noise);
    const auto plain = hex_field(one, "plain");
    if (plain.size() >= limits::chunk_unit_bytes) written.chunks.push_back(one.at("plain"));
  }
  return written;
}

// The messages that a channel hears; it has to be asked for the secret of the vector, if at all.
json heard(sync::Channel channel, ByteView bytes, const json& session) {
  auto messages = json::array();
  const seal::PairSecret pair = *seal::PairSecret::from(hex_field(session, "pair"));
  while (!bytes.empty()) {
    bytes = channel.feed(bytes);
    for (auto event = channel.next(); event.value(); event = channel.next()) {
      if (const auto* wanted = std::get_if<sync::PskWanted>(&**event)) {
        EXPECT_EQ(wanted->pair, fixed_at<PairId>(session, "pair_id"));
        channel.supply_psk(psk_of(pair));
      } else if (const auto* ready = std::get_if<sync::Ready>(&**event)) {
        EXPECT_EQ(to_hex(ready->hash.view()), session.at("handshake_hash"));
      } else {
        messages.push_back(
            json(message_json(std::move(std::get<sync::Received>(**event).message))));
      }
    }
  }
  EXPECT_TRUE(channel.ended());
  return messages;
}

TEST(SessionVectors, are_heard_by_both_sides) {
  const auto file = committed_sync();
  for (const auto& session : file.at("sessions")) {
    const auto secret = [&](const char* name) {
      return *crypto::TransportSecret::from(hex_field(session, name));
    };
    GivenSecret left_drawn{hex_field(session, "initiator_ephemeral")};
    GivenSecret right_drawn{hex_field(session, "responder_ephemeral")};
    const auto pair = *seal::PairSecret::from(hex_field(session, "pair"));
    EXPECT_EQ(pair_id(pair.view()), fixed_at<PairId>(session, "pair_id"));
    const auto of_left = written_by(session, "initiator");
    const auto of_right = written_by(session, "responder");
    const auto at_right =
        heard(sync::Channel::responder(secret("responder"), right_drawn), of_left.stream, session);
    EXPECT_EQ(at_right, messages_in(of_left.chunks));
    const auto at_left = heard(
        sync::Channel::initiator(secret("initiator"), secret("responder").public_key(),
                                 fixed_at<PairId>(session, "pair_id"), psk_of(pair), left_drawn),
        of_right.stream, session);
    EXPECT_EQ(at_left, messages_in(of_right.chunks));
    EXPECT_GE(at_left.size(), 4U);
  }
}

}  // namespace
}  // namespace kith::test
