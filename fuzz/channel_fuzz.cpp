// A responder that is fed anything is over or waits, and says nothing that was not asked for. One
// that is fed anything by someone who holds the keys hears messages until a fault, and holds
// little.
#include "fuzz/channel_ends.hpp"

using namespace kith;
using fuzz::require;

namespace {

// Fed as a stream from the first byte on.
void from_a_stranger(ByteView input) {
  fuzz::ChannelEnds ends;
  const auto heard = fuzz::feed_all(ends.right, input);
  require(heard.messages == 0 && !heard.ready);
  require(!heard.fault || !ends.right.has_output());
}

// Chunk plaintexts of the sizes that its first bytes name, sealed by who may.
void from_a_liar(ByteView input) {
  fuzz::ChannelEnds ends;
  auto lies = ends.liar();
  while (input.size() >= 2 && !lies.heard.fault) {
    const std::size_t size = std::min<std::size_t>((input[0] % 3 + 1) * 256, input.size() - 1);
    ByteVec chunk(input.begin() + 1, input.begin() + 1 + static_cast<std::ptrdiff_t>(size));
    if (input[0] < 240) chunk.resize((size + 255) / 256 * 256);
    input = input.subspan(1 + size);
    lies.say(ends.right, chunk);
  }
  require(lies.heard.ready);
  require(!lies.heard.fault || !ends.right.has_output());
}

// One content, packed as it should be: reaches the messages within.
void from_a_careful_liar(ByteView input) {
  if (input.size() > limits::chunk_bytes_max - 2) return;
  fuzz::ChannelEnds ends;
  auto lies = ends.liar();
  ByteVec chunk;
  wire::put_fixed(chunk, static_cast<std::uint16_t>(input.size()));
  wire::put_bytes(chunk, input);
  chunk.resize((chunk.size() + 255) / 256 * 256);
  lies.say(ends.right, chunk);
  require(lies.heard.ready && lies.heard.fault != sync::ChannelFault::bad_chunk);
  require(lies.heard.fault != sync::ChannelFault::forged);
}

}  // namespace

// The first byte chooses who speaks.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const ByteView input{data + 1, size - 1};
  if (data[0] == 's') from_a_stranger(input);
  if (data[0] == 'l') from_a_liar(input);
  if (data[0] == 'c') from_a_careful_liar(input);
  return 0;
}
