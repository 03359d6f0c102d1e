#include "node/own_face.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "wire/card.hpp"

namespace kith::node {

// A clock that went back since the prekey was made says no earlier time than that.
ByteVec said_now(const Identity& identity, ByteView face, WallTime now) {
  auto said = wire::open_face(face);
  check(said.has_value());
  said->made = std::max(said->made, now);
  return wire::sign_face(*said, identity.person);
}

}  // namespace kith::node
