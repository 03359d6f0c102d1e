#include "sim/lies.hpp"

#include <algorithm>

#include "node/sharing.hpp"

namespace kith::sim {

void Lies::tell(Knob knob, const std::vector<CircleId>& circles) {
  const auto liars = world_.liars();
  if (liars.empty()) return;
  const auto liar = dice_.one_of(liars);
  const auto victim = dice_.below(world_.people());
  keep_papers(liar);
  switch (knob) {
    case Knob::forks:
      return fork(liar, circles);
    case Knob::garbage:
      return write_garbage(liar, circles);
    case Knob::withhold:
      return withhold(liar, victim);
    case Knob::old_papers:
      return show_old_papers(liar, victim);
    case Knob::size_lies:
      return lie_about_sizes(liar, victim);
    case Knob::floods:
      return flood(liar, circles);
    case Knob::two_keys:
      return give_two_keys(liar, circles);
    case Knob::for_others:
      return speak_for_others(liar, circles);
    case Knob::half_told:
      return tell_by_halves(liar, circles);
    default:
      return;
  }
}

ByteVec Lies::noise(std::size_t bytes) {
  ByteVec made(bytes);
  for (auto& byte : made) byte = static_cast<std::uint8_t>(dice_.below(256));
  return made;
}

std::string Lies::words() { return "a lie " + std::to_string(++said_); }

CircleId Lies::some_circle(const std::vector<CircleId>& circles) {
  if (dice_.chance(75)) return dice_.one_of(circles);
  CircleId circle{};
  circle.raw[0] = 0xee;
  circle.raw[1] = static_cast<std::uint8_t>(dice_.below(3));
  return circle;
}

// Also whoever does not know them yet: their boxes are dummies then.
std::vector<Who> Lies::some_readers(Who liar) {
  std::vector<Who> known;
  for (Who who = 0; who < world_.people(); ++who) {
    if (who != liar && world_.person(liar).node().contacts().knows(world_.person(who).id())) {
      known.push_back(who);
    }
  }
  if (known.empty()) return known;
  auto readers = dice_.chance(50) ? known : dice_.some_of(known);
  if (readers.empty()) readers.push_back(dice_.one_of(known));
  return readers;
}

wire::AudienceList Lies::list_of(const std::vector<Who>& readers) {
  wire::AudienceList list;
  for (const auto who : readers) list.push_back({world_.person(who).id(), std::nullopt});
  std::ranges::sort(list, {}, &wire::Hearer::person);
  list.erase(std::unique(list.begin(), list.end()), list.end());  // two homes of one person
  return list;
}

WallTime Lies::claimed(Who liar) {
  return std::max(world_.moment(liar), WallTime{});  // nothing stands before 1970
}

wire::Meta Lies::words_meta(Who liar) {
  return {claimed(liar), std::uint64_t{1}, {}, std::nullopt, {}};
}

std::optional<Lies::Told> Lies::begin(Who liar, const CircleId& circle, wire::LogForm form) {
  auto& self = world_.person(liar);
  Told told{liar, some_readers(liar),
            std::make_unique<ForgedLog>(self.node(), self.entropy(), circle, form)};
  if (told.readers.empty()) return std::nullopt;
  open(told, place(0, 0, 0));
  return told;
}

void Lies::open(Told& told, const wire::Place& place) {
  auto& self = world_.person(told.liar);
  auto meta = words_meta(told.liar);
  meta.statement = wire::AudienceStatement{
      list_of(told.readers), told.log->certificate(), {self.node().prekeys().newest().record}};
  wire::Handover handover;
  handover.spans.push_back(told.log->span(place));
  std::vector<Given> given;
  for (const auto who : told.readers) given.push_back({world_.person(who).id(), &handover});
  told.log->put(place, meta, words(), told.log->boxes(self.node(), self.now(), given, place));
}

void Lies::go_on(Told& told, std::size_t entries) {
  for (; entries > 0; --entries) {
    told.log->put(told.log->next_place(), words_meta(told.liar), words(), {});
  }
}

void Lies::hand_out(const Told& told, Who to) {
  const auto range = told.log->all();
  (void)world_.lie_to(told.liar, to, [&](FalseEnd& end) {
    end.greet();
    end.hand_over_nothing();
    end.say_range(range);
  });
}

void Lies::hand_out_all(const Told& told) {
  for (const auto who : told.readers) {
    if (dice_.chance(60)) hand_out(told, who);
  }
}

// One story to one, another to another: as long as it, or longer; sometimes from an epoch on that
// has the same number in both, and another secret.
void Lies::fork(Who liar, const std::vector<CircleId>& circles) {
  constexpr unsigned stories_max = 6;  // well below the branches that anyone takes
  const auto mine = std::ranges::find_if(
      told_, [&](const Told& told) { return told.liar == liar && told.stories < stories_max; });
  if (mine == told_.end() || dice_.chance(50)) {
    const auto form = dice_.chance(20) ? wire::LogForm::aside : wire::LogForm::main;
    auto told = begin(liar, some_circle(circles), form);
    if (!told) return;
    go_on(*told, dice_.below(3));
    told_.push_back(std::move(*told));
  }
  auto& told = told_.back().liar == liar ? told_.back() : *mine;
  const auto common = 1 + dice_.below(told.log->size());
  const auto length = 1 + dice_.below(3);
  const bool new_epoch = dice_.chance(25);
  for (int story = 0; story < 2; ++story) {
    told.log->rewind(std::min<std::size_t>(common, told.log->size()));
    ++told.stories;
    if (new_epoch) {
      auto place = told.log->next_place();
      place.epoch.value += 1;
      place.leaf.value = 0;
      told.log->another_secret(place.epoch);
      open(told, place);
    }
    go_on(told, length + (dice_.chance(30) ? dice_.below(2) : 0));
    hand_out(told, dice_.one_of(told.readers));
  }
}

// After what all were told each story is for some alone, under a secret of its own: whoever hears one
// of them never holds the other. The first reader hears all, and can prove it.
void Lies::tell_by_halves(Who liar, const std::vector<CircleId>& circles) {
  auto told = begin(liar, some_circle(circles), wire::LogForm::main);
  if (!told) return;
  go_on(*told, dice_.below(3));
  hand_out_all(*told);
  const auto all = told->readers;
  const auto common = told->log->size();
  constexpr std::uint64_t stories_max = 3;
  for (auto left = 2 + dice_.below(stories_max - 1); left > 0; --left) {
    told->log->rewind(common);
    tell_half(*told, all);
  }
}

void Lies::tell_half(Told& told, const std::vector<Who>& all) {
  told.readers = {all.front()};
  for (const auto who : all) {
    if (who != all.front() && dice_.chance(50)) told.readers.push_back(who);
  }
  auto place = told.log->next_place();
  place.epoch.value += 1;
  place.leaf.value = 0;
  told.log->another_secret(place.epoch);
  open(told, place);
  go_on(told, dice_.below(3));
  hand_out_all(told);
}

// Of what the other may have only some, and of that not the newest, or not the first; then: that is
// all. Now and then what is not for them.
void Lies::withhold(Who liar, Who victim) {
  auto& self = world_.person(liar);
  auto& other = world_.person(victim);
  const auto shares = node::shares_with(self.node(), other.id());
  check(shares.has_value());
  std::vector<ByteVec> ranges;
  const auto take = [&](node::StrandNumber strand, const node::Stretch& stretch) {
    auto range = self.node().serving().range(strand, stretch, limits::range_bytes_max);
    check(range.has_value());
    if (*range) ranges.push_back(std::move((*range)->bytes));
  };
  for (const auto& share : *shares) {
    if (dice_.chance(50)) continue;
    auto some = share.stretch;
    some.from.value += dice_.below(some.next.value - some.from.value);
    some.next.value -= dice_.below(some.next.value - some.from.value);
    take(share.strand, some);
  }
  const auto leaked = dice_.chance(30);
  for (const auto circle : self.node().strands().circles()) {
    for (const auto strand : self.node().strands().of_circle(circle)) {
      for (const auto& span : self.node().strands().spans(strand)) {
        if (leaked && dice_.chance(20)) take(strand, {span.span.from, span.span.next});
      }
    }
  }
  (void)world_.lie_to(liar, victim, [&](FalseEnd& end) {
    end.say(end.presence());
    end.say(sync::Digest{node::digest_of(*shares)});
    if (dice_.chance(50)) {
      end.hand_over_nothing();
    } else {
      for (auto& frontiers : node::frontiers_of(*shares)) end.say(std::move(frontiers));
    }
    for (const auto& range : ranges) end.say_range(range);
    end.say(sync::Digest{node::digest_of(*shares)});
    end.say(sync::CaughtUp{});
    if (dice_.chance(50)) end.say(sync::End{});
  });
}

// Of logs that both may know, and of some that nobody does: all there could ever be, another head.
sync::Frontiers Lies::claims(Who liar, Who victim) {
  std::map<LogId, std::vector<sync::HeldSpan>> held;
  auto& node = world_.person(dice_.chance(50) ? liar : victim).node();
  for (const auto circle : node.strands().circles()) {
    for (const auto strand : node.strands().of_circle(circle)) {
      const auto first = dice_.below(20);
      const auto next = first + 1 + dice_.below(dice_.chance(50) ? 20 : limits::seq_max);
      sync::HeldSpan span{{first}, {std::min(next, limits::seq_max + 1)}, {}};
      if (dice_.chance(50)) span.head.raw[3] = 9;
      auto& spans = held[node.strands().strand(strand).log];
      if (dice_.chance(70)) spans = {span};
    }
  }
  sync::Frontiers frontiers;
  for (auto& [log, spans] : held) frontiers.logs.push_back({log, std::move(spans)});
  return frontiers;
}

void Lies::lie_about_sizes(Who liar, Who victim) {
  const auto say_one = [&](FalseEnd& end) {
    switch (dice_.below(9)) {
      case 0:
        return end.say(claims(liar, victim));
      case 1:
        return end.say(sync::Credit{UINT32_MAX});
      case 2: {
        sync::Closed closed;
        for (const auto& one : claims(liar, victim).logs) {
          closed.spans.push_back({one.log, {0}, {limits::seq_max + 1}});
        }
        return end.say(std::move(closed));
      }
      case 3:
        return end.say(sync::Digest{});
      case 4:
        for (const auto& one : claims(liar, victim).logs) end.say(sync::Refuse{one.log});
        return;
      case 5:
        return end.say(sync::CaughtUp{});
      case 6:
        return end.say_range(noise(dice_.below(300)));
      case 7:
        return end.say(sync::Papers{noise(dice_.below(200))});
      default:
        return end.say(sync::Frontiers{true, claims(liar, victim).logs});
    }
  };
  (void)world_.lie_to(liar, victim, [&](FalseEnd& end) {
    if (dice_.chance(85)) end.greet();
    for (auto n = 1 + dice_.below(6); n > 0; --n) say_one(end);
  });
}

}  // namespace kith::sim
