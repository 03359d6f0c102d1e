#include "tests/vectors/bundle_vectors.hpp"

#include <functional>
#include <limits>

#include "seal/bundle.hpp"
#include "tests/vectors/raw_bundle.hpp"

namespace kith::test {
namespace {

using Ranges = std::vector<std::vector<ByteVec>>;  // by section

ordered_json reader_json(std::string_view what, ByteView file, const BundleTo& to) {
  return {{"what", what},
          {"file", to_hex(file)},
          {"device", to_hex(to.device->key.public_key().view())},
          {"counter", number_json(to.device->counter.value)},
          {"prekey", to_hex(to.device->prekey.public_key().view())},
          {"prekey_secret", to_hex(to.device->prekey.view())},
          {"pair", to.pair == nullptr ? "" : to_hex(to.pair->view())}};
}

struct BundleVectors {
  ExampleLog example;
  SeededEntropy entropy{1006};
  BundleTo to_ben{&example.ben.devices.front(), &example.ana_ben};
  BundleTo to_cleo{&example.cleo.devices.front(), nullptr};
  ByteVec range = range_of(1, 2);
  ordered_json read = ordered_json::array();
  ordered_json refused = ordered_json::array();

  [[nodiscard]] ByteVec range_of(std::size_t first, std::size_t last) const {
    return example.log.range(first, last).encode(example.log.key());
  }

  void add(std::string_view what, ByteView file, const BundleTo& to, std::string_view presence,
           const Ranges& sections) {
    auto vector = reader_json(what, file, to);
    vector["presence"] = to_hex(as_bytes(presence));
    vector["sections"] = ordered_json::array();
    for (const auto& section : sections) {
      auto ranges = ordered_json::array();
      for (const auto& one : section) ranges.push_back(to_hex(one));
      vector["sections"].push_back(ranges);
    }
    read.push_back(vector);
  }

  RawBundle raw(const BundleTo& to) {
    RawBundle made{to, entropy};
    made.content = sized({range});
    return made;
  }
  void add_bent(std::string_view what, const std::function<void(RawBundle&)>& bend) {
    auto made = raw(to_ben);
    bend(made);
    refused.push_back(reader_json(what, made.encode(), to_ben));
  }
};

void add_of_the_log(BundleVectors& made) {
  const auto& example = made.example;
  const auto& own = example.ana.devices.back();
  const BundleTo to_own{&own, &example.ana_own};
  const auto first = made.range_of(0, 2);
  const auto second = made.range_of(3, 5);
  const auto third = made.range_of(7, 8);
  const seal::BundleDraft draft{{'a', 'n', 'a'},
                                {sized({first, second}), sized({third})},
                                {{{{made.to_ben.device->published(), made.to_ben.pair}, {}}, {0}},
                                 {{{own.published(), to_own.pair}}, {1, 0}},
                                 {{{made.to_cleo.device->published(), nullptr}}, {0}}}};
  const auto file = seal::seal_bundle(draft, made.entropy).value().file;
  made.add("one of three readers, with a pair secret", file, made.to_ben, "ana", {{first, second}});
  made.add("another device of mine, two sections", file, to_own, "ana", {{third}, {first, second}});
  made.add("without a pair secret", file, made.to_cleo, "ana", {{first, second}});
}

void add_by_hand(BundleVectors& made) {
  const Device far{made.entropy, std::numeric_limits<std::uint64_t>::max()};
  const BundleTo to_far{&far, nullptr};
  made.add("the last counter", made.raw(to_far).encode(), to_far, "ana", {{made.range}});

  auto without = made.raw({made.to_ben.device, nullptr});
  made.add("suite 2, for someone with whom a pair secret is shared", without.encode(), made.to_ben,
           "ana", {{made.range}});

  auto nothing = made.raw(made.to_ben);
  nothing.manifest = nothing.manifest_of({}, "40");
  made.add("a presence of no bytes, nothing to read", nothing.encode(), made.to_ben, "", {});

  auto tomorrow = made.raw(made.to_ben);
  tomorrow.manifest = "a4" + tomorrow.manifest_of({tomorrow.ref("01")}).substr(2) + "09f6617802";
  tomorrow.keys[3][0] = 3;
  made.add("keys of tomorrow in the manifest, a suite of tomorrow beside", tomorrow.encode(),
           made.to_ben, "ana", {{made.range}});

  auto twice = made.raw(made.to_ben);
  auto again = twice;
  again.keys.clear();
  ByteVec file = again.encode();
  twice.keys[6] = ByteVec(file.begin() + 48, file.begin() + 48 + 89);
  made.add("two keys to one manifest", twice.encode(), made.to_ben, "ana", {{made.range}});
}

void refuse_readers(BundleVectors& made) {
  const auto file = made.raw(made.to_ben).encode();
  const Device stranger{made.entropy, 1};
  const auto other = seal::PairSecret::random(made.entropy);
  const auto add = [&](std::string_view what, const BundleTo& to) {
    made.refused.push_back(reader_json(what, file, to));
  };
  add("another device", {&stranger, made.to_ben.pair});
  add("another pair", {made.to_ben.device, &other});
  add("no pair secret", {made.to_ben.device, nullptr});
  auto counter = reader_json("another counter", file, made.to_ben);
  counter["counter"] = made.to_ben.device->counter.value + 1;
  made.refused.push_back(counter);
  const auto base = made.raw({made.to_ben.device, nullptr}).encode();
  made.refused.push_back(reader_json("suite 2, another device", base, {&stranger, nullptr}));
}

void refuse_files(BundleVectors& made) {
  made.add_bent("a later version", [](RawBundle& raw) { raw.first_line = "kith bundle 2\n"; });
  made.add_bent("no END", [](RawBundle& raw) { raw.end = ""; });
  made.add_bent("another END", [](RawBundle& raw) { raw.end = "end\n"; });
  made.add_bent("a byte after the sections", [](RawBundle& raw) { raw.behind = {0}; });
  made.add_bent("no multiple of 8 keys", [](RawBundle& raw) { raw.keys_dropped = 1; });
  made.add_bent("no keys", [](RawBundle& raw) { raw.keys_dropped = 8; });
  made.add_bent("a section shorter than its cipher's tag and size",
                [](RawBundle& raw) { raw.content_plain = ByteVec(3); });
  const auto good = made.raw(made.to_ben).encode();
  const auto bent = [&](std::string_view what, std::size_t at) {
    auto file = good;
    file.at(at) ^= 1;
    made.refused.push_back(reader_json(what, file, made.to_ben));
  };
  bent("a flipped bit in the id", 20);
  bent("a flipped bit in the last section", good.size() - 40);
  bent("a flipped bit in the hash", good.size() - 1);
  made.refused.push_back(
      reader_json("cut by a byte", ByteView{good}.first(good.size() - 1), made.to_ben));
  made.refused.push_back(reader_json("nothing", {}, made.to_ben));
}

void refuse_manifests(BundleVectors& made) {
  const auto with = [&](std::string_view what, auto manifest) {
    made.add_bent(what, [&](RawBundle& raw) { raw.manifest = manifest(raw); });
  };
  made.add_bent("a manifest where no section is", [](RawBundle& raw) { raw.manifest_place = 2; });
  made.add_bent("a manifest in another section", [](RawBundle& raw) { raw.manifest_place = 1; });
  with("a section twice", [](const RawBundle& raw) {
    return raw.manifest_of({raw.ref("01"), raw.ref("01")});
  });
  with("a section that is not there",
       [](const RawBundle& raw) { return raw.manifest_of({raw.ref("02")}); });
  with("a section below 0", [](const RawBundle& raw) { return raw.manifest_of({raw.ref("20")}); });
  with("a section without its key", [](const RawBundle& raw) { return raw.manifest_of({"8101"}); });
  with("a key of 31 bytes",
       [](const RawBundle& raw) { return raw.manifest_of({"8201581f" + to_hex(ByteVec(31, 7))}); });
  with("a presence that is a map itself",
       [](const RawBundle& raw) { return raw.manifest_of({raw.ref("01")}, "a0"); });
  with("no presence", [](const RawBundle& raw) { return "a10181" + raw.ref("01"); });
  with("no list of sections", [](const RawBundle&) { return std::string{"a10043616e61"}; });
  with("a byte after the manifest",
       [](const RawBundle& raw) { return raw.manifest_of({raw.ref("01")}) + "00"; });
}

void refuse_sections(BundleVectors& made) {
  const auto content = sized({made.range});
  const auto plain = [&](std::string_view what, ByteVec bytes) {
    made.add_bent(what, [&](RawBundle& raw) { raw.content_plain = bytes; });
  };
  const auto whole = padded_section(content);
  made.add_bent("sealed for another place", [](RawBundle& raw) { raw.content_place = 0; });
  plain("more zeros than Padmé asks for", padded_section(content, whole.size() + 64));
  plain("no zeros", padded_section(content, content.size() + 4));
  auto dirty = whole;
  dirty.back() = 1;
  plain("something other than zeros", dirty);
  auto beyond = whole;
  beyond[0] = 1;
  plain("a size beyond the section", beyond);
  plain("no ranges", padded_section({}));
  plain("a range of no bytes", padded_section(sized({made.range, {}})));
  plain("a range cut short", padded_section(ByteView{content}.first(content.size() - 1)));
  plain("half a size", padded_section([&] {
          auto longer = content;
          longer.resize(longer.size() + 2);
          return longer;
        }()));
}

}  // namespace

std::string make_bundle_vectors() {
  BundleVectors made;
  add_of_the_log(made);
  add_by_hand(made);
  refuse_readers(made);
  refuse_files(made);
  refuse_manifests(made);
  refuse_sections(made);
  return ordered_json{{"bundles", made.read}, {"refused", {{"bundles", made.refused}}}}.dump(1) +
         "\n";
}

}  // namespace kith::test
