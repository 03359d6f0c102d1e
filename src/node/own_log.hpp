// One of my own logs, open for writing: gives each entry its place, opens epochs when they are due,
// states who hears, hands over, seals, links and signs. What it writes leaves as a batch.
// Refuses to know who ought to hear: the audience is an argument.
// Source: docs/protocol.md §3 to §5.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "node/contact.hpp"
#include "node/draft.hpp"
#include "node/heads.hpp"
#include "node/identity.hpp"
#include "node/strands.hpp"
#include "seal/entry_seal.hpp"
#include "wire/meta.hpp"

namespace kith::node {

/// Earlier entries to hand over to someone: what meta says of it, and what opens them.
struct PastHandover {
  wire::PastGiven given;
  std::vector<wire::Handover> handovers;  // each of them fits a box
};

/// A device that an entry handed over to, or would have.
struct Delivery {
  PersonId person;
  DeviceId device;
  bool delivered{};  // false: no prekey to seal to; it got a dummy
};

/// What every entry of mine needs beside its draft.
struct Desk {
  const Identity& identity;
  const Prekeys& prekeys;
  const Contacts& contacts;
  Entropy& entropy;
  const crypto::RecoveryPublic* recovery{};  // each epoch is handed to it too; null: there is none
};

class OwnLog {
 public:
  /// A new log with a key of its own; its first entry opens it.
  [[nodiscard]] static OwnLog fresh(const CircleId& circle, wire::LogForm form, Entropy& entropy);
  /// Errors: damaged.
  [[nodiscard]] static Result<OwnLog, StoreError> load(const OwnLogRecord& record,
                                                       const Strands& strands, const Store& store);

  [[nodiscard]] LogId id() const { return key_.public_key(); }
  [[nodiscard]] StrandNumber strand() const { return strand_; }
  [[nodiscard]] wire::LogForm form() const { return form_; }
  /// Before its first entry, a log gets its number.
  void place_at(StrandNumber strand) { strand_ = strand; }

  /// Who heard the last entry.
  [[nodiscard]] const wire::AudienceList& audience() const { return audience_; }
  /// What the last entry claims.
  [[nodiscard]] WallTime last_time() const { return last_time_; }
  /// The next entry opens an epoch: a device that the last one was handed to is no longer theirs.
  /// Requires: something was written.
  void end_epoch(Batch& batch);
  /// Keeps of the open epoch what opens later entries alone: one of the earlier was forgotten.
  void drop_keys_of_written();
  /// True where the next entry to `audience` has to open an epoch.
  [[nodiscard]] bool opening_due(const wire::AudienceList& audience, WallTime now) const;

  /// Seals the next entry; it is part of what `finish` puts into the batch.
  ///
  /// Shape:   the claimed time is `now`, or more where that would not grow.
  /// Errors:  log_full, too_many (persons), too_long (body).
  /// Requires: with pasts, that no opening is due, and at most limits::past_boxes_max boxes.
  [[nodiscard]] Result<Link, Refusal> write(const Draft& draft, const wire::AudienceList& audience,
                                            WallTime now, const Desk& desk,
                                            std::span<const PastHandover> pasts = {});

  /// Whom the entries written since the last call handed over to.
  [[nodiscard]] std::vector<Delivery> take_deliveries() { return std::move(deliveries_); }

  /// Signs what was written since the last call, and puts all of it into the batch.
  [[nodiscard]] Result<void, StoreError> finish(WallTime now, Strands& strands, const Store& store,
                                                Batch& batch);

 private:
  OwnLog(crypto::LogKey key, const CircleId& circle, wire::LogForm form)
      : key_(std::move(key)), circle_(circle), form_(form) {}

  [[nodiscard]] std::optional<wire::Place> next_place(bool opens) const;
  void open_epoch(const wire::Place& place, WallTime now, Entropy& entropy);
  [[nodiscard]] ByteVec boxes_for(const wire::AudienceList& audience, const wire::Place& place,
                                  WallTime now, const Desk& desk);
  [[nodiscard]] ByteVec past_boxes(std::span<const PastHandover> pasts, const wire::Place& place,
                                   WallTime now, const Desk& desk) const;
  [[nodiscard]] wire::AudienceStatement statement(const wire::AudienceList& audience,
                                                  const Desk& desk);
  void take(const wire::Place& place, ByteVec lean, bool states);
  void sign_run();
  [[nodiscard]] OwnLogRecord record() const;

  crypto::LogKey key_;
  CircleId circle_;
  wire::LogForm form_;
  StrandNumber strand_;
  std::optional<wire::Place> last_;
  Link head_;
  seal::KeySet keys_;
  wire::AudienceList audience_;
  WallTime epoch_opened_;
  WallTime last_time_;
  ByteVec certificate_;

  // Written and not yet in a batch.
  std::vector<ByteVec> lean_;
  std::vector<Link> links_;
  std::vector<EpochRecord> epochs_;
  std::vector<SignedRun> heads_;
  std::vector<Delivery> deliveries_;
  wire::Place first_place_;  // of what is not signed yet
  std::uint64_t unsigned_entries_{};
  std::uint64_t unsigned_bytes_{};
};

}  // namespace kith::node
