// Copies the pages of a sealed store from one file to another and proves each on its way. Refuses
// to know what they say, but for their count.
#pragma once

#include "base/result.hpp"
#include "host/disk.hpp"
#include "store/page_cipher.hpp"

namespace kith::host {

enum class PagesSide {
  pages,  // one does not open, or some are missing or too many
  from,
  to,
};

struct PagesError {
  PagesSide side{};
  DiskError disk{};  // of `from` or `to`
};

/// Copies from where `from` stands to its end. Done, every page is the one that was sealed under
/// `key` at its place, and none is missing: the first page says how many there are. Memory is
/// constant; the copy is not flushed.
[[nodiscard]] Result<void, PagesError> copy_sealed_pages(OpenFile& from, OpenFile& to,
                                                         const store::DatabaseKey& key);

}  // namespace kith::host
