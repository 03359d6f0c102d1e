// Where a page of an SQLite database has room: in a page of a b-tree, between the pointers to its
// cells and the cells. Pure; refuses to know files and what cells hold.
//
// SQLite's secure_delete clears what it frees, not what it leaves there: a split packs the cells
// that stay anew, and those that went lie on in the gap, also once they are replaced elsewhere.
// Source: the database file format of SQLite, §1.6.
#pragma once

#include "store/page_cipher.hpp"

namespace kith::store {

enum class PageNumber : std::uint8_t { first, later };  // the first begins with the file's header

/// From this page on a page's number does not fit 25 bits. A page that goes on elsewhere begins
/// with that number, so in a longer file it could pass for one of a b-tree.
inline constexpr int pages_end = 1 << 25;

/// Makes the gap zero. A page that is none of a b-tree, or whose header does not add up, stays as
/// it is. Requires: a file of fewer than pages_end pages without pointer maps (auto_vacuum).
void clear_btree_gap(PageSpan page, PageNumber number);

}  // namespace kith::store
