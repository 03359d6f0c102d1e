// Cards and faces, as text, as records and as a payload to sign: what opens has sound papers and
// the secret that it names, and text comes back as it was. So does that of a recovery key.
#include "base/limits.hpp"
#include "fuzz/fixed_keys.hpp"
#include "fuzz/known_keys.hpp"
#include "fuzz/require.hpp"
#include "wire/card.hpp"
#include "wire/recovery_text.hpp"

using namespace kith;
using fuzz::require;

namespace {

void check_face(ByteView record, const crypto::PersonKey& key) {
  const auto face = wire::open_face(record);
  if (!face) return;
  require(wire::open_device_list(face->device_list)->person == face->person);
  require(!face->prekeys.empty() && face->ways.size() <= limits::ways_max);
  if (face->person != key.public_key()) return;
  const auto again = wire::sign_face(*face, key);
  require(wire::open_face(again) == face);
  const auto payload = wire::decode_signed(record)->payload;
  require(!fuzz::only_keys_below(7, payload) || fuzz::equal(again, record));
}

void check_card(ByteView bytes) {
  const auto card = wire::open_card(bytes);
  if (!card) return;
  require(pair_id(card->secret.view()) == card->face.secret_id);
  require(fuzz::equal(wire::encode_card(card->face_record, card->secret), bytes));
}

void check_text(ByteView input) {
  if (const auto bytes = wire::card_bytes(as_text(input))) {
    require(wire::card_bytes(wire::card_text(*bytes)) == bytes);
  }
  if (input.size() < limits::card_text_bytes_max / 2) {
    const auto back = wire::card_bytes(wire::card_text(input));
    require(back && fuzz::equal(*back, input));
  }
}

// What reads as a key is written as the same; what somebody may type for it reads as it, too.
void check_recovery_text(ByteView input) {
  const PersonId person{{1, 2, 3, 4, 5, 6, 7, 8}};
  if (const auto key = wire::read_recovery_text(person, as_text(input))) {
    const auto text = wire::recovery_text(person, *key);
    const auto again = wire::read_recovery_text(person, text);
    require(again && fuzz::equal(again->view(), key->view()));
  }
  if (input.size() < crypto::agreement_bytes) return;
  const auto key = *crypto::RecoverySecret::from(input.first(crypto::agreement_bytes));
  auto text = wire::recovery_text(person, key);
  const auto back = wire::read_recovery_text(person, text);
  require(back && fuzz::equal(back->view(), key.view()));
  require(wire::read_recovery_text(PersonId{{9}}, text).error() ==
          wire::RecoveryTextError::other_person);
  // One letter that differs is found.
  auto& letter = text[text.size() - 1 - input[0] % 6];
  letter = letter == 'a' ? 'b' : 'a';
  require(!wire::read_recovery_text(person, text));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto key = fuzz::signing_key<crypto::PersonKey>(1);
  const ByteView input{data, size};
  check_card(input);
  check_face(input, key);
  check_text(input);
  check_recovery_text(input);

  const auto record = wire::encode_signed(input, fuzz::sign(key, "kith/1 card", input));
  check_face(record, key);
  check_card(wire::encode_card(record, fuzz::secret_of<wire::CardSecret>(2)));
  return 0;
}
