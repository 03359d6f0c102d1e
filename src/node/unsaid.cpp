#include "node/unsaid.hpp"

#include "wire/varint.hpp"

namespace kith::node {
namespace {

ByteVec key_of(const Begun& begun) {
  const auto circle = begun.circle.view();
  ByteVec key{circle.begin(), circle.end()};
  wire::put_bytes(key, as_bytes(begun.form));
  return key;
}

template <class Id>
void put_ids(ByteVec& out, const std::vector<Id>& ids) {
  wire::put_fixed(out, static_cast<std::uint16_t>(ids.size()));
  for (const auto& id : ids) wire::put_bytes(out, id.view());
}

template <class Id>
std::optional<std::vector<Id>> take_ids(wire::ByteReader& in) {
  const auto count = in.take_fixed<std::uint16_t>();
  std::vector<Id> ids;
  for (std::size_t i = 0; count && i < *count; ++i) {
    const auto id = in.take_bytes<Id>();
    if (!id) return std::nullopt;
    ids.push_back(*id);
  }
  return count ? std::optional{std::move(ids)} : std::nullopt;
}

std::optional<Unsaid> decode(ByteView value) {
  wire::ByteReader in{value};
  auto answers = take_ids<Reference>(in);
  const auto chosen = in.take_fixed<std::uint8_t>();
  if (!answers || !chosen) return std::nullopt;
  Unsaid unsaid{{}, std::move(*answers), std::nullopt};
  if (*chosen != 0) {
    unsaid.to = take_ids<PersonId>(in);
    if (!unsaid.to) return std::nullopt;
  }
  unsaid.text = as_text(in.rest());
  return unsaid;
}

}  // namespace

Result<std::optional<Unsaid>, StoreError> unsaid_in(const Store& store, const Begun& begun) {
  const auto facts = store.facts(FactKind::unsaid);
  if (!facts) return Fail{facts.error()};
  const auto key = key_of(begun);
  for (const auto& fact : *facts) {
    if (fact.key != key) continue;
    auto unsaid = decode(fact.value);
    if (!unsaid) return Fail{StoreError::damaged};
    return unsaid;
  }
  return std::optional<Unsaid>{};
}

void keep_unsaid(const Begun& begun, const Unsaid& unsaid, Batch& batch) {
  ByteVec value;
  put_ids(value, unsaid.answers);
  wire::put_fixed(value, static_cast<std::uint8_t>(unsaid.to ? 1 : 0));
  if (unsaid.to) put_ids(value, *unsaid.to);
  wire::put_bytes(value, as_bytes(unsaid.text));
  batch.push_back(change::PutFact{FactKind::unsaid, key_of(begun), std::move(value)});
}

void drop_unsaid(const Begun& begun, Batch& batch) {
  batch.push_back(change::DropFact{FactKind::unsaid, key_of(begun)});
}

}  // namespace kith::node
