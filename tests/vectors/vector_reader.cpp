#include "tests/vectors/vector_reader.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "kinds/body.hpp"
#include "log/link.hpp"
#include "node/papers.hpp"
#include "seal/entry_seal.hpp"
#include "wire/certificate.hpp"
#include "wire/meta.hpp"
#include "wire/varint.hpp"

namespace kith::test {
namespace {

std::vector<seal::TreeNode> nodes_of(ByteView bytes) {
  wire::ByteReader reader{bytes};
  std::vector<seal::TreeNode> nodes;
  while (reader.left() > 0) {
    const auto depth = reader.take_fixed<std::uint8_t>().value();
    const auto index = reader.take_fixed<std::uint16_t>().value();
    nodes.push_back({depth, index, seal::NodeSecret::from(reader.take(32).value()).value()});
  }
  return nodes;
}

seal::KeySet keys_of(const json& epoch) {
  if (epoch.contains("root")) {
    return seal::KeySet::whole(seal::NodeSecret::from(hex_field(epoch, "root")).value());
  }
  std::vector<seal::LeafMetaKey> kept;
  for (const auto& one : epoch.at("metas")) {
    kept.push_back({{one.at(0).get<std::uint16_t>()},
                    seal::MetaKey::from(from_hex(one.at(1).get<std::string>())).value(),
                    BodyHash::from(from_hex(one.at(2).get<std::string>())).value()});
  }
  seal::KeySet keys;
  keys.add(nodes_of(hex_field(epoch, "nodes")), kept);
  return keys;
}

// Meta beyond its own form: openings have papers, and papers are those of this log and circle.
bool papers_hold(const wire::Meta& meta, const wire::RangeView& range, const wire::Place& place) {
  if (!meta.statement) return place.leaf.value != 0;
  return node::papers_of(*meta.statement, range.circle, range.log, std::nullopt).has_value();
}

bool body_holds(const wire::Kind& kind, ByteView item) {
  const auto* number = std::get_if<std::uint64_t>(&kind);
  const bool known = number != nullptr && kinds::is_known(*number);
  return known ? kinds::decode_body(*number, item).has_value()
               : wire::cbor_fields(item).has_value();
}

// Kind 0 has no body; every other kind that is known has one.
bool has_its_body(const wire::Kind& kind, wire::BodyState body) {
  const auto* number = std::get_if<std::uint64_t>(&kind);
  if (number == nullptr || !kinds::is_known(*number)) return true;
  return (body == wire::BodyState::none) == (*number == 0);
}

std::string state_of(const seal::LeafKeys& keys, wire::BodyState body) {
  if (body == wire::BodyState::none) return "none";
  if (body == wire::BodyState::forgotten) return "forgotten";
  return std::holds_alternative<BodyHash>(keys.body) ? "unread" : "open";
}

Seen see_with(const seal::KeySet& held, const wire::RangeView& range,
              const wire::PlacedEntry& placed) {
  const auto keys = held.keys_of(placed.place.leaf);
  if (!keys) return {"closed", {}, {}};
  auto opened = seal::open_entry(*keys, range.log, placed.place, placed.entry);
  if (!opened) return {"closed", {}, {}};
  const auto meta = wire::decode_meta(opened->meta);
  if (!meta || !papers_hold(*meta, range, placed.place)) {
    return {"unreadable", std::move(opened->meta), {}};
  }
  auto state = state_of(*keys, placed.entry.body_state);
  if (!has_its_body(meta->kind, placed.entry.body_state)) state = "body unreadable";
  if (state == "open") {
    if (!body_holds(meta->kind, opened->body)) {
      state = "body unreadable";
      opened->body.clear();
    }
  } else {
    opened->body.clear();
  }
  return {std::move(state), std::move(opened->meta), std::move(opened->body)};
}

template <class Id>
void set(const json& vector, const char* name, Id& id) {
  id = fixed_at<Id>(vector, name);
}

}  // namespace

Held held_of(const json& epochs) {
  Held held;
  for (const auto& one : epochs) {
    const EpochNumber number{static_cast<std::uint32_t>(number_at(one, "epoch"))};
    held[{fixed_at<LogId>(one, "log"), number}].push_back(keys_of(one));
  }
  return held;
}

Seen see(const wire::RangeView& range, const wire::PlacedEntry& placed, const Held& held) {
  Seen seen{"closed", {}, {}};
  const auto found = held.find({range.log, placed.place.epoch});
  if (found == held.end()) return seen;
  for (const auto& keys : found->second) {
    seen = see_with(keys, range, placed);
    if (seen.state != "closed") break;
  }
  return seen;
}

bool range_holds(ByteView range) {
  const auto decoded = wire::decode_range(range);
  return decoded && log::verify_range(*decoded).has_value();
}

std::optional<wire::Handover> opened_box(const json& vector) {
  seal::BoxPlace place;
  set(vector, "circle", place.circle);
  set(vector, "author", place.author);
  set(vector, "log", place.log);
  place.epoch.value = static_cast<std::uint32_t>(number_at(vector, "epoch"));
  place.seq.value = number_at(vector, "seq");
  const seal::OwnPrekey mine{
      fixed_at<DeviceId>(vector, "device"),
      {number_at(vector, "counter")},
      crypto::PrekeySecret::from(hex_field(vector, "prekey_secret")).value()};
  check(mine.secret.public_key() == fixed_at<crypto::PrekeyPublic>(vector, "prekey"));
  const auto pair = seal::PairSecret::from(hex_field(vector, "pair"));
  const auto box = hex_field(vector, "box");
  auto found = pair ? seal::open_box(place, mine, &*pair, box) : std::nullopt;
  if (!found) found = seal::open_box(place, mine, nullptr, box);
  if (!found || !found->log) return found;
  const auto papers = wire::open_certificate(found->certificate);
  const bool right =
      papers && papers->statement.log == *found->log && papers->statement.circle == place.circle;
  return right ? std::move(found) : std::nullopt;
}

}  // namespace kith::test
