// kith's core: one device of one person. Local wishes and verified bytes go in; what has to be
// committed comes out, and the answer that may be given once it is. Refuses to know disks, sockets,
// threads and clocks.
//
// Requires: each step's batch is committed before the next call. Where a commit failed, this node
//           is of no use any more: open another on the same store.
#pragma once

#include <memory>

#include "node/indexer.hpp"
#include "node/intake.hpp"
#include "node/own_log.hpp"
#include "node/self.hpp"
#include "node/view.hpp"

namespace kith::node {

template <class T>
struct Step {
  Batch commit;
  T answer;
};
template <class T>
using StepOf = Result<Step<T>, Refusal>;

struct Said {
  Link link;
  wire::AudienceList audience;
};

/// One thing brought along from elsewhere.
struct Brought {
  kinds::Quote quote;
  std::vector<std::size_t> answers;  // by number: everything brought before, from 0
};

struct Done {};

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
  [[nodiscard]] const Self& self() const { return self_; }
  [[nodiscard]] const Strands& strands() const { return strands_; }

  /// Circles but that of my own devices, ascending by number.
  [[nodiscard]] std::vector<CircleNumber> circles() const;
  [[nodiscard]] std::string name_of(CircleNumber circle) const;
  /// Who hears me there from my next entry on.
  [[nodiscard]] wire::AudienceList audience(CircleNumber circle, WallTime now) const;

  [[nodiscard]] StepOf<CircleNumber> new_circle(std::string_view name, WallTime now);
  [[nodiscard]] StepOf<Said> say(CircleNumber circle, std::string_view text,
                                 const std::vector<Reference>& answers, WallTime now);
  /// Quotes, in their order; `earlier` are the links of what was brought before in this import.
  [[nodiscard]] StepOf<std::vector<Link>> bring(CircleNumber circle,
                                                std::span<const Brought> brought,
                                                std::span<const Link> earlier, WallTime now);
  [[nodiscard]] StepOf<Done> include(CircleNumber circle, const PersonId& person,
                                     std::optional<WallTime> until, WallTime now);
  [[nodiscard]] StepOf<Done> part(CircleNumber circle, const PersonId& person, WallTime now);
  /// A card of mine, with a secret of its own; a signed record (wire/card).
  [[nodiscard]] StepOf<ByteVec> new_card(const std::vector<std::string>& ways, WallTime now);
  /// Takes someone's card: from then on I know them, by the name that I give.
  /// Errors: bad_card, own_card, and those of names.
  [[nodiscard]] StepOf<PersonId> meet(ByteView card, std::string_view name, Verification how,
                                      WallTime now);
  [[nodiscard]] StepOf<Done> rename(const PersonId& person, std::string_view name, WallTime now);
  /// I know better now that it is them; it never goes down.
  [[nodiscard]] StepOf<Done> verified(const PersonId& person, Verification how, WallTime now);
  [[nodiscard]] StepOf<Done> put_contact(Contact contact, std::string_view name, WallTime now);
  /// Deletes the body of an entry, and what opens it, here. Others keep what they have.
  [[nodiscard]] StepOf<Done> forget(EntryKey entry, WallTime now);
  /// Writes to none of today's logs any more: this home was copied or restored.
  [[nodiscard]] StepOf<Done> retire_logs();

  [[nodiscard]] StepOf<Taken> take_range(ByteView range, WallTime now);
  /// A range from `first` on, as long as may be and up to a held signature; nothing where that
  /// entry is not held.
  [[nodiscard]] Result<std::optional<ByteVec>, Refusal> range_from(StrandNumber strand, Seq first);

  /// Makes some of what waits findable; nothing where nothing waits. Lazily durable will do.
  [[nodiscard]] Result<std::optional<Batch>, Refusal> index_some(std::size_t entries_max);

  [[nodiscard]] View view() { return {store_, strands_, opener_}; }
  [[nodiscard]] Opener& opener() { return opener_; }

 private:
  Node(const Store& store, Entropy& entropy, Identity identity);

  [[nodiscard]] Result<void, Refusal> load();
  [[nodiscard]] Result<void, Refusal> load_self();
  [[nodiscard]] Result<void, Refusal> load_contacts();
  [[nodiscard]] Result<void, Refusal> check_name(const PersonId& person,
                                                 std::string_view name) const;
  void bind_card(const Taken& taken, Batch& batch);

  [[nodiscard]] Result<std::optional<HeadRecord>, Refusal> range_end(StrandNumber strand, Seq first,
                                                                     Seq next_after);
  [[nodiscard]] Desk desk() { return {identity_, prekeys_, contacts_, entropy_}; }
  void renew_prekeys(WallTime now, Batch& batch);
  [[nodiscard]] OwnLog& log_in(CircleNumber circle, Batch& batch);
  [[nodiscard]] Result<Link, Refusal> write(CircleNumber circle, const Draft& draft, WallTime now,
                                            Batch& batch);
  [[nodiscard]] Result<void, Refusal> tell_self(const kinds::Body& body,
                                                const std::vector<Reference>& after, WallTime now,
                                                Batch& batch);
  [[nodiscard]] Result<void, Refusal> act(const kinds::Body& body, const CircleId& circle,
                                          const PersonId& person, WallTime now, Batch& batch);
  [[nodiscard]] Result<void, Refusal> forget_body(EntryKey entry, Batch& batch);
  [[nodiscard]] Result<std::optional<BodyHash>, Refusal> forget_entry(EntryKey entry, ByteView lean,
                                                                      Batch& batch);
  [[nodiscard]] Result<void, Refusal> forget_leaf(StrandNumber strand, const wire::Place& place,
                                                  const BodyHash& hash, Batch& batch);
  [[nodiscard]] Result<void, Refusal> forget_boxes(EntryKey entry, const wire::Place& place,
                                                   ByteView without_its_body, Batch& batch);

  const Store& store_;
  Entropy& entropy_;
  Identity identity_;
  Prekeys prekeys_;
  OwnCards cards_;
  Contacts contacts_;
  Strands strands_;
  Opener opener_;
  Indexer indexer_;
  Self self_;
  CircleNumber self_circle_;
  std::map<CircleNumber, OwnLog> own_logs_;  // the main log of each circle
};

/// A name that a person may give: 1 to limits::name_bytes_max bytes of UTF-8 without control
/// characters, not beginning or ending with a space.
[[nodiscard]] bool is_name(std::string_view name);

}  // namespace kith::node
