// Whether a home is where it was left, or a copy that came from elsewhere or from an earlier time:
// a copy must start new logs, lest one log be written twice. Knows nothing of logs.
//
// Two things must agree with what the home's own store says (values install and generation):
//
// - The machine: its id, hashed with the home's, and the inode of the database. Both stay the same
//   across reboots and when the folder is renamed; the inode changes when the folder is copied or
//   unpacked. The number of the disk would not do: it may change at any boot.
// - The mark: a file in this installation's state folder, outside the home, with the generation of
//   the last opening. The store counts one generation more when it is opened and when it is closed,
//   and commits that first; only then does the mark follow. So the mark is never ahead of the store
//   of this home, and behind it by one after a crash between the two, however often: it catches up
//   before the store goes on. An earlier copy that was put back is behind the mark. A mark that is
//   lost, or anything else, counts as copied: that costs new logs and nothing more.
//
// What it cannot see: the whole disk put back to an earlier time, mark and all; and a copy of a
// home made while it was open, put back into the same file after a crash, with no opening in
// between. Peers who hold more of our logs than we do tell us then.
#pragma once

#include <cstdint>
#include <optional>

#include "base/entropy.hpp"
#include "base/result.hpp"
#include "host/disk.hpp"
#include "host/home_place.hpp"
#include "node/store.hpp"

namespace kith::host {

enum class Origin { here, copied };

/// How often a home was opened or closed under one mark, from 1.
struct Generation {
  std::uint64_t value{};
  auto operator<=>(const Generation&) const = default;
  [[nodiscard]] constexpr Generation successor() const { return {value + 1}; }
};

/// The mark of one home, open for changing.
class Mark {
 public:
  Mark(OpenFile file, Generation marked, Generation of_store)
      : file_(std::move(file)), marked_(marked), generation_(of_store) {}

  [[nodiscard]] Generation generation() const { return generation_; }

  /// Counts one more, in the store and then here; durable in both when it returns. The mark is
  /// overwritten in place, so that this needs no room on its disk.
  ///
  /// Requires: `store` is the one that this mark was recognised for, or settled for.
  [[nodiscard]] Result<void, HomeError> advance(node::Store& store);

 private:
  Result<void, HomeError> follow();

  OpenFile file_;
  Generation marked_;
  Generation generation_;  // of the store
};

/// The mark of the home that this store is of, if it is here. Nothing: it was copied.
///
/// Errors: those of the store; state_folder: there may be a mark, but it cannot be opened.
[[nodiscard]] Result<std::optional<Mark>, HomeError> recognise(const node::Store& store,
                                                               const HomePlace& place);

struct Settled {
  Mark mark;
  std::string path;
};

/// Makes the home be here from now on, under a new mark: commits `also`, in the same commit a new
/// install value, then makes the mark. Cut short between the two, the home counts as copied.
///
/// Errors: those of the store; state_folder; then there is no new mark.
[[nodiscard]] Result<Settled, HomeError> settle(node::Store& store, const HomePlace& place,
                                                Entropy& entropy, node::Batch also);

/// Removes the mark that was made for this folder and this database file, as far as one is found;
/// without the key, so by their inodes.
void remove_mark(const HomePlace& place);

}  // namespace kith::host
