// What is said in sessions, as vectors: messages and their fields, chunks and the messages in them,
// a session of two with all its keys; and for each rule one that breaks it.
#pragma once

#include "sync/message.hpp"
#include "tests/vectors/vector_json.hpp"

namespace kith::test {

/// A message's type, body and fields, as tools/kith_vectors.py names them.
[[nodiscard]] ordered_json message_json(sync::Message message);

/// The whole file, as it is committed.
[[nodiscard]] std::string make_sync_vectors();

}  // namespace kith::test
