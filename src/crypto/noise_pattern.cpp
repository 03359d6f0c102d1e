// The token interpreter of Noise rev 34; see noise_pattern.hpp. A message is read token by token
// and may pause at a psk. Refuses to know which pattern is kith's.
#include "crypto/noise_pattern.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace kith::crypto::noise {
namespace {

constexpr std::size_t key_bytes = agreement_bytes;

}  // namespace

HandshakeState::HandshakeState(Setup setup)
    : setup_(std::move(setup)), symmetric_(setup_.pattern.protocol_name) {
  symmetric_.mix_hash(setup_.prologue);
  const auto mix_static = [this](Role owner) {
    if (owner == setup_.role) {
      check(setup_.own_static.has_value());
      symmetric_.mix_hash(setup_.own_static->public_key().view());
    } else {
      check(setup_.remote_static.has_value());
      symmetric_.mix_hash(setup_.remote_static->view());
    }
  };
  if (setup_.pattern.initiator_static_known) {
    mix_static(Role::initiator);
  }
  if (setup_.pattern.responder_static_known) {
    mix_static(Role::responder);
  }
}

bool HandshakeState::my_turn_to_write() const {
  const auto writer = next_message_ % 2 == 0 ? Role::initiator : Role::responder;
  return next_message_ < setup_.pattern.messages.size() && writer == setup_.role;
}

bool HandshakeState::uses_psk() const {
  return std::ranges::any_of(setup_.pattern.messages, [](const std::vector<Token>& message) {
    return std::ranges::find(message, Token::psk) != message.end();
  });
}

const std::vector<Token>& HandshakeState::tokens() const {
  return setup_.pattern.messages[next_message_];
}

// How much longer the next message is than its payload.
std::size_t HandshakeState::overhead() const {
  bool keyed = symmetric_.has_key();
  std::size_t total = 0;
  for (const auto token : tokens()) {
    if (token == Token::e) {
      total += key_bytes;
      keyed = keyed || uses_psk();
    } else if (token == Token::s) {
      total += key_bytes + (keyed ? tag_bytes : 0);
    } else {
      keyed = true;
    }
  }
  return total + (keyed ? tag_bytes : 0);
}

Fail<NoiseError> HandshakeState::end(NoiseError error) {
  over_ = true;
  psk_wanted_ = false;
  return Fail<NoiseError>{error};
}

void HandshakeState::advance() {
  ++next_message_;
  next_token_ = 0;
  incoming_.clear();
  incoming_read_ = 0;
}

void HandshakeState::mix_ephemeral(const EphemeralPublic& key) {
  symmetric_.mix_hash(key.view());
  if (uses_psk()) {
    symmetric_.mix_key(key.view());  // §9.2: else two sessions under one psk could share keys
  }
}

void HandshakeState::mix_next_psk() {
  symmetric_.mix_key_and_hash(setup_.psks[next_psk_].view());
  ++next_psk_;
}

Result<void, NoiseError> HandshakeState::mix_agreement(Token token) {
  const bool initiator = setup_.role == Role::initiator;
  const bool own_is_static = token == Token::ss || token == (initiator ? Token::se : Token::es);
  const bool remote_is_static = token == Token::ss || token == (initiator ? Token::es : Token::se);
  check(!own_is_static || setup_.own_static.has_value());
  check(remote_is_static ? setup_.remote_static.has_value() : remote_ephemeral_.has_value());
  const auto own = own_is_static ? setup_.own_static->view() : setup_.own_ephemeral.view();
  const auto remote = remote_is_static ? setup_.remote_static->view() : remote_ephemeral_->view();
  const auto shared = agree_with(own, remote);
  if (!shared) {
    return Fail<NoiseError>{NoiseError::low_order};
  }
  symmetric_.mix_key(shared->view());
  return {};
}

Result<void, NoiseError> HandshakeState::write_token(Token token, ByteVec& out) {
  switch (token) {
    case Token::e: {
      const auto& key = setup_.own_ephemeral.public_key();
      out.insert(out.end(), key.raw.begin(), key.raw.end());
      mix_ephemeral(key);
      return {};
    }
    case Token::s:
      check(setup_.own_static.has_value());
      return symmetric_.encrypt_and_hash(setup_.own_static->public_key().view(), out);
    case Token::psk:
      check(next_psk_ < setup_.psks.size());
      mix_next_psk();
      return {};
    case Token::ee:
    case Token::es:
    case Token::se:
    case Token::ss:
      return mix_agreement(token);
  }
  check(false);
  return {};
}

Result<ByteVec, NoiseError> HandshakeState::write_message(ByteView payload) {
  if (over_) {
    return Fail<NoiseError>{NoiseError::over};
  }
  if (!my_turn_to_write()) {
    return Fail<NoiseError>{NoiseError::out_of_turn};
  }
  if (payload.size() > message_bytes_max - overhead()) {
    return Fail<NoiseError>{NoiseError::too_long};
  }
  ByteVec message;
  message.reserve(payload.size() + overhead());
  for (const auto token : tokens()) {
    if (const auto written = write_token(token, message); !written) {
      return end(written.error());
    }
  }
  // Too long was refused above, and a key of this handshake has not come to its last nonce.
  check(symmetric_.encrypt_and_hash(payload, message).has_value());
  advance();
  return message;
}

Result<ByteView, NoiseError> HandshakeState::take(std::size_t count) {
  if (incoming_.size() - incoming_read_ < count) {
    return Fail<NoiseError>{NoiseError::too_short};
  }
  const auto taken = ByteView{incoming_}.subspan(incoming_read_, count);
  incoming_read_ += count;
  return taken;
}

Result<void, NoiseError> HandshakeState::read_ephemeral() {
  const auto bytes = take(key_bytes);
  if (!bytes) {
    return Fail<NoiseError>{bytes.error()};
  }
  remote_ephemeral_ = EphemeralPublic::from(*bytes);
  mix_ephemeral(*remote_ephemeral_);
  return {};
}

Result<void, NoiseError> HandshakeState::read_static() {
  const auto bytes = take(key_bytes + (symmetric_.has_key() ? tag_bytes : 0));
  if (!bytes) {
    return Fail<NoiseError>{bytes.error()};
  }
  const auto key = symmetric_.decrypt_and_hash(*bytes);
  if (!key) {
    return Fail<NoiseError>{key.error()};
  }
  setup_.remote_static = TransportPublic::from(*key);
  return {};
}

Result<void, NoiseError> HandshakeState::read_token(Token token) {
  switch (token) {
    case Token::e:
      return read_ephemeral();
    case Token::s:
      return read_static();
    case Token::psk:
      mix_next_psk();
      return {};
    case Token::ee:
    case Token::es:
    case Token::se:
    case Token::ss:
      return mix_agreement(token);
  }
  check(false);
  return {};
}

Result<ReadOutcome, NoiseError> HandshakeState::resume_read() {
  for (; next_token_ < tokens().size(); ++next_token_) {
    const auto token = tokens()[next_token_];
    if (token == Token::psk && next_psk_ == setup_.psks.size()) {
      psk_wanted_ = true;
      return Result<ReadOutcome, NoiseError>{tl::in_place, std::in_place_type<PskWanted>};
    }
    if (const auto read = read_token(token); !read) {
      return end(read.error());
    }
  }
  auto payload = symmetric_.decrypt_and_hash(ByteView{incoming_}.subspan(incoming_read_));
  if (!payload) {
    return end(payload.error());
  }
  advance();
  return ReadOutcome{Payload{std::move(*payload)}};
}

Result<ReadOutcome, NoiseError> HandshakeState::read_message(ByteView message) {
  if (over_) {
    return Fail<NoiseError>{NoiseError::over};
  }
  if (finished() || my_turn_to_write() || psk_wanted_) {
    return Fail<NoiseError>{NoiseError::out_of_turn};
  }
  if (message.size() > message_bytes_max) {
    return end(NoiseError::too_long);
  }
  incoming_.assign(message.begin(), message.end());
  return resume_read();
}

Result<ReadOutcome, NoiseError> HandshakeState::supply_psk(Psk psk) {
  if (over_) {
    return Fail<NoiseError>{NoiseError::over};
  }
  if (!psk_wanted_) {
    return Fail<NoiseError>{NoiseError::out_of_turn};
  }
  psk_wanted_ = false;
  setup_.psks.push_back(std::move(psk));
  return resume_read();
}

const HandshakeHash& HandshakeState::handshake_hash() const {
  check(finished());
  return symmetric_.handshake_hash();
}

Transport HandshakeState::split() {
  check(finished() && !over_);
  auto pair = symmetric_.split();
  over_ = true;
  if (setup_.role == Role::initiator) {
    return {std::move(pair.first), std::move(pair.second)};
  }
  return {std::move(pair.second), std::move(pair.first)};
}

}  // namespace kith::crypto::noise
