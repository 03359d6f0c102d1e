#include "node/introductions.hpp"

#include "wire/cbor.hpp"

namespace kith::node {
namespace {

ByteVec encode(const Offer& offer) {
  wire::CborWriter out;
  out.map(3U + offer.note.has_value() + offer.circle.has_value());
  out.key(0).bytes(offer.person.view()).key(1).bytes(offer.by.view()).key(2).text(offer.name);
  if (offer.note) out.key(3).text(*offer.note);
  if (offer.circle) out.key(4).bytes(offer.circle->view());
  return out.take();
}

std::optional<Offer> decode(const Fact& fact) {
  const auto id = Reference::from(fact.key);
  const auto fields = wire::cbor_fields(fact.value);
  if (!id || !fields) return std::nullopt;
  const auto person = wire::fixed_field<PersonId>(*fields, 0);
  const auto by = wire::fixed_field<PersonId>(*fields, 1);
  const auto name = wire::text_field(*fields, 2);
  const auto note = wire::text_field(*fields, 3);
  if (!person || !by || !name) return std::nullopt;
  Offer offer{
      *id, *person, *by, std::string{*name}, std::nullopt, wire::fixed_field<CircleId>(*fields, 4)};
  if (note) offer.note = std::string{*note};
  return offer;
}

}  // namespace

Result<Offers, StoreError> Offers::load(const Store& store) {
  const auto facts = store.facts(FactKind::introduction);
  if (!facts) return Fail{facts.error()};
  Offers offers;
  for (const auto& fact : *facts) {
    auto offer = decode(fact);
    if (!offer) return Fail{StoreError::damaged};
    offers.offers_.insert_or_assign(offer->id, std::move(*offer));
  }
  return offers;
}

void Offers::put(Offer offer, Batch& batch) {
  const auto id = offer.id;
  const auto [at, added] = offers_.emplace(id, std::move(offer));
  if (!added) return;
  const auto key = id.view();
  batch.push_back(
      change::PutFact{FactKind::introduction, {key.begin(), key.end()}, encode(at->second)});
}

const Offer* Offers::find(const Reference& id) const {
  const auto found = offers_.find(id);
  return found == offers_.end() ? nullptr : &found->second;
}

}  // namespace kith::node
