// Entries that an author sealed rightly and filled wrongly, and some that only look odd.
#include "tests/vectors/entry_vectors.hpp"
#include "wire/cbor.hpp"

namespace kith::test {
namespace {

struct Case {
  std::string what;
  std::string state;
  std::string meta;  // hex, not padded
  std::string body = {};
  std::string item = {};  // of a compressed body
};

const std::string id_a = "5820" + repeated("0a", 32);
const std::string id_b = "5820" + repeated("0b", 32);
const std::string own_kind =
    "a200000161"
    "61";
const std::string a_message = "a200000101";
const std::string kitchens =
    "a10078906f7572206f776e206b69746368656e2c206f7572206f776e2067617264656e3b"
    "206f7572206f776e206b69746368656e2c206f7572206f776e2067617264656e3b206f75"
    "72206f776e206b69746368656e2c206f7572206f776e2067617264656e3b206f7572206f"
    "776e206b69746368656e2c206f7572206f776e2067617264656e3b206f7572206f776e20"
    "6b697463";
const std::string an_item =
    "a10078755765206d656574206174207468652073746174696f6e20746f6d6f72726f7720"
    "6d6f726e696e672061742068616c66207061737420736576656e2c20616e64207468656e"
    "2077652063616e20676f20746f207468652067617264656e20746f6765746865722e204d"
    "61c3b1616e612076656d6f732e";

std::vector<Case> meta_cases() {
  const std::string bad = "unreadable";
  const std::string good =
      "a300000161"
      "61";  // one more key to come
  return {
      {"the last time, the greatest kind", "none", "a2001b3fffffffffffffff011bffffffffffffffff"},
      {"a kind of 64 bytes", "none", "a20000017840" + repeated("61", 64)},
      {"unknown keys of four types", "none",
       "a600000161"
       "6109f62000410700617880"},
      {"nested 16 deep", "none", good + "09" + repeated("81", 14) + "80"},
      {"a past of one entry", "none", good + "068184" + id_a + id_b + "0303"},
      {"meta is no map", bad, "80"},
      {"no time", bad, "a10101"},
      {"no kind", bad, "a10000"},
      {"time 2^62", bad, "a2001b4000000000000000016161"},
      {"a time below 0", bad, "a20020016161"},
      {"a time as text", bad, "a2006130016161"},
      {"a kind without letters", bad, "a200000160"},
      {"a kind of 65 bytes", bad, "a20000017841" + repeated("61", 65)},
      {"a kind that is true", bad, "a2000001f5"},
      {"no reference in a list of them", bad, good + "0280"},
      {"one reference twice", bad, good + "0282" + repeated("50" + repeated("0c", 16), 2)},
      {"a reference of 15 bytes", bad, good + "02814f" + repeated("0c", 15)},
      {"nine references", bad,
       good + "0289" +
           [] {
             std::string nine;
             for (int i = 0; i < 9; ++i) nine += "500" + std::to_string(i) + repeated("00", 15);
             return nine;
           }()},
      {"an audience alone", bad, good + "0380"},
      {"prekeys alone", bad, good + "0580"},
      {"a past that ends before it begins", bad, good + "068184" + id_a + id_b + "0302"},
      {"a past beyond the last seq", bad, good + "068184" + id_a + id_b + "031b0000010000000000"},
      {"a past of three parts", bad, good + "068183" + id_a + id_b + "03"},
      {"a number longer than needed", bad, "a2001800016161"},
      {"keys out of order", bad, "a20161610000"},
      {"a key twice", bad, "a300000000016161"},
      {"nested 17 deep", bad, good + "09" + repeated("81", 15) + "80"},
      {"a number nested 17 deep", bad, good + "09" + repeated("81", 15) + "00"},
      {"a float", bad, good + "09f90000"},
      {"a tag", bad, good + "09c100"},
      {"an indefinite length", bad, good + "095f40ff"},
      {"undefined", bad, good + "09f7"},
      {"text that is not UTF-8", bad, good + "0962c080"},
      {"something after the item", bad, own_kind + "01"},
      {"16 zeros more than needed", bad, own_kind + repeated("00", 26)},
  };
}

std::vector<Case> body_cases() {
  const std::string bad = "body unreadable";
  return {
      {"an empty body of an own kind", "open", own_kind, "a0"},
      {"a message with more keys than known", "open", a_message, "a300626f6b18630120f6"},
      {"a body nested 16 deep", "open", own_kind, "a100" + repeated("81", 14) + "80"},
      {"a body nested 17 deep", bad, own_kind, "a100" + repeated("81", 15) + "80"},
      {"a body that is an array", bad, own_kind, "80"},
      {"a compressed body that is no frame", bad, own_kind, "43010203"},
      {"an empty byte string", bad, own_kind, "40"},
      {"a compressed message", "open", a_message,
       "583c2079bd0100b30105da57bd67e970ada632aa72542739bfffb2c231070bfcec2f1009"
       "dc79c04b57cfe6006145b97ea026ef99bef6567dcbc1e9b1fc17",
       an_item},
      {"a message compressed without the dictionary", "open", a_message,
       "586720791503004247161bb0271d2c006998d41269a90c2ba511c86e9bed2fd1e014c064"
       "162447326485ad2a160df0389fdbd85946aec64e33ac0ee885e573225502ca8a139f6a20"
       "a1d0c397a6923a435cecce909d65c9fb449ff3e56d440b0e082311010095228428",
       an_item},
      {"a compressed body of four times its bytes", "open", a_message,
       "58252094050100f3000326a0ad9ab5aadb555d02c71c05fc84e067e41eb9083b177bdea8"
       "1bb708",
       kitchens},
      {"a compressed body of one byte more", bad, own_kind,
       "58252095050100f3000326a0ad9ab5aadb556502c71c05fc85e067e41eb9083b177bdea8"
       "1bb708"},
      {"a compressed body with a checksum", bad, own_kind,
       "58402479bd0100b30105da57bd67e970ada632aa72542739bfffb2c231070bfcec2f1009"
       "dc79c04b57cfe6006145b97ea026ef99bef6567dcbc1e9b1fc17ad346898"},
      {"a compressed body that names its dictionary", bad, own_kind,
       "5840236874696b79bd0100b30105da57bd67e970ada632aa72542739bfffb2c231070bfc"
       "ec2f1009dc79c04b57cfe6006145b97ea026ef99bef6567dcbc1e9b1fc17"},
      {"a compressed body that does not tell its size", bad, own_kind,
       "583c0000bd0100b30105da57bd67e970ada632aa72542739bfffb2c231070bfcec2f1009"
       "dc79c04b57cfe6006145b97ea026ef99bef6567dcbc1e9b1fc17"},
      {"a compressed body of another size than it tells", bad, own_kind,
       "583c207abd0100b30105da57bd67e970ada632aa72542739bfffb2c231070bfcec2f1009"
       "dc79c04b57cfe6006145b97ea026ef99bef6567dcbc1e9b1fc17"},
      {"a compressed body cut short", bad, own_kind,
       "583b2079bd0100b30105da57bd67e970ada632aa72542739bfffb2c231070bfcec2f1009"
       "dc79c04b57cfe6006145b97ea026ef99bef6567dcbc1e9b1fc"},
      {"a compressed body with something behind its frame", bad, own_kind,
       "583d2079bd0100b30105da57bd67e970ada632aa72542739bfffb2c231070bfcec2f1009"
       "dc79c04b57cfe6006145b97ea026ef99bef6567dcbc1e9b1fc1700"},
      {"a compressed body with something behind its map", bad, own_kind,
       "583c207abd0100c3010551fbaaf72c1daed55446558eea24e7f75f5638e60bfcec2f1009"
       "dc79c04b57cfe6006145b97ea026ef99bef6567dcbc1e9b1fc17"},
      {"a compressed array", bad, own_kind, "4e20224d00001898200101000d1802"},
      {"a body compressed twice", bad, own_kind,
       "5843203ef10100583c2079bd0100b30105da57bd67e970ada632aa72542739bfffb2c231"
       "070bfcec2f1009dc79c04b57cfe6006145b97ea026ef99bef6567dcbc1e9b1fc17"},
      {"a body with something after it", bad, own_kind, "a001"},
      {"a body larger than its item needs", bad, own_kind, "a0" + repeated("00", 40)},
      {"a body that is no CBOR", bad, own_kind, "ff"},
      {"nothing, with a body", bad, "a200000100", "a0"},
      {"a message whose text is a number", bad, a_message, "a10007"},
      {"a message without text", bad, a_message, "a0"},
      {"a message without a body", bad, a_message},
      {"a quote whose source is a number", bad, "a200000102",
       "a200617103"
       "07"},
  };
}

ordered_json of_cases(Author& log, const std::vector<Case>& cases) {
  auto entries = ordered_json::array();
  const auto first = log.place(Step::opens);
  log.write(first, {wire::encode_meta({{1}, std::uint64_t{0}, {}, log.statement({}), {}}), {}, {}});
  entries.push_back(found_json(log.at(0), "none"));
  for (const auto& one : cases) {
    log.write(log.place(Step::follows), {padded_meta(from_hex(one.meta)), from_hex(one.body), {}});
    auto found = found_json(log.at(entries.size()), one.state);
    if (!one.item.empty()) found["item"] = one.item;
    found["what"] = one.what;
    entries.push_back(found);
  }
  const auto last = entries.size() - 1;
  return {{"range", to_hex(log.range(0, last).encode(log.key()))},
          {"epochs", ordered_json::array({root_json(log, 0)})},
          {"entries", entries}};
}

// Keys 0, 1, 3, 4 and 5 of a meta, the audience in whatever order and number.
ByteVec listing(const wire::AudienceStatement& papers, const std::vector<PersonId>& audience) {
  wire::CborWriter out;
  out.map(5).key(0).integer(1).key(1).integer(0).key(3).array(audience.size());
  for (const auto& person : audience) out.array(1).bytes(person.view());
  out.key(4).bytes(papers.certificate).key(5).array(papers.prekeys.size());
  for (const auto& prekey : papers.prekeys) out.bytes(prekey);
  return padded_meta(out.take());
}

std::vector<PersonId> ascending(std::size_t count) {
  std::vector<PersonId> persons;
  for (std::size_t i = 1; i <= count; ++i) persons.push_back({{0, static_cast<std::uint8_t>(i)}});
  return persons;
}

// Openings whose papers are not those of their log, or whose audience is none.
ordered_json of_openings(Author& log, const Person& stranger, Entropy& entropy) {
  auto entries = ordered_json::array();
  auto epochs = ordered_json::array();
  const auto write = [&](std::string_view what, std::string_view state, ByteVec meta) {
    const auto place = log.place(Step::opens);
    log.write(place, {std::move(meta), {}, {}});
    auto found = found_json(log.at(entries.size()), state);
    found["what"] = what;
    entries.push_back(found);
    epochs.push_back(root_json(log, place.epoch.value));
  };
  const auto add = [&](std::string_view what, std::string_view state,
                       const std::optional<wire::AudienceStatement>& papers) {
    write(what, state, wire::encode_meta({{1}, std::uint64_t{0}, {}, papers, {}}));
  };
  const auto good = log.statement({{stranger.id(), WallTime{0}}});
  add("an opening, for someone until 1970", "none", good);
  add("an opening without audience", "unreadable", std::nullopt);
  auto other = good;
  other.certificate = log.person().certificate(entropy.make<CircleId>(), log.key());
  add("the certificate names another circle", "unreadable", other);
  other.certificate = log.person().certificate(log.circle(), crypto::LogKey::generate(entropy));
  add("the certificate names another log", "unreadable", other);
  other.certificate = good.certificate;
  other.certificate.back() ^= 1;
  add("the certificate's signature does not verify", "unreadable", other);
  other = good;
  other.prekeys.resize(9, other.prekeys.front());
  add("nine prekeys", "unreadable", other);
  other = good;
  other.audience.push_back({log.person().id(), std::nullopt});
  std::ranges::sort(other.audience, {}, &wire::Hearer::person);
  add("the author in the audience", "unreadable", other);
  other = good;
  const Device foreign{entropy, 1};
  other.prekeys.push_back(wire::sign_prekey(foreign.published(), foreign.key));
  add("a prekey of a device that the certificate does not list", "unreadable", other);
  other = good;
  other.prekeys.front().back() ^= 1;
  add("a prekey whose signature does not verify", "unreadable", other);
  const auto persons = ascending(151);
  write("an audience of 150", "none", listing(good, {persons.begin(), persons.end() - 1}));
  write("an audience of 151", "unreadable", listing(good, persons));
  write("an audience out of order", "unreadable", listing(good, {persons[1], persons[0]}));
  write("one person twice in the audience", "unreadable", listing(good, {persons[0], persons[0]}));
  add("an opening, for nobody", "none", log.statement({}));
  return {{"what", "openings and their papers"},
          {"range", to_hex(log.range(0, entries.size() - 1).encode(log.key()))},
          {"epochs", epochs},
          {"entries", entries}};
}

}  // namespace

ordered_json odd_ranges() {
  SeededEntropy entropy{1002};
  const Person ana{entropy, 1};
  const Person ben{entropy, 1};
  const auto circle = entropy.make<CircleId>();
  Author metas{ana, circle, entropy};
  Author bodies{ana, circle, entropy};
  Author openings{ana, circle, entropy};
  return ordered_json::array({of_cases(metas, meta_cases()), of_cases(bodies, body_cases()),
                              of_openings(openings, ben, entropy)});
}

}  // namespace kith::test
