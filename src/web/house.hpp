// The home behind the page: there is none, it is locked, or it is open and runs its node. Makes it,
// opens it, locks the page in front of it while the node goes on, ends it. Refuses to know HTTP.
#pragma once

#include "crypto/password.hpp"
#include "host/key_wrap.hpp"
#include "running/up.hpp"

namespace kith::web {

inline constexpr std::chrono::minutes idle_time_max{15};
inline constexpr std::chrono::seconds between_passphrases{2};

enum class HomeState { none, locked, open };

struct HouseWishes {
  host::HomePlace place;
  running::UpWishes up;
  crypto::StretchParameters stretch = host::stretch_of_people;
  std::chrono::microseconds idle_time = idle_time_max;
  std::chrono::microseconds passphrase_pause = between_passphrases;
};

class House {
 public:
  using Reply = running::Door::Reply;

  House(transport::Loop& loop, HouseWishes wishes);
  House(const House&) = delete;
  House& operator=(const House&) = delete;
  /// Drains the loop of what the node still sends.
  ~House();

  /// As whoever looks at the page has it: locked as well where the node goes on behind it.
  [[nodiscard]] HomeState state() const;
  [[nodiscard]] bool has_passphrase() const;
  [[nodiscard]] const host::HomePlace& place() const { return wishes_.place; }
  /// Nothing while it is not open, whatever the page shows.
  [[nodiscard]] service::OpenHome* home() { return home_.get(); }

  /// Runs a home that was opened elsewhere.
  [[nodiscard]] service::Outcome<void> take(std::unique_ptr<service::OpenHome> home);
  /// Makes a home where there is none; without a passphrase it opens by a key file.
  [[nodiscard]] service::Answer make(const std::string& name, host::Lock lock);
  /// Makes a home from a backup where there is none. Costs what unlock costs, and the reading.
  [[nodiscard]] service::Answer restore(const std::string& file, const host::Passphrase& opens,
                                        const host::Lock& lock);
  /// Takes the second or so that a passphrase costs, and all who ask wait for it.
  /// Errors: locked where it is wrong.
  [[nodiscard]] service::Outcome<void> unlock(const host::Lock& lock);
  /// Whether it is too early for another passphrase. From each that is tried on, for a while.
  [[nodiscard]] bool must_wait() const;
  /// Errors: refused where there is no passphrase, so that nobody could come back.
  [[nodiscard]] service::Outcome<void> lock();
  /// Somebody is there: not idle.
  void touch();
  /// One request to the node. Requires: the state is open.
  void handle(const service::Json& request, const Reply& reply);
  /// {"on", "listening"}: whether those on the same networks find this home; first changed, where
  /// `on` is given, and kept so for the next time. Requires: the state is open.
  [[nodiscard]] service::Answer nearby(std::optional<bool> on);
  /// {"by": "direct" | "both" | "only_tor", "tor": as the node's status has it, or null}: by which
  /// roads this home goes; first changed, where `by` is given. `seen`: said once more that others
  /// may see this device's address from now on. Requires: the state is open.
  [[nodiscard]] service::Answer roads(std::optional<running::RoadChoice> by, bool seen);
  /// Wipes the home; replies when it is done. Requires: the state is open.
  void burn(const Reply& reply);
  /// Says goodbye to everybody, then stops the loop.
  void end();

  std::function<void()> on_state;
  std::function<void()> on_commit;
  std::function<service::Answer()> on_page;  // as RunningNode::on_page

 private:
  [[nodiscard]] service::Outcome<void> begin();
  [[nodiscard]] running::UpWishes wishes_now() const;
  void changed();
  void watch_idle();
  [[nodiscard]] service::Outcome<void> show_again(const host::Lock& lock);

  transport::Loop& loop_;
  HouseWishes wishes_;
  std::unique_ptr<service::OpenHome> home_;
  std::unique_ptr<running::Talks> talks_;
  std::unique_ptr<running::RunningNode> node_;
  transport::Timer idle_timer_;
  Instant touched_{};                         // by a clock that goes on while the machine sleeps
  mutable std::optional<host::LockWay> way_;  // as last seen
  std::optional<Instant> tried_;              // a passphrase
  bool page_is_locked_{};
  bool burning_{};
};

}  // namespace kith::web
