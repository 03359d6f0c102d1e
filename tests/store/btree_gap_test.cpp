// The gap of a b-tree's page is cleared, and nothing else is, whatever the page looks like.
#include "store/btree_gap.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace kith::store {
namespace {

using Page = std::array<std::uint8_t, page_bytes>;

struct Header {
  std::uint8_t kind{13};
  std::size_t cells{};
  std::size_t content{page_body_bytes};
  std::size_t first_free{};
};

void put_number(Page& page, std::size_t at, std::size_t number) {
  page[at] = static_cast<std::uint8_t>(number >> 8);
  page[at + 1] = static_cast<std::uint8_t>(number);
}

// Full of what may not be lost.
Page page_with(const Header& header, std::size_t at = 0) {
  Page page;
  page.fill(0xee);
  page[at] = header.kind;
  put_number(page, at + 1, header.first_free);
  put_number(page, at + 3, header.cells);
  put_number(page, at + 5, header.content);
  return page;
}

Page cleared(Page page, PageNumber number = PageNumber::later) {
  clear_btree_gap(PageSpan{page}, number);
  return page;
}

void expect_cleared(const Page& before, PageNumber number, std::size_t from, std::size_t to) {
  auto expected = before;
  for (auto i = from; i < to; ++i) expected[i] = 0;
  EXPECT_EQ(cleared(before, number), expected);
}

TEST(BtreeGap, is_cleared_from_the_last_pointer_to_the_first_cell) {
  for (const std::uint8_t leaf : {std::uint8_t{10}, std::uint8_t{13}}) {
    expect_cleared(page_with({leaf, 3, 3000}), PageNumber::later, 8 + 6, 3000);
  }
  for (const std::uint8_t inner : {std::uint8_t{2}, std::uint8_t{5}}) {
    expect_cleared(page_with({inner, 3, 3000}), PageNumber::later, 12 + 6, 3000);
  }
}

TEST(BtreeGap, reaches_to_the_reserved_bytes_where_there_is_no_cell) {
  expect_cleared(page_with({}), PageNumber::later, 8, page_body_bytes);
}

TEST(BtreeGap, of_the_first_page_begins_behind_the_header_of_the_file) {
  expect_cleared(page_with({13, 3, 3000}, 100), PageNumber::first, 100 + 8 + 6, 3000);
  expect_cleared(page_with({5, 3, 3000}, 100), PageNumber::first, 100 + 12 + 6, 3000);
  const auto full = page_with({13, 3, 114}, 100);
  EXPECT_EQ(cleared(full, PageNumber::first), full);
}

TEST(BtreeGap, of_no_byte_changes_nothing) {
  const auto full = page_with({13, 10, 28});
  EXPECT_EQ(cleared(full), full);
}

TEST(BtreeGap, is_not_looked_for_where_a_page_is_none_of_a_b_tree) {
  for (int kind = 0; kind < 256; ++kind) {
    if (kind == 2 || kind == 5 || kind == 10 || kind == 13) continue;
    const auto page = page_with({static_cast<std::uint8_t>(kind), 3, 3000});
    EXPECT_EQ(cleared(page), page) << kind;
  }
}

TEST(BtreeGap, is_not_believed_where_the_header_does_not_add_up) {
  for (const auto& header : std::vector<Header>{
           {13, 3, 13},                   // cells begin within the pointers
           {13, 3, page_body_bytes + 1},  // or behind the page
           {13, 3, 0},                    // 65536, of a page of that size alone
           {13, 0, 0},
           {13, 2025, page_body_bytes},  // more pointers than a page has room for
           {13, 0xffff, 0xffff},
           {13, 3, 3000, 2999},  // a free block before the cells
           {5, 3, 17},
       }) {
    const auto page = page_with(header);
    EXPECT_EQ(cleared(page), page) << header.cells << " " << header.content;
  }
}

}  // namespace
}  // namespace kith::store
