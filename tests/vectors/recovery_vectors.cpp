#include "tests/vectors/recovery_vectors.hpp"

#include "crypto/base32.hpp"
#include "crypto/hash.hpp"
#include "crypto/hpke.hpp"
#include "crypto/kdf.hpp"
#include "kinds/body.hpp"
#include "seal/device_box.hpp"
#include "tests/seeded_entropy.hpp"
#include "tests/vectors/vector_json.hpp"
#include "wire/handover.hpp"
#include "wire/varint.hpp"

namespace kith::test {
namespace {

using crypto::RecoverySecret;

constexpr std::size_t group = 6;
constexpr std::size_t line = 24;

ByteVec key_bytes(std::uint8_t version, const PersonId& person, const RecoverySecret& key) {
  ByteVec bytes{version};
  wire::put_bytes(bytes, person.view().first(8));
  wire::put_bytes(bytes, key.view());
  const auto check = crypto::hash<Link>("kith/1 rec text", {bytes});
  bytes.insert(bytes.end(), check.raw.begin(), check.raw.begin() + 4);
  return bytes;
}

std::string in_groups(const std::string& letters) {
  std::string text = "kith-recovery:";
  for (std::size_t at = 0; at < letters.size(); at += group) {
    text += (at % line == 0 ? "\n" : " ") + letters.substr(at, group);
  }
  return text;
}

struct KeyVectors {
  SeededEntropy entropy{38};
  PersonId ana = crypto::PersonKey::generate(entropy).public_key();
  PersonId ben = crypto::PersonKey::generate(entropy).public_key();
  RecoverySecret key = RecoverySecret::generate(entropy);

  [[nodiscard]] ordered_json vector(std::string_view what, const PersonId& person,
                                    const std::string& text) const {
    return {{"what", what}, {"person", to_hex(person.view())}, {"text", text}};
  }
  [[nodiscard]] std::string letters() const { return crypto::to_base32(key_bytes(1, ana, key)); }

  [[nodiscard]] ordered_json good() const {
    auto capitals = letters();
    for (auto& letter : capitals) {
      if (letter >= 'a') letter = static_cast<char>(letter - 'a' + 'A');
    }
    auto one = vector("a key", ana, in_groups(letters()));
    one["secret"] = to_hex(key.view());
    one["public"] = to_hex(key.public_key().view());
    one["texts"] = {
        "kith-recovery:" + letters(), "KITH-RECOVERY: " + capitals,
        "\r\n\tkith recovery:" + letters().substr(0, 30) + "-\n" + letters().substr(30)};
    return ordered_json::array({one});
  }

  [[nodiscard]] ordered_json refused() const {
    auto slip = letters();
    slip[40] = slip[40] == 'q' ? 'g' : 'q';
    auto digit = letters();
    digit[40] = '1';
    auto version = crypto::to_base32(key_bytes(2, ana, key));
    return {vector("a slip of the pen", ana, in_groups(slip)),
            vector("a digit that is none of them", ana, in_groups(digit)),
            vector("a letter short", ana, in_groups(letters().substr(1))),
            vector("a group short", ana, in_groups(letters().substr(0, 66))),
            vector("a group too many", ana, in_groups(letters() + "aaaaaa")),
            vector("another version", ana, in_groups(version)),
            vector("of somebody else", ben, in_groups(letters())),
            vector("without its beginning", ana, letters()),
            vector("more than a key may have", ana, in_groups(letters()) + std::string(1024, ' ')),
            vector("nothing", ana, "")};
  }
};

struct SplitBoxVectors {
  SeededEntropy entropy{39};
  CircleId circle = entropy.make<CircleId>();
  PersonId author = crypto::PersonKey::generate(entropy).public_key();
  LogId log = crypto::LogKey::generate(entropy).public_key();
  EpochNumber epoch{3};
  Seq seq{41};
  RecoverySecret key = RecoverySecret::generate(entropy);
  seal::PairSecret own = seal::PairSecret::random(entropy);
  seal::PairSecret others = seal::PairSecret::random(entropy);

  ByteVec root() {
    wire::Handover handover;
    handover.spans.push_back({{seq, epoch, {0}}, entropy.make<Link>(), {}, {}, std::nullopt});
    handover.spans.back().nodes.push_back({0, 0, wire::NodeSecret::random(entropy)});
    auto plain = wire::encode_handover(handover);
    plain.resize((plain.size() + 31) / 32 * 32);
    return plain;
  }

  [[nodiscard]] ByteVec info(Seq at) const {
    ByteVec info;
    wire::put_bytes(info, as_bytes("kith/1 recovery"));
    info.push_back(0);
    info.push_back(1);
    wire::put_bytes(info, circle.view());
    wire::put_bytes(info, author.view());
    wire::put_bytes(info, log.view());
    wire::put_fixed(info, epoch.value);
    wire::put_fixed(info, at.value);
    wire::put_bytes(info, key.public_key().view());
    return info;
  }

  /// Sealed for that place, under that secret; the hint is the true one.
  ByteVec box(ByteView plain, Seq at, const seal::PairSecret& under) {
    ByteVec hinted;
    wire::put_bytes(hinted, log.view());
    wire::put_fixed(hinted, seq.value);
    wire::put_bytes(hinted, key.public_key().view());
    const auto hint_key = crypto::derive<seal::PairKey>(own.view(), "kithpair", 1);
    const auto hint = crypto::keyed_hash<Link>("kith/1 rhint", hint_key.view(), {hinted});
    const auto psk = crypto::derive<seal::PairKey>(under.view(), "kithpair", 0);
    const auto sealed = crypto::hpke::seal_psk(
        key.public_key(), info(at), {psk.view(), as_bytes("kith/1 pair")}, {}, plain, entropy);
    ByteVec made{1};
    made.insert(made.end(), hint.raw.begin(), hint.raw.begin() + 4);
    wire::put_bytes(made, *sealed);
    return made;
  }

  [[nodiscard]] ordered_json vector(std::string_view what, ByteView made) const {
    return {{"what", what},
            {"circle", to_hex(circle.view())},
            {"author", to_hex(author.view())},
            {"log", to_hex(log.view())},
            {"epoch", number_json(epoch.value)},
            {"seq", number_json(seq.value)},
            {"own", to_hex(own.view())},
            {"secret", to_hex(key.view())},
            {"box", to_hex(made)}};
  }

  ordered_json good() {
    const auto plain = root();
    auto one = vector("the root of an epoch", box(plain, seq, own));
    one["handover"] = to_hex(plain);
    return ordered_json::array({one});
  }

  ordered_json refused() {
    const auto plain = root();
    auto hintless = box(plain, seq, own);
    hintless[1] ^= 1U;
    auto base = box(plain, seq, own);
    base[0] = 2;
    auto bent = box(plain, seq, own);
    bent.back() ^= 1U;
    return {vector("of another entry", box(plain, seq.successor(), own)),
            vector("under another secret", box(plain, seq, others)),
            vector("another hint", hintless),
            vector("of another suite", base),
            vector("bent", bent),
            vector("no handover in it", box(ByteVec(64, 7), seq, own)),
            vector("nothing", {})};
  }
};

// Each letter a key: a capital that it was made, a small one that it ended, at the same hour where
// a `=` stands before it. The references ascend.
ordered_json in_force(std::string_view what, std::string_view said, char left) {
  const auto key_of = [](char letter) {
    return crypto::RecoveryPublic{{static_cast<std::uint8_t>(letter)}};
  };
  auto all = ordered_json::array();
  std::int64_t hour = 1;
  std::uint8_t number = 0;
  for (const auto letter : said) {
    if (letter == '=') {
      --hour;
      continue;
    }
    const bool made = letter < 'a';
    const auto small = made ? static_cast<char>(letter - 'A' + 'a') : letter;
    const kinds::RecoveryKey body{key_of(small), made};
    all.push_back({{"time", number_json(static_cast<std::uint64_t>(hour++) * 3'600'000'000)},
                   {"reference", to_hex(Reference{{++number}}.view())},
                   {"body", to_hex(kinds::encode_body(body))}});
  }
  return {{"what", what},
          {"said", all},
          {"key", left == 0 ? std::string{} : to_hex(key_of(left).view())}};
}

}  // namespace

std::string make_recovery_vectors() {
  const KeyVectors keys;
  SplitBoxVectors boxes;
  auto good = boxes.good();
  return ordered_json{
             {"recovery_keys", keys.good()},
             {"recovery_boxes", good},
             {"recovery_in_force",
              {in_force("none was made", "", 0), in_force("one was made", "A", 'a'),
               in_force("and ended", "Aa", 0), in_force("another took its place", "AB", 'b'),
               in_force("which ended: the first does not come back", "ABb", 0),
               in_force("the first ended later", "ABa", 'b'), in_force("made again", "AaA", 'a'),
               in_force("only ended: it was used here", "a", 0),
               in_force("at one time the greater reference", "A=B", 'b'),
               in_force("made and ended at one time", "A=a", 0)}},
             {"refused", {{"recovery_keys", keys.refused()}, {"recovery_boxes", boxes.refused()}}}}
             .dump(2) +
         "\n";
}

}  // namespace kith::test
