#include "transport/changes.hpp"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <asio/posix/stream_descriptor.hpp>
#include <ctime>
#include <limits>
#include <utility>

#include "transport/machine.hpp"

namespace kith::transport {
namespace {

std::chrono::nanoseconds time_of(clockid_t clock) {
  timespec now{};
  if (::clock_gettime(clock, &now) != 0) return {};
  return std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec};
}

int open_netlink() {
  const int socket = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
  if (socket < 0) return -1;
  sockaddr_nl groups{};
  groups.nl_family = AF_NETLINK;
  groups.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR;
  if (::bind(socket, reinterpret_cast<const sockaddr*>(&groups), sizeof groups) == 0) return socket;
  ::close(socket);
  return -1;
}

// Readable when the clock is set, or goes on after a sleep; never by its own time.
bool set_off_by_leaps(int timer) {
  itimerspec never{};
  never.it_value.tv_sec = std::numeric_limits<std::int32_t>::max();
  return ::timerfd_settime(timer, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, nullptr) ==
         0;
}
int open_leaps() {
  const int timer = ::timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  if (timer < 0 || set_off_by_leaps(timer)) return timer;
  ::close(timer);
  return -1;
}

}  // namespace

Sight look_at_machine() {
  return {addresses_in_use(), time_of(CLOCK_BOOTTIME) - time_of(CLOCK_MONOTONIC)};
}

bool is_on_a_network(const std::vector<std::string>& addresses) {
  return std::ranges::any_of(addresses, [](const auto& address) {
    return address != "::1" && !address.starts_with("127.");
  });
}

std::optional<Change> Sights::seen(Sight sight, Instant now) {
  const auto before = std::exchange(last_, std::move(sight));
  const bool woke = last_.slept_in_all - before.slept_in_all >= sleep_min;
  const bool moved = last_.addresses != before.addresses;
  if (!woke && !moved) return std::nullopt;
  next_ = now + changes_apart;
  return woke ? Change::slept : Change::addresses;
}

struct Changes::State : std::enable_shared_from_this<Changes::State> {
  using Descriptor = asio::posix::stream_descriptor;

  State(Loop& on, Told callback, Look by)
      : loop(on),
        netlink(loop.context()),
        leaps(loop.context()),
        settle(loop),
        told(std::move(callback)),
        look_by(std::move(by)),
        sights(look_by()) {
    if (const int socket = open_netlink(); socket >= 0) netlink.assign(socket);
    if (const int timer = open_leaps(); timer >= 0) leaps.assign(timer);
  }

  void await_netlink();
  void await_leap();
  void look_soon();
  void look();

  Loop& loop;
  Descriptor netlink;
  Descriptor leaps;
  Timer settle;
  Told told;
  Look look_by;
  Sights sights;
  bool will_look{};
};

void Changes::State::await_netlink() {
  if (!netlink.is_open()) return;
  netlink.async_wait(Descriptor::wait_read, [self = shared_from_this()](const auto& error) {
    if (error || !self->told) return;
    // What changed is looked up; that something did is all that is taken from here.
    std::array<char, 16 * 1024> unread{};
    while (::recv(self->netlink.native_handle(), unread.data(), unread.size(), MSG_DONTWAIT) > 0) {
    }
    self->look_soon();
    self->await_netlink();
  });
}

void Changes::State::await_leap() {
  if (!leaps.is_open()) return;
  leaps.async_wait(Descriptor::wait_read, [self = shared_from_this()](const auto& error) {
    if (error || !self->told) return;
    std::uint64_t expired = 0;
    (void)!::read(self->leaps.native_handle(), &expired, sizeof expired);
    if (!set_off_by_leaps(self->leaps.native_handle())) return;
    self->look_soon();
    self->await_leap();
  });
}

// The timer dies with Changes.
void Changes::State::look_soon() {
  if (std::exchange(will_look, true)) return;
  settle.at(sights.due(loop.now()), [this] { look(); });
}

void Changes::State::look() {
  will_look = false;
  if (const auto change = sights.seen(look_by(), loop.now())) told(*change);
}

Changes::Changes(Loop& loop, Told told, Look look)
    : state_(std::make_shared<State>(loop, std::move(told), std::move(look))) {
  state_->await_netlink();
  state_->await_leap();
}

Changes::~Changes() {
  state_->told = nullptr;
  state_->settle.cancel();
  asio::error_code ignored;
  state_->netlink.close(ignored);
  state_->leaps.close(ignored);
}

void Changes::heard() { state_->look_soon(); }

}  // namespace kith::transport
