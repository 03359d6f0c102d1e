// Logs that no honest device writes: nonsense under a sound seal, floods, two keys for one entry,
// words in another's name.
#include <algorithm>

#include "node/tie.hpp"
#include "seal/compressed_body.hpp"
#include "sim/lies.hpp"

namespace kith::sim {
namespace {

constexpr std::uint64_t kinds_asked = 70;  // numbers, known and unknown

}  // namespace

wire::Meta Lies::odd_meta(Who liar) {
  auto meta = words_meta(liar);
  constexpr auto last_time = static_cast<std::int64_t>(limits::time_micros_end - 1);
  if (dice_.chance(30)) meta.time = dice_.chance(50) ? WallTime{last_time} : WallTime{};
  if (dice_.chance(60)) meta.kind = dice_.below(kinds_asked);
  if (dice_.chance(5)) meta.kind = UINT64_MAX;
  if (dice_.chance(10)) meta.kind = std::string(limits::kind_name_bytes_max, 'k');
  for (auto n = dice_.below(limits::references_max + 1); n > 0 && dice_.chance(50); --n) {
    Reference reference;
    const auto bytes = noise(Reference::size);
    std::ranges::copy(bytes, reference.raw.begin());
    if (!world_.truth().written().empty() && dice_.chance(50)) {
      reference = reference_of(world_.truth().written().begin()->first);
    }
    meta.references.push_back(reference);
  }
  std::ranges::sort(meta.references);
  meta.references.erase(std::unique(meta.references.begin(), meta.references.end()),
                        meta.references.end());
  return meta;
}

// What stands in self logs and ties alone, said where it means nothing; what is of its kind and of
// the wrong form; what is no item at all.
ByteVec Lies::odd_body(std::uint64_t kind) {
  const auto somebody = world_.person(dice_.below(world_.people())).id();
  switch (dice_.below(9)) {
    case 0:
      return noise(dice_.below(200));
    case 1: {
      constexpr std::size_t greatest = 60'000;
      return kinds::encode_body(kinds::Message{std::string(greatest, 'm')});
    }
    case 2:
      return kinds::encode_body(kinds::Part{{}, somebody, false});
    case 3:
      return kinds::encode_body(kinds::PersonName{somebody, "nobody"});
    case 4: {
      auto cut = kinds::encode_body(kinds::Include{{}, somebody, WallTime{1}, WallTime{}});
      cut.resize(dice_.below(cut.size() + 1));
      return cut;
    }
    case 5:
      return kinds::encode_body(kinds::Greeting{std::string(dice_.below(3000), 'g')});
    case 6: {
      wire::CborWriter out;
      out.map(1).key(kind % 24).array(2).integer(kind).text("?");
      return out.take();
    }
    case 7: {
      const kinds::Message words{"We meet at the station tomorrow morning, and then we go home."};
      auto bent = seal::compressed_body(kinds::encode_body(words));
      bent[dice_.below(bent.size())] ^= static_cast<std::uint8_t>(1U << dice_.below(8));
      return bent;
    }
    default:
      return {};
  }
}

void Lies::put_odd(Told& told) {
  auto& log = *told.log;
  auto at = log.next_place();
  if (dice_.chance(15))
    at.leaf.value = static_cast<std::uint16_t>(at.leaf.value + 1 + dice_.below(9));
  if (dice_.chance(10)) at.epoch.value += static_cast<std::uint32_t>(dice_.below(5));
  auto meta = odd_meta(told.liar);
  const auto* kind = std::get_if<std::uint64_t>(&meta.kind);
  const auto body = odd_body(kind != nullptr ? *kind : 0);
  if (dice_.chance(20)) {
    auto bytes = dice_.chance(50) ? noise(limits::meta_unit_bytes * (1 + dice_.below(4)))
                                  : wire::encode_meta(meta);
    bytes[dice_.below(bytes.size())] ^= 1;
    return log.put_bytes(at, bytes, body, {});
  }
  log.put_body(at, meta, body, {});
}

void Lies::write_garbage(Who liar, const std::vector<CircleId>& circles) {
  auto told = begin(liar, some_circle(circles), wire::LogForm::main);
  if (!told) return;
  constexpr std::uint64_t entries_max = 8;
  for (auto n = 1 + dice_.below(entries_max); n > 0; --n) put_odd(*told);
  go_on(*told, 1);
  hand_out_all(*told);
}

void Lies::flood(Who liar, const std::vector<CircleId>& circles) {
  const auto victim = dice_.below(world_.people());
  constexpr std::size_t logs_at_once = 24;
  constexpr std::size_t entries_at_once = 150;
  constexpr std::size_t boxes_at_once = 64;
  std::vector<ByteVec> ranges;
  std::optional<Told> told;
  switch (dice_.below(5)) {
    case 0:
      for (std::size_t i = 0; i < logs_at_once; ++i) {
        const auto form = dice_.chance(50) ? wire::LogForm::aside : wire::LogForm::main;
        told = begin(liar, some_circle(circles), form);
        if (told) ranges.push_back(told->log->all());
      }
      break;
    case 1:  // every second entry by itself, so that holes lie between
      told = begin(liar, some_circle(circles), wire::LogForm::main);
      if (!told) return;
      go_on(*told, entries_at_once);
      for (std::size_t i = 0; i < told->log->size(); i += 2) {
        ranges.push_back(told->log->range(i, i));
      }
      break;
    case 2: {
      told = begin(liar, some_circle(circles), wire::LogForm::main);
      if (!told) return;
      constexpr std::size_t box_bytes = 64;
      const auto box = noise(box_bytes);
      const wire::BoxesView boxes{box_bytes,
                                  std::vector<wire::BoxSlot>(boxes_at_once, {true, box})};
      told->log->put(told->log->next_place(), words_meta(liar), words(), wire::encode_boxes(boxes));
      ranges.push_back(told->log->all());
      break;
    }
    case 3:  // nothing says whose they are
      for (std::size_t i = 0; i < logs_at_once; ++i) {
        auto& self = world_.person(liar);
        ForgedLog log{self.node(), self.entropy(), some_circle(circles)};
        log.put(place(0, 0, 0), words_meta(liar), std::string(500, 'x'), {});
        ranges.push_back(log.all());
      }
      break;
    default:
      return introduce(liar, victim, logs_at_once);
  }
  (void)world_.lie_to(liar, victim, [&](FalseEnd& end) {
    end.greet();
    end.hand_over_nothing();
    for (const auto& range : ranges) end.say_range(range);
  });
}

// Each is told another list of who hears, and of two keys only one opens what stands there: that
// one first, then the other, so that whoever gets both has the wrong one first.
void Lies::give_two_keys(Who liar, const std::vector<CircleId>& circles) {
  auto told = begin(liar, some_circle(circles), wire::LogForm::main);
  if (!told) return;
  auto& log = *told->log;
  auto& self = world_.person(liar);
  const auto at = place(1, 1, 0);
  wire::Handover true_keys;
  true_keys.spans.push_back(log.span(at));
  log.another_secret(at.epoch);
  wire::Handover false_keys;
  false_keys.spans.push_back(log.span(at));
  const bool first_is_true = dice_.chance(50);
  auto& sealing = first_is_true ? false_keys : true_keys;
  // Of this one, what was sealed is the other key's: its body hash is an invention.
  if (dice_.chance(30)) {
    const auto key = noise(wire::MetaKey::size);
    sealing.spans[0].nodes.clear();
    sealing.spans[0].meta_keys.push_back({{0}, *wire::MetaKey::from(key), {}});
  }
  std::vector<Given> given;
  for (const auto who : told->readers) {
    const auto& id = world_.person(who).id();
    auto& keys = dice_.chance(50) ? true_keys : false_keys;
    if (dice_.chance(50)) keys.spans[0].audience = list_of({who});
    given.push_back({id, &keys});
    if (dice_.chance(30)) given.push_back({id, &keys == &true_keys ? &false_keys : &true_keys});
  }
  log.put(at, words_meta(liar), words(), log.boxes(self.node(), self.now(), given, at));
  go_on(*told, dice_.below(3));
  hand_out_all(*told);
}

// That somebody's past is the liar's to give, and so whoever holds it would serve it to them.
void Lies::claim_pasts(Told& told) {
  auto& node = world_.person(told.liar).node();
  auto meta = words_meta(told.liar);
  meta.kind = std::uint64_t{0};
  constexpr std::size_t claims_max = 8;
  for (const auto circle : node.strands().circles()) {
    for (const auto strand : node.strands().of_circle(circle)) {
      const auto& record = node.strands().strand(strand);
      if (record.person == node.person() || meta.past.size() == claims_max) continue;
      const auto whom = dice_.below(world_.people());
      meta.past.push_back({world_.person(whom).id(), record.log, {0}, {limits::seq_max}});
    }
  }
  told.log->put_body(told.log->next_place(), meta, {}, {});
}

void Lies::claim_papers(Told& told, Who other) {
  auto& node = world_.person(told.liar).node();
  auto meta = words_meta(told.liar);
  wire::AudienceStatement statement{list_of(told.readers), told.log->certificate(), {}};
  const auto& id = world_.person(other).id();
  for (const auto circle : node.strands().circles()) {
    for (const auto strand : node.strands().of_circle(circle)) {
      if (node.strands().strand(strand).person != id) continue;
      auto certificate = node.serving().certificate(strand);
      if (certificate && *certificate) statement.certificate = std::move(**certificate);
    }
  }
  if (const auto* contact = node.contacts().find(id)) statement.prekeys = contact->prekeys;
  meta.statement = std::move(statement);
  told.log->put(told.log->next_place(), meta, words(), {});
}

void Lies::hand_over_anothers(Who liar, Who victim) {
  auto& self = world_.person(liar);
  auto& node = self.node();
  ForgedLog log{node, self.entropy(), {}};
  std::vector<wire::Handover> handovers;
  for (const auto circle : node.strands().circles()) {
    for (const auto strand : node.strands().of_circle(circle)) {
      const auto& record = node.strands().strand(strand);
      if (record.person == node.person() || dice_.chance(50)) continue;
      auto certificate = node.serving().certificate(strand);
      const bool theirs = certificate && *certificate && dice_.chance(50);
      handovers.push_back({{}, record.log, theirs ? **certificate : log.certificate()});
      handovers.back().spans.push_back(log.span(place(0, 0, 0)));
      if (dice_.chance(50)) handovers.back().spans.back().audience = list_of({liar, victim});
    }
  }
  (void)world_.lie_to(liar, victim, [&](FalseEnd& end) {
    end.greet();
    end.hand_over_nothing();
    for (auto& handover : handovers) end.say(sync::Handed{std::move(handover)});
  });
}

void Lies::speak_for_others(Who liar, const std::vector<CircleId>& circles) {
  const auto victim = dice_.below(world_.people());
  if (dice_.chance(25)) return hand_over_anothers(liar, victim);
  auto circle = dice_.one_of(circles);
  if (dice_.chance(15)) {
    const auto third = dice_.below(world_.people());
    circle = node::tie_of(world_.person(victim).id(), world_.person(third).id());
  }
  auto told = begin(liar, circle, wire::LogForm::main);
  if (!told) return;
  for (auto n = 1 + dice_.below(3); n > 0; --n) {
    if (dice_.chance(60)) {
      claim_pasts(*told);
    } else {
      claim_papers(*told, dice_.below(world_.people()));
    }
  }
  hand_out_all(*told);
}

}  // namespace kith::sim
