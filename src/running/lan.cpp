#include "running/lan.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "host/clock.hpp"

namespace kith::running {
namespace {

// A first beacon may be lost, or nobody may have been listening yet.
constexpr std::array<std::chrono::seconds, 3> early_waits{
    std::chrono::seconds{1}, std::chrono::seconds{3}, std::chrono::seconds{10}};
constexpr std::chrono::milliseconds soon{500};

std::size_t readers_of(service::OpenHome& home) {
  const auto& contacts = home.node().contacts();
  return static_cast<std::size_t>(std::ranges::count_if(
      contacts.all(), [&](const auto& known) { return contacts.accepted(known.first); }));
}

}  // namespace

Lan::Lan(transport::Loop& loop, service::OpenHome& home, std::uint16_t port, Sighted sighted)
    : loop_(loop),
      home_(home),
      port_(port),
      sighted_(std::move(sighted)),
      multicast_(loop, wire::beacon_bytes_max,
                 [this](ByteView bytes, const std::string& host) { heard(bytes, host); }),
      timer_(loop),
      readers_(readers_of(home)) {
  timer_.at(loop_.now(), [this] { tell(); });
}

void Lan::contacts_changed() {
  if (std::exchange(readers_, readers_of(home_)) == readers_) return;
  early_ = 0;
  timer_.at(loop_.now() + soon, [this] { tell(); });
}

void Lan::networks_changed() {
  early_ = 0;
  tell();
}

void Lan::tell() {
  (void)multicast_.send(
      node::beacon_of(home_.node(), port_, host::wall_now(), home_.home().entropy()));
  timer_.at(loop_.now() + next_wait(), [this] { tell(); });
}

// Not in step with the others on the network: half of the wait is by chance.
std::chrono::microseconds Lan::next_wait() {
  if (early_ < early_waits.size()) return early_waits.at(early_++);
  const auto chance = home_.home().entropy().make<Bytes<struct ChanceTag, 1>>().raw[0];
  const std::chrono::microseconds span = beacon_every;
  return span * 3 / 4 + span / 2 * chance / 255;
}

// Only what has the form of a beacon is counted: nothing else costs anything.
void Lan::heard(ByteView bytes, const std::string& host) {
  if (!wire::decode_beacon(bytes) || !budget_.take(host, loop_.now())) return;
  const auto who = node::sighted_in(home_.node(), bytes, host::wall_now());
  if (who) sighted_(*who, host);
}

}  // namespace kith::running
