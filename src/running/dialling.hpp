// Carries the dial plan out: dials who is due, hands over who is reached, and tells the plan and
// the rhythms what came of it. Refuses to know how long anybody waits.
#pragma once

#include "running/dial_plan.hpp"
#include "running/reach.hpp"
#include "running/sessions.hpp"

namespace kith::running {

/// At once. Over Tor one may wait long for somebody who is not there, and others shall not.
inline constexpr std::size_t dials_max = 16;

class Dialling {
 public:
  Dialling(transport::Loop& loop, Sessions& sessions, Roads& roads, Reach& reach, Entropy& entropy)
      : loop_(loop),
        sessions_(sessions),
        roads_(roads),
        reach_(reach),
        entropy_(entropy),
        timer_(loop) {}

  void set_targets(std::vector<Target> targets);
  /// Dials them there, unless that is under way.
  void sighted(const Peer& peer, const transport::Address& address);
  /// The network is another, or is back.
  void hurry();
  /// Gives up what is under way and dials nobody any more.
  void stop();
  /// As the sessions report it, of those that are there to stay.
  void proven(const Session& session);
  void over(const Session& session);

  /// Whoever is here now is counted.
  void count_present();

 private:
  void go_on();
  void dial(const NextDial& next);
  void came(const NextDial& next, Result<transport::Stream, transport::DialError> reached);
  void not_there(const NextDial& dial);
  void put_off(const NextDial& dial);
  void put_in_vain_last(Target& target) const;

  transport::Loop& loop_;
  Sessions& sessions_;
  Roads& roads_;
  Reach& reach_;
  Entropy& entropy_;
  DialPlan plan_;
  transport::Timer timer_;
  std::map<Peer, std::unique_ptr<transport::Dial>> dials_;
  std::map<const Session*, NextDial> handshakes_;  // reached, and not proven yet
};

/// The devices of everybody whom this home knows, with the ways of theirs that are open now.
[[nodiscard]] std::vector<Target> targets_of(service::OpenHome& home, const Roads& roads,
                                             const node::AddressBook& book);

}  // namespace kith::running
