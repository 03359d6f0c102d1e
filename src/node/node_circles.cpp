// Whom I address in a circle, and what I see of whom others address. Every act is my own: nothing
// that others say changes whom I include.
#include <algorithm>

#include "base/limits.hpp"
#include "node/name.hpp"
#include "node/node.hpp"
#include "node/reached.hpp"
#include "node/tie.hpp"
#include "seal/box.hpp"

namespace kith::node {
namespace {

Draft greeting(std::string_view name) {
  if (!is_name(name)) return {};
  return draft_of(kinds::Greeting{std::string{name}});
}

// A large audience and many forgotten bodies in one epoch may be more than a box holds: then half
// of the entries goes before the other half.
Result<std::vector<wire::Handover>, Refusal> handovers_that_fit(Serving serving,
                                                                StrandNumber strand,
                                                                const Stretch& stretch,
                                                                Serving::Naming naming) {
  auto all = serving.handovers(strand, stretch, naming);
  if (!all) return all;
  const bool fits = std::ranges::all_of(*all, [](const wire::Handover& handover) {
    auto encoded = wire::encode_handover(handover);
    const bool fit = encoded.size() <= seal::handover_bytes_max();
    crypto::wipe(encoded);
    return fit;
  });
  if (fits) return all;
  const Seq middle{stretch.from.value + (stretch.next.value - stretch.from.value) / 2};
  if (middle == stretch.from) return Fail{Refusal::too_many};
  auto first = handovers_that_fit(serving, strand, {stretch.from, middle}, naming);
  if (!first) return first;
  auto rest = handovers_that_fit(serving, strand, {middle, stretch.next}, naming);
  if (!rest) return rest;
  std::ranges::move(*rest, std::back_inserter(*first));
  return first;
}

}  // namespace

std::vector<CircleNumber> Node::circles() const {
  auto numbers = strands_.circles();
  std::erase(numbers, self_circle_);
  for (const auto& [person, contact] : contacts_.all()) {
    if (const auto tie = tie_with(person)) std::erase(numbers, *tie);
  }
  return numbers;
}

// Anyone may give a circle an id that is the tie of two, and introduce one of them to the other
// afterwards: as long as I did not accept them it stays the circle that it was.
std::optional<CircleNumber> Node::tie_with(const PersonId& person) const {
  const auto tie = strands_.number_of(tie_of(this->person(), person));
  if (!tie || contacts_.accepted(person)) return tie;
  const bool alone = std::ranges::all_of(strands_.of_circle(*tie), [&](StrandNumber strand) {
    return strands_.strand(strand).person == person;
  });
  return alone ? tie : std::nullopt;
}

// What others call it is told apart from my own names, and from what came earlier.
bool Node::name_is_free(CircleNumber circle, std::string_view name) const {
  for (const auto& other : self_.circles_named(name)) {
    if (other != strands_.id_of(circle)) return false;
  }
  for (const auto number : strands_.circles()) {
    if (!(number < circle)) break;
    const auto* greeted = greetings_.find(strands_.id_of(number));
    const bool has_own = self_.name_of(strands_.id_of(number)).has_value();
    if (greeted != nullptr && !has_own && greeted->name == name) return false;
  }
  return true;
}

std::string Node::name_of(CircleNumber circle) const {
  const auto& id = strands_.id_of(circle);
  if (auto own = self_.name_of(id)) return std::move(*own);
  const auto* greeted = greetings_.find(id);
  if (greeted == nullptr) return {};
  if (name_is_free(circle, greeted->name)) return greeted->name;
  constexpr std::size_t digits = 6;
  return greeted->name + " (" + to_hex(id.view()).substr(0, digits) + ")";
}

wire::AudienceList Node::audience(CircleNumber circle, WallTime now) const {
  const auto& id = strands_.id_of(circle);
  for (const auto& [person, contact] : contacts_.all()) {
    if (!contacts_.accepted(person)) continue;
    if (id == tie_of(this->person(), person)) return {{person, std::nullopt}};
  }
  return self_.acts().audience(id, clock_.clock(now));
}

namespace {

// The end of each story of the main logs that a person writes there. Of several logs of one device
// only the one that said something last: a home that was put back begins another.
std::vector<EntryKey> ends_of(const Strands& strands, Opener& opener, const PersonId& person,
                              CircleNumber circle) {
  struct Said {
    LogId log;
    WallTime time;
  };
  std::map<DeviceId, Said> last;
  std::vector<EntryKey> ends;
  for (const auto strand : strands.of_circle(circle)) {
    const auto& record = strands.strand(strand);
    const auto& spans = strands.spans(strand);
    if (record.person != person || record.form != wire::LogForm::main || spans.empty()) continue;
    ends.push_back({strand, {spans.back().span.next.value - 1}});
    const auto opened = opener.open(ends.back());
    const Said said{record.log, opened ? opened->meta.time : WallTime{}};
    const auto [known, fresh] = last.try_emplace(record.device, said);
    if (!fresh && known->second.time < said.time) known->second = said;
  }
  std::erase_if(ends, [&](EntryKey end) {
    const auto& record = strands.strand(end.strand);
    return last.at(record.device).log != record.log;
  });
  return ends;
}

}  // namespace

std::vector<wire::Hearer> Node::addressed_by(const PersonId& person, CircleNumber circle) {
  std::map<PersonId, wire::Hearer> found;
  for (const auto end : ends_of(strands_, opener_, person, circle)) {
    const auto list = opener_.audience_of(end);
    if (!list || !*list) continue;
    for (const auto& hearer : **list) found.insert_or_assign(hearer.person, hearer);
  }
  std::vector<wire::Hearer> hearers;
  hearers.reserve(found.size());
  for (auto& [one, hearer] : found) hearers.push_back(hearer);
  return hearers;
}

std::vector<PersonId> Node::heard_in(CircleNumber circle) const {
  std::vector<PersonId> persons;
  for (const auto strand : strands_.of_circle(circle)) {
    if (strands_.spans(strand).empty()) continue;
    persons.push_back(strands_.strand(strand).person);
  }
  std::ranges::sort(persons);
  persons.erase(std::unique(persons.begin(), persons.end()), persons.end());
  std::erase(persons, person());
  return persons;
}

std::vector<PersonId> Node::owed_in(CircleNumber circle) const {
  const auto* log = own_logs_.find(Use{circle});
  return log == nullptr ? std::vector<PersonId>{} : owed_.of(log->id());
}

StepOf<CircleNumber> Node::new_circle(std::string_view name, WallTime now) {
  if (!is_name(name)) return Fail{Refusal::bad_name};
  if (!self_.circles_named(name).empty()) return Fail{Refusal::name_taken};
  Batch batch;
  const auto id = entropy_.make<CircleId>();
  const auto number = strands_.add_circle(id, batch);
  const auto told = tell_self(kinds::CircleName{id, std::string{name}}, {}, now, batch);
  if (!told) return Fail{told.error()};
  return Step<CircleNumber>{std::move(batch), number};
}

StepOf<Done> Node::name_circle(CircleNumber circle, std::string_view name, WallTime now) {
  if (!is_name(name)) return Fail{Refusal::bad_name};
  if (!name_is_free(circle, name)) return Fail{Refusal::name_taken};
  Batch batch;
  const kinds::CircleName body{strands_.id_of(circle), std::string{name}};
  if (const auto told = tell_self(body, {}, now, batch); !told) return Fail{told.error()};
  return Step<Done>{std::move(batch), {}};
}

Result<void, Refusal> Node::act(const kinds::Body& body, const CircleId& circle,
                                const PersonId& person, WallTime now, Batch& batch) {
  return tell_self(body, self_.acts().heads(circle, person), now, batch);
}

namespace {

// No entry says a time before 1970, or one too far off: what did would be none when it is read.
std::optional<WallTime> sayable(const std::optional<WallTime>& time) {
  constexpr auto last = static_cast<std::int64_t>(limits::time_micros_end - 1);
  if (!time) return std::nullopt;
  return std::clamp(*time, WallTime{}, WallTime{last});
}

}  // namespace

// The entry that includes someone is the first that they hear, and says what I call the circle.
StepOf<Done> Node::include(CircleNumber circle, const std::vector<PersonId>& persons,
                           const Inclusion& asked, WallTime now) {
  const Inclusion how{sayable(asked.until), sayable(asked.past)};
  std::size_t added = 0;
  const auto before = audience(circle, now);
  // Before anything changes: the entry that includes them may be one that has to wait.
  const bool leased = how.until || std::ranges::any_of(before, [](const wire::Hearer& one) {
                        return one.until.has_value();
                      });
  if (leased && clock_.is_unsure(now)) return Fail{Refusal::clock_unsure};
  for (const auto& person : persons) {
    if (!contacts_.accepted(person)) return Fail{Refusal::unknown_person};
    added += wire::hears(before, person) ? 0 : 1;
  }
  if (before.size() + added > limits::persons_max) return Fail{Refusal::too_many};
  std::vector<std::vector<PastHandover>> pasts;
  for (const auto& person : how.past ? persons : std::vector<PersonId>{}) {
    auto theirs = pasts_for(person, circle, *how.past);
    if (!theirs) return Fail{theirs.error()};
    pasts.push_back(std::move(*theirs));
  }
  Batch batch;
  const auto& id = strands_.id_of(circle);
  for (const auto& person : persons) {
    const kinds::Include body{id, person, how.until, how.past};
    if (const auto acted = act(body, id, person, now, batch); !acted) return Fail{acted.error()};
  }
  const auto link = write(Use{circle}, greeting(name_of(circle)), now, batch);
  if (!link) return Fail{link.error()};
  for (std::size_t i = 0; i < pasts.size(); ++i) {
    const auto given = give_past(circle, persons[i], pasts[i], now, batch);
    if (!given) return Fail{given.error()};
  }
  return Step<Done>{std::move(batch), {}};
}

// What lay in my main logs of the circle before this step, retired ones too; asides never.
Result<std::vector<PastHandover>, Refusal> Node::pasts_for(const PersonId& person,
                                                           CircleNumber circle, WallTime from) {
  std::vector<PastHandover> pasts;
  const auto* current = own_logs_.find(Use{circle});
  for (const auto strand : strands_.of_circle(circle)) {
    const auto& record = strands_.strand(strand);
    const bool mine = record.person == this->person() && record.device == device() &&
                      record.form == wire::LogForm::main;
    if (!mine) continue;
    const auto spans = store_.spans(strand);
    if (!spans) return Fail{refusal_of(spans.error())};
    if (spans->empty()) continue;
    auto first = serving().first_since(strand, from);
    if (!first) return Fail{first.error()};
    if (!*first) continue;
    const Stretch stretch{**first, spans->back().span.next};
    const bool same_log = current != nullptr && current->strand() == strand;
    auto handovers = handovers_that_fit(
        serving(), strand, stretch, same_log ? Serving::Naming::same_log : Serving::Naming::named);
    if (!handovers) return Fail{handovers.error()};
    if (handovers->empty()) continue;
    pasts.push_back(
        {{person, record.log, stretch.from, {stretch.next.value - 1}}, std::move(*handovers)});
  }
  return pasts;
}

// In entries of their own, each with as many boxes as fit.
Result<void, Refusal> Node::give_past(CircleNumber circle, const PersonId& person,
                                      std::vector<PastHandover>& pasts, WallTime now,
                                      Batch& batch) {
  if (!forget_reached(store_, person, batch)) return Fail{Refusal::store_failed};
  const auto devices = contacts_.devices_of(person, now).size();
  const auto at_once =
      std::max<std::size_t>(1, limits::past_boxes_max / std::max<std::size_t>(devices, 1));
  for (auto& past : pasts) {
    for (std::size_t i = 0; i < past.handovers.size(); i += at_once) {
      PastHandover piece{past.given, {}};
      const auto end = std::min(past.handovers.size(), i + at_once);
      for (auto k = i; k < end; ++k) piece.handovers.push_back(std::move(past.handovers[k]));
      const auto link = write(Use{circle}, Draft{}, now, batch, {&piece, 1});
      if (!link) return Fail{link.error()};
    }
  }
  // Looking for what to give, it saw my logs as they were before this step.
  for (const auto strand : strands_.of_circle(circle)) {
    if (strands_.strand(strand).person == this->person()) changed(strand);
  }
  return {};
}

// Nobody comes back into my audience by the way: who stands apart is named, not included.
Newcomers Node::newcomers(CircleNumber circle, std::vector<PersonId> wanted, WallTime now) const {
  std::ranges::sort(wanted);
  const auto mine = audience(circle, now);
  std::erase_if(wanted, [&](const PersonId& person) {
    return !contacts_.accepted(person) || wire::hears(mine, person);
  });
  auto apart = self_.acts().apart(strands_.id_of(circle), clock_.clock(now));
  std::erase_if(apart, [&](const audience::Apart& one) {
    return !std::ranges::binary_search(wanted, one.person);
  });
  std::erase_if(wanted, [&](const PersonId& person) {
    return std::ranges::binary_search(apart, person, {}, &audience::Apart::person);
  });
  return {std::move(wanted), std::move(apart)};
}

namespace {

// They said until when, and nothing since.
bool still_hears(const wire::Hearer& hearer, WallTime clock) {
  return !hearer.until || clock < *hearer.until;
}

}  // namespace

Newcomers Node::like(CircleNumber circle, const PersonId& person, WallTime now) {
  const auto clock = clock_.clock(now);
  std::vector<PersonId> wanted{person};
  for (const auto& hearer : addressed_by(person, circle)) {
    if (hearer.person != person && still_hears(hearer, clock)) wanted.push_back(hearer.person);
  }
  return newcomers(circle, std::move(wanted), now);
}

Newcomers Node::to_join(CircleNumber circle, WallTime now) {
  const auto clock = clock_.clock(now);
  auto wanted = heard_in(circle);
  std::erase_if(wanted, [&](const PersonId& person) {
    return std::ranges::none_of(addressed_by(person, circle), [&](const wire::Hearer& hearer) {
      return hearer.person == this->person() && still_hears(hearer, clock);
    });
  });
  return newcomers(circle, std::move(wanted), now);
}

StepOf<Done> Node::part(CircleNumber circle, const std::vector<PersonId>& persons,
                        const Parting& how, WallTime now) {
  if (!wire::is_utf8(as_bytes(how.words))) return Fail{Refusal::not_utf8};
  const auto last = draft_of(kinds::Message{std::string{how.words}});
  if (const auto fine = check_draft(last); !fine) return Fail{fine.error()};
  Batch batch;
  const auto& id = strands_.id_of(circle);
  for (const auto& person : persons) {
    const kinds::Part body{id, person, how.leaving};
    if (const auto acted = act(body, id, person, now, batch); !acted) return Fail{acted.error()};
    for (const auto strand : strands_.of_circle(circle)) {
      if (strands_.strand(strand).person == this->person()) {
        owed_.drop(strands_.strand(strand).log, person, batch);
      }
    }
    if (how.words.empty()) continue;
    const auto tie = strands_.add_circle(tie_of(this->person(), person), batch);
    if (const auto link = write(Use{tie}, last, now, batch); !link) return Fail{link.error()};
  }
  own_logs_.close_asides(circle, audience(circle, now), batch);
  return Step<Done>{std::move(batch), {}};
}

}  // namespace kith::node
