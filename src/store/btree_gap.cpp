#include "store/btree_gap.hpp"

#include <algorithm>
#include <optional>

namespace kith::store {
namespace {

constexpr std::size_t file_header_bytes = 100;
constexpr std::size_t pointer_bytes = 2;

// An inner page ends its header with its last child.
std::optional<std::size_t> header_bytes_of(std::uint8_t kind) {
  constexpr std::uint8_t inner_index = 2;
  constexpr std::uint8_t inner_table = 5;
  constexpr std::uint8_t leaf_index = 10;
  constexpr std::uint8_t leaf_table = 13;
  if (kind == inner_index || kind == inner_table) return 12;
  if (kind == leaf_index || kind == leaf_table) return 8;
  return std::nullopt;
}

std::size_t number_at(PageSpan page, std::size_t at) { return page[at] * 256U + page[at + 1]; }

}  // namespace

void clear_btree_gap(PageSpan page, PageNumber number) {
  const auto header = number == PageNumber::first ? file_header_bytes : 0;
  const auto header_bytes = header_bytes_of(page[header]);
  if (!header_bytes) return;
  const auto first_free = number_at(page, header + 1);
  const auto cells = number_at(page, header + 3);
  // 0 stands for 65536, which no page of this size reaches.
  const auto content = number_at(page, header + 5);
  const auto pointers_end = header + *header_bytes + cells * pointer_bytes;
  if (content < pointers_end || content > page_body_bytes) return;
  if (first_free != 0 && first_free < content) return;
  std::fill(page.begin() + static_cast<std::ptrdiff_t>(pointers_end),
            page.begin() + static_cast<std::ptrdiff_t>(content), std::uint8_t{});
}

}  // namespace kith::store
