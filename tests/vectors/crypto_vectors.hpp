// The frozen outputs of our own uses of hashes, derivations, signatures, boxes and handshakes, made
// from fixed inputs. The generator prints them; tests/crypto/own_vectors_test.cpp compares them.
#pragma once

#include "crypto/aead.hpp"
#include "crypto/hash.hpp"
#include "crypto/hpke.hpp"
#include "crypto/kdf.hpp"
#include "crypto/noise.hpp"
#include "crypto/password.hpp"
#include "crypto/sign.hpp"
#include "tests/vectors/vector_json.hpp"

namespace kith::test {

/// 0, 1, 2 … from `first` on.
inline ByteVec counting(std::size_t size, std::uint8_t first = 0) {
  ByteVec bytes;
  for (std::size_t i = 0; i < size; ++i) {
    bytes.push_back(static_cast<std::uint8_t>(first + i));
  }
  return bytes;
}

inline std::string context_text(const crypto::Context& context) {
  std::string text{as_text(context.padded())};
  return text.substr(0, text.find('\0'));
}

inline ordered_json hash_vectors() {
  auto list = ordered_json::array();
  const auto key = counting(32, 0x80);
  const auto add = [&](const crypto::Context& context, ByteView message) {
    list.push_back({{"context", context_text(context)},
                    {"key", ""},
                    {"message", to_hex(message)},
                    {"digest", to_hex(crypto::hash<Link>(context, {message}).view())}});
    list.push_back({{"context", context_text(context)},
                    {"key", to_hex(key)},
                    {"message", to_hex(message)},
                    {"digest", to_hex(crypto::keyed_hash<Link>(context, key, {message}).view())}});
  };
  for (const std::size_t size : {0, 1, 32, 127, 128, 129, 300}) {
    add("kith example", counting(size));
  }
  add("x", counting(3));
  add("sixteen bytes ok", counting(3));
  return list;
}

inline ordered_json kdf_vectors() {
  auto list = ordered_json::array();
  const auto key = counting(32);
  for (const std::uint64_t id :
       {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{0x0102030405060708}}) {
    for (const std::size_t size : {16, 32, 64}) {
      ByteVec out(size);
      crypto::derive(key, "kithtest", id, out);
      list.push_back({{"context", "kithtest"},
                      {"key", to_hex(key)},
                      {"id", number_json(id)},
                      {"out", to_hex(out)}});
    }
  }
  return list;
}

inline ordered_json sign_vectors() {
  auto list = ordered_json::array();
  for (const auto first : {std::uint8_t{0}, std::uint8_t{100}}) {
    const auto key = *crypto::LogKey::from_seed(counting(32, first));
    const auto message = counting(40, first);
    const crypto::Context context = "kith example";
    list.push_back({{"seed", to_hex(key.seed())},
                    {"public", to_hex(key.public_key().view())},
                    {"context", context_text(context)},
                    {"message", to_hex(message)},
                    {"signature", to_hex(key.sign(context, {message}).view())}});
  }
  return list;
}

inline ordered_json stream_vectors() {
  const auto key = counting(32);
  const auto nonce = counting(24, 0x40);
  const auto plain = counting(100);
  ByteVec cipher(plain.size());
  crypto::xchacha20_xor(key, nonce, plain, cipher);
  return {{{"key", to_hex(key)},
           {"nonce", to_hex(nonce)},
           {"plain", to_hex(plain)},
           {"cipher", to_hex(cipher)}}};
}

inline ordered_json box_vectors() {
  const auto ephemeral = counting(32, 0x60);
  const auto reader = *crypto::PrekeySecret::from(counting(32, 1));
  const auto psk = counting(32, 0x20);
  const crypto::hpke::Psk named{psk, as_bytes("pair")};
  const auto info = counting(20);
  const auto aad = counting(5);
  const auto plain = counting(50);
  const auto sealed = [&](const std::optional<crypto::hpke::Psk>& by) {
    auto sender = *crypto::hpke::Sender::start(reader.public_key().view(),
                                               *crypto::EphemeralSecret::from(ephemeral), info, by);
    return to_hex(sender.enc().view()) + to_hex(sender.seal(aad, plain));
  };
  ordered_json shared{{"secret", to_hex(reader.view())},
                      {"ephemeral", to_hex(ephemeral)},
                      {"info", to_hex(info)},
                      {"aad", to_hex(aad)},
                      {"plain", to_hex(plain)}};
  auto first = shared;
  first["box"] = sealed(std::nullopt);
  auto second = shared;
  second["psk"] = to_hex(psk);
  second["psk_id"] = to_hex(named.id);
  second["box"] = sealed(named);
  return ordered_json::array({first, second});
}

/// Gives one ephemeral secret, which then stands in a vector.
class GivenSecret : public Entropy {
 public:
  explicit GivenSecret(ByteVec secret) : secret_(std::move(secret)) {}
  void fill(ByteSpan out) override { std::copy_n(secret_.begin(), out.size(), out.begin()); }
  [[nodiscard]] ByteView view() const { return secret_; }

 private:
  ByteVec secret_;
};

inline ordered_json handshake_vectors() {
  GivenSecret left_drawn{counting(32, 0x40)};
  GivenSecret right_drawn{counting(32, 0x60)};
  const auto caller = *crypto::TransportSecret::from(counting(32, 1));
  const auto callee = *crypto::TransportSecret::from(counting(32, 2));
  const auto psk = *crypto::noise::Psk::from(counting(32, 3));
  auto left = crypto::noise::Handshake::initiator(caller.clone(), callee.public_key(), psk.clone(),
                                                  as_bytes("kith"), left_drawn);
  auto right = crypto::noise::Handshake::responder(callee.clone(), as_bytes("kith"), right_drawn);
  const auto first = *left.write_message(counting(1));
  (void)right.read_message(first);
  const auto second = *right.write_message(counting(2));
  (void)left.read_message(second);
  const auto third = *left.write_message(counting(3));
  (void)right.read_message(third);
  (void)right.supply_psk(psk.clone());
  auto transport = left.split();
  return {{{"initiator_static", to_hex(caller.view())},
           {"responder_static", to_hex(callee.view())},
           {"initiator_ephemeral", to_hex(left_drawn.view())},
           {"responder_ephemeral", to_hex(right_drawn.view())},
           {"psk", to_hex(psk.view())},
           {"prologue", to_hex(as_bytes("kith"))},
           {"payloads", {to_hex(counting(1)), to_hex(counting(2)), to_hex(counting(3))}},
           {"messages", {to_hex(first), to_hex(second), to_hex(third)}},
           {"handshake_hash", to_hex(right.handshake_hash().view())},
           {"first_plain", to_hex(counting(4))},
           {"first_transport", to_hex(*transport.send.encrypt({}, counting(4)))}}};
}

inline ordered_json password_vectors() {
  const auto salt = *crypto::StretchSalt::from(counting(16));
  const crypto::StretchParameters parameters{.memory_bytes = 64 * 1024, .passes = 3};
  const auto key = crypto::stretch(as_bytes("correct horse"), salt, parameters);
  return {{{"passphrase", "correct horse"},
           {"salt", to_hex(salt.view())},
           {"memory_bytes", parameters.memory_bytes},
           {"passes", parameters.passes},
           {"key", to_hex(key->view())}}};
}

/// The whole file, as it is committed.
inline std::string make_crypto_vectors() {
  const ordered_json all{
      {"hash", hash_vectors()},         {"kdf", kdf_vectors()},
      {"sign", sign_vectors()},         {"xchacha20", stream_vectors()},
      {"hpke", box_vectors()},          {"noise_xkpsk3", handshake_vectors()},
      {"argon2id", password_vectors()},
  };
  return all.dump(2) + "\n";
}

}  // namespace kith::test
