// The inside of an exchange: its state, and what each message does to it. Refuses to know sockets.
// Source: docs/protocol.md §10.
#pragma once

#include <deque>

#include "base/limits.hpp"
#include "node/exchange.hpp"
#include "node/reached.hpp"
#include "node/session_memory.hpp"
#include "node/sharing.hpp"
#include "sync/channel.hpp"

namespace kith::node {

class Exchange::Work {
 public:
  Work(Node& node, Entropy& entropy, sync::Channel channel, AskedOrder asked)
      : node_(node), entropy_(entropy), channel_(std::move(channel)), asked_(asked) {}

  /// The initiator knows whom it calls and under what secret.
  void call(const PersonId& person, const DeviceId& device, const PairId& pair);

  void feed(ByteView bytes);
  void feed_end() { stream_ended_ = true; }
  void finish() { finishing_ = true; }
  [[nodiscard]] Turn step(WallTime now);

  [[nodiscard]] std::optional<PersonId> person() const { return proven_ ? person_ : std::nullopt; }
  [[nodiscard]] std::optional<DeviceId> device() const { return proven_ ? device_ : std::nullopt; }
  [[nodiscard]] bool caught_up() const;
  [[nodiscard]] Tally tally() const;

 private:
  using Outcome = std::optional<Ending>;
  [[nodiscard]] bool is_listed() const;
  [[nodiscard]] ByteView unread() const { return ByteView{incoming_}.subspan(incoming_read_); }

  // What came.
  [[nodiscard]] Outcome take_event(sync::Event event, WallTime now, Turn& turn);
  [[nodiscard]] Outcome on(const sync::PskWanted& wanted, WallTime now, Turn& turn);
  [[nodiscard]] Outcome on(const sync::Ready& ready, WallTime now, Turn& turn);
  [[nodiscard]] Outcome on(sync::Received& received, WallTime now, Turn& turn);
  [[nodiscard]] Outcome hear(const sync::Presence& presence, WallTime now, Turn& turn);
  [[nodiscard]] Outcome hear(const sync::Digest& digest, WallTime now, Turn& turn);
  [[nodiscard]] Outcome hear(sync::Frontiers& frontiers, WallTime now, Turn& turn);
  [[nodiscard]] Outcome hear(const sync::RangeBytes& range, WallTime now, Turn& turn);
  [[nodiscard]] Outcome hear(const sync::Refuse& refuse, WallTime now, Turn& turn);
  [[nodiscard]] Outcome hear(const sync::Papers& papers, WallTime now, Turn& turn);
  [[nodiscard]] Outcome hear(const sync::Closed& closed, WallTime now, Turn& turn);
  [[nodiscard]] Outcome hear(const sync::Handed& handed, WallTime now, Turn& turn);
  [[nodiscard]] Outcome hear(const sync::Credit& credit, WallTime now, Turn& turn);
  [[nodiscard]] Outcome hear(const sync::CaughtUp& caught_up, WallTime now, Turn& turn);
  [[nodiscard]] Outcome hear(const sync::Agreed& agreed, WallTime now, Turn& turn);
  [[nodiscard]] Outcome hear(const sync::Missing& missing, WallTime now, Turn& turn);
  [[nodiscard]] Outcome hear(const sync::Body& body, WallTime now, Turn& turn);
  [[nodiscard]] Outcome hear(const sync::Gone& gone, WallTime now, Turn& turn);
  [[nodiscard]] Outcome hear(const sync::KnownForks& forks, WallTime now, Turn& turn);
  [[nodiscard]] Outcome hear(const sync::ForkProof& proof, WallTime now, Turn& turn);
  [[nodiscard]] Outcome hear(const sync::End& end, WallTime now, Turn& turn);
  [[nodiscard]] Outcome take_range(ByteView range, WallTime now, Turn& turn);
  [[nodiscard]] Outcome not_taken(Refusal why, ByteView range, Turn& turn);
  [[nodiscard]] Outcome retry_kept_aside(WallTime now, Turn& turn);
  [[nodiscard]] static Outcome keep(StepOf<Done> step, Turn& turn);
  void refuse(const LogId& log);
  void remember_refused(const LogId& log, Turn& turn);
  void tell_agreed(const PairId& secret);
  [[nodiscard]] bool records_are_theirs(const sync::Presence& presence) const;
  void note_speaker(const sync::Presence& presence);
  [[nodiscard]] bool follow_within_limits(const sync::Frontiers& frontiers);

  // What is to be said.
  [[nodiscard]] Outcome introduce_myself(WallTime now, Turn& turn);
  [[nodiscard]] bool asks_newest_first(WallTime now) const;
  [[nodiscard]] Outcome refresh_plan();
  [[nodiscard]] bool gathers(WallTime now) const;
  [[nodiscard]] Outcome send_next(WallTime now, Turn& turn);
  [[nodiscard]] Outcome send_planned();
  [[nodiscard]] Outcome send_piece();
  [[nodiscard]] Outcome send_papers(const Piece& piece);
  [[nodiscard]] Outcome send_frontiers();
  [[nodiscard]] Outcome send_caught_up();
  [[nodiscard]] Outcome report_closed();
  [[nodiscard]] Outcome ask_for_bodies(WallTime now);
  void name_known_forks();
  void tell_forks();
  [[nodiscard]] Outcome prove_a_fork(Turn& turn);
  [[nodiscard]] bool is_for_them(const LogId& log, const Forks::Known& fork) const;
  [[nodiscard]] Outcome part(WallTime now, Turn& turn);
  [[nodiscard]] Outcome say_goodbye();
  [[nodiscard]] Outcome look_again_at_refused();
  [[nodiscard]] Outcome keep_memory(WallTime now, Turn& turn);
  void keep_reached(Turn& turn);
  /// Nothing is said after goodbye, whatever still comes or is written here meanwhile.
  template <class Message>
  void say(Message&& message) {
    if (!end_sent_) channel_.send(std::forward<Message>(message));
  }
  [[nodiscard]] bool may_stream() const { return frontiers_received_ || quiet_; }

  Node& node_;
  Entropy& entropy_;
  sync::Channel channel_;
  AskedOrder asked_;  // by me; order_: by them
  ByteVec incoming_;
  std::size_t incoming_read_{};  // of it, from the front
  bool stream_ended_{};
  bool finishing_{};
  bool end_sent_{};
  bool over_{};

  std::optional<PersonId> person_;
  std::optional<DeviceId> device_;
  std::optional<PairId> pair_;                     // the secret under which the handshake was made
  std::optional<crypto::TransportPublic> remote_;  // of whoever calls me
  bool called_{};                                  // I am the initiator
  bool proven_{};
  std::optional<crypto::noise::HandshakeHash> hash_;
  std::optional<sync::Fresh> fresh_;
  std::vector<PairId> held_named_;
  bool presence_sent_{};
  bool presence_heard_{};
  PublicHash told_;

  std::optional<SessionMemory> memory_;
  std::optional<ReachedLogs> reached_;             // as they told, and not yet kept
  std::optional<sync::DigestHash> reached_as_of_;  // my digest that theirs was equal to last
  std::vector<Share> shares_;
  sync::DigestHash mine_;
  std::optional<sync::DigestHash> theirs_;
  bool quiet_{};  // both digests were those remembered
  bool frontiers_sent_{};
  bool frontiers_received_{};
  std::size_t frontier_logs_{};
  std::size_t frontier_spans_{};
  LogId last_frontier_;
  Holdings they_hold_;
  std::uint64_t lacked_{};  // entries of which their frontiers tell, and that were not held then
  PieceOrder order_{PieceOrder::oldest_first};
  std::set<LogId> they_refuse_;
  std::set<LogId> i_refuse_;
  std::set<LogId> refused_;      // of these what is remembered: they will hear it next time, too
  std::size_t unindexed_{};      // entries that came in this session, at most
  WallTime gathering_since_{};   // when the first of them came
  std::set<LogId> passed_over_;  // of what they sent: nothing here says whose it is
  std::deque<Piece> plan_;
  std::optional<std::uint64_t> planned_at_;  // the node's revision
  std::set<LogId> papers_sent_;
  std::int64_t credit_{limits::credit_bytes};
  std::uint32_t taken_bytes_{};  // stored, and not yet given back as credit
  std::deque<ByteVec> kept_aside_;
  std::size_t kept_aside_bytes_{};
  std::uint64_t kept_aside_tried_at_{};  // the node's revision
  std::size_t kept_aside_untried_{};     // of the pass under way, at the front
  std::size_t kept_aside_passes_{};
  std::map<LogId, std::size_t> closed_answered_;      // how often, of my own logs
  std::optional<WantedBodies::Asking> bodies_asked_;  // by me
  std::size_t bodies_answered_{};                     // by me
  std::size_t body_bytes_given_{};

  bool forks_named_{};           // by them
  std::set<LogId> forks_known_;  // by them: they named or sent them, or I did
  std::size_t fork_proofs_told_{};
  std::size_t fork_proofs_heard_{};

  bool caught_up_sent_{};
  bool caught_up_heard_{};
  std::optional<sync::DigestHash> told_digest_;  // with my last caught up
  std::vector<sync::ClosedSpan> closed_reported_;
  Tally tally_;
  bool awaiting_{};
};

}  // namespace kith::node
