// All that a search finds, step by step to its end. Refuses to know what is looked for.
#pragma once

#include <gtest/gtest.h>

#include "node/node.hpp"
#include "node/search.hpp"

namespace kith::node::test {

inline std::vector<ShownEntry> found_by(Node& node, std::string_view words,
                                        std::optional<CircleNumber> circle = std::nullopt,
                                        std::size_t at_once = 50) {
  std::vector<ShownEntry> all;
  const auto view = node.view();
  const Search search{node.store(), node.strands(), node.opener(), view};
  Asked asked{words, circle, std::nullopt, at_once, {}};
  do {
    auto step = search.step(asked);
    EXPECT_TRUE(step.has_value());
    if (!step) break;
    EXPECT_LE(step->entries.size(), at_once);
    all.insert(all.end(), step->entries.begin(), step->entries.end());
    asked.before = step->next;
  } while (asked.before);
  return all;
}

}  // namespace kith::node::test
