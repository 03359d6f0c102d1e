#include "sim/false_end.hpp"

namespace kith::sim {

std::optional<FalseEnd> FalseEnd::dial(node::Node& self, Entropy& entropy, const PersonId& victim) {
  const auto* contact = self.contacts().find(victim);
  if (contact == nullptr || !contact->pair) return std::nullopt;
  const auto& devices = self.contacts().listed(victim);
  if (devices.empty()) return std::nullopt;
  const auto key = seal::pair_key(*contact->pair, seal::PairUse::session);
  return FalseEnd{
      self, entropy,
      sync::Channel::initiator(self.identity().transport.clone(), devices.front().transport,
                               pair_id(contact->pair->view()),
                               *crypto::noise::Psk::from(key.view()), entropy)};
}

sync::Presence FalseEnd::presence() {
  return {self_->identity().device_list,
          {self_->prekeys().newest().record},
          {},
          {},
          sync::Fresh::random(*entropy_),
          std::nullopt,
          false};
}

void FalseEnd::hear(ByteView bytes) {
  while (true) {
    auto event = channel_.next();
    if (!event) return;
    if (*event) {
      if (auto* one = std::get_if<sync::Received>(&**event)) {
        auto encoded = sync::encode_message(std::move(one->message));
        captured_.push_back(encoded.body);
        auto again = sync::decode_message(encoded.type, std::move(encoded.body));
        heard_.push_back(std::move(**again));
      }
      continue;
    }
    if (bytes.empty()) return;
    bytes = channel_.feed(bytes);
  }
}

}  // namespace kith::sim
