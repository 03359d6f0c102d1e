#include "node/own_cards.hpp"

#include "base/check.hpp"
#include "base/limits.hpp"

namespace kith::node {

void OwnCards::add(seal::PairSecret secret) {
  if (unused_.size() == limits::cards_unused_max) unused_.erase(unused_.begin());
  unused_.push_back(std::move(secret));
}

seal::PairSecret OwnCards::take(std::size_t index) {
  check(index < unused_.size());
  auto secret = std::move(unused_[index]);
  unused_.erase(unused_.begin() + static_cast<std::ptrdiff_t>(index));
  return secret;
}

ByteVec OwnCards::encode() const {
  ByteVec out;
  out.reserve(unused_.size() * seal::PairSecret::size);
  for (const auto& secret : unused_) {
    out.insert(out.end(), secret.view().begin(), secret.view().end());
  }
  return out;
}

std::optional<OwnCards> OwnCards::decode(ByteView bytes) {
  constexpr auto size = seal::PairSecret::size;
  if (bytes.size() % size != 0) return std::nullopt;
  OwnCards cards;
  for (std::size_t at = 0; at < bytes.size(); at += size) {
    cards.unused_.push_back(*seal::PairSecret::from(bytes.subspan(at, size)));
  }
  return cards;
}

}  // namespace kith::node
