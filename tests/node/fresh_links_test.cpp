// Links of what was just taken in are known until it is indexed, and never those of another place.
#include "node/fresh_links.hpp"

#include <gtest/gtest.h>

namespace kith::node {
namespace {

std::vector<Link> links_of(std::uint8_t first, std::size_t count) {
  std::vector<Link> links(count);
  for (std::size_t i = 0; i < count; ++i) links[i].raw = {static_cast<std::uint8_t>(first + i)};
  return links;
}

TEST(FreshLinks, are_found_at_their_places_alone) {
  FreshLinks fresh;
  fresh.put({{1}, {10}}, links_of(40, 3));
  ASSERT_NE(fresh.find({{1}, {11}}), nullptr);
  EXPECT_EQ(fresh.find({{1}, {11}})->raw[0], 41);
  EXPECT_EQ(fresh.find({{1}, {9}}), nullptr);
  EXPECT_EQ(fresh.find({{1}, {13}}), nullptr);
  EXPECT_EQ(fresh.find({{2}, {11}}), nullptr);
}

TEST(FreshLinks, of_what_is_indexed_by_halves_stay_until_its_end) {
  FreshLinks fresh;
  fresh.put({{1}, {10}}, links_of(40, 4));
  fresh.put({{1}, {20}}, links_of(60, 2));
  fresh.drop({1}, {10}, {11});
  EXPECT_NE(fresh.find({{1}, {12}}), nullptr);
  fresh.drop({1}, {12}, {13});
  EXPECT_EQ(fresh.find({{1}, {12}}), nullptr);
  EXPECT_NE(fresh.find({{1}, {20}}), nullptr);
}

TEST(FreshLinks, never_hold_more_than_their_limit) {
  FreshLinks fresh;
  const auto links = links_of(0, 500);
  for (std::uint64_t i = 0; i < 200; ++i) fresh.put({{1}, {i * 500}}, links);
  EXPECT_EQ(fresh.find({{1}, {0}}), nullptr);
  EXPECT_NE(fresh.find({{1}, {199 * 500}}), nullptr);
}

}  // namespace
}  // namespace kith::node
