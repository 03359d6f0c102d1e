// A home that runs: its sessions, its dials, its local door, in a loop that others may share.
// Refuses to know what sessions say, who asked at the door, and who shows what it holds.
#pragma once

#include "running/breaches.hpp"
#include "running/dialling.hpp"
#include "running/door.hpp"
#include "running/lan.hpp"
#include "running/network.hpp"
#include "running/one_sync.hpp"
#include "service/plain_files.hpp"
#include "transport/port_map.hpp"

namespace kith::running {

/// How long goodbyes may take at the end.
inline constexpr std::chrono::seconds end_time_max{6};
/// And what was sent last, after that: whoever owns the loop drains it.
inline constexpr std::chrono::milliseconds drain_time_max{2000};

class RunningNode {
 public:
  /// Requires: the home outlives what was posted to the loop until this ended.
  RunningNode(transport::Loop& loop, service::OpenHome& home, Talks& talks);
  ~RunningNode();
  RunningNode(const RunningNode&) = delete;
  RunningNode& operator=(const RunningNode&) = delete;

  /// Waits for others there; from now on its ways are in cards.
  /// Requires: it does not go over Tor alone.
  [[nodiscard]] service::Outcome<std::uint16_t> listen(const transport::Address& address);
  /// Those who know this home find it over Tor, and it them; brought up meanwhile, see status.
  /// Requires: it does not go there yet.
  [[nodiscard]] service::Outcome<void> go_over_tor(const TorChoice& choice);
  /// Requires: it does not go over Tor alone.
  void leave_tor();
  /// From now on, also when it runs again. Over Tor alone: whatever is direct ends at once.
  [[nodiscard]] service::Outcome<void> remember(node::Roads roads);
  /// Whether it goes over Tor alone: it was told so once, and is until it is told otherwise.
  [[nodiscard]] bool only_tor() const { return roads_.only_tor(); }
  [[nodiscard]] bool goes_over_tor() const { return tor_.has_value(); }
  /// Those on the same networks who know this home find it, and it them. Requires: it listens.
  void find_nearby();
  /// Asks the network's gateway to let others in at that port. Requires: it listens, and does not
  /// go over Tor alone.
  void map_port();
  /// It tells its networks nothing any more.
  void hide();
  /// Nobody comes directly any more; those who are here stay.
  void stop_listening();
  [[nodiscard]] bool listens() const { return listening_.has_value(); }
  [[nodiscard]] bool is_found_nearby() const { return lan_.has_value(); }
  /// Answers at the home's socket.
  [[nodiscard]] service::Outcome<void> open_door();
  /// From now on dials whom the home knows.
  void start();
  /// Starts, and runs the loop until end.
  void run();
  /// Says goodbye everywhere, then stops the loop.
  void end();

  /// As Tor has it; nothing of use where it does not go over Tor.
  [[nodiscard]] service::Json tor_status() const { return tor_ ? tor_->status() : nullptr; }
  /// Whether that sync would go over Tor, and not otherwise.
  [[nodiscard]] bool needs_tor(const service::Json& request) const {
    return OneSync::needs_tor(home_, request, roads_);
  }

  /// Something about this machine's network may have changed, or it slept: it is looked soon. The
  /// kernel says so, too.
  void look_around() {
    if (changes_) changes_->heard();
  }

  /// One request, as the door gets it; `sync` and `export` are answered later than this returns.
  void handle(const service::Json& request, const service::Progress& progress,
              const Door::Reply& reply);

  /// After each commit, of whoever's wish or session; in the middle of it. And where the network is
  /// another, or what comes can be kept no more, or again.
  std::function<void()> on_commit;
  /// Answers {"command": "page"}: a link that opens the page of this home.
  std::function<service::Answer()> on_page;
  /// How this machine is looked at from start on.
  transport::Changes::Look look_at_machine = transport::look_at_machine;

 private:
  [[nodiscard]] bool keep(const node::Turn& turn);
  void aim();
  void count_hour();
  void see_clock();
  void changed(transport::Change what);
  // Somewhere where others come in.
  struct Entrance {
    transport::Listener listener;
    bool direct{};  // else from Tor
    bool accepting{};
  };

  void accept();
  void tell_ways();
  void tor_changed();
  void drop_tor();
  void close(transport::Road road);
  void stop_all_but_sessions();
  void turned(const node::Turn& turn);
  void over(const Session& session, Over how);
  void sync(const service::Json& request, const Door::Reply& reply);
  void export_all(const service::Json& request, const service::Progress& progress,
                  const Door::Reply& reply);
  void go_on_exporting();
  void stop_exporting();
  void index_soon();
  void index();
  void release_spent();
  [[nodiscard]] service::Answer page();
  [[nodiscard]] service::Json status_of_node();
  void add_sessions(service::Json& people) const;

  void tell_if_more_than(std::uint64_t commits);
  /// From the loop, unless this is gone by then.
  void post(std::function<void()> act);

  // What was posted and is still to come holds it weakly.
  struct Alive {};

  transport::Loop& loop_;
  service::OpenHome& home_;
  std::shared_ptr<Alive> alive_ = std::make_shared<Alive>();
  Sessions sessions_;
  Roads roads_;
  Reach reach_;
  Dialling dialling_;
  Breaches breaches_;
  std::list<Entrance> entrances_;
  std::optional<transport::Address> listening_;  // where nobody comes from Tor
  std::vector<std::string> direct_ways_;
  std::optional<transport::PortMap> port_map_;
  std::optional<Tor> tor_;
  std::optional<Lan> lan_;
  std::optional<Door> door_;
  bool can_keep_{true};  // what came last from others
  std::optional<transport::Changes> changes_;
  std::optional<Network> network_;
  std::map<std::uint64_t, OneSync> syncs_;
  std::uint64_t next_sync_{};
  struct Exporting {
    std::unique_ptr<service::Export> work;
    service::Progress progress;
    Door::Reply reply;
  };
  std::deque<Exporting> exports_;  // each gets its turn
  transport::Timer index_timer_;
  transport::Timer hour_timer_;
  transport::Timer end_timer_;
  bool index_is_due_{};
  bool dialling_is_on_{};
  bool ending_{};
};

}  // namespace kith::running
