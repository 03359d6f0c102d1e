#include "host/sealed_pages.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace kith::host {
namespace {

using Page = std::array<std::uint8_t, store::page_bytes>;

// The page with this byte is never used: SQLite locks it, and leaves a hole there.
// Source: SQLite's file format, "The Lock-Byte Page".
constexpr std::uint64_t lock_byte = 0x40000000;

// Where the first page says how many there are, the greatest byte first.
// Source: SQLite's file format, "In-header database size".
constexpr std::size_t count_offset = 28;

std::uint64_t count_in(const Page& first) {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    count = (count << 8) | first[count_offset + i];
  }
  return count;
}

bool is_hole(const Page& page, std::uint64_t offset) {
  return offset == lock_byte &&
         std::all_of(page.begin(), page.end(), [](auto byte) { return byte == 0; });
}

Fail<PagesError> failed(PagesSide side, DiskError disk = DiskError::io) {
  return Fail<PagesError>{{side, disk}};
}

}  // namespace

Result<void, PagesError> copy_sealed_pages(OpenFile& from, OpenFile& to,
                                           const store::DatabaseKey& key) {
  const store::PageCipher cipher{key};
  Page page{};
  std::uint64_t offset = 0;
  std::uint64_t promised = 0;
  while (true) {
    const auto read = from.read(page);
    if (!read) {
      return failed(PagesSide::from, read.error());
    }
    if (read->empty()) {
      break;
    }
    if (read->size() != store::page_bytes) {
      return failed(PagesSide::pages);
    }
    auto plain = page;
    if (!is_hole(page, offset) && !cipher.open(plain, {store::PageRole::main, offset})) {
      return failed(PagesSide::pages);
    }
    promised = offset == 0 ? count_in(plain) : promised;
    if (const auto written = to.write(page); !written) {
      return failed(PagesSide::to, written.error());
    }
    offset += store::page_bytes;
  }
  const bool whole = offset > 0 && promised == offset / store::page_bytes;
  return whole ? Result<void, PagesError>{} : failed(PagesSide::pages);
}

}  // namespace kith::host
