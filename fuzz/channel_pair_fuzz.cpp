// Two ends over a wire that changes, drops, repeats and cuts: each hears a beginning of what the
// other said, and nothing else; over an honest wire all of it. They agree or close.
#include "fuzz/channel_ends.hpp"

using namespace kith;
using fuzz::require;

namespace {

// What happens on the way, drawn from the input; an honest wire once it is used up.
struct Wire {
  ByteView faults;
  bool honest = true;

  std::size_t draw() {
    if (faults.empty()) return 0;
    const std::size_t value = faults[0];
    faults = faults.subspan(1);
    return value;
  }

  void damage(ByteVec& bytes) {
    const auto what = draw();
    if (what % 8 > 3 || what == 0 || bytes.empty()) return;
    const auto at = (draw() * 256 + draw()) % bytes.size();
    const auto from = bytes.begin() + static_cast<std::ptrdiff_t>(at);
    honest = false;
    switch (what % 8) {
      case 0:
        *from ^= static_cast<std::uint8_t>(1U << draw() % 8);
        return;
      case 1:
        bytes.erase(from, from + std::min<std::ptrdiff_t>(bytes.end() - from, 1 + what / 8));
        return;
      case 2: {
        const ByteVec again(bytes.begin(), from + 1);
        bytes.insert(from + 1, again.begin(), again.end());
        return;
      }
      default:
        bytes.insert(from, what / 8 + 1, static_cast<std::uint8_t>(draw()));
    }
  }
};

struct Side {
  sync::Channel& channel;
  fuzz::Heard heard;
  ByteVec said;

  void say(sync::Message message) {
    auto encoded = sync::encode_message(std::move(message));
    if (heard.fault) return;
    fuzz::put_message(said, encoded);
    channel.send(std::move(*sync::decode_message(encoded.type, encoded.body)).value());
  }
};

void say_something(Side& side, Wire& wire) {
  for (auto count = wire.draw() % 4; count > 0; --count) {
    const auto size = wire.draw() * 50;
    if (size % 3 == 0) {
      side.say(sync::Credit{static_cast<std::uint32_t>(size)});
    } else {
      side.say(sync::RangeBytes{ByteVec(size, 3)});
    }
  }
}

// In pieces, as sockets give them.
void carry(Side& from, Side& to, Wire& wire) {
  auto bytes = from.channel.take_output(1 + wire.draw() * 300);
  wire.damage(bytes);
  const auto cut = std::min(bytes.size(), wire.draw());
  fuzz::feed_all(to.channel, ByteView{bytes}.first(cut), to.heard);
  fuzz::feed_all(to.channel, ByteView{bytes}.subspan(cut), to.heard);
}

bool begins_with(const ByteVec& whole, const ByteVec& part) {
  return part.size() <= whole.size() && std::equal(part.begin(), part.end(), whole.begin());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 2000) return 0;
  Wire wire{{data, size}};
  fuzz::ChannelEnds ends;
  Side ana{ends.left, {}, {}};
  Side ben{ends.right, {}, {}};
  for (int round = 0; round < 12 || !wire.faults.empty(); ++round) {
    say_something(ana, wire);
    say_something(ben, wire);
    carry(ana, ben, wire);
    carry(ben, ana, wire);
    if (!wire.honest && !ana.channel.has_output() && !ben.channel.has_output()) break;
  }
  while (ana.channel.has_output() || ben.channel.has_output()) {
    carry(ana, ben, wire);
    carry(ben, ana, wire);
  }
  require(begins_with(ana.said, ben.heard.said) && begins_with(ben.said, ana.heard.said));
  if (wire.honest) {
    require(!ana.heard.fault && !ben.heard.fault && ana.heard.ready && ben.heard.ready);
    require(ana.heard.said == ben.said && ben.heard.said == ana.said);
  }
  return 0;
}
