// What the readers of messages share: their errors, and arrays within a limit. Refuses to know any
// one message.
#pragma once

#include "base/result.hpp"
#include "wire/cbor.hpp"

namespace kith::sync {

enum class MessageError {
  malformed,     // not the canonical form of its type
  out_of_limit,  // of that form, but more or longer than it may be
};

inline constexpr auto malformed = MessageError::malformed;
inline constexpr auto out_of_limit = MessageError::out_of_limit;

/// How many items the array at the front of an item has; the reader then stands before the first.
struct Items {
  wire::CborReader reader;
  std::size_t count{};
};

inline Result<Items, MessageError> items_of(ByteView item, std::size_t most) {
  auto reader = wire::CborReader::open(item);
  const auto count = reader ? reader->array() : Fail{wire::CborError::wrong_type};
  if (!count) return Fail{malformed};
  if (*count > most) return Fail{out_of_limit};
  return Items{*reader, *count};
}

}  // namespace kith::sync
