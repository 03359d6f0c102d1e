// Papers of yesterday, and of people whom nobody is: prekeys that were replaced, cards that were
// handed to another, introductions again and again.
#include <algorithm>

#include "node/tie.hpp"
#include "sim/lies.hpp"
#include "wire/card.hpp"

namespace kith::sim {

void Lies::keep_papers(Who liar) {
  auto& node = world_.person(liar).node();
  auto& kept = papers_[liar];
  constexpr std::size_t kept_max = 8;
  Papers papers{node.prekeys().newest().record, node.identity().device_list};
  const bool known = !kept.empty() && kept.back().prekey == papers.prekey;
  if (!known && kept.size() < kept_max) kept.push_back(std::move(papers));
}

void Lies::show_old_papers(Who liar, Who victim) {
  const auto old = dice_.one_of(papers_[liar]);
  switch (dice_.below(4)) {
    case 0:
      (void)world_.lie_to(liar, victim, [&](FalseEnd& end) {
        auto presence = end.presence();
        presence.prekeys = {old.prekey};
        presence.device_list = old.device_list;
        end.say(std::move(presence));
        end.say(sync::Digest{});
      });
      return;
    case 1: {
      auto told = begin(liar, node::tie_of(world_.person(liar).id(), world_.person(victim).id()),
                        wire::LogForm::main);
      if (!told) return;
      auto meta = words_meta(liar);
      meta.statement =
          wire::AudienceStatement{list_of(told->readers), told->log->certificate(), {old.prekey}};
      told->log->put(told->log->next_place(), meta, words(), {});
      return hand_out(*told, victim);
    }
    case 2:
      return show_old_card(liar, victim);
    default:
      return introduce(liar, victim, 1 + dice_.below(3));
  }
}

// Whoever made a card gave it to one; here it comes to another, who takes it for theirs.
void Lies::show_old_card(Who liar, Who victim) {
  auto& cards = cards_[liar];
  const auto maker = dice_.chance(50) ? liar : dice_.below(world_.people());
  if (cards.size() < 4) {
    const auto now = world_.moment(maker);
    if (auto card = world_.act(maker, world_.person(maker).node().new_card({}, now))) {
      cards.push_back(std::move(*card));
    }
  }
  if (cards.empty()) return;
  const auto& card = dice_.one_of(cards);
  const auto opened = wire::open_card(card);
  const auto of = opened ? world_.who(opened->face.person) : std::nullopt;
  if (!of || *of == victim) return;
  const auto now = world_.moment(victim);
  const auto& name = world_.person(*of).name();
  (void)world_.act(victim,
                   world_.person(victim).node().meet(card, name, node::Verification::pasted, now));
}

ByteVec Lies::invented_face(Who liar) {
  auto& entropy = world_.person(liar).entropy();
  const auto person = crypto::PersonKey::generate(entropy);
  const auto device = crypto::DeviceKey::generate(entropy);
  const auto transport = crypto::TransportSecret::generate(entropy);
  const auto prekey = crypto::PrekeySecret::generate(entropy);
  const auto now = claimed(liar);
  const wire::DeviceList list{
      person.public_key(), {1}, {{device.public_key(), transport.public_key()}}};
  return wire::sign_face(
      {person.public_key(),
       wire::sign_device_list(list, person),
       {wire::sign_prekey({device.public_key(), {1}, prekey.public_key(), now}, device)},
       {},
       {},
       "nobody",
       now},
      person);
}

// Of somebody whom the liar knows, of whom they speak to, of nobody; bent.
ByteVec Lies::some_face(Who liar, Who victim) {
  auto& node = world_.person(liar).node();
  if (dice_.chance(30)) return faces_[liar] = invented_face(liar);
  if (dice_.chance(20) && !faces_[liar].empty()) return faces_[liar];
  const auto whom = dice_.chance(15) ? victim : dice_.below(world_.people());
  const auto* contact = node.contacts().find(world_.person(whom).id());
  auto face = contact != nullptr ? contact->face : ByteVec{};
  if (!face.empty() && dice_.chance(15)) face[face.size() / 2] ^= 1;
  return face;
}

void Lies::introduce(Who liar, Who victim, std::size_t times) {
  if (liar == victim) return;
  auto told = begin(liar, node::tie_of(world_.person(liar).id(), world_.person(victim).id()),
                    wire::LogForm::main);
  if (!told) return;
  const auto face = some_face(liar, victim);
  for (std::size_t i = 0; i < times; ++i) {
    const kinds::Body body =
        kinds::Introduction{dice_.chance(50) ? face : some_face(liar, victim),
                            noise(seal::PairSecret::size),
                            dice_.chance(50) ? "somebody" : world_.person(victim).name(),
                            {},
                            {}};
    auto meta = words_meta(liar);
    meta.kind = static_cast<std::uint64_t>(kinds::kind_of(body));
    told->log->put_body(told->log->next_place(), meta, kinds::encode_body(body), {});
  }
  hand_out(*told, victim);
}

}  // namespace kith::sim
