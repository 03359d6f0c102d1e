// What every TCP connection of ours is set to. Known to transport alone.
#pragma once

namespace kith::transport {

/// Small pieces go at once. The kernel asks now and then whether the other side is still there, so
/// that we need not: an idle session sends nothing.
void set_tcp_options(int socket);

}  // namespace kith::transport
