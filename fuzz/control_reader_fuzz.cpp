// Whatever a tor says, in pieces or at once, is read the same way, within the limits.
#include "fuzz/require.hpp"
#include "transport/control_reader.hpp"
#include "transport/socks.hpp"

using namespace kith;
using fuzz::require;

namespace {

std::vector<transport::ControlReply> all_of(transport::ControlReader& reader) {
  std::vector<transport::ControlReply> replies;
  while (auto reply = reader.next()) replies.push_back(std::move(*reply));
  return replies;
}

void feed_socks(ByteView bytes) {
  transport::SocksClient socks{{std::string(55, 'a') + "d.onion", 1, transport::Road::tor},
                               {"a", "b"}};
  while (socks.wanted() != 0 && bytes.size() >= socks.wanted()) {
    require(socks.wanted() <= 258);
    const auto wanted = socks.wanted();
    const auto said = socks.feed(bytes.first(wanted));
    if (!said) return;
    bytes = bytes.subspan(wanted);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes{data, size};
  transport::ControlReader whole;
  transport::ControlReader pieces;
  const bool read = whole.feed(bytes).has_value();
  bool also = true;
  for (std::size_t at = 0; at < size && also; ++at)
    also = pieces.feed(bytes.subspan(at, 1)).has_value();
  require(read == also || size > transport::control_line_bytes_max);
  const auto replies = all_of(whole);
  require(replies == all_of(pieces) || !read);
  for (const auto& reply : replies) {
    require(!reply.lines.empty());
    for (const auto& line : reply.lines) {
      require(line.size() <= transport::control_line_bytes_max);
      const auto words = transport::control_words(line);
      if (words) (void)transport::control_field(line, "PROGRESS");
    }
  }
  feed_socks(bytes);
  return 0;
}
