#include "tests/vectors/onion_vectors.hpp"

#include <array>

#include "crypto/base32.hpp"
#include "crypto/kdf.hpp"
#include "crypto/onion_key.hpp"
#include "seal/device_box.hpp"
#include "tests/seeded_entropy.hpp"
#include "tests/vectors/vector_json.hpp"

namespace kith::test {
namespace {

// Of the services below, as rend-spec-v3 §6 makes them: there is no SHA3 here to make them again.
constexpr std::array<std::string_view, 3> hosts{
    "cls2jfsy3uyngk2op4twepnryqppzgqruti7sccmtapynthfxe3slzad.onion",
    "4tylnhe63rtiqju3vubuj3yvfpnlfq2lqp72wnk5cxibolebgayrreid.onion",
    "holkdp2t36oa2lm2ggf2vzigud7vihtf5nwm6s4nob7yctdxf66e4uid.onion"};

ordered_json service_of(const crypto::OnionKey& key, std::string_view host) {
  return {{"host", host},
          {"seed", to_hex(key.seed())},
          {"expanded", to_hex(crypto::expanded(key).view())},
          {"public", to_hex(key.public_key().view())}};
}

ordered_json caller_of(const seal::PairSecret& pair, const crypto::OnionPublic& service) {
  const auto key = crypto::derive<seal::PairKey>(pair.view(), "kithpair", 5);
  const auto raw = crypto::keyed_hash<crypto::Secret<struct RawTag, 32>>("kith/1 onion", key.view(),
                                                                         {service.view()});
  const auto caller = *crypto::OnionCallerSecret::from(raw.view());
  return {{"pair", to_hex(pair.view())},
          {"service", to_hex(service.view())},
          {"secret", to_hex(caller.view())},
          {"public", to_hex(caller.public_key().view())},
          {"base32", crypto::to_base32(caller.public_key().view())}};
}

}  // namespace

std::string make_onion_vectors() {
  SeededEntropy entropy{14};
  auto services = ordered_json::array();
  auto callers = ordered_json::array();
  for (const auto host : hosts) {
    const auto key = crypto::OnionKey::generate(entropy);
    services.push_back(service_of(key, host));
    callers.push_back(caller_of(seal::PairSecret::random(entropy), key.public_key()));
  }
  return ordered_json{{"onion_services", services}, {"onion_callers", callers}}.dump(2) + "\n";
}

}  // namespace kith::test
