#include "node/onion.hpp"

#include <algorithm>
#include <set>

#include "crypto/base32.hpp"
#include "wire/cbor.hpp"

namespace kith::node {
namespace {

using crypto::OnionCallerPublic;
using crypto::OnionCallerSecret;
using crypto::OnionPublic;

constexpr std::string_view onion_end = ".onion";
constexpr std::size_t checksum_bytes = 2;
constexpr std::uint8_t onion_version = 3;

// Fills up with keys until there is no more room; each once.
class Callers {
 public:
  explicit Callers(const OnionPublic& service) : service_(service) {}
  void add(const seal::PairSecret& pair) {
    if (keys_.size() < onion_callers_max) keys_.insert(onion_caller(pair, service_).public_key());
  }
  [[nodiscard]] std::vector<OnionCallerPublic> all() const { return {keys_.begin(), keys_.end()}; }

 private:
  OnionPublic service_;
  std::set<OnionCallerPublic> keys_;
};

// What they come with now: a secret that the two agreed on, or else any that they may have got.
void add_present(const Contact& contact, Callers& callers) {
  if (contact.pair) callers.add(*contact.pair);
  for (auto secret = contact.opens.rbegin(); secret != contact.opens.rend(); ++secret) {
    const bool agreed = std::ranges::count(contact.agreed, pair_id(secret->view())) > 0;
    if (agreed || contact.agreed.empty()) callers.add(*secret);
  }
}

}  // namespace

Result<std::optional<OnionService>, Refusal> onion_service(const Store& store) {
  const auto value = store.value(ValueName::onion);
  if (!value) return Fail{refusal_of(value.error())};
  if (!*value) return std::nullopt;
  auto reader = wire::CborReader::open(**value);
  if (!reader || reader->array() != Result<std::size_t, wire::CborError>{2}) {
    return Fail{Refusal::store_damaged};
  }
  const auto seed = reader->bytes();
  const auto host = reader->text();
  auto key = seed ? crypto::OnionKey::from_seed(*seed) : std::nullopt;
  if (!key || !host) return Fail{Refusal::store_damaged};
  return OnionService{std::move(*key), std::string{*host}};
}

change::PutValue kept(const OnionService& service) {
  wire::CborWriter out;
  out.array(2).bytes(service.key.seed()).text(service.host);
  return {ValueName::onion, out.take()};
}

std::optional<OnionPublic> onion_public(std::string_view host) {
  if (!host.ends_with(onion_end)) return std::nullopt;
  const auto bytes = crypto::from_base32(host.substr(0, host.size() - onion_end.size()));
  if (!bytes || bytes->size() != OnionPublic::size + checksum_bytes + 1 ||
      bytes->back() != onion_version) {
    return std::nullopt;
  }
  return OnionPublic::from(ByteView{*bytes}.first(OnionPublic::size));
}

OnionCallerSecret onion_caller(const seal::PairSecret& pair, const OnionPublic& service) {
  const auto key = seal::pair_key(pair, seal::PairUse::onion);
  const auto raw = crypto::keyed_hash<crypto::Secret<struct OnionCallerTag, 32>>(
      "kith/1 onion", key.view(), {service.view()});
  return *OnionCallerSecret::from(raw.view());
}

std::vector<OnionCallerPublic> onion_callers(const Node& node, const OnionPublic& service) {
  Callers callers{service};
  const auto& contacts = node.contacts();
  for (const auto& [person, contact] : contacts.all()) {
    if (contacts.accepted(person)) add_present(contact, callers);
  }
  const auto& cards = node.cards().unused();
  for (auto card = cards.rbegin(); card != cards.rend(); ++card) callers.add(*card);
  // From an older backup of theirs they may come with an older one.
  for (const auto& [person, contact] : contacts.all()) {
    if (!contacts.accepted(person)) continue;
    for (const auto& secret : contact.opens) callers.add(secret);
  }
  return callers.all();
}

Result<Roads, Refusal> roads(const Store& store) {
  const auto value = store.value(ValueName::roads);
  if (!value) return Fail{refusal_of(value.error())};
  if (!*value) return Roads::any;
  if ((*value)->size() != 1 || (*value)->front() > 1) return Fail{Refusal::store_damaged};
  return static_cast<Roads>((*value)->front());
}

change::PutValue kept(Roads roads) {
  return {ValueName::roads, {static_cast<std::uint8_t>(roads)}};
}

}  // namespace kith::node
