#include "tests/vectors/card_vectors.hpp"

#include "node/tie.hpp"
#include "node/words.hpp"
#include "tests/seeded_entropy.hpp"
#include "tests/vectors/author.hpp"
#include "wire/card.hpp"

namespace kith::test {
namespace {

ordered_json hex_list(const std::vector<ByteVec>& items) {
  auto list = ordered_json::array();
  for (const auto& item : items) list.push_back(to_hex(item));
  return list;
}

ordered_json fields_of(const wire::Face& face) {
  return {{"person", to_hex(face.person.view())},
          {"device_list", to_hex(face.device_list)},
          {"prekeys", hex_list(face.prekeys)},
          {"secret_id", to_hex(face.secret_id.view())},
          {"ways", face.ways},
          {"name", face.name},
          {"made", number_json(static_cast<std::uint64_t>(face.made.micros))}};
}

struct CardVectors {
  SeededEntropy entropy{1020};
  Person ana{entropy, 2};
  Person ben{entropy, 1};
  wire::CardSecret secret = wire::CardSecret::random(entropy);
  ordered_json cards = ordered_json::array();
  ordered_json faces = ordered_json::array();
  ordered_json refused_cards = ordered_json::array();
  ordered_json refused_faces = ordered_json::array();

  [[nodiscard]] wire::Face face() const {
    return {ana.id(),
            wire::sign_device_list(ana.list(), ana.key),
            {prekey_of(ana.devices.front()), prekey_of(ana.devices.back())},
            pair_id(secret.view()),
            {"tcp:ana.example:4000", "tcp:[2001:db8::1]:4000"},
            "Ana",
            {1'750'000'000'000'001}};
  }
  [[nodiscard]] static ByteVec prekey_of(const Device& device) {
    return wire::sign_prekey(device.published(), device.key);
  }
  [[nodiscard]] ByteVec card_of(const wire::Face& shown) const {
    return wire::encode_card(wire::sign_face(shown, ana.key), secret);
  }
  void hold(std::string_view what, const wire::Face& shown, std::string text = {}) {
    const auto card = card_of(shown);
    ordered_json vector{{"what", what},
                        {"text", text.empty() ? wire::card_text(card) : text},
                        {"card", to_hex(card)},
                        {"secret", to_hex(secret.view())}};
    vector.update(fields_of(shown));
    cards.push_back(vector);
  }
  void refuse(std::string_view what, const std::string& text) {
    refused_cards.push_back({{"what", what}, {"text", text}});
  }
  void refuse_face(std::string_view what, const wire::Face& shown) {
    refused_faces.push_back({{"what", what}, {"record", to_hex(wire::sign_face(shown, ana.key))}});
  }
};

void add_cards(CardVectors& made) {
  const auto face = made.face();
  made.hold("a card", face);
  auto least = face;
  least.prekeys.resize(1);
  least.ways.clear();
  least.name.clear();
  least.made.micros = 0;
  made.hold("no way, no name, one prekey", least);
  auto most = face;
  most.ways.assign(8, std::string(256, 'w'));
  most.name = std::string(128, 'n');
  made.hold("eight ways of 256 bytes that nobody knows, a name of 128", most);
  auto broken = wire::card_text(made.card_of(face));
  for (std::size_t at = 60; at < broken.size(); at += 64) broken.insert(at, "\r\n\t ");
  made.hold("the same in several lines", face, " " + broken + "\n");
}

void add_faces(CardVectors& made) {
  auto alone = made.face();
  alone.secret_id = {};
  ordered_json vector{{"what", "a face that is on no card"},
                      {"record", to_hex(wire::sign_face(alone, made.ana.key))}};
  vector.update(fields_of(alone));
  made.faces.push_back(vector);

  const auto bent = [&](std::string_view what, auto bend) {
    auto face = made.face();
    bend(face);
    made.refuse_face(what, face);
  };
  bent("the device list of another person", [&](wire::Face& face) {
    face.device_list = wire::sign_device_list(made.ben.list(), made.ben.key);
  });
  bent("a prekey of a device that is not listed", [&](wire::Face& face) {
    face.prekeys = {CardVectors::prekey_of(made.ben.devices.front())};
  });
  bent("a prekey whose signature does not verify",
       [](wire::Face& face) { face.prekeys.front().back() ^= 1; });
  bent("a device list whose signature does not verify",
       [](wire::Face& face) { face.device_list.back() ^= 1; });
  bent("an empty way", [](wire::Face& face) { face.ways.front().clear(); });
  bent("a way of 257 bytes", [](wire::Face& face) { face.ways.front().resize(257, 'w'); });
  bent("a name of 129 bytes", [](wire::Face& face) { face.name.resize(129, 'n'); });
  bent("a time of 2^62", [](wire::Face& face) { face.made.micros = std::int64_t{1} << 62; });
  bent("signed by somebody else", [&](wire::Face& face) { face.person = made.ben.id(); });
}

void refuse_cards(CardVectors& made) {
  // One byte above a multiple of three: its last letter holds four bits that mean nothing.
  auto face = made.face();
  while (made.card_of(face).size() % 3 != 1) face.name += 'a';
  const auto card = made.card_of(face);
  const auto good = wire::card_text(card);
  auto text = good;
  text.back() = text.back() == 'A' ? 'B' : static_cast<char>(text.back() + 1);
  made.refuse("unused bits that are not zero", text);
  made.refuse("padding", good + "==");
  made.refuse("another scheme", "Kith:" + good.substr(5));
  made.refuse("no scheme", good.substr(5));
  made.refuse("a letter of the other alphabet", good.substr(0, 40) + "+" + good.substr(41));
  made.refuse("cut by a letter", good.substr(0, good.size() - 1));
  made.refuse("nothing behind the scheme", "kith:");
  auto longer = card;
  longer.push_back(0);
  made.refuse("a zero after the end", wire::card_text(longer));
  auto other = face;
  other.secret_id.raw[0] ^= 1;
  made.refuse("a secret that the face does not name", wire::card_text(made.card_of(other)));
  auto bent = card;
  bent[bent.size() - 40] ^= 1;
  made.refuse("a signature that does not verify", wire::card_text(bent));
  const auto record = wire::sign_face(face, made.ana.key);
  made.refuse("a face without its secret",
              wire::card_text(wire::CborWriter{}.array(1).bytes(record).take()));
  const auto half = made.secret.view().first(31);
  made.refuse("a secret of 31 bytes",
              wire::card_text(wire::CborWriter{}.array(2).bytes(record).bytes(half).take()));
}

// The two in either order: the same.
ordered_json pairs_of(const CardVectors& made) {
  auto pairs = ordered_json::array();
  const auto add = [&](const PersonId& one, const PersonId& other) {
    pairs.push_back({{"one", to_hex(one.view())},
                     {"other", to_hex(other.view())},
                     {"words", node::words_between(one, other)},
                     {"tie", to_hex(node::tie_of(one, other).view())}});
  };
  add(made.ana.id(), made.ben.id());
  add(made.ben.id(), made.ana.id());
  add(PersonId{{1}}, PersonId{{2}});
  return pairs;
}

}  // namespace

std::string make_card_vectors() {
  CardVectors made;
  add_cards(made);
  add_faces(made);
  refuse_cards(made);
  const ordered_json all{
      {"cards", made.cards},
      {"faces", made.faces},
      {"pairs", pairs_of(made)},
      {"refused", {{"cards", made.refused_cards}, {"faces", made.refused_faces}}}};
  return all.dump(1) + "\n";
}

}  // namespace kith::test
