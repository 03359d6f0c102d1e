// What this home knows of where its contacts are and when they are there, while its node runs: read
// from the store, kept there from time to time, never sent. Refuses to know who dials.
#pragma once

#include "node/address_book.hpp"
#include "node/rhythms.hpp"
#include "running/roads.hpp"
#include "service/open_home.hpp"

namespace kith::running {

class Reach {
 public:
  explicit Reach(service::OpenHome& home) : home_(home) {}

  /// As the store has it; what was not kept is lost. Where it cannot be read, it is learned anew.
  void load();
  /// Keeps what changed, lazily: of a crash, an hour is lost.
  void keep();
  /// Takes in what contacts say now of where they are.
  void hear();

  [[nodiscard]] node::Rhythms& rhythms() { return rhythms_; }
  [[nodiscard]] node::AddressBook& book() { return book_; }

 private:
  service::OpenHome& home_;
  node::Rhythms rhythms_;
  node::AddressBook book_;
};

/// Where that person is dialled, best first, by whatever road.
[[nodiscard]] std::vector<transport::Address> ways_of(const node::AddressBook& book,
                                                      const PersonId& person, WallTime now);

}  // namespace kith::running
