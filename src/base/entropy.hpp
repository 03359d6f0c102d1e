// Where randomness comes from: an argument, seeded in tests and the simulator, the kernel's in
// host.
#pragma once

#include "base/bytes.hpp"

namespace kith {

class Entropy {
 public:
  Entropy() = default;
  Entropy(const Entropy&) = delete;
  Entropy& operator=(const Entropy&) = delete;
  virtual ~Entropy() = default;

  /// Fills every byte of `out`; cannot fail.
  virtual void fill(ByteSpan out) = 0;

  /// A public random value (an id, a padding); secrets are made in crypto.
  template <class T>
  [[nodiscard]] T make() {
    T value;
    fill(value.raw);
    return value;
  }
};

}  // namespace kith
