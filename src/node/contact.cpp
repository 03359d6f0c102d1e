#include "node/contact.hpp"

#include "base/limits.hpp"
#include "wire/cbor.hpp"

namespace kith::node {

Contact clone(const Contact& contact) {
  Contact copy{contact.person,       contact.device_list, contact.prekeys, std::nullopt, {},
               contact.verification, contact.ways};
  if (contact.pair) copy.pair = contact.pair->clone();
  for (const auto& secret : contact.opens) copy.opens.push_back(secret.clone());
  return copy;
}

ByteVec encode_contact(const Contact& contact) {
  wire::CborWriter out;
  out.map(contact.pair ? 7 : 6).key(0).bytes(contact.person.view());
  out.key(1).bytes(contact.device_list).key(2).array(contact.prekeys.size());
  for (const auto& prekey : contact.prekeys) out.bytes(prekey);
  if (contact.pair) out.key(3).bytes(contact.pair->view());
  out.key(4).array(contact.opens.size());
  for (const auto& secret : contact.opens) out.bytes(secret.view());
  out.key(5).integer(static_cast<std::uint64_t>(contact.verification));
  out.key(6).array(contact.ways.size());
  for (const auto& way : contact.ways) out.text(way);
  return out.take();
}

namespace {

// The items of an array field, each read by `next`; nothing where one is not of its type.
template <class Item, class Next>
std::optional<std::vector<Item>> items(const std::vector<wire::CborField>& fields,
                                       std::uint64_t key, const Next& next) {
  const auto field = wire::field_of(fields, key);
  if (!field) return std::nullopt;
  auto reader = wire::CborReader::open(*field);
  const auto count = reader ? reader->array() : Fail{wire::CborError::wrong_type};
  if (!count) return std::nullopt;
  std::vector<Item> found;
  for (std::size_t i = 0; i < *count; ++i) {
    const auto item = next(*reader);
    if (!item) return std::nullopt;
    found.emplace_back(item->begin(), item->end());
  }
  return found;
}

std::optional<std::vector<ByteVec>> byte_strings(const std::vector<wire::CborField>& fields,
                                                 std::uint64_t key) {
  return items<ByteVec>(fields, key, [](wire::CborReader& reader) { return reader.bytes(); });
}

std::optional<std::vector<std::string>> texts(const std::vector<wire::CborField>& fields,
                                              std::uint64_t key) {
  return items<std::string>(fields, key, [](wire::CborReader& reader) { return reader.text(); });
}

}  // namespace

std::optional<Contact> decode_contact(ByteView bytes) {
  const auto fields = wire::cbor_fields(bytes);
  if (!fields) return std::nullopt;
  const auto person = wire::fixed_field<PersonId>(*fields, 0);
  const auto list = wire::bytes_field(*fields, 1);
  auto prekeys = byte_strings(*fields, 2);
  auto opens = byte_strings(*fields, 4);
  const auto verification = wire::integer_field(*fields, 5);
  auto ways = texts(*fields, 6);
  if (!person || !list || !prekeys || !opens || !verification || *verification > 3 || !ways) {
    return std::nullopt;
  }
  Contact contact{
      *person, ByteVec(list->begin(), list->end()),      std::move(*prekeys), std::nullopt,
      {},      static_cast<Verification>(*verification), std::move(*ways)};
  if (const auto pair = wire::bytes_field(*fields, 3)) {
    contact.pair = seal::PairSecret::from(*pair);
    if (!contact.pair) return std::nullopt;
  }
  for (auto& secret : *opens) {
    auto opened = seal::PairSecret::from(secret);
    crypto::wipe(secret);
    if (!opened) return std::nullopt;
    contact.opens.push_back(std::move(*opened));
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
