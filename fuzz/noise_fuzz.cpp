// A responder that is fed anything answers with a name and is over, or understood a true message
// from the only one who could write it.
#include "crypto/noise.hpp"
#include "fuzz/fixed_keys.hpp"
#include "fuzz/require.hpp"
#include "tests/seeded_entropy.hpp"

using namespace kith;
using fuzz::require;
namespace noise = crypto::noise;
using crypto::TransportSecret;

namespace {

struct Two {
  test::SeededEntropy entropy{1};
  TransportSecret host = fuzz::secret_of<TransportSecret>(6);
  noise::Handshake caller =
      noise::Handshake::initiator(fuzz::secret_of<TransportSecret>(7), host.public_key(),
                                  fuzz::secret_of<noise::Psk>(9), as_bytes("kith"), entropy);
  noise::Handshake answerer = noise::Handshake::responder(host.clone(), as_bytes("kith"), entropy);
};

bool is_payload(const Result<noise::ReadOutcome, noise::NoiseError>& outcome, ByteView payload) {
  const auto* read = outcome ? std::get_if<noise::Payload>(&*outcome) : nullptr;
  return read != nullptr && fuzz::equal(read->bytes, payload);
}

// After a refusal nothing goes on: not even the true message.
void feed(noise::Handshake& answerer, ByteView message, ByteView truth) {
  if (answerer.read_message(message)) return;
  require(answerer.read_message(truth).error() == noise::NoiseError::over);
  require(answerer.write_message({}).error() == noise::NoiseError::over);
}

void damage(ByteVec& message, std::size_t bit) {
  message[bit / 8 % message.size()] ^= static_cast<std::uint8_t>(1U << bit % 8);
}

// All three messages with one payload; the third is damaged where that is asked for.
void speak(ByteView payload, std::optional<std::size_t> damaged_bit) {
  Two two;
  require(is_payload(two.answerer.read_message(*two.caller.write_message(payload)), payload));
  require(is_payload(two.caller.read_message(*two.answerer.write_message(payload)), payload));
  auto third = *two.caller.write_message(payload);
  if (damaged_bit) damage(third, *damaged_bit);
  const auto wanted = two.answerer.read_message(third);
  const auto read = two.answerer.supply_psk(fuzz::secret_of<noise::Psk>(9));
  require(damaged_bit ? !read : wanted && read && fuzz::equal(*read, payload));
  require(two.answerer.finished() == !damaged_bit);
  if (read) require(two.answerer.handshake_hash() == two.caller.handshake_hash());
}

}  // namespace

// Two bytes choose the bit to damage, the rest is both a message and a payload.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2 || size > 60000) return 0;
  const std::size_t damaged_bit = data[0] * 256U + data[1];
  const ByteView rest{data + 2, size - 2};
  Two raw;
  feed(raw.answerer, rest, *raw.caller.write_message({}));
  Two first;
  auto message = *first.caller.write_message(rest);
  damage(message, damaged_bit);
  require(!first.answerer.read_message(message));
  speak(rest, std::nullopt);
  speak(rest, damaged_bit);
  return 0;
}
