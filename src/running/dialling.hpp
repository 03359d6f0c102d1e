// Carries the dial plan out: dials who is due, hands over who is reached, and tells the plan what
// came of it. Refuses to know how long anybody waits.
#pragma once

#include "running/dial_plan.hpp"
#include "running/roads.hpp"
#include "running/sessions.hpp"

namespace kith::running {

/// At once. Over Tor one may wait long for somebody who is not there, and others shall not.
inline constexpr std::size_t dials_max = 16;

class Dialling {
 public:
  Dialling(transport::Loop& loop, Sessions& sessions, Roads& roads, Entropy& entropy)
      : loop_(loop), sessions_(sessions), roads_(roads), entropy_(entropy), timer_(loop) {}

  void set_targets(const std::vector<Target>& targets);
  /// Dials them there, unless that is under way.
  void sighted(const Peer& peer, const transport::Address& address);
  /// Gives up what is under way and dials nobody any more.
  void stop();
  /// As the sessions report it, of those that are there to stay.
  void proven(const Session& session);
  void over(const Session& session);

 private:
  void go_on();
  void dial(const NextDial& next);
  void came(const NextDial& next, Result<transport::Stream, transport::DialError> reached);
  void failed(const Peer& peer);

  transport::Loop& loop_;
  Sessions& sessions_;
  Roads& roads_;
  Entropy& entropy_;
  DialPlan plan_;
  transport::Timer timer_;
  std::map<Peer, std::unique_ptr<transport::Dial>> dials_;
  std::map<const Session*, Peer> handshakes_;  // reached, and not proven yet
};

/// The devices of everybody whom this home knows, with the ways of theirs that are open now.
[[nodiscard]] std::vector<Target> targets_of(service::OpenHome& home, const Roads& roads);
/// The ways of a person that can be dialled, by whatever road.
[[nodiscard]] std::vector<transport::Address> ways_of(const node::Contact& contact);

}  // namespace kith::running
