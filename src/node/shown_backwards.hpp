// The entries of several circles in one display order, backwards from a place. Reads some of each
// circle at a time; refuses to know what they say.
#pragma once

#include <optional>
#include <vector>

#include "node/store.hpp"

namespace kith::node {

class ShownBackwards {
 public:
  ShownBackwards(const Store& store, const std::vector<CircleNumber>& circles,
                 std::optional<ShownKey> before);

  /// The next so many; fewer at the end.
  [[nodiscard]] Result<std::vector<ShownKey>, StoreError> take(std::size_t count);

 private:
  struct Circle {
    CircleNumber number;
    std::optional<ShownKey> before;
    std::vector<ShownKey> read;  // ascending: the next one is the last
    std::size_t at_once{};
    bool ended{};
  };
  [[nodiscard]] Result<bool, StoreError> has_more(Circle& circle);

  const Store& store_;
  std::vector<Circle> circles_;
  std::vector<std::pair<ShownKey, std::size_t>> next_;  // a heap: of each circle the last unread
  bool begun_{};
};

}  // namespace kith::node
