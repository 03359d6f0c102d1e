// Takes in a range of someone's log: verifies it, finds the handovers that are for this device,
// and says where it belongs. Nothing of a log is kept before its papers are valid and its person is
// one whom I know. Refuses to know over what way the bytes came.
// Source: docs/protocol.md §6, §7.
#pragma once

#include <map>
#include <memory>

#include "log/strand.hpp"
#include "node/contact.hpp"
#include "node/forget.hpp"
#include "node/handed.hpp"
#include "node/heads.hpp"
#include "node/hearing.hpp"
#include "node/identity.hpp"
#include "node/opener.hpp"
#include "node/own_cards.hpp"
#include "node/quotas.hpp"
#include "node/self.hpp"

namespace kith::node {

inline constexpr std::size_t entry_front_bytes_max = 48;  // flags, sizes and tag, lean

struct Taken {
  StrandNumber strand;
  std::size_t fresh{};  // entries that were not held
  bool forked{};        // the author told two stories
  PersonId author;
  std::optional<std::size_t> used_card;  // the author's box opened under this unused card of mine
  LogId log;
  Link before;  // to which the range chains
  Seq first;    // of the range, held or not
  Seq next;     // ... after its last entry
};

class Intake {
 public:
  struct Mine {
    const Identity& identity;
    const Prekeys& prekeys;
    const Contacts& contacts;
    const OwnCards& cards;
    const Self& self;
  };
  Intake(const Store& store, Strands& strands, Opener& opener, Handed& handed, Quotas& quotas,
         Mine mine)
      : store_(store),
        strands_(strands),
        opener_(opener),
        handed_(handed),
        quotas_(quotas),
        mine_(mine),
        forgetting_(store, strands, opener, handed,
                    {mine.contacts, mine.prekeys, mine.identity, mine.self}) {}

  /// Errors: bad_range, unknown_log, log_full, bent_stand_in, ignored_author, over_quota, and the
  /// store's. Nothing is changed then.
  [[nodiscard]] Result<Taken, Refusal> take(ByteView range, WallTime now, Batch& batch);

  /// Takes in what a device of `author` hands over of one of their logs, which the handover names.
  /// Errors: unknown_log where its papers are not of that author, or not valid; log_full.
  /// What it adds to what is kept counts as of `measured`; keys that do not fit are left.
  [[nodiscard]] Result<void, Refusal> take_handover(const wire::Handover& handover,
                                                    const PersonId& author,
                                                    std::optional<WallTime> measured, Batch& batch);
  /// Asks keys that wait again, now that these entries are kept. Whether some were given: then the
  /// run is queued for the index once more. Errors: the store's.
  [[nodiscard]] Result<bool, Refusal> give_waiting(const WaitingRun& run, Batch& batch);

 private:
  struct Found;      // what the boxes of a range brought
  struct Candidate;  // a secret that a box may be sealed under
  using Candidates = std::multimap<seal::BoxHint, Candidate>;

  [[nodiscard]] std::vector<PersonId> possible_authors(const LogId& log) const;
  void open_boxes(const wire::RangeView& range, Found& found) const;
  [[nodiscard]] Candidates candidates_at(const seal::BoxPlace& place,
                                         const std::vector<PersonId>& authors, Found& found) const;
  [[nodiscard]] bool try_box(const Candidate& candidate, seal::BoxPlace place,
                             const std::vector<PersonId>& authors, ByteView box,
                             Found& found) const;
  void sort_spans(const wire::RangeView& range, const std::vector<Link>& links,
                  const std::vector<log::Run>& fresh, Found& found);
  [[nodiscard]] bool within_quotas(const wire::RangeView& range, const log::Placement& placed,
                                   const PersonId& author, WallTime now, Batch& batch);
  [[nodiscard]] bool ignores(const PersonId& person) const;
  [[nodiscard]] bool has_room_for_pieces(const log::Placement& placed,
                                         const wire::RangeView& range) const;
  [[nodiscard]] bool has_room_for_log(const PersonId& author) const;
  [[nodiscard]] bool has_room_for_keys(StrandNumber strand, std::size_t bytes, Batch& batch);
  [[nodiscard]] bool has_room_to_wait(const PersonId& author, std::size_t bytes) const;
  [[nodiscard]] bool may_author(const PersonId& person, const CircleId& circle) const;
  [[nodiscard]] std::optional<StrandRecord> record_of(const wire::Certificate& certificate) const;
  [[nodiscard]] Result<void, Refusal> take_other_log(const wire::Handover& handover,
                                                     const CircleId& circle, const PersonId& author,
                                                     Batch& batch);
  [[nodiscard]] Result<void, Refusal> take_span(const LogId& log, const wire::Span& span,
                                                Batch& batch);
  [[nodiscard]] Result<void, Refusal> keep_waiting(const LogId& log, const wire::Span& span,
                                                   Batch& batch);
  /// Asks the entries among `news`: the others told nothing before.
  [[nodiscard]] bool is_of_story(EntryKey first, const wire::Span& span, const Stretch& news) const;
  [[nodiscard]] Result<bool, Refusal> give_keys(StrandNumber strand, const wire::Span& span,
                                                const Stretch& news, Batch& batch);
  [[nodiscard]] Result<StrandRecord, Refusal> record_for(const wire::RangeView& range,
                                                         const Found& found) const;
  [[nodiscard]] Result<void, Refusal> put_fresh(const wire::RangeView& range,
                                                const std::vector<Link>& links,
                                                const log::Placement& placed, Found& found,
                                                StrandNumber strand, WallTime now, Batch& batch);
  [[nodiscard]] Result<void, Refusal> refuse_bodies(const wire::RangeView& range,
                                                    const std::vector<log::Run>& fresh,
                                                    Found& found, StrandNumber strand,
                                                    Batch& batch);
  [[nodiscard]] Result<void, Refusal> refuse_keys(const wire::RangeView& range, Found& found,
                                                  Batch& batch);
  [[nodiscard]] Result<void, Refusal> hold_back(const LogId& log, const wire::Place& of_epoch,
                                                seal::KeySet& keys, Batch& batch);
  [[nodiscard]] bool opens_refused(const LogId& log, const wire::Span& span);
  [[nodiscard]] ByteVec kept(const LogId& log, const wire::PlacedEntry& placed,
                             const Found& found) const;
  [[nodiscard]] Result<void, Refusal> take_elsewhere(const wire::RangeView& range,
                                                     const Found& found, const StrandRecord& record,
                                                     Batch& batch);
  [[nodiscard]] Result<log::Placement, Refusal> place_range(const wire::RangeView& range,
                                                            const std::vector<Link>& links);
  [[nodiscard]] Result<std::optional<bool>, Refusal> opens_now(const wire::RangeView& range,
                                                               const wire::PlacedEntry& placed,
                                                               const Found& found,
                                                               std::optional<StrandNumber> strand);
  [[nodiscard]] Result<void, Refusal> check_stand_ins(const wire::RangeView& range,
                                                      const log::Placement& placed,
                                                      const Found& found);
  [[nodiscard]] bool opens_before(StrandNumber strand, const wire::Place& place);
  void put_runs(const wire::RangeView& range, const std::vector<Link>& links,
                const log::Placement& placed, const Found& found, StrandNumber strand, WallTime now,
                Batch& batch);
  void queue_opened(const wire::RangeView& range, const Found& found, Batch& batch) const;
  [[nodiscard]] Result<void, Refusal> put_head(const wire::RangeView& range, StrandNumber strand,
                                               Batch& batch);
  [[nodiscard]] Result<std::optional<wire::AudienceStatement>, Refusal> stated(
      const wire::RangeView& range, const wire::PlacedEntry& placed, const Found& found,
      StrandNumber strand);
  [[nodiscard]] bool follows_held(StrandNumber strand, const wire::Place& place);
  [[nodiscard]] Result<void, Refusal> put_epochs(const wire::RangeView& range, const Found& found,
                                                 const std::vector<log::Run>& fresh,
                                                 StrandNumber strand, Batch& batch);

  const Store& store_;
  Strands& strands_;
  Opener& opener_;
  Handed& handed_;
  Quotas& quotas_;
  Mine mine_;
  Forgetting forgetting_;
  std::optional<WallTime> measured_;  // nothing: what came is counted with what brought it
  std::map<std::pair<LogId, Seq>, Forgotten> refused_;  // of what comes in just now
};

}  // namespace kith::node
