// The tor that this home goes by: the system's where it lets us in, or one of its own; brought up,
// asked to keep the home's onion service for those who may come, watched, and brought up again
// whenever it fails. Refuses to know who is dialled, and what is said on the way.
// Source: docs/protocol.md §14.
#pragma once

#include "node/onion.hpp"
#include "running/tor_control.hpp"
#include "running/tor_process.hpp"
#include "service/open_home.hpp"
#include "transport/dial.hpp"

namespace kith::running {

/// The onion service's port; which number it is tells nothing.
inline constexpr std::uint16_t onion_port = 20847;

inline constexpr std::chrono::seconds tor_retry_min{2};
inline constexpr std::chrono::minutes tor_retry_max{5};
/// How long one of our own may take until it can be asked.
inline constexpr std::chrono::seconds tor_start_max{30};
inline constexpr std::chrono::seconds tor_answer_max{10};
/// How often it is asked how it does, once it keeps the service and others find it.
inline constexpr std::chrono::minutes tor_quiet{2};
/// Whoever is new among the callers is let in together with others who are, a little later: tor
/// forgets a service before it keeps it anew, and who talks through it has to come again.
inline constexpr std::chrono::seconds callers_settle{3};

/// Which tor.
struct TorChoice {
  bool own{};                                // never the system's
  std::optional<transport::TorDoor> door{};  // the one that is asked there
};
/// "": the system's or one of our own; "own"; or where one is asked. Nothing for any other text.
[[nodiscard]] std::optional<TorChoice> tor_choice_of(const std::string& text);

class Tor {
 public:
  struct Ground {
    transport::Loop& loop;
    service::OpenHome& home;        // outlives this
    transport::TorDoor target;      // where those who come are brought
    std::function<void()> changed;  // from the loop: where we can go, or how we can be reached
  };

  Tor(Ground ground, TorChoice choice);
  ~Tor();
  Tor(const Tor&) = delete;
  Tor& operator=(const Tor&) = delete;

  /// There may be somebody else who may come.
  void contacts_changed();
  /// The machine is on another network, or on none. One of our own then ends the connections that
  /// it had, as it would wait for answers to them for minutes, and where there is none waits for
  /// one. The system's is not ours to disturb.
  void network_changed(bool is_there);
  /// By which others are reached; nothing while it is not in its network.
  [[nodiscard]] std::optional<transport::TorDoor> socks() const;
  /// From now on that host is gone to with the secret that the person is called under.
  void go_by(const PersonId& person, const std::string& host);
  /// They are away, or know that secret no more, which looks the same: the next call takes another.
  void let_in_by_nobody(const PersonId& person);
  /// To be told to others; empty until the first time that it was kept.
  [[nodiscard]] std::vector<std::string> ways() const;
  /// {"state": "starting" | "connecting" | "publishing" | "reachable" | "failing", "code",
  /// "says": a sentence, its code, or nothing, "progress": percent, "own": …, "address": …}
  [[nodiscard]] service::Json status() const;

 private:
  void begin();
  [[nodiscard]] bool prepare();
  void start_own();
  void await_own(Instant until);
  void dial(const transport::TorDoor& door);
  void came(Result<transport::Stream, transport::DialError> reached);
  void read();
  void heard(ByteView bytes);
  void flush();
  void look();
  void keep_host();
  void publish_if_due();
  void publish();
  void beat();
  void fault(TorFault why);
  void fail(const std::string& code, const std::string& sentence);
  void drop();

  Ground ground_;
  TorChoice choice_;
  std::optional<node::OnionService> service_;
  std::optional<TorProcess> process_;
  std::unique_ptr<transport::Dial> dial_;
  std::optional<transport::Stream> stream_;
  std::optional<TorControl> control_;
  std::vector<crypto::OnionCallerPublic> callers_;  // of the service as it is kept
  bool published_{};
  bool is_off_{};  // there is no network, and ours was told so
  bool waited_{};  // for an answer, when it was last looked
  bool asked_{};   // how it does, at the last beat
  bool on_systems_{};
  std::string told_;  // what `changed` was told last
  std::string code_;  // of what it says
  std::string says_;
  std::chrono::microseconds wait_{tor_retry_min};
  transport::Timer next_;  // of the beginning
  transport::Timer beat_;
  transport::Timer settle_;
};

}  // namespace kith::running
