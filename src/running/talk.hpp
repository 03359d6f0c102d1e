// The session that a stream carries, as running sees it: bytes in, turns out. A seam: in tests a
// talk needs no keys. Refuses to know streams.
#pragma once

#include <memory>

#include "node/exchange.hpp"
#include "service/open_home.hpp"

namespace kith::running {

/// As node::Exchange, which says what each of these does.
class Talk {
 public:
  Talk() = default;
  Talk(const Talk&) = delete;
  Talk& operator=(const Talk&) = delete;
  virtual ~Talk() = default;

  virtual void feed(ByteView bytes) = 0;
  virtual void feed_end() = 0;
  [[nodiscard]] virtual node::Turn step(WallTime now) = 0;
  virtual void finish() = 0;
  [[nodiscard]] virtual std::optional<PersonId> person() const = 0;
  [[nodiscard]] virtual std::optional<DeviceId> device() const = 0;
  [[nodiscard]] virtual bool caught_up() const = 0;
  [[nodiscard]] virtual node::Tally tally() const = 0;
};

/// Begins talks.
class Talks {
 public:
  Talks() = default;
  Talks(const Talks&) = delete;
  Talks& operator=(const Talks&) = delete;
  virtual ~Talks() = default;

  /// Nothing where there is no such device of a person whom we know.
  [[nodiscard]] virtual std::unique_ptr<Talk> dial(const PersonId& person, const DeviceId& device,
                                                   node::AskedOrder asked) = 0;
  [[nodiscard]] virtual std::unique_ptr<Talk> answer() = 0;
};

/// Talks of an open home, which outlives them.
[[nodiscard]] std::unique_ptr<Talks> talks_of(service::OpenHome& home);

}  // namespace kith::running
