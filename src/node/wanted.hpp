// Bodies that whoever carried their entries here had forgotten: asked of others who hear them, and
// of their author, until they come or the author says that they are gone. Refuses to know how
// either travels. Source: docs/protocol.md §10.9.
#pragma once

#include <map>
#include <set>

#include "node/store.hpp"

namespace kith::node {

class WantedBodies {
 public:
  /// Errors: damaged, and the store's.
  [[nodiscard]] static Result<WantedBodies, StoreError> load(const Store& store);

  /// Idempotent. Requires: less than limits::wanted_bodies_max of its author are wanted.
  void put(EntryKey entry, Batch& batch);
  /// There was no room for what stands there, and perhaps for more behind it: the strand is to be
  /// looked through from there on.
  void leave(EntryKey entry, Batch& batch);
  /// It was looked through up to there; nothing: to its end.
  void looked_through(StrandNumber strand, std::optional<Seq> up_to, Batch& batch);
  /// From where on each strand is to be looked through.
  [[nodiscard]] const std::map<StrandNumber, Seq>& left() const { return left_; }
  /// It came, is gone, or is not wished for any more.
  void drop(EntryKey entry, Batch& batch);
  [[nodiscard]] bool contains(EntryKey entry) const { return wanted_.contains(entry); }
  [[nodiscard]] const std::set<EntryKey>& all() const { return wanted_; }

  /// What a device was asked for: up to which entry, as one message has room for some of them.
  struct Asking {
    std::uint64_t revision{};
    std::optional<EntryKey> last{};  // nothing: to the end
  };

  /// True where that device was not asked for all of this within the last hour.
  [[nodiscard]] bool is_due(const DeviceId& device, WallTime now) const;
  /// That device said all that it had to say to what was asked as of then.
  void asked(const DeviceId& device, const Asking& asking, WallTime now);
  /// What is wanted and that device was not asked for yet; all of it, once it was asked to the end.
  [[nodiscard]] std::vector<EntryKey> to_ask(const DeviceId& device) const;
  /// Grows with what is wanted, and with what is wanted no more.
  [[nodiscard]] std::uint64_t revision() const { return revision_; }

 private:
  struct Asked {
    WallTime when;
    Asking asking;
  };

  std::set<EntryKey> wanted_;
  std::map<StrandNumber, Seq> left_;
  std::map<DeviceId, Asked> asked_;
  std::uint64_t revision_{1};
};

}  // namespace kith::node
