// A hash of all that enters and leaves the nodes of a world, and of what they are asked to keep and
// show: the same seed gives the same, byte for byte. Refuses to know what any of it means.
#pragma once

#include <string_view>

#include "node/view.hpp"

namespace kith::sim {

class Trace {
 public:
  void add(std::uint64_t number);
  /// With its length: two pieces are never told as one.
  void add(ByteView bytes);
  void add(std::string_view text);
  void add(const node::Batch& batch);
  void add(const node::ShownEntry& entry);
  [[nodiscard]] std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_{14695981039346656037U};  // FNV-1a, 64 bits
};

}  // namespace kith::sim
