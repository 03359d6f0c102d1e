#include "service/ends.hpp"

#include "service/drawing.hpp"
#include "service/junctures.hpp"
#include "service/talk.hpp"
#include "service/time_text.hpp"
#include "wire/varint.hpp"

namespace kith::service {

Outcome<Ends> Ends::of(OpenHome& home) {
  Ends ends{home};
  const auto kept = home.home().store().value(node::ValueName::ends_told);
  if (!kept) return Fail<Fault>{fault_of(node::refusal_of(kept.error()))};
  wire::ByteReader in{*kept ? ByteView{**kept} : ByteView{}};
  const auto time = [&]() -> std::optional<WallTime> {
    const auto micros = in.take_fixed<std::uint64_t>();
    if (!micros) return std::nullopt;
    return WallTime{static_cast<std::int64_t>(*micros)};
  };
  while (in.left() > 0) {
    const auto circle = in.take_bytes<CircleId>();
    const auto speaker = in.take_bytes<PersonId>();
    const auto hearer = in.take_bytes<PersonId>();
    const auto until = time();
    const auto since = time();
    // What cannot be read was not told: it is told once more.
    if (!circle || !speaker || !hearer || !until || !since) break;
    if (*until > ends.now_) ends.told_.emplace(End{*circle, *speaker, *hearer, *until}, *since);
  }
  return ends;
}

bool Ends::is_to_tell(const End& end) {
  if (end.until <= now_ || end.until - now_ > told_before_end) return false;
  const auto [told, first] = told_.emplace(end, now_);
  // A clock that was set back tells it again rather than never.
  return now_ - told->second < told_again_within;
}

void Ends::add_lease(node::CircleNumber circle, const PersonId& speaker, const wire::Hearer& hearer,
                     Json& leases) {
  const auto& me = home_.node().person();
  if (!hearer.until || (speaker != me && hearer.person != me)) return;
  const auto id = home_.node().strands().id_of(circle);
  if (!is_to_tell({id, speaker, hearer.person, *hearer.until})) return;
  auto json = talk_json(home_, circle);
  json.update(named_json(home_, hearer.person));
  json["until"] = to_text(*hearer.until);
  json["speaker_id"] = to_hex(speaker.view());
  json["speaker"] = name_of(home_, speaker);
  json["mine"] = speaker == me;
  leases.push_back(std::move(json));
}

// Of people in my audience, and mine in theirs.
void Ends::add_leases(node::CircleNumber circle, Json& leases) {
  auto& node = home_.node();
  for (const auto& hearer : node.audience(circle, now_)) {
    add_lease(circle, node.person(), hearer, leases);
  }
  for (const auto& speaker : node.heard_in(circle)) {
    for (const auto& hearer : node.addressed_by(speaker, circle)) {
      add_lease(circle, speaker, hearer, leases);
    }
  }
}

// Once, not each of its leases. Says whether it is one that I take part in: who left it has nothing
// of their own there that ends.
Outcome<bool> Ends::add_juncture(node::CircleNumber circle, Json& junctures) {
  auto end = juncture_json(home_, circle);
  if (!end) return Fail<Fault>{end.error()};
  if (end->is_null()) return false;
  const auto mine = end->at("until").is_string()
                        ? time_of(end->at("until").get_ref<const std::string&>())
                        : std::nullopt;
  if (!mine || *mine <= now_ || *mine - now_ > told_before_end) return true;
  if (home_.node().audience(circle, now_).empty()) return false;
  const auto& me = home_.node().person();
  if (!is_to_tell({home_.node().strands().id_of(circle), me, me, *mine})) return true;
  auto json = talk_json(home_, circle);
  json.update(*end);
  junctures.push_back(std::move(json));
  return true;
}

Outcome<void> Ends::add(node::CircleNumber circle, Json& into) {
  const auto told = add_juncture(circle, into["junctures"]);
  if (!told) return Fail<Fault>{told.error()};
  if (!*told) add_leases(circle, into["leases"]);
  return {};
}

Outcome<void> Ends::keep_told() {
  ByteVec value;
  for (const auto& [end, since] : told_) {
    wire::put_bytes(value, end.circle.view());
    wire::put_bytes(value, end.speaker.view());
    wire::put_bytes(value, end.hearer.view());
    wire::put_fixed(value, static_cast<std::uint64_t>(end.until.micros));
    wire::put_fixed(value, static_cast<std::uint64_t>(since.micros));
  }
  node::Step<node::Done> step;
  step.commit.push_back(node::change::PutValue{node::ValueName::ends_told, std::move(value)});
  const auto kept = home_.carry_out<node::Done>(std::move(step));
  if (!kept) return Fail<Fault>{kept.error()};
  return {};
}

}  // namespace kith::service
