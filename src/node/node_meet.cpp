// Meeting people: cards out and in, names for them, and how well I know that it is them.
#include <algorithm>

#include "node/node.hpp"
#include "wire/card.hpp"

namespace kith::node {
namespace {

// The newest prekey of each device that the list names.
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
  for (auto& [device, prekey] : newest) result.push_back(std::move(prekey.second));
  return result;
}

// The list with the higher version stays; of two with one version the held one.
const ByteVec& newer_list(const ByteVec& held, const ByteVec& brought) {
  const auto ours = wire::open_device_list(held);
  const auto theirs = wire::open_device_list(brought);
  return ours && theirs && theirs->version <= ours->version ? held : brought;
}

}  // namespace

Result<void, Refusal> Node::check_name(const PersonId& person, std::string_view name) const {
  if (!is_name(name)) return Fail{Refusal::bad_name};
  for (const auto& other : self_.persons_named(name)) {
    if (other != person) return Fail{Refusal::name_taken};
  }
  return {};
}

StepOf<ByteVec> Node::new_card(const std::vector<std::string>& ways, WallTime now) {
  Step<ByteVec> step;
  renew_prekeys(now, step.commit);
  auto secret = seal::PairSecret::random(entropy_);
  const wire::Card card{person(),
                        identity_.device_list,
                        {prekeys_.newest().record},
                        *wire::CardSecret::from(secret.view()),
                        ways,
                        own_name(),
                        now};
  step.answer = wire::sign_card(card, identity_.person);
  cards_.add(std::move(secret));
  step.commit.push_back(change::PutValue{ValueName::cards, cards_.encode()});
  return step;
}

StepOf<PersonId> Node::meet(ByteView record, std::string_view name, Verification how,
                            WallTime now) {
  const auto card = wire::open_card(record);
  if (!card) return Fail{Refusal::bad_card};
  if (card->person == person()) return Fail{Refusal::own_card};
  if (const auto fine = check_name(card->person, name); !fine) return Fail{fine.error()};
  const auto* held = contacts_.find(card->person);
  auto contact = held != nullptr ? clone(*held) : Contact{card->person, card->device_list, {}, {}};
  contact.device_list = newer_list(contact.device_list, card->device_list);
  contact.prekeys =
      newest_prekeys(contact.prekeys, card->prekeys, *wire::open_device_list(contact.device_list));
  contact.pair = seal::PairSecret::from(card->secret.view());
  contact.verification = std::max(contact.verification, how);
  contact.ways = card->ways;
  auto step = put_contact(std::move(contact), name, now);
  if (!step) return Fail{step.error()};
  return Step<PersonId>{std::move(step->commit), card->person};
}

StepOf<Done> Node::put_contact(Contact contact, std::string_view name, WallTime now) {
  if (const auto fine = check_name(contact.person, name); !fine) return Fail{fine.error()};
  Batch batch;
  batch.push_back(change::PutContact{contact.person, encode_contact(contact)});
  if (self_.name_of(contact.person) != name) {
    const auto told =
        tell_self(kinds::PersonName{contact.person, std::string{name}}, {}, now, batch);
    if (!told) return Fail{told.error()};
  }
  contacts_.put(std::move(contact));
  return Step<Done>{std::move(batch), {}};
}

StepOf<Done> Node::rename(const PersonId& person, std::string_view name, WallTime now) {
  if (contacts_.find(person) == nullptr && person != this->person()) {
    return Fail{Refusal::unknown_person};
  }
  if (const auto fine = check_name(person, name); !fine) return Fail{fine.error()};
  Batch batch;
  const auto told = tell_self(kinds::PersonName{person, std::string{name}}, {}, now, batch);
  if (!told) return Fail{told.error()};
  return Step<Done>{std::move(batch), {}};
}

StepOf<Done> Node::verified(const PersonId& person, Verification how, WallTime) {
  const auto* held = contacts_.find(person);
  if (held == nullptr) return Fail{Refusal::unknown_person};
  auto contact = clone(*held);
  contact.verification = std::max(contact.verification, how);
  Batch batch;
  batch.push_back(change::PutContact{person, encode_contact(contact)});
  contacts_.put(std::move(contact));
  return Step<Done>{std::move(batch), {}};
}

// A card of mine is the affair of two from the moment that one of them used it.
void Node::bind_card(const Taken& taken, Batch& batch) {
  if (!taken.used_card) return;
  auto contact = clone(*contacts_.find(taken.author));
  contact.opens.push_back(cards_.take(*taken.used_card));
  batch.push_back(change::PutValue{ValueName::cards, cards_.encode()});
  batch.push_back(change::PutContact{taken.author, encode_contact(contact)});
  contacts_.put(std::move(contact));
}

}  // namespace kith::node
