// All sessions of a running node: how many there may be, what each is told of the others, and that
// they all end where what came could not be kept. Refuses to know where streams come from.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "running/session.hpp"

namespace kith::running {

inline constexpr std::size_t sessions_max = 64;
/// Of those who came by one road and did not prove yet who they are: strangers on one leave places
/// on the other.
inline constexpr std::size_t half_open_max = 8;
/// A device that lost its connection comes again before we notice.
inline constexpr std::size_t answered_per_device_max = 4;
/// Of one person with all their devices: who has eight leaves places to others.
inline constexpr std::size_t answered_per_person_max = 8;
/// With all those together whom somebody introduced and who were not accepted: one person may
/// introduce hundreds, all of them their own.
inline constexpr std::size_t not_accepted_max = 8;

/// What sessions stand on. The callbacks are called from the loop, and may end sessions.
struct Ground {
  transport::Loop& loop;
  Talks& talks;
  DeviceId device;  // mine
  // Commits what the turn asks for, as durably as it asks; true: that is done. Called as well where
  // a turn asks for nothing and says something, or is the last for now.
  std::function<bool(const node::Turn&)> keep;
  std::function<WallTime()> now;
  Patience patience{};
  std::function<bool(const PersonId&)> accepted{};  // nothing: everybody is
};

class Sessions final : public SessionOwner {
 public:
  using Watch = std::function<void(const Session&, std::optional<Over>)>;

  explicit Sessions(Ground ground) : ground_(std::move(ground)) {}
  ~Sessions() override;
  Sessions(const Sessions&) = delete;
  Sessions& operator=(const Sessions&) = delete;

  /// Whether one more may come by that road.
  [[nodiscard]] bool has_place(transport::Road road) const;
  /// Someone came. Requires: has_place.
  void answer(transport::Stream stream, transport::Road road);
  /// We went. Nothing where there is no such device. `watch` is told after each turn, and at the
  /// end.
  [[nodiscard]] std::shared_ptr<Session> dialled(transport::Stream stream, const PersonId& person,
                                                 const DeviceId& device, Purpose purpose,
                                                 transport::Road road, node::AskedOrder asked,
                                                 Watch watch = {});

  /// Something was written here.
  void poke_all(const Session* but = nullptr);
  void finish_all();
  /// All are over at once.
  void drop_all(Over why = Over::dropped);
  /// Those that went by an address that is not among these any more: nothing comes by them.
  void drop_but_at(const std::vector<std::string>& hosts);

  /// Those that go by that road: at once, and nothing is said on it any more.
  void cut_on(transport::Road road);

  [[nodiscard]] std::size_t count() const { return all_.size(); }
  [[nodiscard]] bool empty() const { return all_.empty(); }
  /// A session with that device of that person that is there to stay. Of the person too: anyone may
  /// list a device id that is another's.
  [[nodiscard]] bool has(const PersonId& person, const DeviceId& device) const;
  /// With whom, each once, in ascending order.
  [[nodiscard]] std::vector<PersonId> persons() const;
  /// The same, with the devices.
  [[nodiscard]] std::set<std::pair<PersonId, DeviceId>> devices() const;
  /// With each person: what their sessions, together, brought and took so far, and by which roads.
  struct With {
    node::Tally tally;
    std::set<transport::Road> roads;
  };
  [[nodiscard]] std::map<PersonId, With> with_each() const;

  /// After each turn that brought or kept something; after each end, when it is counted no more.
  std::function<void(const Session&)> on_proven;
  std::function<void(const Session&, const node::Turn&)> on_turn;
  std::function<void(const Session&, Over)> on_over;

 private:
  struct Held {
    std::shared_ptr<Session> session;
    Watch watch;
    bool proven{};
  };

  bool keep(const node::Turn& turn) override;
  WallTime now() override { return ground_.now(); }
  void proven(Session& session) override;
  void stepped(Session& session, const node::Turn& turn) override;
  void over(Session& session, Over how) override;

  std::shared_ptr<Session> add(transport::Stream stream, std::unique_ptr<Talk> talk,
                               Purpose purpose, transport::Road road, Watch watch);
  [[nodiscard]] std::vector<std::shared_ptr<Session>> listed() const;
  [[nodiscard]] std::vector<std::shared_ptr<Session>> with(const PersonId& person,
                                                           const DeviceId& device,
                                                           Purpose purpose) const;
  [[nodiscard]] std::vector<std::shared_ptr<Session>> answered_of(const PersonId& person) const;
  [[nodiscard]] bool is_one_too_many(const PersonId& person) const;
  [[nodiscard]] std::vector<Held>::iterator find(const Session& session);

  Ground ground_;
  std::vector<Held> all_;  // in the order in which they began
};

}  // namespace kith::running
