// The request "sync": one session with one of a person's devices, until both have what the other
// may give, then an answer. Refuses to know who asked.
//
//   {"command": "sync", "person": "ana", "at": "tcp:127.0.0.1:4000", "newest_first": true}
//     →  {"sent": 1, "received": 2, "bytes_out": …, "bytes_in": …, "round_trips": …}
#pragma once

#include <deque>

#include "running/roads.hpp"
#include "running/sessions.hpp"

namespace kith::running {

/// Without a byte from the other side.
inline constexpr std::chrono::seconds sync_silence_max{30};

class OneSync {
 public:
  using Done = std::function<void(service::Answer)>;

  /// `done` is called once, from the loop, unless this dies before.
  OneSync(transport::Loop& loop, Sessions& sessions, Roads& roads, Done done);
  OneSync(const OneSync&) = delete;
  OneSync& operator=(const OneSync&) = delete;
  ~OneSync();

  void start(service::OpenHome& home, const service::Json& request);

  /// Nobody goes by that road any more: what is under way there is given up, and it says so.
  void road_closed(transport::Road road);

  /// Whether it would go over Tor, and not otherwise.
  [[nodiscard]] static bool needs_tor(service::OpenHome& home, const service::Json& request,
                                      const Roads& roads);

 private:
  struct Attempt {
    transport::Address address;
    DeviceId device;
  };
  // What is still there when a session or a dial calls back.
  struct Alive {};

  [[nodiscard]] service::Outcome<void> plan(service::OpenHome& home, const service::Json& request);
  void next();
  void came(const Attempt& attempt, Result<transport::Stream, transport::DialError> reached);
  void stepped(const Session& session);
  void over(const Session& session, Over how);
  void watch_silence();
  void end(service::Answer answer);
  [[nodiscard]] service::Fault why_not() const;

  transport::Loop& loop_;
  Sessions& sessions_;
  Roads& roads_;
  Done done_;
  std::shared_ptr<Alive> alive_ = std::make_shared<Alive>();
  std::string name_;  // of the person, for sentences
  PersonId person_;
  node::AskedOrder asked_{node::AskedOrder::oldest_first};
  std::deque<Attempt> attempts_;
  std::optional<transport::Road> going_by_;
  std::size_t closed_without_a_word_{};
  std::unique_ptr<transport::Dial> dial_;
  std::weak_ptr<Session> session_;
  transport::Timer silence_;
  std::uint64_t bytes_in_{};
  bool caught_up_{};
};

}  // namespace kith::running
