// Meeting people: cards out and in, names for them, and how well I know that it is them.
#include <algorithm>

#include "base/limits.hpp"
#include "node/name.hpp"
#include "node/node.hpp"
#include "node/tie.hpp"
#include "wire/card.hpp"

namespace kith::node {
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
  const wire::Face face{person(),
                        identity_.device_list,
                        {prekeys_.newest().record},
                        pair_id(secret.view()),
                        ways,
                        own_name(),
                        now};
  step.answer = wire::encode_card(wire::sign_face(face, identity_.person),
                                  *wire::CardSecret::from(secret.view()));
  cards_.add(std::move(secret));
  step.commit.push_back(change::PutValue{ValueName::cards, cards_.encode()});
  return step;
}

StepOf<PersonId> Node::meet(ByteView bytes, std::string_view name, Verification how, WallTime now) {
  const auto card = wire::open_card(bytes);
  if (!card) return Fail{Refusal::bad_card};
  const auto& face = card->face;
  if (face.person == person()) return Fail{Refusal::own_card};
  if (const auto fine = check_name(face.person, name); !fine) return Fail{fine.error()};
  const auto* held = contacts_.find(face.person);
  auto contact = held != nullptr ? clone(*held) : Contact{face.person, face.device_list, {}, {}};
  (void)learn_public(contact, face.device_list, face.prekeys);
  contact.pair = seal::PairSecret::from(card->secret.view());
  contact.verification = std::max(contact.verification, how);
  contact.ways = face.ways;
  contact.acceptance = Acceptance::accepted;
  contact.face = card->face_record;
  auto step = put_contact(std::move(contact), name, now);
  if (!step) return Fail{step.error()};
  return Step<PersonId>{std::move(step->commit), face.person};
}

StepOf<Done> Node::put_contact(Contact contact, std::string_view name, WallTime now) {
  if (const auto fine = check_name(contact.person, name); !fine) return Fail{fine.error()};
  Batch batch;
  if (self_.name_of(contact.person) != name) {
    const auto told =
        tell_self(kinds::PersonName{contact.person, std::string{name}}, {}, now, batch);
    if (!told) return Fail{told.error()};
  }
  (void)strands_.add_circle(tie_of(person(), contact.person), batch);
  put(std::move(contact), batch);
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
  put(std::move(contact), batch);
  return Step<Done>{std::move(batch), {}};
}

// A card of mine is the affair of two from the moment that one of them used it.
void Node::bind_card(const PersonId& person, std::size_t card, Batch& batch) {
  auto contact = clone(*contacts_.find(person));
  add_secret(contact, cards_.take(card));
  batch.push_back(change::PutValue{ValueName::cards, cards_.encode()});
  put(std::move(contact), batch);
}

// Introductions
// ------------------------------------------------------------------------------------

Draft Node::introduction_of(const Contact& other, const Introducing& how, ByteView secret) const {
  return draft_of(kinds::Introduction{other.face,
                                      {secret.begin(), secret.end()},
                                      self_.name_of(other.person).value_or("somebody"),
                                      how.note,
                                      how.circle});
}

StepOf<Done> Node::introduce(const std::vector<Introducing>& pairs, WallTime now) {
  std::vector<std::pair<PersonId, Draft>> told;
  for (const auto& pair : pairs) {
    const bool known = contacts_.accepted(pair.one) && contacts_.accepted(pair.other);
    if (!known || pair.one == pair.other) return Fail{Refusal::unknown_person};
    const auto& one = *contacts_.find(pair.one);
    const auto& other = *contacts_.find(pair.other);
    if (one.face.empty() || other.face.empty()) return Fail{Refusal::no_face};
    if (pair.note && pair.note->size() > limits::note_bytes_max) return Fail{Refusal::long_note};
    if (pair.note && !wire::is_utf8(as_bytes(*pair.note))) return Fail{Refusal::not_utf8};
    const auto secret = seal::PairSecret::random(entropy_);
    told.emplace_back(pair.one, introduction_of(other, pair, secret.view()));
    told.emplace_back(pair.other, introduction_of(one, pair, secret.view()));
  }
  for (const auto& [person, draft] : told) {
    if (const auto fine = check_draft(draft); !fine) return Fail{fine.error()};
  }
  Batch batch;
  for (const auto& [person, draft] : told) {
    const auto tie = strands_.add_circle(tie_of(this->person(), person), batch);
    if (const auto link = write(Use{tie}, draft, now, batch); !link) return Fail{link.error()};
  }
  return Step<Done>{std::move(batch), {}};
}

std::vector<const Offer*> Node::open_offers() const {
  std::vector<const Offer*> open;
  for (const auto& [id, offer] : offers_.all()) {
    if (!self_.ignores(id) && !contacts_.accepted(offer.person)) open.push_back(&offer);
  }
  return open;
}

StepOf<PersonId> Node::accept(const Reference& id, std::string_view name, WallTime now) {
  const auto* offer = offers_.find(id);
  const auto* held = offer != nullptr ? contacts_.find(offer->person) : nullptr;
  if (held == nullptr) return Fail{Refusal::unknown_offer};
  auto contact = clone(*held);
  contact.acceptance = Acceptance::accepted;
  auto step = put_contact(std::move(contact), name.empty() ? offer->name : name, now);
  if (!step) return Fail{step.error()};
  return Step<PersonId>{std::move(step->commit), offer->person};
}

StepOf<Done> Node::ignore(const Reference& id, WallTime now) {
  const auto* offer = offers_.find(id);
  const auto* held = offer != nullptr ? contacts_.find(offer->person) : nullptr;
  if (held == nullptr) return Fail{Refusal::unknown_offer};
  Batch batch;
  if (const auto told = tell_self(kinds::Ignore{id}, {}, now, batch); !told) {
    return Fail{told.error()};
  }
  const bool another_waits = std::ranges::any_of(offers_.all(), [&](const auto& other) {
    return other.second.person == offer->person && !self_.ignores(other.first);
  });
  if (held->acceptance == Acceptance::offered && !another_waits) {
    auto contact = clone(*held);
    contact.acceptance = Acceptance::ignored;
    put(std::move(contact), batch);
  }
  return Step<Done>{std::move(batch), {}};
}

// Sessions
// -----------------------------------------------------------------------------------------

const seal::PairSecret* Node::secret_with(const PersonId& person, const PairId& id) const {
  if (const auto* contact = contacts_.find(person)) {
    if (const auto* shared = secret_of(*contact, id)) return shared;
  }
  for (const auto& secret : cards_.unused()) {
    if (pair_id(secret.view()) == id) return &secret;
  }
  return nullptr;
}

namespace {

// Sessions that are cut leave a secret each that the other side may never have made. The newest of
// those goes, never one that they use or named: else a bad line would part two people.
bool make_room_for_agreed(Contact& contact, const Heard& heard) {
  if (contact.agreed.size() < limits::agreed_secrets_max) return true;
  const auto in_use = [&](const PairId& id) {
    const bool mine = contact.pair && pair_id(contact.pair->view()) == id;
    return mine || heard.used == id || std::ranges::count(heard.held, id) > 0;
  };
  for (auto at = contact.agreed.end(); at != contact.agreed.begin();) {
    --at;
    if (in_use(*at)) continue;
    std::erase_if(contact.opens,
                  [&](const seal::PairSecret& secret) { return pair_id(secret.view()) == *at; });
    contact.agreed.erase(at);
    return true;
  }
  return false;
}

}  // namespace

Step<Done> Node::heard_from(const PersonId& person, const Heard& heard) {
  Step<Done> step;
  const auto* held = contacts_.find(person);
  if (held == nullptr) return step;
  if (heard.transport) contacts_.note_speaker(*heard.transport, person);
  if (heard.used && secret_of(*held, *heard.used) == nullptr) {
    const auto& unused = cards_.unused();
    for (std::size_t i = 0; i < unused.size(); ++i) {
      if (pair_id(unused[i].view()) != *heard.used) continue;
      bind_card(person, i, step.commit);
      break;
    }
  }
  held = contacts_.find(person);
  auto contact = clone(*held);
  const auto face =
      heard.face.empty() ? Fail{wire::RecordError::malformed} : wire::open_face(heard.face);
  bool news = false;
  if (!heard.device_list.empty()) {
    news = learn_public(contact, heard.device_list, heard.prekeys);
  }
  if (face && face->person == person && heard.face != contact.face) {
    contact.face = heard.face;
    news = true;
  }
  if (!heard.ways.empty() && heard.ways != contact.ways) {
    contact.ways = heard.ways;
    news = true;
  }
  for (const auto& id : heard.held) {
    if (std::ranges::count(contact.agreed, id) == 0) continue;
    const auto* secret = secret_of(contact, id);
    const bool already = contact.pair && pair_id(contact.pair->view()) == id;
    if (secret == nullptr || already) continue;
    auto used = secret->clone();
    if (contact.pair) add_secret(contact, std::move(*contact.pair));
    contact.pair = std::move(used);
    news = true;
  }
  if (heard.agreed_secret && make_room_for_agreed(contact, heard)) {
    auto secret = *seal::PairSecret::from(*heard.agreed_secret);
    contact.agreed.push_back(pair_id(secret.view()));
    add_secret(contact, std::move(secret));
    news = true;
  }
  if (news) put(std::move(contact), step.commit);
  return step;
}

Step<ByteVec> Node::own_face(WallTime now) {
  Step<ByteVec> step;
  renew_prekeys(now, step.commit);
  step.answer = wire::sign_face({person(),
                                 identity_.device_list,
                                 {prekeys_.newest().record},
                                 PairId{},
                                 ways_,
                                 own_name(),
                                 prekeys_.newest().shown.made},
                                identity_.person);
  return step;
}

}  // namespace kith::node
