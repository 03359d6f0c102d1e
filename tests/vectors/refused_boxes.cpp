// Boxes that are not for their reader, were damaged, or hold what is no handover.
#include "tests/vectors/handover_vectors.hpp"
#include "wire/cbor.hpp"

namespace kith::test {
namespace {

struct Refused {
  SeededEntropy entropy{1005};
  Person ana{entropy, 1};
  Person ben{entropy, 1};
  Device stranger{entropy, 1};
  seal::PairSecret pair = seal::PairSecret::random(entropy);
  Author log{ana, entropy.make<CircleId>(), entropy};
  BoxTo to_ben{{log.circle(), ana.id(), log.id(), {4}, {40}}, &ben.devices.front(), &pair};
  BoxTo to_ben_without{to_ben.place, to_ben.device, nullptr};
  ordered_json list = ordered_json::array();

  void add(std::string_view what, const BoxTo& reader, ByteView box) {
    auto vector = reader_json(what, reader);
    vector["box"] = to_hex(box);
    list.push_back(vector);
  }
};

// A span map in hex: `count` keys, of which the last ones are `more`.
struct SpanHex {
  std::string epoch = "04";
  std::string seq = "1828";
  std::string leaf = "00";
  std::string link = "5820" + repeated("0a", 32);
  std::string nodes = "000000" + repeated("0b", 32);
  std::string more{};
  std::string count = "a5";

  [[nodiscard]] std::string hex() const {
    const auto bytes = nodes.size() / 2;
    const auto head = bytes < 24 ? to_hex(ByteVec{static_cast<std::uint8_t>(0x40 + bytes)})
                                 : to_hex(ByteVec{0x58, static_cast<std::uint8_t>(bytes)});
    return count + "00" + epoch + "01" + seq + "02" + leaf + "03" + link + "04" + head + nodes +
           more;
  }
};

std::string node(std::string_view place) { return std::string{place} + repeated("0b", 32); }

std::string of_one(const SpanHex& span) { return "a10081" + span.hex(); }

std::string kept(std::string_view leaf, std::size_t key_bytes = 64) {
  return "83" + std::string{leaf} + "58" + to_hex(ByteVec{static_cast<std::uint8_t>(key_bytes)}) +
         repeated("0c", key_bytes) + "5820" + repeated("0d", 32);
}

struct Malformed {
  std::string what;
  std::string hex;
};

std::vector<Malformed> malformed_spans() {
  const auto hearer = [](std::string_view id) { return "815820" + repeated(id, 32); };
  return {
      {"a span that is no map", "a1008100"},
      {"a span without a leaf",
       "a10081a40004011828035820" + repeated("0a", 32) + "045823" + node("000000")},
      {"epoch 2^32", of_one({.epoch = "1b0000000100000000"})},
      {"first seq 2^40", of_one({.seq = "1b0000010000000000"})},
      {"leaf 1024", of_one({.leaf = "190400"})},
      {"a leaf below 0", of_one({.leaf = "20"})},
      {"a link of 31 bytes", of_one({.link = "581f" + repeated("0a", 31)})},
      {"neither node nor meta key", of_one({.nodes = ""})},
      {"neither node nor meta key, but their empty list",
       of_one({.nodes = "", .more = "0580", .count = "a6"})},
      {"a byte more than a node", of_one({.nodes = node("000000") + "00"})},
      {"a node of depth 11", of_one({.nodes = node("0b0000")})},
      {"a node beyond the last of its depth", of_one({.nodes = node("020004")})},
      {"nodes out of order", of_one({.nodes = node("010001") + node("010000")})},
      {"one node twice", of_one({.nodes = node("0a0007") + node("0a0007")})},
      {"a node within another", of_one({.nodes = node("010000") + node("0a0003")})},
      {"a node around another", of_one({.nodes = node("0a0003") + node("010000")})},
      {"a meta key without body_hash", of_one({.more = "05818207"
                                                       "5840" +
                                                       repeated("0c", 64),
                                               .count = "a6"})},
      {"a meta key of 63 bytes", of_one({.more = "0581" + kept("07", 63), .count = "a6"})},
      {"the meta key of leaf 1024", of_one({.more = "0581" + kept("190400"), .count = "a6"})},
      {"meta keys out of order", of_one({.more = "0582" + kept("08") + kept("07"), .count = "a6"})},
      {"two meta keys of one leaf",
       of_one({.more = "0582" + kept("07") + kept("07"), .count = "a6"})},
      {"an audience out of order",
       of_one({.more = "0682" + hearer("0f") + hearer("0e"), .count = "a6"})},
      {"an audience with one person twice",
       of_one({.more = "0682" + hearer("0e") + hearer("0e"), .count = "a6"})},
      {"spans in descending order", "a10082" + SpanHex{}.hex() + SpanHex{.seq = "1827"}.hex()},
      {"two spans from one seq on", "a10082" + SpanHex{}.hex() + SpanHex{}.hex()},
  };
}

std::vector<Malformed> malformed_handovers(Refused& made) {
  const auto good = SpanHex{}.hex();
  const auto id = [](const auto& key) { return "015820" + to_hex(key.view()); };
  const auto papers = [](const ByteVec& certificate) {
    return "02" + to_hex(wire::CborWriter{}.bytes(certificate).take());
  };
  Author other{made.ana, made.log.circle(), made.entropy};
  const auto certificate = made.ana.certificate(made.log.circle(), other.key());
  const auto elsewhere = made.ana.certificate(made.entropy.make<CircleId>(), other.key());
  auto damaged = certificate;
  damaged.back() ^= 1;
  return {
      {"no CBOR", "ff"},
      {"nothing but zeros", repeated("00", 64)},
      {"no map", "8181" + good},
      {"no spans", "a0"},
      {"an empty list of spans", "a10080"},
      {"a length longer than needed", "a1009801" + good},
      {"something other than zeros after the item", of_one({}) + "000001"},
      {"a log without a certificate", "a20081" + good + id(other.id())},
      {"a certificate without a log", "a20081" + good + papers(certificate)},
      {"the certificate of another log", "a30081" + good + id(made.log.id()) + papers(certificate)},
      {"a certificate for another circle", "a30081" + good + id(other.id()) + papers(elsewhere)},
      {"a certificate whose signature does not verify",
       "a30081" + good + id(other.id()) + papers(damaged)},
  };
}

void add_wrong_readers(Refused& made) {
  const auto plain = from_hex(of_one({}));
  const auto box = raw_box(made.to_ben, plain, made.entropy);
  const auto elsewhere = [&](std::string_view what, auto change) {
    auto reader = made.to_ben;
    change(reader);
    made.add(what, reader, box);
  };
  elsewhere("another circle", [](BoxTo& to) { to.place.circle.raw[31] ^= 1; });
  elsewhere("another author", [](BoxTo& to) { to.place.author.raw[31] ^= 1; });
  elsewhere("another log", [](BoxTo& to) { to.place.log.raw[31] ^= 1; });
  elsewhere("another epoch", [](BoxTo& to) { to.place.epoch.value += 1; });
  elsewhere("another seq", [](BoxTo& to) { to.place.seq.value += 1; });
  elsewhere("another device", [&](BoxTo& to) { to.device = &made.stranger; });
  elsewhere("no pair secret", [](BoxTo& to) { to.pair = nullptr; });
  const auto other_pair = seal::PairSecret::random(made.entropy);
  elsewhere("another pair", [&](BoxTo& to) { to.pair = &other_pair; });

  auto counter = reader_json("another counter", made.to_ben);
  counter["counter"] = made.to_ben.device->counter.value + 1;
  counter["box"] = to_hex(box);
  made.list.push_back(counter);
  auto another = made.to_ben_without;
  another.device = &made.stranger;
  made.add("suite 2, another device", another, raw_box(made.to_ben_without, plain, made.entropy));
}

void add_damaged(Refused& made) {
  const auto plain = from_hex(of_one({}));
  const auto& pair = made.pair;
  const auto psk = seal::pair_key(pair, seal::PairUse::box);
  const auto hint_key = seal::pair_key(pair, seal::PairUse::hint);
  made.add("the pair secret itself as psk", made.to_ben,
           raw_box(made.to_ben, pair.view(), hint_key.view(), plain, made.entropy));
  made.add("the pair secret itself as key of the hint", made.to_ben,
           raw_box(made.to_ben, psk.view(), pair.view(), plain, made.entropy));
  for (const auto* to : {&made.to_ben, &made.to_ben_without}) {
    const auto good = raw_box(*to, plain, made.entropy);
    const auto bent = [&](std::string_view what, std::size_t at, unsigned bit) {
      auto box = good;
      box.at(at) = static_cast<std::uint8_t>(box[at] ^ bit);
      made.add(what, *to, box);
    };
    bent("another suite of the two", 0, 3);
    bent("a suite that is not yet", 0, static_cast<unsigned>(good[0] ^ 3U));
    bent("a flipped bit in the hint", 3, 1);
    bent("a flipped bit in enc", 9, 1);
    bent("a flipped bit in the ciphertext", 40, 1);
    bent("a flipped bit in the cipher's tag", good.size() - 1, 1);
    auto low = good;
    std::fill(low.begin() + 5, low.begin() + 37, std::uint8_t{0});
    made.add("enc of small order", *to, low);
    made.add("cut by a byte", *to, ByteView{good}.first(good.size() - 1));
    made.add("cut to its front", *to, ByteView{good}.first(37));
  }
  made.add("an empty box", made.to_ben, {});
  ByteVec dummy(53 + plain.size());
  made.entropy.fill(dummy);
  dummy[0] = 1;
  const auto enc = crypto::EphemeralSecret::generate(made.entropy).public_key();
  std::copy(enc.raw.begin(), enc.raw.end(), dummy.begin() + 5);
  made.add("a dummy", made.to_ben, dummy);
}

}  // namespace

ordered_json refused_boxes() {
  Refused made;
  add_wrong_readers(made);
  add_damaged(made);
  for (const auto& some : {malformed_handovers(made), malformed_spans()}) {
    for (const auto& [what, hex] : some) {
      made.add(what, made.to_ben, raw_box(made.to_ben, from_hex(hex), made.entropy));
    }
  }
  return made.list;
}

}  // namespace kith::test
