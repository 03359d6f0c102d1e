#include "node/node.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "node/name.hpp"
#include "node/open_refusal.hpp"
#include "node/parting.hpp"
#include "wire/cbor.hpp"

namespace kith::node {
namespace {

Result<ByteVec, Refusal> value_of(const Store& store, ValueName name) {
  auto value = store.value(name);
  if (!value) return Fail{refusal_of(value.error())};
  if (!*value) return Fail{Refusal::store_damaged};
  return std::move(**value);
}

}  // namespace

Node::Node(const Store& store, Entropy& entropy, Identity identity)
    : store_(store),
      entropy_(entropy),
      identity_(std::move(identity)),
      opener_(store, strands_),
      hearing_(store, strands_, opener_, pasts_),
      indexer_(store, strands_, opener_) {}

StepOf<std::unique_ptr<Node>> Node::begin(const Store& store, Entropy& entropy,
                                          std::string_view name, WallTime now) {
  if (!is_name(name)) return Fail{Refusal::bad_name};
  std::unique_ptr<Node> node{new Node{store, entropy, Identity::generate(entropy)}};
  Batch batch;
  batch.push_back(change::PutValue{ValueName::identity, encode_identity(node->identity_)});
  node->self_circle_ = node->strands_.add_circle(node->identity_.self_circle, batch);
  const auto told =
      node->tell_self(kinds::PersonName{node->person(), std::string{name}}, {}, now, batch);
  if (!told) return Fail{told.error()};
  return Step<std::unique_ptr<Node>>{std::move(batch), std::move(node)};
}

Result<std::unique_ptr<Node>, Refusal> Node::open(const Store& store, Entropy& entropy) {
  auto bytes = value_of(store, ValueName::identity);
  if (!bytes) return Fail{bytes.error()};
  auto identity = decode_identity(*bytes);
  crypto::wipe(*bytes);
  if (!identity) return Fail{Refusal::store_damaged};
  std::unique_ptr<Node> node{new Node{store, entropy, std::move(*identity)}};
  if (const auto loaded = node->load(); !loaded) return Fail{loaded.error()};
  return node;
}

Result<void, Refusal> Node::load() {
  auto prekey_bytes = value_of(store_, ValueName::prekeys);
  if (!prekey_bytes) return Fail{prekey_bytes.error()};
  auto prekeys = Prekeys::decode(*prekey_bytes);
  crypto::wipe(*prekey_bytes);
  auto strands = Strands::load(store_);
  if (!prekeys || !strands) return Fail{Refusal::store_damaged};
  prekeys_ = std::move(*prekeys);
  strands_ = std::move(*strands);
  const auto self_circle = strands_.number_of(identity_.self_circle);
  if (!self_circle) return Fail{Refusal::store_damaged};
  self_circle_ = *self_circle;

  auto own_logs = OwnLogs::load(store_, strands_);
  if (!own_logs) return Fail{refusal_of(own_logs.error())};
  own_logs_ = std::move(*own_logs);
  if (const auto loaded = load_contacts(); !loaded) return loaded;
  if (const auto loaded = load_facts(); !loaded) return loaded;
  return load_self();
}

Result<void, Refusal> Node::load_facts() {
  auto pasts = PastsGiven::load(store_);
  auto handed = Handed::load(store_);
  auto greetings = Greetings::load(store_);
  auto offers = Offers::load(store_);
  auto owed = Owed::load(store_);
  auto wanted = WantedBodies::load(store_);
  auto quotas = Quotas::load(store_);
  auto forks = Forks::load(store_, strands_);
  const auto clock = ClockGuard::load(store_);
  if (!pasts || !handed || !greetings || !offers || !owed || !wanted || !clock || !quotas ||
      !forks) {
    return Fail{Refusal::store_damaged};
  }
  pasts_ = std::move(*pasts);
  handed_ = std::move(*handed);
  greetings_ = std::move(*greetings);
  offers_ = std::move(*offers);
  owed_ = std::move(*owed);
  wanted_ = std::move(*wanted);
  clock_ = *clock;
  quotas_ = std::move(*quotas);
  forks_ = std::move(*forks);
  return {};
}

Result<void, Refusal> Node::load_contacts() {
  auto card_bytes = store_.value(ValueName::cards);
  if (!card_bytes) return Fail{refusal_of(card_bytes.error())};
  if (*card_bytes) {
    auto cards = OwnCards::decode(**card_bytes);
    crypto::wipe(**card_bytes);
    if (!cards) return Fail{Refusal::store_damaged};
    cards_ = std::move(*cards);
  }
  auto records = store_.contacts();
  if (!records) return Fail{refusal_of(records.error())};
  for (auto& [person, bytes] : *records) {
    auto contact = decode_contact(bytes);
    crypto::wipe(bytes);
    if (!contact || contact->person != person) return Fail{Refusal::store_damaged};
    contacts_.put(std::move(*contact));
  }
  return {};
}

Result<void, Refusal> Node::load_self() {
  for (const auto strand : strands_.of_circle(self_circle_)) {
    if (strands_.strand(strand).person != person()) continue;
    for (const auto& span : strands_.spans(strand)) {
      std::vector<Seq> seqs;
      const auto scanned =
          store_.scan(strand, span.span.from, {span.span.next.value - 1}, [&](Seq seq, ByteView) {
            seqs.push_back(seq);
            return true;
          });
      if (!scanned) return Fail{refusal_of(scanned.error())};
      for (const auto seq : seqs) {
        const auto opened = opener_.open({strand, seq});
        if (!opened && opened.error() == OpenFailure::no_key) continue;
        const auto link = opener_.link_of({strand, seq});
        if (!opened || !link)
          return Fail{refusal_for_holder(opened ? link.error() : opened.error())};
        self_.take(*opened, reference_of(*link));
      }
    }
  }
  return {};
}

std::string Node::own_name() const { return self_.name_of(person()).value_or(std::string{}); }

Result<std::optional<Batch>, Refusal> Node::index_some(std::size_t entries_max, Findable findable) {
  auto indexed = indexer_.step(entries_max, findable);
  spent_ = spent_ || !indexed;
  if (!indexed) return Fail{indexed.error()};
  if (!*indexed) return std::optional<Batch>{};
  auto& batch = (*indexed)->batch;
  for (const auto& noticed : (*indexed)->noticed) notice(noticed, batch);
  std::vector<WaitingRun> runs;
  for (const auto& one : batch) {
    if (const auto* put = std::get_if<change::PutIndex>(&one)) {
      runs.push_back({put->strand, put->first, put->last});
    }
  }
  for (const auto& run : runs) {
    const auto given = intake().give_waiting(run, batch);
    spent_ = spent_ || !given;
    if (!given) return Fail{given.error()};
    if (!*given) continue;
    for (const auto strand : strands_.of_log(strands_.strand(run.strand).log)) changed(strand);
  }
  return std::optional{std::move(batch)};
}

Intake Node::intake() {
  return Intake{store_,  strands_, opener_,
                handed_, quotas_,  {identity_, prekeys_, contacts_, cards_, self_}};
}

// What is remembered of a strand is not so any more.
void Node::changed(StrandNumber strand) {
  opener_.forget(strand);
  hearing_.forget(strand);
  ++revision_;
}

StepOf<Taken> Node::take_range(ByteView range, WallTime now, const PersonId* carrier) {
  const auto view = wire::decode_range(range);
  const bool unknown = view && strands_.of_log(view->log).empty();
  const auto key = unknown ? std::optional{Unattributed::key_of(*view)} : std::nullopt;
  if (key && unattributed_.holds(*key, contacts_.revision())) return Fail{Refusal::unknown_log};
  Batch batch;
  const auto taken = intake().take(range, now, batch);
  if (!taken) {
    spent_ = spent_ || is_of_store(taken.error());
    const bool left = key && taken.error() == Refusal::unknown_log;
    if (left) unattributed_.put(*key, contacts_.revision());
    return Fail{taken.error()};
  }
  if (taken->used_card) bind_card(taken->author, *taken->used_card, batch);
  const bool by_author = carrier != nullptr && *carrier == taken->author;
  if (!by_author && taken->author != person()) {
    StandIns stand_ins{store_, strands_, opener_, wanted_};
    const auto done = stand_ins.want(*view, taken->strand, self_, batch);
    spent_ = spent_ || !done;
    if (!done) return Fail{done.error()};
  }
  if (strands_.strand(taken->strand).forked) forks_.seek(taken->log);
  // Its boxes may have brought keys of other logs of the same author: a past from before a copy.
  for (const auto strand : strands_.of_circle(strands_.strand(taken->strand).circle)) {
    if (strands_.strand(strand).person == taken->author) changed(strand);
  }
  // Somebody holds what I wrote and do not remember: this home was copied or restored.
  if (taken->fresh > 0) (void)own_logs_.retire(strands_.strand(taken->strand).log, batch);
  return Step<Taken>{std::move(batch), *taken};
}

StepOf<Done> Node::take_body(const LogId& log, Seq seq, const BodyOrHash& come) {
  Batch batch;
  StandIns stand_ins{store_, strands_, opener_, wanted_};
  const auto done = stand_ins.replace(log, seq, come, batch);
  spent_ = spent_ || !done;
  if (!done) return Fail{done.error()};
  if (!batch.empty()) {
    for (const auto strand : strands_.of_log(log)) changed(strand);
  }
  return Step<Done>{std::move(batch), {}};
}

StepOf<Done> Node::take_handover(const wire::Handover& handover, const PersonId& author,
                                 std::optional<WallTime> measured) {
  Batch batch;
  const auto taken = intake().take_handover(handover, author, measured, batch);
  if (!taken) {
    spent_ = spent_ || is_of_store(taken.error()) || !batch.empty();
    return Fail{taken.error()};
  }
  if (handover.log) {
    for (const auto strand : strands_.of_log(*handover.log)) changed(strand);
  }
  return Step<Done>{std::move(batch), {}};
}

StepOf<Done> Node::take_own_papers(ByteView certificate) {
  const auto papers = wire::open_certificate(certificate);
  if (!papers || papers->statement.person != person()) return Fail{Refusal::unknown_log};
  const auto& said = papers->statement;
  Batch batch;
  if (strands_.of_log(said.log).empty()) {
    const auto circle = strands_.add_circle(said.circle, batch);
    (void)strands_.add_strand(
        {{}, circle, said.log, said.person, said.device, said.form, std::nullopt, false}, batch);
  }
  return Step<Done>{std::move(batch), {}};
}

namespace {

// A proof may begin behind the place where they part: of what is before it then nothing is known.
Seq parting_by(Seq held, const Forks::Known* proven) {
  if (proven == nullptr) return held;
  if (proven->parts_there) return std::min(held, proven->seq);
  return held == Seq{limits::seq_max} ? Seq{0} : held;
}

}  // namespace

// Only of my own logs, and only while I still address them: what they could have had from me. Who
// hears an entry hears the rest of its epoch: nobody who listens is dropped within one. A past says
// places, not whose story: where two homes of mine went on with one log, the keys of what the one
// said are not given for what the other gave.
Result<std::vector<wire::Handover>, Refusal> Node::repair(const PersonId& person, const LogId& log,
                                                          const Stretch& closed, WallTime now) {
  const auto held = parting_of(strands_, opener_, log);
  if (!held) return Fail{held.error()};
  const auto parting = parting_by(*held, forks_.find(log));
  std::vector<wire::Handover> found;
  for (const auto strand : strands_.of_log(log)) {
    const auto& record = strands_.strand(strand);
    if (record.person != this->person()) continue;
    const auto main = audience(record.circle, now);
    if (!std::ranges::binary_search(main, person, {}, &wire::Hearer::person)) continue;
    const auto served = hearing_.served_to(person, strand, parting);
    if (!served) return Fail{refusal_for_holder(served.error())};
    for (const auto& stretch : *served) {
      const Stretch wanted{std::max(stretch.from, closed.from),
                           std::min(stretch.next, closed.next)};
      if (!(wanted.from < wanted.next)) continue;
      const auto listed = opener_.audience_of({strand, {wanted.next.value - 1}});
      if (!listed) return Fail{refusal_for_holder(listed.error())};
      const bool hears_it = *listed && wire::hears(**listed, person);
      auto handovers =
          serving().handovers(strand, wanted, Serving::Naming::named,
                              hears_it ? Serving::Upto::end_of_epoch : Serving::Upto::last_entry);
      if (!handovers) return Fail{handovers.error()};
      std::ranges::move(*handovers, std::back_inserter(found));
    }
  }
  return found;
}

Step<Done> Node::settle_owed(const LogId& log, const DeviceId& device) {
  Step<Done> step;
  owed_.settle(log, device, step.commit);
  return step;
}

}  // namespace kith::node
