// One session of this node with another device, from the first byte to the last: a sans-I/O machine
// over sync/. Decides what the other may have, what to ask, what to keep. Refuses to know sockets,
// addresses and threads.
//
//   feed(bytes that came)    then    while (step(now).more): commit, then send, then step again
//
// Requires: as every step of the node, a turn's batch is committed before anything else is asked of
//           it, and its bytes are sent only after that, when all that was committed
//           `before_sending` is flushed.
// Source: docs/protocol.md §10.
#pragma once

#include <memory>
#include <optional>

#include "node/node.hpp"
#include "node/piece_order.hpp"

namespace kith::node {

/// How a session ended, for the person: the peer never learns why.
enum class Ending {
  finished,   // both said so
  cut,        // the stream ended without an end
  stranger,   // no secret in common, or not the device that was dialled
  malformed,  // what came is not what the protocol says
  store,      // the home could not keep what came
};

struct Turn {
  Batch commit;                             // first this
  Durability durability{Durability::full};  // ... so
  ByteVec send;                             // then this
  bool more{};                              // step again before waiting
  bool gathers{};                           // ... or some seconds later, if nothing comes
  std::optional<Ending> ending;             // after sending: close the stream
  std::size_t fresh{};                      // entries that this turn brought and that were not held
  bool forked{};                            // a log is known to tell two stories from now on
};

struct Tally {
  std::uint64_t sent{};        // entries
  std::uint64_t received{};    // entries that were new here
  std::uint64_t to_send{};     // entries that they lack, as far as they told
  std::uint64_t to_receive{};  // ... that they told of and are not here, at most
  std::uint64_t bytes_out{};
  std::uint64_t bytes_in{};
  std::uint64_t round_trips{};  // after the handshake: times that something was awaited and came
};

class Exchange {
 public:
  /// Speaks first, to a device of a contact. Errors: unknown_person (or it has no such device).
  [[nodiscard]] static Result<std::unique_ptr<Exchange>, Refusal> dial(
      Node& node, Entropy& entropy, const PersonId& person, const DeviceId& device,
      AskedOrder asked = AskedOrder::oldest_first);
  /// Waits for whoever comes.
  [[nodiscard]] static std::unique_ptr<Exchange> answer(
      Node& node, Entropy& entropy, AskedOrder asked = AskedOrder::oldest_first);
  ~Exchange();

  /// Bytes of the stream, as they come. Cheap: the work is done by step.
  void feed(ByteView bytes);
  /// The stream ended on the other side.
  void feed_end();
  /// One step. Call at the beginning, after feed, while `more`, and after anything was written here
  /// (by a person or by another session): what is new for the other side goes out.
  [[nodiscard]] Turn step(WallTime now);
  /// Says goodbye behind what they may have; what they have to say is taken until they say it too.
  void finish();

  /// Proven by the handshake; nothing before.
  [[nodiscard]] std::optional<PersonId> person() const;
  [[nodiscard]] std::optional<DeviceId> device() const;
  /// Both have sent what the other may have and lacks, for now.
  [[nodiscard]] bool caught_up() const;
  [[nodiscard]] Tally tally() const;

 private:
  class Work;
  explicit Exchange(std::unique_ptr<Work> work);
  std::unique_ptr<Work> work_;
};

}  // namespace kith::node
