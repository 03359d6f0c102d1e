// kith's core: one device of one person. Wishes and verified bytes go in; what has to be committed
// comes out, and the answer once it is. Refuses to know disks, sockets, threads and clocks.
//
// Requires: each step's batch is committed before the next call. Where a commit failed, or the node
//           is spent, it is of no use any more: open another on the same store.
#pragma once

#include <memory>

#include "node/clock_guard.hpp"
#include "node/forks.hpp"
#include "node/greetings.hpp"
#include "node/indexer.hpp"
#include "node/intake.hpp"
#include "node/introductions.hpp"
#include "node/owed.hpp"
#include "node/own_logs.hpp"
#include "node/quotas.hpp"
#include "node/self.hpp"
#include "node/serving.hpp"
#include "node/stand_ins.hpp"
#include "node/step.hpp"
#include "node/unattributed.hpp"
#include "node/view.hpp"

namespace kith::node {

class Node {
 public:
  /// A new person on a new device. Requires: an empty store.
  [[nodiscard]] static StepOf<std::unique_ptr<Node>> begin(const Store& store, Entropy& entropy,
                                                           std::string_view name, WallTime now);
  [[nodiscard]] static Result<std::unique_ptr<Node>, Refusal> open(const Store& store,
                                                                   Entropy& entropy);

  [[nodiscard]] PersonId person() const { return identity_.person_id(); }
  [[nodiscard]] DeviceId device() const { return identity_.device_id(); }
  [[nodiscard]] std::string own_name() const;
  [[nodiscard]] const Identity& identity() const { return identity_; }
  [[nodiscard]] const Prekeys& prekeys() const { return prekeys_; }
  [[nodiscard]] const Contacts& contacts() const { return contacts_; }
  [[nodiscard]] const OwnCards& cards() const { return cards_; }
  [[nodiscard]] const Self& self() const { return self_; }
  [[nodiscard]] const Strands& strands() const { return strands_; }
  [[nodiscard]] const Offers& offers() const { return offers_; }

  /// But that of my own devices and ties, ascending by number.
  [[nodiscard]] std::vector<CircleNumber> circles() const;
  /// My name for it, else what the person calls it who included me, told apart from my other names.
  [[nodiscard]] std::string name_of(CircleNumber circle) const;
  /// Who hears me there from my next entry on.
  [[nodiscard]] wire::AudienceList audience(CircleNumber circle, WallTime now) const;
  /// Whom `person` addresses there, as far as I see, in what each of their devices writes now.
  [[nodiscard]] std::vector<wire::Hearer> addressed_by(const PersonId& person, CircleNumber circle);
  /// Everyone of whom I hold a log there, ascending, without me.
  [[nodiscard]] std::vector<PersonId> heard_in(CircleNumber circle) const;
  /// Whom I address there and no key has reached yet, ascending.
  [[nodiscard]] std::vector<PersonId> owed_in(CircleNumber circle) const;
  [[nodiscard]] std::optional<CircleNumber> tie_with(const PersonId& person) const;
  [[nodiscard]] StepOf<CircleNumber> new_circle(std::string_view name, WallTime now);
  [[nodiscard]] StepOf<Done> name_circle(CircleNumber circle, std::string_view name, WallTime now);
  /// From their entry on, and with a past from that time on (0: all), the persons hear me there.
  /// Errors: unknown_person (whom I have not accepted), too_many.
  [[nodiscard]] StepOf<Done> include(CircleNumber circle, const std::vector<PersonId>& persons,
                                     const Inclusion& how, WallTime now);
  /// Whom `person` addresses there and I do not, they themself too, as far as I accepted them.
  [[nodiscard]] Newcomers like(CircleNumber circle, const PersonId& person, WallTime now);
  /// Who addresses me there and I do not address.
  [[nodiscard]] Newcomers to_join(CircleNumber circle, WallTime now);
  /// They no longer hear me there, from my next entry on.
  [[nodiscard]] StepOf<Done> part(CircleNumber circle, const std::vector<PersonId>& persons,
                                  const Parting& how, WallTime now);
  /// Who would hear that: all of my audience, or fewer (then it is an aside).
  /// Errors: not_in_audience, unknown_entry.
  [[nodiscard]] Result<Addressing, Refusal> hearers_of(CircleNumber, const Saying&, WallTime now);
  [[nodiscard]] StepOf<Said> say(CircleNumber circle, const Saying& saying, WallTime now);
  /// Quotes, in their order; `earlier` are the links of what was brought before in this import.
  [[nodiscard]] StepOf<std::vector<Link>> bring(CircleNumber, std::span<const Brought> brought,
                                                std::span<const Link> earlier, WallTime now);
  /// Deletes the body of an entry, and what opens it, here. Others keep what they have.
  [[nodiscard]] StepOf<Done> forget(EntryKey entry, WallTime now);
  [[nodiscard]] StepOf<Done> mute(const PersonId& person, std::optional<CircleNumber> circle,
                                  bool muted, WallTime now);
  /// False: it went back, or far ahead across a stop; leased writes are refused until confirmed.
  [[nodiscard]] bool clock_is_sure(WallTime now) const { return !clock_.is_unsure(now); }
  [[nodiscard]] StepOf<Done> confirm_clock(WallTime now);
  [[nodiscard]] Step<Done> see_clock(WallTime now);  // every hour, also where nothing is written
  [[nodiscard]] StepOf<Done> note(const PersonId&, std::string_view text, WallTime);  // to myself
  /// A body of the self log that changes nothing else: for my own devices alone.
  [[nodiscard]] StepOf<Done> keep(const kinds::Body& body, WallTime now);
  void set_ways(std::vector<std::string> ways) { ways_ = std::move(ways); }  // told, best first
  [[nodiscard]] const std::vector<std::string>& ways() const { return ways_; }
  /// A card of mine, with a secret of its own; a signed record (wire/card).
  [[nodiscard]] StepOf<ByteVec> new_card(const std::vector<std::string>& ways, WallTime now);
  /// From then on I know them, by that name. Errors: bad_card, own_card, those of names.
  [[nodiscard]] StepOf<PersonId> meet(ByteView card, std::string_view name, Verification, WallTime);
  [[nodiscard]] StepOf<Done> rename(const PersonId& person, std::string_view name, WallTime now);
  [[nodiscard]] StepOf<Done> verified(const PersonId& person, Verification how, WallTime now);
  [[nodiscard]] StepOf<Done> put_contact(Contact contact, std::string_view name, WallTime now);
  /// Hands each the other's face. Errors: unknown_person, no_face.
  [[nodiscard]] StepOf<Done> introduce(const std::vector<Introducing>& pairs, WallTime now);
  [[nodiscard]] std::vector<const Offer*> open_offers() const;  // that wait for me, by id
  [[nodiscard]] StepOf<PersonId> accept(const Reference&, std::string_view name, WallTime now);
  [[nodiscard]] StepOf<Done> ignore(const Reference& offer, WallTime now);
  /// Forgotten bodies are wanted from then on, unless their author is known to carry them.
  [[nodiscard]] StepOf<Taken> take_range(ByteView, WallTime, const PersonId* carrier = nullptr);
  /// A wanted body, sealed; or its author's word that it is gone, and what its hash was.
  [[nodiscard]] StepOf<Done> take_body(const LogId& log, Seq seq, const BodyOrHash& come);
  [[nodiscard]] WantedBodies& wanted() { return wanted_; }
  [[nodiscard]] Quotas& quotas() { return quotas_; }
  /// What a device of `author` hands over of their own logs; what is kept of it counts as of then.
  [[nodiscard]] StepOf<Done> take_handover(const wire::Handover&, const PersonId& author,
                                           std::optional<WallTime> measured = {});
  [[nodiscard]] StepOf<Done> take_own_papers(ByteView certificate);  // of a log not known here
  [[nodiscard]] Step<bool> take_fork_proof(const wire::ForkProof&, ByteView);  // true: it is news
  [[nodiscard]] StepOf<bool> prove_a_fork();  // of what is held; false: none is to be proven now
  [[nodiscard]] const Forks& forks() const { return forks_; }
  /// Shared with them, or that of a card of mine which nobody used.
  [[nodiscard]] const seal::PairSecret* secret_with(const PersonId& person, const PairId& id) const;
  /// Keeps what a contact's device says of itself; a card's secret used is theirs from now on.
  [[nodiscard]] Step<Done> heard_from(const PersonId& person, const Heard& heard);
  /// What opens entries of my own log, to hand over in a session, if the person hears me there.
  [[nodiscard]] Handovers repair(const PersonId& person, const LogId& log, const Stretch& closed,
                                 WallTime now);
  [[nodiscard]] Step<Done> settle_owed(const LogId& log, const DeviceId& device);
  [[nodiscard]] Step<ByteVec> own_face(WallTime now);  // signed: others introduce me by it
  [[nodiscard]] StepOf<Done> retire_logs();  // of a home that was copied or restored: for good
  /// Makes some of what waits findable; nothing where nothing waits. Lazily durable will do.
  [[nodiscard]] Result<std::optional<Batch>, Refusal> index_some(std::size_t most, Findable how);
  [[nodiscard]] View view() { return {store_, strands_, opener_, pasts_, wanted_}; }
  [[nodiscard]] Opener& opener() { return opener_; }
  [[nodiscard]] Hearing& hearing() { return hearing_; }
  [[nodiscard]] Serving serving() { return {store_, strands_, opener_}; }
  [[nodiscard]] const Store& store() const { return store_; }
  void note_call(const PersonId& who, bool answered) { contacts_.note_call(who, answered); }
  [[nodiscard]] std::uint64_t revision() const { return revision_; }  // grows with what is new
  [[nodiscard]] bool is_spent() const { return spent_; }  // an act failed when half of it was done

 private:
  using Outcome = Result<void, Refusal>;
  Node(const Store& store, Entropy& entropy, Identity identity);

  [[nodiscard]] Outcome load();
  [[nodiscard]] Outcome load_facts();
  [[nodiscard]] Outcome load_self();
  [[nodiscard]] Outcome load_contacts();
  [[nodiscard]] Outcome check_name(const PersonId& person, std::string_view name) const;
  [[nodiscard]] bool name_is_free(CircleNumber circle, std::string_view name) const;
  void put(Contact contact, Batch& batch);
  void bind_card(const PersonId& person, std::size_t card, Batch& batch);
  [[nodiscard]] Desk desk();
  void renew_prekeys(WallTime now, Batch& batch);
  [[nodiscard]] wire::AudienceList audience_of(const Use& use, WallTime now) const;
  [[nodiscard]] Result<Link, Refusal> write(const Use& use, const Draft& draft, WallTime now,
                                            Batch& batch, std::span<const PastHandover> pasts = {});
  [[nodiscard]] Outcome finish(OwnLog& log, WallTime now, Batch& batch);
  using Pasts = std::vector<PastHandover>;
  [[nodiscard]] Outcome give_past(CircleNumber, const PersonId&, Pasts&, WallTime now, Batch&);
  [[nodiscard]] Result<Pasts, Refusal> pasts_for(const PersonId&, CircleNumber, WallTime from);
  [[nodiscard]] Outcome tell_self(const kinds::Body& body, const std::vector<Reference>& after,
                                  WallTime now, Batch& batch);
  [[nodiscard]] Outcome act(const kinds::Body&, const CircleId&, const PersonId&, WallTime, Batch&);
  [[nodiscard]] Draft introduction_of(const Contact&, const Introducing&, ByteView secret) const;
  void notice(const Noticed& noticed, Batch& batch);
  [[nodiscard]] Newcomers newcomers(CircleNumber, std::vector<PersonId> wanted, WallTime) const;
  [[nodiscard]] bool has_room_for_offer(const PersonId& by, const PersonId& person) const;
  void notice_introduction(const PersonId& by, const Reference& id,
                           const kinds::Introduction& introduction, Batch& batch);
  [[nodiscard]] Intake intake();
  void changed(StrandNumber strand);

  const Store& store_;
  Entropy& entropy_;
  Identity identity_;
  Prekeys prekeys_;
  OwnCards cards_;
  Contacts contacts_;
  Strands strands_;
  PastsGiven pasts_;
  Opener opener_;
  Hearing hearing_;
  Indexer indexer_;
  Handed handed_;
  Unattributed unattributed_;
  Greetings greetings_;
  Offers offers_;
  Owed owed_;
  WantedBodies wanted_;
  Quotas quotas_;
  Forks forks_;
  Self self_;
  std::vector<std::string> ways_;
  std::uint64_t revision_{};
  bool spent_{};
  CircleNumber self_circle_;
  OwnLogs own_logs_;
  ClockGuard clock_;
};

}  // namespace kith::node
