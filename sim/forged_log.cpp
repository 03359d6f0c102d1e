#include "sim/forged_log.hpp"

#include "base/limits.hpp"
#include "log/link.hpp"
#include "seal/entry_seal.hpp"

namespace kith::sim {
namespace {

ByteVec certificate_of(const node::Identity& me, const CircleId& circle, const crypto::LogKey& key,
                       wire::LogForm form) {
  return wire::encode_certificate(
      me.device_list,
      wire::sign_log_statement({circle, key.public_key(), me.person_id(), me.device_id(), form},
                               me.device, key));
}

}  // namespace

ForgedLog::ForgedLog(const node::Node& author, Entropy& entropy, const CircleId& circle,
                     wire::LogForm form)
    : entropy_(entropy),
      circle_(circle),
      author_(author.person()),
      key_(crypto::LogKey::generate(entropy)),
      certificate_(certificate_of(author.identity(), circle, key_, form)),
      link_(log::link_before_all(key_.public_key())) {}

wire::Place ForgedLog::next_place() const {
  if (places_.empty()) return place(0, 0, 0);
  const auto& last = places_.back();
  return {last.seq.successor(), last.epoch, {static_cast<std::uint16_t>(last.leaf.value + 1)}};
}

wire::Span ForgedLog::span(const wire::Place& place) {
  auto cover = keys(place).cover(place.leaf, {limits::epoch_leaves - 1});
  return {place, link_, std::move(cover.nodes), {}, std::nullopt};
}

ByteVec ForgedLog::boxes(const node::Node& author, WallTime now, std::span<const Given> given,
                         const wire::Place& place) const {
  std::vector<seal::Addressed> addressed;
  for (const auto& one : given) {
    for (const auto& device : author.contacts().devices_of(one.reader, now)) {
      addressed.push_back({device.prekey, device.pair, one.handover});
    }
  }
  if (addressed.empty()) return {};
  const seal::BoxPlace at{circle_, author_, id(), place.epoch, place.seq};
  return seal::seal_boxes(at, addressed, seal::BoxCount::as_addressed, entropy_).part;
}

void ForgedLog::put(const wire::Place& place, const wire::Meta& meta, const std::string& text,
                    const ByteVec& boxes) {
  put_body(place, meta, kinds::encode_body(kinds::Message{text}), boxes);
}

void ForgedLog::put_body(const wire::Place& place, const wire::Meta& meta, const ByteVec& body,
                         const ByteVec& boxes) {
  put_bytes(place, wire::encode_meta(meta), body, boxes);
}

void ForgedLog::put_bytes(const wire::Place& place, const ByteVec& meta, const ByteVec& body,
                          const ByteVec& boxes) {
  ByteVec lean;
  seal::seal_entry(lean, *keys(place).keys_of(place.leaf), id(), place, meta, body, boxes);
  before_.push_back(link_);
  link_ = log::link_of(link_, wire::header_of(wire::decode_entry(lean)->entry, place));
  links_.push_back(link_);
  places_.push_back(place);
  lean_.push_back(std::move(lean));
}

ByteVec ForgedLog::range(std::size_t first, std::size_t last) const {
  wire::RangeView view{circle_, id(), before_[first], {}, log::sign_head(key_, links_[last])};
  for (auto i = first; i <= last; ++i) {
    view.entries.push_back({places_[i], wire::decode_entry(lean_[i])->entry});
  }
  return wire::encode_range(view);
}

void ForgedLog::rewind(std::size_t entries) {
  link_ = entries == 0 ? log::link_before_all(id()) : links_[entries - 1];
  for (auto* links : {&before_, &links_}) links->resize(entries);
  places_.resize(entries);
  lean_.resize(entries);
}

seal::KeySet ForgedLog::keys(const wire::Place& place) {
  auto& root = roots_[place.epoch.value];
  if (!root) root = wire::NodeSecret::random(entropy_);
  return seal::KeySet::whole(root->clone());
}

}  // namespace kith::sim
