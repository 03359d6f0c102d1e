#include "tests/vectors/handover_vectors.hpp"

#include <limits>

#include "base/check.hpp"
#include "crypto/hash.hpp"
#include "crypto/hpke.hpp"
#include "wire/cbor.hpp"
#include "wire/varint.hpp"

namespace kith::test {
namespace {

constexpr std::size_t box_overhead = 53;

ByteVec info_of(const BoxTo& to) {
  ByteVec info;
  wire::put_bytes(info, as_bytes("kith/1 handover"));
  info.push_back(0);
  info.push_back(to.pair == nullptr ? 2 : 1);
  wire::put_bytes(info, to.place.circle.view());
  wire::put_bytes(info, to.place.author.view());
  wire::put_bytes(info, to.place.log.view());
  wire::put_fixed(info, to.place.epoch.value);
  wire::put_fixed(info, to.place.seq.value);
  wire::put_bytes(info, to.device->key.public_key().view());
  wire::put_fixed(info, to.device->counter.value);
  return info;
}

ByteVec hint_of(const BoxTo& to, ByteView key) {
  ByteVec input;
  wire::put_bytes(input, to.place.log.view());
  wire::put_fixed(input, to.place.seq.value);
  wire::put_bytes(input, to.device->key.public_key().view());
  wire::put_fixed(input, to.device->counter.value);
  const auto hash = crypto::keyed_hash<Link>("kith/1 hint", key, {input});
  return {hash.raw.begin(), hash.raw.begin() + 4};
}

struct BoxVectors {
  ExampleLog example;
  SeededEntropy entropy{1004};
  ordered_json list = ordered_json::array();

  void add(std::string_view what, const BoxTo& to, ByteView box, ByteView plain,
           const ordered_json& opens = {}) {
    auto vector = reader_json(what, to);
    vector["box"] = to_hex(box);
    vector["handover"] = to_hex(plain);
    if (!opens.is_null()) vector["opens"] = opens;
    list.push_back(vector);
  }

  // A box of the example log that opens for `to`: the one whose first span begins at `first`.
  void add_found(std::string_view what, std::size_t seq, const Device& device,
                 const seal::PairSecret* pair, std::size_t first, const ordered_json& opens) {
    const auto& written = example.log.at(seq);
    const BoxTo to{example.log.box_place(written.place), &device, pair};
    const auto decoded = wire::decode_entry(written.raw.lean);
    for (const auto& slot : wire::decode_boxes(decoded->entry.boxes).slots) {
      const auto found = seal::open_box(to.place, device.own_prekey(), pair, slot.bytes);
      if (!found || found->spans.front().first.seq.value != first) continue;
      auto plain = wire::encode_handover(*found);
      plain.resize(slot.bytes.size() - box_overhead);
      add(what, to, slot.bytes, plain, opens);
      return;
    }
    check(false);
  }

  void add_sealed(std::string_view what, const BoxTo& to, const wire::Handover& handover,
                  const ordered_json& opens = {}) {
    auto prekey = to.device->published();
    const std::vector<seal::Addressed> one{{prekey, to.pair, &handover}};
    const auto sealed = seal::seal_boxes(to.place, one, seal::BoxCount::as_addressed, entropy);
    const auto box = wire::decode_boxes(sealed.part).slots.front().bytes;
    auto plain = wire::encode_handover(handover);
    plain.resize(box.size() - box_overhead);
    add(what, to, box, plain, opens);
  }
};

ordered_json opened_json(const Author& log, std::size_t first,
                         const std::vector<std::string_view>& states) {
  auto entries = ordered_json::array();
  for (const auto state : states) {
    entries.push_back(found_json(log.at(first + entries.size()), state));
  }
  const auto range = log.range(first, first + states.size() - 1);
  return {{"range", to_hex(range.encode(log.key()))}, {"entries", entries}};
}

void add_boxes_of_the_log(BoxVectors& made) {
  const auto& [ana, ben, cleo] = std::tie(made.example.ana, made.example.ben, made.example.cleo);
  const auto& log = made.example.log;
  made.add_found("a whole epoch, to someone met", 0, ben.devices.front(), &made.example.ana_ben, 0,
                 opened_json(log, 0, {"none", "open"}));
  made.add_found("a whole epoch, to another device of mine", 6, ana.devices.back(),
                 &made.example.ana_own, 6, opened_json(log, 5, {"closed", "none", "open"}));
  made.add_found("a whole epoch, without a pair secret", 9, cleo.devices.front(), nullptr, 9,
                 opened_json(log, 9, {"open", "open"}));
  made.add_found("from this entry on", 3, cleo.devices.front(), nullptr, 3,
                 opened_json(log, 2, {"closed", "none", "none", "open"}));
  made.add_found("a past of this log", 4, cleo.devices.front(), nullptr, 0,
                 opened_json(log, 0, {"none", "open", "open", "closed"}));
}

// An aside of two epochs: one body of the first was forgotten by who hands it over.
void write_aside(Author& aside) {
  const auto say = [&](Step step, std::string_view text) {
    const auto place = aside.place(step);
    wire::Meta meta{{1'760'000'000'000'000}, std::uint64_t{1}, {}, std::nullopt, {}};
    if (step == Step::opens) meta.statement = aside.statement({});
    aside.write(place, {wire::encode_meta(meta), message(text), {}});
  };
  say(Step::opens, "not for you");
  say(Step::follows, "for you");
  say(Step::follows, "forgotten");
  say(Step::follows, "for you again");
  say(Step::opens, "another epoch");
  say(Step::follows, "to its end");
}

wire::Handover past_of(const Author& aside, const ExampleLog& example) {
  auto held = aside.keys(0);
  const auto lean = without_body(aside.id(), aside.at(2), held);
  held.puncture({2}, wire::body_hash_of(wire::decode_entry(lean)->entry));
  auto cover = held.cover({1}, {3});
  wire::Handover past;
  past.spans.push_back({aside.at(1).place, aside.at(1).before, std::move(cover.nodes),
                        std::move(cover.meta_keys),
                        wire::AudienceList{{example.ben.id(), WallTime{1}}}});
  past.spans.push_back(aside.span(aside.at(4).place, {1023}, aside.at(4).before));
  past.log = aside.id();
  past.certificate = example.ana.certificate(aside.circle(), aside.key());
  return past;
}

void add_pasts(BoxVectors& made) {
  const auto& example = made.example;
  Author aside{example.ana, example.log.circle(), made.entropy};
  write_aside(aside);
  const BoxTo to_ben{{example.log.circle(), example.ana.id(), example.log.id(), {2}, {13}},
                     &example.ben.devices.front(),
                     &example.ana_ben};
  const auto past = past_of(aside, example);
  made.add_sealed("a past of another log in two spans, with what is left of a forgotten body",
                  to_ben, past,
                  opened_json(aside, 0, {"closed", "open", "unread", "open", "open", "open"}));

  auto forgotten = past_of(aside, example);
  forgotten.spans.pop_back();
  auto& span = forgotten.spans.front();
  span.first = aside.at(2).place;
  span.before = aside.at(2).before;
  span.nodes.clear();
  const BoxTo to_cleo{to_ben.place, &example.cleo.devices.front(), nullptr};
  made.add_sealed("nothing but what is left of a forgotten body", to_cleo, forgotten,
                  opened_json(aside, 1, {"closed", "unread", "closed"}));
}

void add_by_hand(BoxVectors& made) {
  const auto& example = made.example;
  wire::Handover handover;
  const auto& first = example.log.at(6);
  handover.spans.push_back(example.log.span(first.place, {1023}, first.before));
  handover.spans.push_back({{{1000}, {7}, {1023}}, Link{{8}}, {}, {}, std::nullopt});
  handover.spans.back().nodes.push_back({10, 1023, seal::NodeSecret::random(made.entropy)});
  const auto item = wire::encode_handover(handover);

  Device far{made.entropy, std::numeric_limits<std::uint64_t>::max()};
  const BoxTo to_far{{example.log.circle(),
                      example.ana.id(),
                      example.log.id(),
                      {std::numeric_limits<std::uint32_t>::max()},
                      {(std::uint64_t{1} << 40) - 1}},
                     &far,
                     nullptr};
  made.add("the last place and the last counter, no zeros", to_far,
           raw_box(to_far, item, made.entropy), item);

  const BoxTo to_ben{example.log.box_place(first.place), &example.ben.devices.front(),
                     &example.ana_ben};
  auto padded = item;
  padded.resize(1000);
  made.add("many zeros, a size that is no 53 + 32 k", to_ben, raw_box(to_ben, padded, made.entropy),
           padded);
  auto tomorrow = item;
  tomorrow[0] = 0xa3;  // keys 0, 9 and "x"
  wire::put_bytes(tomorrow, from_hex("09f6617802"));
  made.add("keys of tomorrow", to_ben, raw_box(to_ben, tomorrow, made.entropy), tomorrow);
  auto without = to_ben;
  without.pair = nullptr;
  made.add("suite 2, from an author with whom a pair secret is shared", to_ben,
           raw_box(without, item, made.entropy), item);
}

}  // namespace

ByteVec raw_box(const BoxTo& to, ByteView psk, ByteView hint_key, ByteView plain,
                Entropy& entropy) {
  const auto key = to.device->prekey.public_key();
  const auto info = info_of(to);
  const auto sealed =
      to.pair == nullptr
          ? crypto::hpke::seal_base(key, info, {}, plain, entropy)
          : crypto::hpke::seal_psk(key, info, {psk, as_bytes("kith/1 pair")}, {}, plain, entropy);
  check(sealed.has_value());
  ByteVec box{static_cast<std::uint8_t>(to.pair == nullptr ? 2 : 1)};
  wire::put_bytes(box, hint_of(to, hint_key));
  wire::put_bytes(box, *sealed);
  return box;
}

ByteVec raw_box(const BoxTo& to, ByteView plain, Entropy& entropy) {
  if (to.pair == nullptr) {
    return raw_box(to, {}, to.device->prekey.public_key().view(), plain, entropy);
  }
  const auto psk = seal::pair_key(*to.pair, seal::PairUse::box);
  const auto hint_key = seal::pair_key(*to.pair, seal::PairUse::hint);
  return raw_box(to, psk.view(), hint_key.view(), plain, entropy);
}

ordered_json reader_json(std::string_view what, const BoxTo& to) {
  return {{"what", what},
          {"circle", to_hex(to.place.circle.view())},
          {"author", to_hex(to.place.author.view())},
          {"log", to_hex(to.place.log.view())},
          {"epoch", number_json(to.place.epoch.value)},
          {"seq", number_json(to.place.seq.value)},
          {"device", to_hex(to.device->key.public_key().view())},
          {"counter", number_json(to.device->counter.value)},
          {"prekey", to_hex(to.device->prekey.public_key().view())},
          {"prekey_secret", to_hex(to.device->prekey.view())},
          {"pair", to.pair == nullptr ? "" : to_hex(to.pair->view())}};
}

std::string make_handover_vectors() {
  BoxVectors made;
  add_boxes_of_the_log(made);
  add_pasts(made);
  add_by_hand(made);
  return ordered_json{{"boxes", made.list}, {"refused", {{"boxes", refused_boxes()}}}}.dump(1) +
         "\n";
}

}  // namespace kith::test
