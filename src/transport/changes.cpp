#include "transport/changes.hpp"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <array>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/steady_timer.hpp>
#include <ctime>
#include <limits>

#include "transport/machine.hpp"

namespace kith::transport {
namespace {

std::chrono::nanoseconds time_of(clockid_t clock) {
  timespec now{};
  if (::clock_gettime(clock, &now) != 0) return {};
  return std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec};
}

// How long the machine was suspended since it began.
std::chrono::nanoseconds slept_in_all() {
  return time_of(CLOCK_BOOTTIME) - time_of(CLOCK_MONOTONIC);
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

struct Changes::State : std::enable_shared_from_this<Changes::State> {
  using Descriptor = asio::posix::stream_descriptor;

  State(asio::io_context& context, Told callback)
      : netlink(context), leaps(context), settle(context), told(std::move(callback)) {
    if (const int socket = open_netlink(); socket >= 0) netlink.assign(socket);
    if (const int timer = open_leaps(); timer >= 0) leaps.assign(timer);
  }

  void await_netlink();
  void await_leap();
  void look_soon();
  void look();

  Descriptor netlink;
  Descriptor leaps;
  asio::steady_timer settle;
  Told told;
  bool will_look{};
  std::chrono::steady_clock::time_point next_look{};
  std::vector<std::string> addresses{addresses_in_use()};
  std::chrono::nanoseconds slept{slept_in_all()};
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

void Changes::State::look_soon() {
  if (std::exchange(will_look, true)) return;
  settle.expires_at(std::max(std::chrono::steady_clock::now() + changes_settle, next_look));
  settle.async_wait([self = shared_from_this()](const asio::error_code& error) {
    if (!error && self->told) self->look();
  });
}

void Changes::State::look() {
  will_look = false;
  auto now = addresses_in_use();
  const auto slept_now = slept_in_all();
  const bool woke = slept_now - std::exchange(slept, slept_now) >= sleep_min;
  const bool moved = now != addresses;
  addresses = std::move(now);
  if (!woke && !moved) return;
  next_look = std::chrono::steady_clock::now() + changes_apart;
  told(woke ? Change::slept : Change::addresses);
}

Changes::Changes(Loop& loop, Told told)
    : state_(std::make_shared<State>(loop.context(), std::move(told))) {
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

}  // namespace kith::transport
