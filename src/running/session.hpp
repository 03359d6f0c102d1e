// One stream and the talk over it: what comes is fed, each turn is kept before its bytes go, and
// nobody steps while the other side does not read. Refuses to know what is said, and why it began.
#pragma once

#include "base/time.hpp"
#include "running/talk.hpp"
#include "transport/address.hpp"
#include "transport/stream.hpp"

namespace kith::running {

/// How long the other side may take: an argument, so that tests need not wait.
struct Patience {
  std::chrono::milliseconds handshake{10'000};  // to prove who they are
  std::chrono::milliseconds unread{60'000};     // to read anything, while there is more
  std::chrono::milliseconds goodbye{5'000};     // to answer ours
  std::chrono::milliseconds gathering{3'000};   // to show what came: longer than a node gathers
  std::chrono::milliseconds handshake_over_tor{60'000};  // the first, where a circuit may be slow
  std::chrono::milliseconds silence{1'000};  // to say who calls, where others wait for the place
  std::chrono::milliseconds silence_over_tor{5'000};
};
/// What may lie in a talk and was not worked on yet, because the other side does not read.
inline constexpr std::size_t unworked_bytes_max = 8 * 1024 * 1024;

enum class Purpose {
  answered,  // they came
  live,      // we went, to stay
  errand,    // we went for one sync
};

enum class Over {
  finished,
  cut,
  stranger,
  malformed,
  store,    // what came could not be kept
  silent,   // too slow, or does not read
  dropped,  // we have no room, or end
};

class Session;

/// Told at the end of whatever a session did; may end it then.
class SessionOwner {
 public:
  SessionOwner() = default;
  SessionOwner(const SessionOwner&) = delete;
  SessionOwner& operator=(const SessionOwner&) = delete;
  virtual ~SessionOwner() = default;

  /// Kept when it returns true, and on the disk where something is said or the session waits; else
  /// the session, and all others, are of no use any more.
  [[nodiscard]] virtual bool keep(const node::Turn& turn) = 0;
  [[nodiscard]] virtual WallTime now() = 0;
  /// From now on it is known who they are.
  virtual void proven(Session& session) = 0;
  virtual void stepped(Session& session, const node::Turn& turn) = 0;
  virtual void over(Session& session, Over how) = 0;
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(transport::Loop& loop, SessionOwner& owner, transport::Stream stream,
          std::unique_ptr<Talk> talk, Purpose purpose, transport::Road road,
          const Patience& patience);

  void start();
  /// Others wait for the place. Whom nothing was said to yet named no secret that is known here.
  void hurry();
  /// Something new is here: a step may have something to send.
  void poke();
  /// Says goodbye, and is over when the other did too.
  void finish();
  /// Is over at once; the other side hears nothing of why.
  void end(Over how);
  /// The same, and its stream says nothing more to anybody.
  void cut();

  [[nodiscard]] Purpose purpose() const { return purpose_; }
  [[nodiscard]] transport::Road road() const { return road_; }
  /// As Stream has it.
  [[nodiscard]] std::string local_host() const { return stream_ ? stream_->local_host() : ""; }
  [[nodiscard]] bool is_over() const { return !stream_.has_value(); }
  [[nodiscard]] const Talk& talk() const { return *talk_; }

 private:
  void read();
  void came(const Result<ByteView, transport::StreamEnd>& read);
  void step_soon();
  void step();
  void after(const node::Turn& turn);

  transport::Loop& loop_;
  SessionOwner& owner_;
  std::optional<transport::Stream> stream_;  // none: it is over
  std::unique_ptr<Talk> talk_;
  Purpose purpose_;
  transport::Road road_;
  Patience patience_;
  transport::Timer limit_;     // of the handshake, of the goodbye
  transport::Timer unread_;    // while there is no room
  transport::Timer gathered_;  // while what came gathers
  std::size_t unworked_bytes_{};
  Instant began_;
  bool answered_{};  // something was said to them
  bool proven_{};
  bool reading_{};
  bool step_is_due_{};
  bool ended_there_{};
  bool finishing_{};
};

}  // namespace kith::running
