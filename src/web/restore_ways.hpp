// A home made from a backup that its owner hands over through the page, where there is no home yet:
// first the file, then its passphrase. Refuses to know what is in the file.
#pragma once

#include "web/house.hpp"
#include "web/server.hpp"
#include "web/upload.hpp"

namespace kith::web {

inline constexpr std::uint64_t backup_bytes_max = 64ULL * 1024 * 1024 * 1024;  // one's own file

class RestoreWays {
 public:
  explicit RestoreWays(House& house) : house_(house) {}

  /// Takes the file; it stays, for a passphrase that was mistyped, until it is restored, another
  /// one comes or this ends.
  [[nodiscard]] Server::Arrived take();
  /// `opens` is the backup's passphrase, `lock` what the new home opens by. Takes the seconds that
  /// a passphrase costs, and all who ask wait for it.
  [[nodiscard]] Response restore(const host::Passphrase& opens, const host::Lock& lock);

 private:
  House& house_;
  std::shared_ptr<Upload> held_;  // whole
  std::weak_ptr<Upload> coming_;
};

}  // namespace kith::web
