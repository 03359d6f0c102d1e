// What a person does with their node: names, words, acts. Everything is checked before anything
// changes, so that a refusal leaves the node as it was.
#include <algorithm>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "node/node.hpp"
#include "wire/cbor.hpp"
#include "wire/padme.hpp"

namespace kith::node {
namespace {

Refusal refusal_for(OpenFailure failure) {
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

Draft draft_of(const kinds::Body& body, std::vector<Reference> references) {
  return {static_cast<std::uint64_t>(kinds::kind_of(body)), kinds::encode_body(body),
          std::move(references)};
}

Result<void, Refusal> check_text(std::string_view text) {
  if (text.empty()) return Fail{Refusal::empty_text};
  if (!wire::is_utf8(as_bytes(text))) return Fail{Refusal::not_utf8};
  return {};
}

Result<void, Refusal> check_draft(const Draft& draft) {
  if (wire::padded_body_size(draft.body.size()) > limits::body_bytes_max) {
    return Fail{Refusal::too_long};
  }
  const auto& references = draft.references;
  if (references.size() > limits::references_max) return Fail{Refusal::too_many};
  for (const auto& reference : references) {
    if (std::ranges::count(references, reference) > 1) return Fail{Refusal::answers_twice};
  }
  return {};
}

}  // namespace

void Node::renew_prekeys(WallTime now, Batch& batch) {
  if (prekeys_.renew(identity_, now, entropy_)) {
    batch.push_back(change::PutValue{ValueName::prekeys, prekeys_.encode()});
  }
}

OwnLog& Node::log_in(CircleNumber circle, Batch& batch) {
  const auto found = own_logs_.find(circle);
  if (found != own_logs_.end()) return found->second;
  auto log = OwnLog::fresh(strands_.id_of(circle), wire::LogForm::main, entropy_);
  log.place_at(strands_.add_strand(
      {{}, circle, log.id(), person(), device(), wire::LogForm::main, std::nullopt, false}, batch));
  return own_logs_.emplace(circle, std::move(log)).first->second;
}

// Requires: the draft was checked.
Result<Link, Refusal> Node::write(CircleNumber circle, const Draft& draft, WallTime now,
                                  Batch& batch) {
  renew_prekeys(now, batch);
  auto& log = log_in(circle, batch);
  const auto link = log.write(draft, audience(circle, now), now, desk());
  if (!link) return link;
  if (const auto done = log.finish(now, strands_, store_, batch); !done) {
    return Fail{refusal_of(done.error())};
  }
  opener_.forget(log.strand());
  return link;
}

Result<void, Refusal> Node::tell_self(const kinds::Body& body, const std::vector<Reference>& after,
                                      WallTime now, Batch& batch) {
  const auto link = write(self_circle_, draft_of(body, after), now, batch);
  if (!link) return Fail{link.error()};
  self_.take(body, own_logs_.at(self_circle_).last_time(), reference_of(*link), after);
  return {};
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

StepOf<Said> Node::say(CircleNumber circle, std::string_view text,
                       const std::vector<Reference>& answers, WallTime now) {
  if (const auto fine = check_text(text); !fine) return Fail{fine.error()};
  const auto draft = draft_of(kinds::Message{std::string{text}}, answers);
  if (const auto fine = check_draft(draft); !fine) return Fail{fine.error()};
  Batch batch;
  const auto link = write(circle, draft, now, batch);
  if (!link) return Fail{link.error()};
  return Step<Said>{std::move(batch), {*link, own_logs_.at(circle).audience()}};
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
  renew_prekeys(now, step.commit);
  auto& log = log_in(circle, step.commit);
  const auto hearers = audience(circle, now);
  for (std::size_t i = 0; i < brought.size(); ++i) {
    for (const auto number : brought[i].answers) {
      check(number < earlier.size() + i);
      const auto& link =
          number < earlier.size() ? earlier[number] : step.answer[number - earlier.size()];
      drafts[i].references.push_back(reference_of(link));
    }
    const auto link = log.write(drafts[i], hearers, now, desk());
    if (!link) return Fail{link.error()};
    step.answer.push_back(*link);
  }
  if (const auto done = log.finish(now, strands_, store_, step.commit); !done) {
    return Fail{refusal_of(done.error())};
  }
  opener_.forget(log.strand());
  return step;
}

Result<void, Refusal> Node::act(const kinds::Body& body, const CircleId& circle,
                                const PersonId& person, WallTime now, Batch& batch) {
  return tell_self(body, self_.acts().heads(circle, person), now, batch);
}

StepOf<Done> Node::include(CircleNumber circle, const PersonId& person,
                           std::optional<WallTime> until, WallTime now) {
  if (contacts_.find(person) == nullptr) return Fail{Refusal::unknown_person};
  if (audience(circle, now).size() >= limits::persons_max) return Fail{Refusal::too_many};
  Batch batch;
  const auto& id = strands_.id_of(circle);
  const auto acted = act(kinds::Include{id, person, until}, id, person, now, batch);
  if (!acted) return Fail{acted.error()};
  // The entry that includes someone says nothing else; it is the first that they hear.
  const auto link = write(circle, Draft{}, now, batch);
  if (!link) return Fail{link.error()};
  return Step<Done>{std::move(batch), {}};
}

StepOf<Done> Node::part(CircleNumber circle, const PersonId& person, WallTime now) {
  Batch batch;
  const auto& id = strands_.id_of(circle);
  const auto acted = act(kinds::Part{id, person}, id, person, now, batch);
  if (!acted) return Fail{acted.error()};
  return Step<Done>{std::move(batch), {}};
}

StepOf<Done> Node::retire_logs() {
  Batch batch;
  for (const auto& [circle, log] : own_logs_) {
    batch.push_back(change::RetireOwnLog{log.strand()});
  }
  own_logs_.clear();
  return Step<Done>{std::move(batch), {}};
}

StepOf<Done> Node::forget(EntryKey entry, WallTime now) {
  const auto opened = opener_.open(entry);
  if (!opened) return Fail{refusal_for(opened.error())};
  Batch batch;
  if (opened->body_state == wire::BodyState::sealed) {
    if (const auto done = forget_body(entry, batch); !done) return Fail{done.error()};
    if (const auto words = words_of(*opened); !words.empty()) {
      batch.push_back(change::ForgetWords{entry, words});
    }
  }
  const auto& log = strands_.strand(entry.strand).log;
  const auto told = tell_self(kinds::Tombstone{log, entry.seq}, {}, now, batch);
  if (!told) return Fail{told.error()};
  return Step<Done>{std::move(batch), {}};
}

}  // namespace kith::node
