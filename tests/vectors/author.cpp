#include "tests/vectors/author.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "log/link.hpp"
#include "seal/entry_seal.hpp"
#include "wire/padme.hpp"
#include "wire/varint.hpp"

namespace kith::test {
namespace {

wire::EntryView view_of(ByteView lean) {
  const auto decoded = wire::decode_entry(lean);
  check(decoded.has_value() && decoded->size == lean.size());
  return decoded->entry;
}

ByteVec nodes_of(const seal::KeySet& keys) {
  ByteVec bytes;
  for (const auto& node : keys.nodes()) {
    bytes.push_back(node.depth);
    wire::put_fixed(bytes, node.index);
    wire::put_bytes(bytes, node.secret.view());
  }
  return bytes;
}

}  // namespace

Device::Device(Entropy& entropy, std::uint64_t prekey_counter)
    : key(crypto::DeviceKey::generate(entropy)),
      transport(crypto::TransportSecret::generate(entropy)),
      prekey(crypto::PrekeySecret::generate(entropy)),
      counter{prekey_counter} {}

wire::Prekey Device::published() const {
  return {key.public_key(), counter, prekey.public_key(), {1'750'000'000'000'000}};
}

seal::OwnPrekey Device::own_prekey() const { return {key.public_key(), counter, prekey.clone()}; }

Person::Person(Entropy& entropy, std::size_t count) : key(crypto::PersonKey::generate(entropy)) {
  for (std::size_t i = 0; i < count; ++i) {
    devices.emplace_back(entropy, i + 1);
  }
  std::ranges::sort(devices, {}, [](const Device& device) { return device.key.public_key(); });
}

wire::DeviceList Person::list(std::uint64_t version) const {
  wire::DeviceList list{id(), {version}, {}};
  for (const auto& device : devices) {
    list.devices.push_back({device.key.public_key(), device.transport.public_key()});
  }
  return list;
}

ByteVec Person::certificate(const CircleId& circle, const crypto::LogKey& log) const {
  const auto& writer = devices.front().key;
  return wire::encode_certificate(
      wire::sign_device_list(list(), key),
      wire::sign_log_statement(
          {circle, log.public_key(), id(), writer.public_key(), wire::LogForm::main}, writer, log));
}

Link RawRange::head() const {
  Link link = previous;
  for (const auto& entry : entries) {
    link = log::link_of(link, entry.header);
  }
  return link;
}

ByteVec RawRange::encode(const crypto::LogKey& key) const {
  return encode(log::sign_head(key, head()));
}

ByteVec RawRange::encode(const Signature& signature) const {
  ByteVec out{version};
  wire::put_bytes(out, circle.view());
  wire::put_bytes(out, log.view());
  wire::put_fixed(out, first.seq.value);
  wire::put_bytes(out, previous.view());
  wire::put_fixed(out, first.epoch.value);
  wire::put_fixed(out, first.leaf.value);
  if (count) {
    wire::put_bytes(out, *count);
  } else {
    wire::put_varint(out, entries.size());
  }
  for (const auto& entry : entries) {
    wire::put_bytes(out, entry.lean);
  }
  wire::put_bytes(out, signature.view());
  return out;
}

Author::Author(const Person& person, const CircleId& circle, Entropy& entropy)
    : person_(person),
      circle_(circle),
      entropy_(entropy),
      key_(crypto::LogKey::generate(entropy)) {}

wire::Place Author::place(Step step) {
  if (step == Step::opens) {
    roots_.push_back(seal::NodeSecret::random(entropy_));
  }
  if (entries_.empty()) return {};
  return *wire::following(entries_.back().place, step == Step::opens);
}

void Author::write(const wire::Place& place, const Draft& draft) {
  const auto leaf = seal::derive_leaf({0, 0, root(place.epoch.value).clone()}, place.leaf, 10);
  Written written{place, {}, head(), {}, draft.meta, draft.body};
  seal::seal_entry(written.raw.lean, leaf, id(), place, draft.meta, draft.body, draft.boxes);
  written.raw.header = wire::header_of(view_of(written.raw.lean), place);
  written.link = log::link_of(written.before, written.raw.header);
  written.body.resize(written.raw.header.body_size);
  entries_.push_back(std::move(written));
}

wire::AudienceStatement Author::statement(const wire::AudienceList& audience) const {
  wire::AudienceStatement made{audience, person_.certificate(circle_, key_), {}};
  std::ranges::sort(made.audience, {}, &wire::Hearer::person);
  for (const auto& device : person_.devices) {
    made.prekeys.push_back(wire::sign_prekey(device.published(), device.key));
  }
  return made;
}

seal::BoxPlace Author::box_place(const wire::Place& place) const {
  return {circle_, person_.id(), id(), place.epoch, place.seq};
}

wire::Span Author::span(const wire::Place& first, LeafIndex last, const Link& before) const {
  auto cover = keys(first.epoch.value).cover(first.leaf, last);
  return {first, before, std::move(cover.nodes), std::move(cover.meta_keys), std::nullopt};
}

Link Author::head() const {
  return entries_.empty() ? log::link_before_all(id()) : entries_.back().link;
}

seal::KeySet Author::keys(std::uint32_t epoch) const {
  return seal::KeySet::whole(root(epoch).clone());
}

RawRange Author::range(std::size_t first, std::size_t last) const {
  RawRange range;
  range.circle = circle_;
  range.log = id();
  range.first = at(first).place;
  range.previous = at(first).before;
  for (std::size_t i = first; i <= last; ++i) {
    range.entries.push_back(at(i).raw);
  }
  return range;
}

ByteVec padded_meta(ByteVec item) {
  item.resize((item.size() + 15) / 16 * 16);
  return item;
}

ByteVec without_body(const LogId& log, const Written& written, const seal::KeySet& keys) {
  auto view = view_of(written.raw.lean);
  const auto opened = seal::open_entry(*keys.keys_of(written.place.leaf), log, written.place, view);
  check(opened.has_value());
  const auto stand_in = wire::stand_in_of(opened->body_hash, view);
  view.body_state = wire::BodyState::forgotten;
  view.body = stand_in.view();
  ByteVec lean;
  wire::encode_entry(lean, view);
  return lean;
}

ByteVec without_box(ByteView lean, std::size_t i) {
  auto view = view_of(lean);
  auto boxes = wire::decode_boxes(view.boxes);
  const auto hash = wire::hash_of_box(boxes.slots.at(i).bytes);
  boxes.slots[i] = {false, hash.view()};
  const auto part = wire::encode_boxes(boxes);
  view.boxes = part;
  ByteVec out;
  wire::encode_entry(out, view);
  return out;
}

ordered_json root_json(const Author& log, std::uint32_t epoch) {
  return {
      {"log", to_hex(log.id().view())}, {"epoch", epoch}, {"root", to_hex(log.root(epoch).view())}};
}

ordered_json keys_json(const Author& log, std::uint32_t epoch, const seal::KeySet& keys) {
  auto metas = ordered_json::array();
  for (const auto& kept : keys.meta_keys()) {
    metas.push_back(ordered_json::array(
        {kept.leaf.value, to_hex(kept.key.view()), to_hex(kept.body_hash.view())}));
  }
  return {{"log", to_hex(log.id().view())},
          {"epoch", epoch},
          {"nodes", to_hex(nodes_of(keys))},
          {"metas", metas}};
}

ordered_json found_json(const Written& written, std::string_view state) {
  return {{"link", to_hex(written.link.view())},
          {"tag", to_hex(written.raw.header.tag.view())},
          {"state", state},
          {"meta", state == "closed" ? "" : to_hex(written.meta)},
          {"body", state == "open" ? to_hex(written.body) : ""}};
}

}  // namespace kith::test
