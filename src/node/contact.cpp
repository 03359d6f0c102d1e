#include "node/contact.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "wire/cbor.hpp"

namespace kith::node {

Contact clone(const Contact& contact) {
  Contact copy{contact.person,
               contact.device_list,
               contact.prekeys,
               std::nullopt,
               {},
               contact.verification,
               contact.ways,
               contact.acceptance,
               contact.introducer,
               contact.agreed,
               contact.face};
  if (contact.pair) copy.pair = contact.pair->clone();
  for (const auto& secret : contact.opens) copy.opens.push_back(secret.clone());
  return copy;
}

const seal::PairSecret* secret_of(const Contact& contact, const PairId& id) {
  if (contact.pair && pair_id(contact.pair->view()) == id) return &*contact.pair;
  const auto found = std::ranges::find_if(
      contact.opens, [&](const seal::PairSecret& secret) { return pair_id(secret.view()) == id; });
  return found == contact.opens.end() ? nullptr : &*found;
}

void add_secret(Contact& contact, seal::PairSecret secret) {
  if (secret_of(contact, pair_id(secret.view())) != nullptr) return;
  if (contact.opens.size() == limits::pair_secrets_max) contact.opens.erase(contact.opens.begin());
  contact.opens.push_back(std::move(secret));
}

void add_introduced_secret(Contact& contact, seal::PairSecret secret) {
  if (contact.opens.size() < limits::introduced_secrets_max) add_secret(contact, std::move(secret));
}

std::vector<ByteVec> newest_prekeys(const std::vector<ByteVec>& held,
                                    const std::vector<ByteVec>& brought,
                                    const wire::DeviceList& list) {
  std::map<DeviceId, std::pair<Counter, ByteVec>> newest;
  for (const auto* records : {&held, &brought}) {
    for (const auto& record : *records) {
      const auto prekey = wire::open_prekey(record);
      const bool listed = prekey && std::ranges::count(list.devices, prekey->device,
                                                       &wire::ListedDevice::device) == 1;
      if (!listed) continue;
      const auto found = newest.find(prekey->device);
      if (found == newest.end() || found->second.first < prekey->counter) {
        newest.insert_or_assign(prekey->device, std::pair{prekey->counter, record});
      }
    }
  }
  std::vector<ByteVec> result;
  result.reserve(newest.size());
  for (auto& [device, prekey] : newest) result.push_back(std::move(prekey.second));
  return result;
}

const ByteVec& newer_list(const ByteVec& held, const ByteVec& brought) {
  const auto ours = wire::open_device_list(held);
  const auto theirs = wire::open_device_list(brought);
  if (!theirs || !ours) return theirs ? brought : held;
  if (theirs->version != ours->version) return theirs->version > ours->version ? brought : held;
  return wire::list_hash(brought) < wire::list_hash(held) ? brought : held;
}

bool learn_public(Contact& contact, const ByteVec& device_list,
                  const std::vector<ByteVec>& prekeys) {
  // Mostly they say again what was verified when it was learnt.
  const bool known = device_list == contact.device_list &&
                     std::ranges::all_of(prekeys, [&](const ByteVec& record) {
                       return std::ranges::count(contact.prekeys, record) > 0;
                     });
  if (known) return false;
  const auto list = newer_list(contact.device_list, device_list);
  const auto opened = wire::open_device_list(list);
  if (!opened || opened->person != contact.person) return false;
  auto newest = newest_prekeys(contact.prekeys, prekeys, *opened);
  if (list == contact.device_list && newest == contact.prekeys) return false;
  contact.device_list = list;
  contact.prekeys = std::move(newest);
  return true;
}

ByteVec encode_contact(const Contact& contact) {
  wire::CborWriter out;
  out.map(9U + contact.pair.has_value() + contact.introducer.has_value());
  out.key(0).bytes(contact.person.view()).key(1).bytes(contact.device_list);
  out.key(2).array(contact.prekeys.size());
  for (const auto& prekey : contact.prekeys) out.bytes(prekey);
  if (contact.pair) out.key(3).bytes(contact.pair->view());
  out.key(4).array(contact.opens.size());
  for (const auto& secret : contact.opens) out.bytes(secret.view());
  out.key(5).integer(static_cast<std::uint64_t>(contact.verification));
  out.key(6).array(contact.ways.size());
  for (const auto& way : contact.ways) out.text(way);
  out.key(7).integer(static_cast<std::uint64_t>(contact.acceptance));
  if (contact.introducer) out.key(8).bytes(contact.introducer->view());
  out.key(9).array(contact.agreed.size());
  for (const auto& id : contact.agreed) out.bytes(id.view());
  out.key(10).bytes(contact.face);
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

namespace {

bool read_secrets(const std::vector<wire::CborField>& fields, std::vector<ByteVec> opens,
                  Contact& into) {
  if (const auto pair = wire::bytes_field(fields, 3)) {
    into.pair = seal::PairSecret::from(*pair);
    if (!into.pair) return false;
  }
  for (auto& secret : opens) {
    auto opened = seal::PairSecret::from(secret);
    crypto::wipe(secret);
    if (!opened) return false;
    into.opens.push_back(std::move(*opened));
  }
  return true;
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
  const auto acceptance = wire::integer_field(*fields, 7);
  const auto agreed = byte_strings(*fields, 9);
  const auto face = wire::bytes_field(*fields, 10);
  if (!person || !list || !prekeys || !opens || !verification || *verification > 3 || !ways ||
      !acceptance || *acceptance > 2 || !agreed || !face) {
    return std::nullopt;
  }
  Contact contact{*person,
                  ByteVec(list->begin(), list->end()),
                  std::move(*prekeys),
                  std::nullopt,
                  {},
                  static_cast<Verification>(*verification),
                  std::move(*ways),
                  static_cast<Acceptance>(*acceptance),
                  wire::fixed_field<PersonId>(*fields, 8),
                  {},
                  ByteVec(face->begin(), face->end())};
  for (const auto& each : *agreed) {
    const auto id = PairId::from(each);
    if (!id) return std::nullopt;
    contact.agreed.push_back(*id);
  }
  if (!read_secrets(*fields, std::move(*opens), contact)) return std::nullopt;
  return contact;
}

void Contacts::put(Contact contact) {
  const auto person = contact.person;
  Said said;
  if (auto list = wire::open_device_list(contact.device_list)) said.devices = list->devices;
  for (const auto& record : contact.prekeys) {
    if (const auto prekey = wire::open_prekey(record)) said.prekeys.push_back(*prekey);
  }
  said_.insert_or_assign(person, std::move(said));
  contacts_.insert_or_assign(person, std::move(contact));
  ++revision_;
}

const Contact* Contacts::find(const PersonId& person) const {
  const auto found = contacts_.find(person);
  return found == contacts_.end() ? nullptr : &found->second;
}

bool Contacts::knows(const PersonId& person) const {
  const auto* contact = find(person);
  return contact != nullptr && contact->acceptance != Acceptance::ignored;
}

bool Contacts::accepted(const PersonId& person) const {
  const auto* contact = find(person);
  return contact != nullptr && contact->acceptance == Acceptance::accepted;
}

std::vector<std::pair<PersonId, DeviceId>> Contacts::owners_of(
    const crypto::TransportPublic& transport) const {
  std::vector<std::pair<PersonId, DeviceId>> owners;
  for (const auto& [person, said] : said_) {
    if (!knows(person)) continue;
    for (const auto& listed : said.devices) {
      if (listed.transport == transport) owners.emplace_back(person, listed.device);
    }
  }
  if (const auto speaker = speakers_.find(transport); speaker != speakers_.end()) {
    std::stable_partition(owners.begin(), owners.end(),
                          [&](const auto& one) { return one.first == speaker->second; });
  }
  return owners;
}

std::vector<ReaderDevice> Contacts::devices_of(const PersonId& person, WallTime now) const {
  std::vector<ReaderDevice> devices;
  const auto said = said_.find(person);
  if (said == said_.end()) return devices;
  const auto& contact = contacts_.at(person);
  for (const auto& listed : said->second.devices) {
    devices.push_back(
        {person, listed.device, std::nullopt, contact.pair ? &*contact.pair : nullptr});
    for (const auto& prekey : said->second.prekeys) {
      const bool usable = prekey.device == listed.device &&
                          now - prekey.made <= limits::prekey_seal_age_max &&
                          prekey.made - now <= limits::prekey_renew_age;
      if (usable) devices.back().prekey = prekey;
    }
  }
  return devices;
}

const std::vector<wire::ListedDevice>& Contacts::listed(const PersonId& person) const {
  static const std::vector<wire::ListedDevice> none;
  const auto said = said_.find(person);
  return said == said_.end() ? none : said->second.devices;
}

// A home that was put back to an older state knows older secrets alone, and closes without a word.
// A way that is down looks the same, so the newest, which is mostly the right one, has two tries of
// three: also where a way over Tor that is down and a straight one take turns, each has it.
const seal::PairSecret* Contacts::secret_to_call(const PersonId& person) const {
  const auto* contact = find(person);
  if (contact == nullptr || !contact->pair || !knows(person)) return nullptr;
  const auto known = unanswered_.find(person);
  const auto times = known == unanswered_.end() ? 0 : known->second;
  const auto& older = contact->opens;
  if (times % 3 != 1 || older.empty()) return &*contact->pair;
  return &older[older.size() - 1 - times / 3 % older.size()];
}

void Contacts::note_call(const PersonId& person, bool answered) {
  if (answered) {
    unanswered_.erase(person);
  } else {
    ++unanswered_[person];
  }
}

}  // namespace kith::node
