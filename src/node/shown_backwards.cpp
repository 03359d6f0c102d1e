#include "node/shown_backwards.hpp"

#include <algorithm>

namespace kith::node {
namespace {

constexpr std::size_t at_once_first = 64;
constexpr std::size_t at_once_max = 4096;

}  // namespace

ShownBackwards::ShownBackwards(const Store& store, const std::vector<CircleNumber>& circles,
                               std::optional<ShownKey> before)
    : store_(store) {
  for (const auto number : circles) circles_.push_back({number, before, {}, at_once_first, false});
}

Result<bool, StoreError> ShownBackwards::has_more(Circle& circle) {
  if (!circle.read.empty()) return true;
  if (circle.ended) return false;
  auto read = store_.last_shown(circle.number, circle.at_once, circle.before);
  if (!read) return Fail<StoreError>{read.error()};
  circle.ended = read->size() < circle.at_once;
  circle.at_once = std::min(2 * circle.at_once, at_once_max);
  circle.read = std::move(*read);
  if (circle.read.empty()) return false;
  circle.before = circle.read.front();
  return true;
}

Result<std::vector<ShownKey>, StoreError> ShownBackwards::take(std::size_t count) {
  const auto offer = [&](std::size_t which) -> Result<void, StoreError> {
    const auto more = has_more(circles_[which]);
    if (!more) return Fail<StoreError>{more.error()};
    if (!*more) return {};
    next_.emplace_back(circles_[which].read.back(), which);
    std::push_heap(next_.begin(), next_.end());
    return {};
  };
  for (std::size_t which = 0; !begun_ && which < circles_.size(); ++which) {
    if (const auto done = offer(which); !done) return Fail<StoreError>{done.error()};
  }
  begun_ = true;
  std::vector<ShownKey> taken;
  while (taken.size() < count && !next_.empty()) {
    std::pop_heap(next_.begin(), next_.end());
    const auto which = next_.back().second;
    taken.push_back(next_.back().first);
    next_.pop_back();
    circles_[which].read.pop_back();
    if (const auto done = offer(which); !done) return Fail<StoreError>{done.error()};
  }
  return taken;
}

}  // namespace kith::node
