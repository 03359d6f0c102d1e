#include "node/name.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "wire/cbor.hpp"

namespace kith::node {

bool is_name(std::string_view name) {
  if (name.empty() || name.size() > limits::name_bytes_max || !wire::is_utf8(as_bytes(name))) {
    return false;
  }
  const bool edges = name.front() != ' ' && name.back() != ' ';
  return edges && std::ranges::none_of(name, [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
         });
}

}  // namespace kith::node
