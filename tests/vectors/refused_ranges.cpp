// Ranges at and beyond the limits of their form. Each is signed over links recomputed from what it
// says, so that one rule alone refuses it.
#include <limits>

#include "crypto/hash.hpp"
#include "log/link.hpp"
#include "tests/vectors/entry_vectors.hpp"
#include "wire/varint.hpp"

namespace kith::test {
namespace {

ByteVec varint(std::uint64_t value) {
  ByteVec out;
  wire::put_varint(out, value);
  return out;
}

ByteVec joined(std::initializer_list<ByteVec> parts) {
  ByteVec out;
  for (const auto& part : parts) {
    wire::put_bytes(out, part);
  }
  return out;
}

struct RawBoxes {
  ByteVec part;
  BoxesHash hash;
};

// `count` boxes of which only the hashes stand, all zero.
RawBoxes absent_boxes(std::uint64_t count, std::uint64_t size) {
  RawBoxes made{
      joined({varint(count), varint(size), ByteVec((count + 7) / 8), ByteVec(count * 32)}), {}};
  ByteVec hashed;
  wire::put_fixed(hashed, static_cast<std::uint16_t>(count));
  wire::put_fixed(hashed, static_cast<std::uint32_t>(size));
  hashed.resize(hashed.size() + count * 32);
  made.hash = crypto::hash<BoxesHash>("kith/1 boxes", {hashed});
  return made;
}

// An entry that nobody opens, with every part said by hand.
struct Bent {
  unsigned flags{};
  std::uint64_t units = 1;
  std::optional<ByteVec> units_form{};
  std::uint64_t body_size{};
  std::size_t body_bytes{};
  RawBoxes boxes{};

  [[nodiscard]] RawEntry at(wire::Place place) const {
    const ByteVec sealed(units * 16 + body_bytes, 0x5a);
    const EntryTag tag{{static_cast<std::uint8_t>(flags), 1, 2, 3}};
    RawEntry entry;
    entry.lean = joined({{static_cast<std::uint8_t>(flags)},
                         units_form.value_or(varint(units)),
                         (flags & 2) != 0 ? varint(body_size) : ByteVec{},
                         {tag.raw.begin(), tag.raw.end()},
                         sealed,
                         boxes.part});
    entry.header = {place, static_cast<std::uint16_t>(units), static_cast<std::uint32_t>(body_size),
                    tag, parts(sealed)};
    return entry;
  }
  [[nodiscard]] PartsHash parts(ByteView sealed) const {
    const auto meta = sealed.first(units * 16);
    const auto body = sealed.subspan(units * 16);
    const auto kept = (flags & 4) != 0 ? *SealedHash::from(body.last(SealedHash::size))
                                       : wire::hash_of_sealed_body(body);
    return crypto::hash<PartsHash>("kith/1 parts", {kept.view(), boxes.hash.view(), meta});
  }
};

struct Maker {
  SeededEntropy entropy{1003};
  crypto::LogKey key = crypto::LogKey::generate(entropy);
  CircleId circle = entropy.make<CircleId>();
  ordered_json list = ordered_json::array();

  [[nodiscard]] RawRange range(wire::Place first, std::vector<RawEntry> entries) const {
    RawRange made;
    made.circle = circle;
    made.log = key.public_key();
    made.first = first;
    made.previous = first.seq.value == 0 ? log::link_before_all(made.log) : Link{{9}};
    made.entries = std::move(entries);
    return made;
  }
  // A run of bent entries from (seq, epoch, leaf) on.
  [[nodiscard]] RawRange run(wire::Place first, const std::vector<Bent>& entries) const {
    std::vector<RawEntry> raw;
    auto place = first;
    for (const auto& bent : entries) {
      if (!raw.empty()) {
        const bool opens = (bent.flags & 1) != 0;
        place = {place.seq.successor(), opens ? EpochNumber{place.epoch.value + 1} : place.epoch,
                 opens ? LeafIndex{} : place.leaf.successor()};
      }
      raw.push_back(bent.at(place));
    }
    return range(first, std::move(raw));
  }
  void add(std::string_view what, const ByteVec& bytes) {
    list.push_back({{"what", what}, {"range", to_hex(bytes)}});
  }
  void add(std::string_view what, const RawRange& made) { add(what, made.encode(key)); }
};

constexpr wire::Place here{{5}, {1}, {3}};
constexpr wire::Place last_place{
    {(std::uint64_t{1} << 40) - 1}, {std::numeric_limits<std::uint32_t>::max()}, {1023}};

void add_flipped(Maker& maker) {
  const auto range = maker.run(here, {{.flags = 8, .boxes = absent_boxes(2, 85)},
                                      {.flags = 2, .body_size = 32, .body_bytes = 32}});
  const auto good = range.encode(maker.key);
  struct Spot {
    std::string_view what;
    std::size_t at;
    unsigned bit;
  };
  const std::size_t second = 112 + range.entries[0].lean.size();
  const auto boxes = second - 2 * 32 - 4;  // count, size (two bytes), bitmap, hashes
  for (const auto& [what, at, bit] :
       std::initializer_list<Spot>{{"the version", 0, 1},
                                   {"the log", 40, 1},
                                   {"the first seq", 72, 1},
                                   {"the previous link", 80, 1},
                                   {"the epoch", 108, 1},
                                   {"the leaf", 110, 1},
                                   {"the flag of an opening", second, 1},
                                   {"meta_units", 113, 2},
                                   {"the tag", 120, 1},
                                   {"the count of boxes", boxes, 1},
                                   {"the size of boxes", boxes + 2, 1},
                                   {"the hash of a box", second - 1, 1},
                                   {"the size of a body", second + 2, 8},
                                   {"a sealed meta", second + 3 + 32, 1},
                                   {"a sealed body", second + 3 + 32 + 16, 1},
                                   {"R of the signature", good.size() - 60, 1},
                                   {"S of the signature", good.size() - 20, 1}}) {
    auto bytes = good;
    bytes.at(at) = static_cast<std::uint8_t>(bytes[at] ^ bit);
    maker.add("a flipped bit in " + std::string{what}, bytes);
  }
  auto forgotten =
      maker.run(here, {{.flags = 6, .body_size = 32, .body_bytes = wire::stand_in_bytes}})
          .encode(maker.key);
  forgotten.at(forgotten.size() - Signature::size - 1) ^= 1;
  maker.add("a flipped bit in the sealed body's hash of a stand-in", forgotten);
  maker.add("cut by a byte", ByteVec(good.begin(), good.end() - 1));
  maker.add("cut within an entry", ByteVec(good.begin(), good.begin() + 150));
  maker.add("a byte after the end", joined({good, {0}}));
}

void add_bent_entries(Maker& maker) {
  const auto one = [&](std::string_view what, const Bent& bent) {
    maker.add(what, maker.run(here, {bent}));
  };
  const std::size_t hash = wire::stand_in_bytes;
  one("an unknown flag", {.flags = 16});
  one("the highest flag", {.flags = 128});
  one("forgotten without a body", {.flags = 4, .body_bytes = hash});
  one("no meta", {.units = 0});
  one("meta_units 2049", {.units = 2049});
  one("meta_units in two bytes instead of one", {.units_form = ByteVec{0x40, 1}});
  one("meta_units in eight bytes", {.units_form = ByteVec{0xc0, 0, 0, 0, 0, 0, 0, 1}});
  one("a body of 0", {.flags = 2});
  one("a body of 30", {.flags = 2, .body_size = 30, .body_bytes = 30});
  one("a body of 33, no Padmé size", {.flags = 2, .body_size = 33, .body_bytes = 33});
  one("a forgotten body of 67584", {.flags = 6, .body_size = 67584, .body_bytes = hash});
  one("a forgotten body of 35, no Padmé size", {.flags = 6, .body_size = 35, .body_bytes = hash});
  one("no boxes, and yet their flag", {.flags = 8, .boxes = absent_boxes(0, 85)});
  one("boxes of 52", {.flags = 8, .boxes = absent_boxes(1, 52)});
  one("boxes of 16385", {.flags = 8, .boxes = absent_boxes(1, 16385)});
  one("boxes above 2 MiB in all", {.flags = 8, .boxes = absent_boxes(129, 16384)});
  one("1209 boxes", {.flags = 8, .boxes = absent_boxes(limits::boxes_max + 1, 85)});
  auto unused = absent_boxes(1, 85);
  unused.part[3] = 2;
  one("a bit for a box beyond the last", {.flags = 8, .boxes = unused});
}

void add_wrong_places(Maker& maker) {
  const Bent plain{};
  const Bent opening{.flags = 1};
  maker.add("no entry", maker.run(here, {}));
  auto counted = maker.run(here, {plain});
  counted.count = ByteVec{0x40, 1};
  maker.add("the count in two bytes instead of one", counted);
  counted.count = ByteVec{2};
  maker.add("more entries announced than there are", counted);
  counted.count = varint(4097);
  maker.add("4097 entries announced", counted);
  maker.add("an opening at leaf 3", maker.run(here, {opening}));
  maker.add("no opening at leaf 0", maker.run({{5}, {1}, {0}}, {plain}));
  maker.add("leaf 1024", maker.run({{1500}, {1}, {1024}}, {plain}));
  maker.add("no opening after leaf 1023", maker.run({{1500}, {1}, {1023}}, {plain, plain}));
  maker.add("seq 2^40", maker.run({{std::uint64_t{1} << 40}, {1}, {3}}, {plain}));
  maker.add("on beyond the last seq", maker.run({last_place.seq, {1}, {3}}, {plain, plain}));
  maker.add("on beyond the last epoch",
            maker.run({{1500}, last_place.epoch, {3}}, {plain, opening}));
  auto foreign = maker.run({}, {opening});
  foreign.previous = Link{{9}};
  maker.add("a log that does not begin at its id", foreign);
  maker.add("a log that begins with leaf 1", maker.run({{0}, {0}, {1}}, {plain}));
  maker.add("a log that begins with epoch 1", maker.run({{0}, {1}, {0}}, {opening}));
}

void add_forged(Maker& maker) {
  auto range = maker.run(here, {Bent{}, Bent{}});
  maker.add("signed by another key", range.encode(crypto::LogKey::generate(maker.entropy)));
  const auto head = range.head();
  maker.add("signed under another context",
            range.encode(maker.key.sign("kith/1 heap", {range.log.view(), head.view()})));
  maker.add("signed without the log", range.encode(maker.key.sign("kith/1 head", {head.view()})));
  const auto first_alone = maker.run(here, {Bent{}}).head();
  maker.add("signed over the first entry alone",
            range.encode(log::sign_head(maker.key, first_alone)));
  range.version = 2;
  maker.add("version 2", range);
}

}  // namespace

ordered_json edge_ranges() {
  Maker maker;
  const Bent plain{};
  const Bent opening{.flags = 1};
  const auto add = [&](std::string_view what, const RawRange& range) {
    auto entries = ordered_json::array();
    Link link = range.previous;
    for (const auto& entry : range.entries) {
      link = log::link_of(link, entry.header);
      entries.push_back(found_json({{}, entry, {}, link, {}, {}}, "closed"));
    }
    maker.list.push_back({{"what", what},
                          {"range", to_hex(range.encode(maker.key))},
                          {"epochs", ordered_json::array()},
                          {"entries", entries}});
  };
  add("the last place of a log", maker.run(last_place, {plain}));
  add("openings one after another", maker.run({}, {opening, opening, plain, opening}));
  add("2 MiB of boxes", maker.run(here, {{.flags = 8, .boxes = absent_boxes(128, 16384)}}));
  add("the smallest box", maker.run(here, {{.flags = 8, .boxes = absent_boxes(1, 53)}}));
  add("a forgotten body of 65536",
      maker.run(here, {{.flags = 6, .body_size = 65536, .body_bytes = wire::stand_in_bytes}}));
  return maker.list;
}

ordered_json refused_ranges() {
  Maker maker;
  add_flipped(maker);
  add_bent_entries(maker);
  add_wrong_places(maker);
  add_forged(maker);
  return maker.list;
}

}  // namespace kith::test
