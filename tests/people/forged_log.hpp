// A log of a real person that says what no honest node writes, at places that a test names. Refuses
// to know any one test.
#pragma once

#include <map>

#include "log/link.hpp"
#include "seal/entry_seal.hpp"
#include "tests/people/two_people.hpp"

namespace kith::node::test {

/// A log of a person, entry by entry, at places that the test names.
class ForgedLog {
 public:
  ForgedLog(Person& author, const CircleId& circle, Person& reader,
            wire::LogForm form = wire::LogForm::main)
      : author_(author),
        circle_(circle),
        reader_(reader),
        form_(form),
        key_(crypto::LogKey::generate(author.entropy)),
        link_(log::link_before_all(key_.public_key())) {}

  [[nodiscard]] LogId id() const { return key_.public_key(); }
  [[nodiscard]] const crypto::LogKey& key() const { return key_; }
  [[nodiscard]] ByteVec certificate() const {
    const auto& me = author_.node->identity();
    return wire::encode_certificate(
        me.device_list,
        wire::sign_log_statement({circle_, id(), me.person_id(), me.device_id(), form_}, me.device,
                                 key_));
  }
  [[nodiscard]] wire::Span span(const wire::Place& place) {
    auto cover = keys(place).cover(place.leaf, {limits::epoch_leaves - 1});
    return {place, link_, std::move(cover.nodes), {}, std::nullopt};
  }
  [[nodiscard]] wire::AudienceList to_reader() const {
    return {{reader_.node->person(), std::nullopt}};
  }

  /// An entry that states who hears and hands over to the reader.
  void open(const wire::Place& place, const wire::AudienceList& audience,
            const std::string& text = "hello") {
    wire::Meta meta{author_.tick(), std::uint64_t{1}, {}, std::nullopt, {}};
    meta.statement =
        wire::AudienceStatement{audience, certificate(), {author_.node->prekeys().newest().record}};
    wire::Handover handover;
    handover.spans.push_back(span(place));
    put(place, meta, text, boxes(place, handover));
  }
  void tell(const wire::Place& place, const std::string& text) {
    put(place, {author_.tick(), std::uint64_t{1}, {}, std::nullopt, {}}, text, {});
  }
  void put(const wire::Place& place, const wire::Meta& meta, const std::string& text,
           const ByteVec& boxes) {
    put_body(place, meta, kinds::encode_body(kinds::Message{text}), boxes);
  }
  void put_body(const wire::Place& place, const wire::Meta& meta, const ByteVec& body,
                const ByteVec& boxes) {
    put_bytes(place, wire::encode_meta(meta), body, boxes);
  }
  /// Whatever meta says. Shape: padded.
  void put_bytes(const wire::Place& place, const ByteVec& meta, const ByteVec& body,
                 const ByteVec& boxes) {
    ByteVec lean;
    seal::seal_entry(lean, *keys(place).keys_of(place.leaf), id(), place, meta, body, boxes);
    before_.push_back(link_);
    link_ = log::link_of(link_, wire::header_of(wire::decode_entry(lean)->entry, place));
    links_.push_back(link_);
    places_.push_back(place);
    lean_.push_back(std::move(lean));
  }
  [[nodiscard]] ByteVec boxes(const wire::Place& place, const wire::Handover& handover) {
    const auto devices = author_.node->contacts().devices_of(reader_.node->person(), author_.now);
    std::vector<seal::Addressed> addressed;
    for (const auto& device : devices) addressed.push_back({device.prekey, device.pair, &handover});
    const seal::BoxPlace at{circle_, author_.node->person(), id(), place.epoch, place.seq};
    return seal::seal_boxes(at, addressed, seal::BoxCount::as_addressed, author_.entropy).part;
  }
  /// Of the entries that were written, from the first-th to the last-th.
  [[nodiscard]] ByteVec range(std::size_t first, std::size_t last) const {
    wire::RangeView view{circle_, id(), before_[first], {}, log::sign_head(key_, links_[last])};
    for (auto i = first; i <= last; ++i) {
      view.entries.push_back({places_[i], wire::decode_entry(lean_[i])->entry});
    }
    return wire::encode_range(view);
  }
  [[nodiscard]] ByteVec all() const { return range(0, lean_.size() - 1); }
  /// Goes back: what is written now is another story.
  void rewind(std::size_t entries) {
    link_ = entries == 0 ? log::link_before_all(id()) : links_[entries - 1];
    for (auto* links : {&before_, &links_}) links->resize(entries);
    places_.resize(entries);
    lean_.resize(entries);
  }

 private:
  [[nodiscard]] seal::KeySet keys(const wire::Place& place) {
    auto& root = roots_[place.epoch.value];
    if (!root) root = wire::NodeSecret::random(author_.entropy);
    return seal::KeySet::whole(root->clone());
  }

  Person& author_;
  CircleId circle_;
  Person& reader_;
  wire::LogForm form_;
  crypto::LogKey key_;
  Link link_;
  std::map<std::uint32_t, std::optional<wire::NodeSecret>> roots_;
  std::vector<Link> before_;
  std::vector<Link> links_;
  std::vector<wire::Place> places_;
  std::vector<ByteVec> lean_;
};

inline wire::Place place(std::uint64_t seq, std::uint32_t epoch, std::uint16_t leaf) {
  return {{seq}, {epoch}, {leaf}};
}

}  // namespace kith::node::test
