#include "node/contact.hpp"

#include "base/limits.hpp"
#include "wire/cbor.hpp"

namespace kith::node {

ByteVec encode_contact(const Contact& contact) {
  wire::CborWriter out;
  out.map(contact.pair ? 4 : 3).key(0).bytes(contact.person.view());
  out.key(1).bytes(contact.device_list).key(2).array(contact.prekeys.size());
  for (const auto& prekey : contact.prekeys) {
    out.bytes(prekey);
  }
  if (contact.pair) out.key(3).bytes(contact.pair->view());
  return out.take();
}

std::optional<Contact> decode_contact(ByteView bytes) {
  const auto fields = wire::cbor_fields(bytes);
  if (!fields) return std::nullopt;
  const auto person = wire::fixed_field<PersonId>(*fields, 0);
  const auto list = wire::bytes_field(*fields, 1);
  const auto prekeys = wire::field_of(*fields, 2);
  if (!person || !list || !prekeys) return std::nullopt;
  Contact contact{*person, ByteVec(list->begin(), list->end()), {}, std::nullopt};
  auto reader = wire::CborReader::open(*prekeys);
  const auto count = reader ? reader->array() : Fail{wire::CborError::wrong_type};
  if (!count || *count > limits::devices_per_person_max) return std::nullopt;
  for (std::size_t i = 0; i < *count; ++i) {
    const auto prekey = reader->bytes();
    if (!prekey) return std::nullopt;
    contact.prekeys.emplace_back(prekey->begin(), prekey->end());
  }
  if (const auto pair = wire::bytes_field(*fields, 3)) {
    contact.pair = seal::PairSecret::from(*pair);
    if (!contact.pair) return std::nullopt;
  }
  return contact;
}

void Contacts::put(Contact contact) {
  const auto person = contact.person;
  contacts_.insert_or_assign(person, std::move(contact));
}

const Contact* Contacts::find(const PersonId& person) const {
  const auto found = contacts_.find(person);
  return found == contacts_.end() ? nullptr : &found->second;
}

std::vector<ReaderDevice> Contacts::devices_of(const PersonId& person, WallTime now) const {
  std::vector<ReaderDevice> devices;
  const auto* contact = find(person);
  const auto list = contact != nullptr ? wire::open_device_list(contact->device_list)
                                       : Fail{wire::RecordError::malformed};
  if (!list) return devices;
  for (const auto& listed : list->devices) {
    devices.push_back(
        {person, listed.device, std::nullopt, contact->pair ? &*contact->pair : nullptr});
    for (const auto& record : contact->prekeys) {
      const auto prekey = wire::open_prekey(record);
      const bool usable = prekey && prekey->device == listed.device &&
                          now - prekey->made <= limits::prekey_seal_age_max &&
                          prekey->made - now <= limits::prekey_renew_age;
      if (usable) devices.back().prekey = *prekey;
    }
  }
  return devices;
}

}  // namespace kith::node
