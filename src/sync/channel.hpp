// One end of a session's stream, sans-I/O: bytes in, events out; messages in, bytes out. Knows the
// handshake, chunks and the form of messages. Refuses to know who the other is (it asks for the
// secret of the two), who may say what when, and how bytes travel.
//
//   u16 size · Noise message, again and again: three of the handshake, then a chunk each
//
// Source: docs/protocol.md §10.1, §10.2.
#pragma once

#include <functional>
#include <limits>

#include "crypto/noise.hpp"
#include "sync/chunk.hpp"

namespace kith::sync {

/// Why a channel is over. The other side never learns which: close without a word.
enum class ChannelFault {
  wrong_size,   // a Noise message of a size that none has here
  low_order,    // a key that forces a known secret
  forged,       // another secret, not from whom it should be; changed, repeated, out of order
  bad_chunk,    // what opened is no chunk
  too_long,     // a message greater than any may be
  bad_message,  // a message that is not of its form, or beyond its limits
  after_end,    // something after the end
};

/// Who calls says to be `remote`, and to share a secret of that id. Both are proven only once Ready
/// follows on supply_psk; who has no such secret with them drops the channel instead.
struct PskWanted {
  PairId pair;
  crypto::TransportPublic remote;
};
/// The handshake is through. The responder knows now who calls; the initiator knows that the other
/// holds its transport key, and with the first message that arrives that it took the secret too.
struct Ready {
  crypto::noise::HandshakeHash hash;
};
struct Received {
  Message message;
};
using Event = std::variant<PskWanted, Ready, Received>;

/// Whether a pair secret of that id is one to answer to: asked before anything is said, so that a
/// stranger does not even learn who is here.
using KnowsPair = std::function<bool(const PairId&)>;

class Channel {
 public:
  /// Shape: `psk` is what the secret of that id gives for a session (§10.1).
  [[nodiscard]] static Channel initiator(crypto::TransportSecret own,
                                         const crypto::TransportPublic& remote, const PairId& pair,
                                         crypto::noise::Psk psk, Entropy& entropy);
  /// Shape: without `knows` every caller is answered, and proves itself in the third message.
  [[nodiscard]] static Channel responder(crypto::TransportSecret own, Entropy& entropy,
                                         KnowsPair knows = {});

  /// Takes bytes up to the end of the Noise message that is coming in, and returns the rest: take
  /// all events out of next(), then feed it. The rest stays whole while a psk is wanted and another
  /// Noise message waits behind it. Once the channel is over it takes, and forgets, everything.
  [[nodiscard]] ByteView feed(ByteView bytes);

  /// One thing that happened, or nothing until more is fed.
  /// Errors: the channel is over; it says the same ever after, and has nothing more to write.
  [[nodiscard]] Result<std::optional<Event>, ChannelFault> next();

  /// Requires: PskWanted was the last event. next() tells what came of it. Ignored once the channel
  /// is over.
  void supply_psk(crypto::noise::Psk psk);

  /// In this order, after the handshake. May be called at once; ignored once the channel is over.
  /// Requires: encode_message's; no end was sent before.
  void send(Message message);

  /// What is to be written now. Stops between two Noise messages once there are `enough` bytes;
  /// then has_output() stays true. Nothing is packed before this is called, so call it rarely.
  [[nodiscard]] ByteVec take_output(std::size_t enough = std::numeric_limits<std::size_t>::max());
  [[nodiscard]] bool has_output() const;

  /// Bytes of messages that are neither written nor packed.
  [[nodiscard]] std::size_t waiting() const { return writer_.waiting(); }
  /// True while a part of a message is still on its way.
  [[nodiscard]] bool mid_message() const { return !incoming_.empty() || reader_.mid_message(); }
  /// True once the other side said that nothing follows. A stream that stops before it was cut.
  [[nodiscard]] bool ended() const { return reader_.ended(); }
  /// Of the stream, with all that surrounds the messages.
  [[nodiscard]] std::uint64_t bytes_in() const { return bytes_in_; }
  [[nodiscard]] std::uint64_t bytes_out() const { return bytes_out_; }

 private:
  // What the next Noise message that arrives is.
  enum class Stage { first, second, third, wanting_psk, chunks };

  Channel(crypto::noise::Handshake handshake, Stage stage)
      : handshake_(std::move(handshake)), stage_(stage) {}

  [[nodiscard]] std::size_t missing() const;
  [[nodiscard]] bool is_size(std::size_t size) const;
  void read(ByteView noise);
  void read_first(ByteView noise);
  void read_second(ByteView noise);
  void read_third(ByteView noise);
  void read_chunk(ByteView noise);
  [[nodiscard]] bool read_message();
  void write_handshake(ByteView payload);
  void open_transport();
  void end(ChannelFault fault);
  void end(crypto::noise::NoiseError error);

  crypto::noise::Handshake handshake_;
  Stage stage_;
  std::optional<crypto::noise::Transport> transport_;
  PairId pair_;  // as the initiator names it
  KnowsPair knows_;
  ByteVec incoming_;     // a size and as much of its Noise message as came
  ByteVec handshaking_;  // of the handshake, not taken yet
  ChunkWriter writer_;
  ChunkReader reader_;
  std::optional<Event> event_;
  std::optional<ChannelFault> fault_;
  std::uint64_t bytes_in_ = 0;
  std::uint64_t bytes_out_ = 0;
};

}  // namespace kith::sync
