#include "sync/channel.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "wire/varint.hpp"

namespace kith::sync {
namespace {

namespace noise = crypto::noise;

constexpr std::string_view prologue = "kith session 1";
constexpr std::size_t size_bytes = 2;
constexpr std::size_t key_bytes = crypto::TransportPublic::size;

// Every Noise message of a handshake has one size, since its payload has.
constexpr std::size_t first_bytes = key_bytes + PairId::size + noise::tag_bytes;
constexpr std::size_t second_bytes = key_bytes + noise::tag_bytes;
constexpr std::size_t third_bytes = key_bytes + noise::tag_bytes + noise::tag_bytes;

static_assert(limits::chunk_bytes_max + noise::tag_bytes <= noise::message_bytes_max);

void put_noise(ByteVec& out, ByteView message) {
  wire::put_fixed(out, static_cast<std::uint16_t>(message.size()));
  wire::put_bytes(out, message);
}

ChannelFault fault_of(ChunkError error) {
  switch (error) {
    case ChunkError::bad_chunk:
      return ChannelFault::bad_chunk;
    case ChunkError::too_long:
      return ChannelFault::too_long;
    case ChunkError::bad_message:
      return ChannelFault::bad_message;
    case ChunkError::after_end:
      break;
  }
  return ChannelFault::after_end;
}

}  // namespace

Channel Channel::initiator(crypto::TransportSecret own, const crypto::TransportPublic& remote,
                           const PairId& pair, noise::Psk psk, Entropy& entropy) {
  Channel channel{noise::Handshake::initiator(std::move(own), remote, std::move(psk),
                                              as_bytes(prologue), entropy),
                  Stage::second};
  channel.write_handshake(pair.view());
  return channel;
}

Channel Channel::responder(crypto::TransportSecret own, Entropy& entropy, KnowsPair knows) {
  Channel channel{noise::Handshake::responder(std::move(own), as_bytes(prologue), entropy),
                  Stage::first};
  channel.knows_ = std::move(knows);
  return channel;
}

bool Channel::is_size(std::size_t size) const {
  switch (stage_) {
    case Stage::first:
      return size == first_bytes;
    case Stage::second:
      return size == second_bytes;
    case Stage::third:
      return size == third_bytes;
    case Stage::wanting_psk:
    case Stage::chunks:
      break;
  }
  return size > noise::tag_bytes && size <= limits::chunk_bytes_max + noise::tag_bytes &&
         (size - noise::tag_bytes) % limits::chunk_unit_bytes == 0;
}

// How many bytes the Noise message that is coming in still lacks, or its size.
std::size_t Channel::missing() const {
  if (incoming_.size() < size_bytes) return size_bytes - incoming_.size();
  return size_bytes + *wire::ByteReader{incoming_}.take_fixed<std::uint16_t>() - incoming_.size();
}

ByteView Channel::feed(ByteView bytes) {
  const auto before = bytes.size();
  while (!fault_ && !bytes.empty() && missing() > 0) {
    const auto piece = bytes.first(std::min(missing(), bytes.size()));
    wire::put_bytes(incoming_, piece);
    bytes = bytes.subspan(piece.size());
    const bool sized = incoming_.size() == size_bytes;
    if (sized && !is_size(missing())) end(ChannelFault::wrong_size);
  }
  if (fault_) bytes = {};
  bytes_in_ += before - bytes.size();
  return bytes;
}

Result<std::optional<Event>, ChannelFault> Channel::next() {
  for (;;) {
    if (fault_) return Fail{*fault_};
    if (event_) return std::exchange(event_, std::nullopt);
    if (stage_ == Stage::chunks && read_message()) continue;
    if (stage_ == Stage::wanting_psk || missing() > 0) return std::optional<Event>{};
    const auto whole = std::exchange(incoming_, {});
    read(ByteView{whole}.subspan(size_bytes));
  }
}

void Channel::read(ByteView message) {
  switch (stage_) {
    case Stage::first:
      return read_first(message);
    case Stage::second:
      return read_second(message);
    case Stage::third:
      return read_third(message);
    case Stage::chunks:
      return read_chunk(message);
    case Stage::wanting_psk:
      check(false);
  }
}

void Channel::read_first(ByteView message) {
  const auto outcome = handshake_.read_message(message);
  if (!outcome) return end(outcome.error());
  pair_ = *PairId::from(std::get<noise::Payload>(*outcome).bytes);
  if (knows_ && !knows_(pair_)) return end(ChannelFault::forged);
  stage_ = Stage::third;
  write_handshake({});
}

void Channel::read_second(ByteView message) {
  const auto outcome = handshake_.read_message(message);
  if (!outcome) return end(outcome.error());
  write_handshake({});
  if (!fault_) open_transport();
}

void Channel::read_third(ByteView message) {
  const auto outcome = handshake_.read_message(message);
  if (!outcome) return end(outcome.error());
  stage_ = Stage::wanting_psk;
  event_ = PskWanted{pair_, *handshake_.remote_static()};
}

void Channel::supply_psk(noise::Psk psk) {
  if (fault_) return;
  check(stage_ == Stage::wanting_psk && !event_);
  const auto payload = handshake_.supply_psk(std::move(psk));
  if (!payload) return end(payload.error());
  open_transport();
}

void Channel::write_handshake(ByteView payload) {
  const auto message = handshake_.write_message(payload);
  if (!message) return end(message.error());
  put_noise(handshaking_, *message);
}

void Channel::open_transport() {
  event_ = Ready{handshake_.handshake_hash()};
  transport_ = handshake_.split();
  stage_ = Stage::chunks;
}

void Channel::read_chunk(ByteView message) {
  auto chunk = transport_->receive.decrypt({}, message);
  if (!chunk) return end(chunk.error());
  if (const auto opened = reader_.open(std::move(*chunk)); !opened) end(fault_of(opened.error()));
}

// Whether anything came of what the reader holds.
bool Channel::read_message() {
  auto message = reader_.next();
  if (!message) {
    end(fault_of(message.error()));
  } else if (*message) {
    event_ = Received{std::move(**message)};
  }
  return fault_ || event_;
}

void Channel::send(Message message) {
  if (!fault_) writer_.add(encode_message(std::move(message)));
}

bool Channel::has_output() const {
  return !handshaking_.empty() || (transport_ && writer_.waiting() > 0);
}

ByteVec Channel::take_output(std::size_t enough) {
  auto out = std::exchange(handshaking_, {});
  // At once: room that grows is touched anew each time, and a new page costs more than to seal it.
  if (transport_) out.reserve(std::min(writer_.waiting(), enough) + limits::chunk_bytes_max);
  while (transport_ && writer_.waiting() > 0 && out.size() < enough) {
    auto chunk = writer_.next_chunk();
    const auto sealed = transport_->send.encrypt({}, chunk);
    crypto::wipe(chunk);
    check(sealed.has_value());  // a chunk fits, and 2^64 of them are never written
    put_noise(out, *sealed);
  }
  bytes_out_ += out.size();
  return out;
}

void Channel::end(ChannelFault fault) {
  fault_ = fault;
  event_.reset();
  transport_.reset();
  incoming_.clear();
  handshaking_.clear();
  writer_.drop();
}

void Channel::end(noise::NoiseError error) {
  switch (error) {
    case noise::NoiseError::low_order:
      return end(ChannelFault::low_order);
    case noise::NoiseError::too_long:
    case noise::NoiseError::too_short:
      return end(ChannelFault::wrong_size);
    case noise::NoiseError::forged:
    case noise::NoiseError::exhausted:  // of 2^64 - 1 numbers
    case noise::NoiseError::out_of_turn:
    case noise::NoiseError::over:
      return end(ChannelFault::forged);
  }
}

}  // namespace kith::sync
