#include "transport/socket_options.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace kith::transport {
namespace {

constexpr int idle_seconds = 120;  // then the kernel asks
constexpr int ask_seconds = 20;
constexpr int asks_max = 4;
constexpr int unanswered_ms_max = 60'000;  // sent, and not acknowledged

void set(int socket, int level, int option, int value) {
  (void)::setsockopt(socket, level, option, &value, sizeof value);  // all of it is a bonus
}

}  // namespace

void set_tcp_options(int socket) {
  set(socket, IPPROTO_TCP, TCP_NODELAY, 1);
  set(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
  set(socket, IPPROTO_TCP, TCP_KEEPIDLE, idle_seconds);
  set(socket, IPPROTO_TCP, TCP_KEEPINTVL, ask_seconds);
  set(socket, IPPROTO_TCP, TCP_KEEPCNT, asks_max);
  set(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, unanswered_ms_max);
}

}  // namespace kith::transport
