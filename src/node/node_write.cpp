// What a person does with their node: names, words, acts. Everything is checked before anything
// changes, so that a refusal leaves the node as it was.
#include <algorithm>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "node/compressed_ahead.hpp"
#include "node/forget.hpp"
#include "node/node.hpp"
#include "node/references.hpp"
#include "wire/cbor.hpp"

namespace kith::node {
namespace {

Refusal refusal_for_author(OpenFailure failure) {
  switch (failure) {
    case OpenFailure::not_held:
    case OpenFailure::no_key:
      return Refusal::unknown_entry;
    case OpenFailure::store_failed:
      return Refusal::store_failed;
    case OpenFailure::unreadable:
    case OpenFailure::damaged:
      return Refusal::store_damaged;
  }
  return Refusal::store_damaged;
}

Result<void, Refusal> check_text(std::string_view text) {
  if (text.empty()) return Fail{Refusal::empty_text};
  if (!wire::is_utf8(as_bytes(text))) return Fail{Refusal::not_utf8};
  return {};
}

Result<void, Refusal> check_thing(const kinds::Body& thing) {
  const auto kind = static_cast<std::uint64_t>(kinds::kind_of(thing));
  check(kinds::is_thing(kind) && !kinds::is_of_self(kind));
  // What its reader would not take for its kind is not written either.
  const auto words = kinds::words_in(thing);
  if (!wire::is_utf8(as_bytes(words))) return Fail{Refusal::not_utf8};
  if (!kinds::decode_body(kind, kinds::encode_body(thing))) return Fail{Refusal::bad_thing};
  return {};
}

bool has_lease(const wire::AudienceList& audience) {
  return std::ranges::any_of(audience,
                             [](const wire::Hearer& one) { return one.until.has_value(); });
}

}  // namespace

void Node::renew_prekeys(WallTime now, Batch& batch) {
  // A clock that leapt destroys nothing.
  if (clock_.is_unsure(now) && !prekeys_.all().empty()) return;
  if (prekeys_.renew(identity_, now, entropy_)) {
    batch.push_back(change::PutValue{ValueName::prekeys, prekeys_.encode()});
  }
}

Desk Node::desk() { return {identity_, prekeys_, contacts_, entropy_, self_.recovery()}; }

wire::AudienceList Node::audience_of(const Use& use, WallTime now) const {
  if (!use.aside) return audience(use.circle, now);
  wire::AudienceList list;
  for (const auto& person : *use.aside) list.push_back({person, std::nullopt});
  return list;
}

Result<void, Refusal> Node::finish(OwnLog& log, WallTime now, Batch& batch) {
  if (const auto done = log.finish(now, strands_, store_, batch); !done) {
    return Fail{refusal_of(done.error())};
  }
  for (const auto& delivery : log.take_deliveries()) {
    if (delivery.delivered) {
      owed_.settle(log.id(), delivery.device, batch);
    } else {
      owed_.put(log.id(), delivery.person, delivery.device, batch);
    }
  }
  changed(log.strand());
  return {};
}

// Requires: what can be refused was checked before anything was written: what goes wrong from here
// on leaves a node of no use.
Result<Link, Refusal> Node::write(const Use& use, const Draft& draft, WallTime now, Batch& batch,
                                  std::span<const PastHandover> pasts) {
  const auto main = audience(use.circle, now);
  if (clock_.is_unsure(now) && has_lease(main)) return Fail{Refusal::clock_unsure};
  spent_ = true;
  clock_.note(now, batch);
  renew_prekeys(now, batch);
  own_logs_.close_asides(use.circle, main, batch);
  auto& log = own_logs_.get(use, identity_, strands_, entropy_, batch);
  const auto hearers = audience_of(use, now);
  // What a past brings is large: an opening, if one is due, gets an entry of its own.
  if (!pasts.empty() && (log.opening_due(hearers, now) || hearers != log.audience())) {
    if (const auto opened = log.write(Draft{}, hearers, now, desk()); !opened) return opened;
  }
  for (const auto& past : pasts) {
    (void)pasts_.put(past.given, person(), batch);
  }
  const auto link = log.write(draft, hearers, now, desk(), pasts);
  if (!link) return link;
  if (const auto done = finish(log, now, batch); !done) return Fail{done.error()};
  spent_ = false;
  return link;
}

Result<void, Refusal> Node::tell_self(const kinds::Body& body, const std::vector<Reference>& after,
                                      WallTime now, Batch& batch) {
  const Use use{self_circle_};
  const auto link = write(use, draft_of(body, after), now, batch);
  if (!link) return Fail{link.error()};
  const auto before = recovery_in_force(self_);
  self_.take(body, own_logs_.find(use)->last_time(), reference_of(*link), after);
  // Another key, or none: that begins with the next entry of each log.
  if (recovery_in_force(self_) != before) own_logs_.end_epochs(batch);
  return {};
}

// hearers(mine) ∩ (hearers(it) ∪ its author), for each entry that it answers.
Result<Addressing, Refusal> Node::hearers_of(CircleNumber circle, const Saying& saying,
                                             WallTime now) {
  std::vector<PersonId> mine;
  for (const auto& hearer : audience(circle, now)) mine.push_back(hearer.person);
  if (saying.to) {
    auto to = *saying.to;
    std::ranges::sort(to);
    to.erase(std::unique(to.begin(), to.end()), to.end());
    if (!std::ranges::includes(mine, to)) return Fail{Refusal::not_in_audience};
    return Addressing{to, to.size() < mine.size()};
  }
  auto hear = mine;
  for (const auto& answer : saying.answers) {
    const auto entry = resolve(store_, opener_, answer);
    if (!entry) return Fail{refusal_for_author(entry.error())};
    if (!*entry) return Fail{Refusal::unknown_entry};
    const auto theirs = hearing_.hearers(**entry);
    if (!theirs) return Fail{refusal_for_author(theirs.error())};
    const auto& author = strands_.strand((*entry)->strand).person;
    std::erase_if(hear, [&](const PersonId& one) {
      const bool heard_it = *theirs && std::ranges::binary_search(**theirs, one);
      return one != author && !heard_it;
    });
  }
  const bool aside = hear.size() < mine.size();
  return Addressing{std::move(hear), aside};
}

StepOf<Said> Node::say(CircleNumber circle, const Saying& saying, WallTime now) {
  const auto whole = saying.thing ? check_thing(*saying.thing) : check_text(saying.text);
  if (!whole) return Fail{whole.error()};
  const auto draft =
      draft_of(saying.thing.value_or(kinds::Message{std::string{saying.text}}), saying.answers);
  if (const auto fine = check_draft(draft); !fine) return Fail{fine.error()};
  auto to = hearers_of(circle, saying, now);
  if (!to) return Fail{to.error()};
  Batch batch;
  const Use use{circle, to->aside ? std::optional{std::move(to->persons)} : std::nullopt};
  const auto link = write(use, draft, now, batch);
  if (!link) return Fail{link.error()};
  return Step<Said>{std::move(batch),
                    {*link, own_logs_.find(use)->audience(), use.aside.has_value()}};
}

StepOf<std::vector<Link>> Node::bring(CircleNumber circle, std::span<const Brought> brought,
                                      std::span<const Link> earlier, WallTime now) {
  std::vector<Draft> drafts;
  for (const auto& one : brought) {
    drafts.push_back(draft_of(one.quote, {}));
    if (const auto fine = check_draft(drafts.back()); !fine) return Fail{fine.error()};
    if (one.answers.size() > limits::references_max) return Fail{Refusal::too_many};
  }
  Step<std::vector<Link>> step;
  const auto hearers = audience(circle, now);
  if (clock_.is_unsure(now) && has_lease(hearers)) return Fail{Refusal::clock_unsure};
  spent_ = true;
  renew_prekeys(now, step.commit);
  clock_.note(now, step.commit);
  auto& log = own_logs_.get(Use{circle}, identity_, strands_, entropy_, step.commit);
  CompressedAhead compressed{std::move(drafts), opener_.opened_ahead().meanwhile()};
  for (std::size_t i = 0; i < brought.size(); ++i) {
    auto& draft = compressed.at(i);
    for (const auto number : brought[i].answers) {
      check(number < earlier.size() + i);
      const auto& link =
          number < earlier.size() ? earlier[number] : step.answer[number - earlier.size()];
      draft.references.push_back(reference_of(link));
    }
    const auto link = log.write(draft, hearers, now, desk());
    if (!link) return Fail{link.error()};
    step.answer.push_back(*link);
  }
  if (const auto done = finish(log, now, step.commit); !done) return Fail{done.error()};
  spent_ = false;
  return step;
}

StepOf<Done> Node::retire_logs() {
  Batch batch;
  own_logs_.retire_all(batch);
  return Step<Done>{std::move(batch), {}};
}

namespace {

// A log may be told in several stories, or be held in several pieces: the body goes in each of
// them, and so do its words.
Result<std::vector<change::ForgetWords>, OpenFailure> words_at(const Strands& strands,
                                                               Opener& opener, EntryKey entry) {
  std::vector<change::ForgetWords> all;
  for (const auto strand : strands.of_log(strands.strand(entry.strand).log)) {
    const EntryKey here{strand, entry.seq};
    const auto opened = opener.open(here);
    if (!opened && opened.error() == OpenFailure::store_failed) return Fail{opened.error()};
    if (!opened) continue;
    if (auto words = words_of(*opened); !words.empty()) all.push_back({here, std::move(words)});
  }
  return all;
}

}  // namespace

StepOf<Done> Node::forget(EntryKey entry, WallTime now) {
  const auto opened = opener_.open(entry);
  if (!opened) return Fail{refusal_for_author(opened.error())};
  Batch batch;
  // Whoever passed it on may have forgotten the body before: its key is here all the same.
  if (opened->body_state != wire::BodyState::none) {
    Forgetting forgetting{
        store_, strands_, opener_, handed_, {contacts_, prekeys_, identity_, self_}};
    const auto words = words_at(strands_, opener_, entry);
    if (!words) return Fail{refusal_for_author(words.error())};
    if (const auto done = forgetting.forget_body(entry, batch); !done) return Fail{done.error()};
    std::ranges::copy(*words, std::back_inserter(batch));
    own_logs_.drop_keys_of_written(strands_.strand(entry.strand).log);
  }
  const auto& log = strands_.strand(entry.strand).log;
  for (const auto strand : strands_.of_log(log)) {
    wanted_.drop({strand, entry.seq}, batch);
    // What is left of the leaf opens this story alone: what another says there is closed now.
    changed(strand);
  }
  const auto told = tell_self(kinds::Tombstone{log, entry.seq}, {}, now, batch);
  if (!told) return Fail{told.error()};
  return Step<Done>{std::move(batch), {}};
}

StepOf<Done> Node::mute(const PersonId& person, std::optional<CircleNumber> circle, bool muted,
                        WallTime now) {
  if (contacts_.find(person) == nullptr) return Fail{Refusal::unknown_person};
  Batch batch;
  kinds::Mute body{person, std::nullopt, muted};
  if (circle) body.circle = strands_.id_of(*circle);
  const auto told = tell_self(body, {}, now, batch);
  if (!told) return Fail{told.error()};
  return Step<Done>{std::move(batch), {}};
}

StepOf<Done> Node::note(const PersonId& person, std::string_view text, WallTime now) {
  if (contacts_.find(person) == nullptr) return Fail{Refusal::unknown_person};
  if (!wire::is_utf8(as_bytes(text))) return Fail{Refusal::not_utf8};
  if (text.size() > limits::note_bytes_max) return Fail{Refusal::long_note};
  Batch batch;
  const auto told = tell_self(kinds::PersonNote{person, std::string{text}}, {}, now, batch);
  if (!told) return Fail{told.error()};
  return Step<Done>{std::move(batch), {}};
}

StepOf<Done> Node::confirm_clock(WallTime now) {
  Batch batch;
  clock_.confirm(now, batch);
  return Step<Done>{std::move(batch), {}};
}

Step<Done> Node::see_clock(WallTime now) {
  Step<Done> step;
  clock_.see(now, step.commit);
  return step;
}

StepOf<Done> Node::keep(const kinds::Body& body, WallTime now) {
  const auto kind = static_cast<std::uint64_t>(kinds::kind_of(body));
  check(kinds::is_of_self(kind));
  if (!kinds::decode_body(kind, kinds::encode_body(body))) return Fail{Refusal::bad_thing};
  if (const auto fine = check_draft(draft_of(body)); !fine) return Fail{fine.error()};
  Batch batch;
  const auto told = tell_self(body, {}, now, batch);
  if (!told) return Fail{told.error()};
  return Step<Done>{std::move(batch), {}};
}

}  // namespace kith::node
