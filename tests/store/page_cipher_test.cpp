#include "store/page_cipher.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include <array>
#include <random>

#include "tests/store/seeded_home.hpp"

namespace kith::store::test {
namespace {

using Page = std::array<std::uint8_t, page_bytes>;

Page some_page(std::uint64_t seed) {
  SeededEntropy entropy{seed};
  Page page{};
  entropy.fill(ByteSpan{page}.first(page_body_bytes));
  return page;
}

Page sealed_page(const PageCipher& cipher, const Page& plain, PagePlace place) {
  SeededEntropy entropy{99};
  Page sealed{};
  EXPECT_TRUE(cipher.seal(plain, place, entropy.make<PageNonce>(), sealed));
  return sealed;
}

TEST(PageCipher, what_was_sealed_opens_at_its_place_with_a_zero_tail) {
  const PageCipher cipher{key_of(1)};
  const auto plain = some_page(1);
  auto page = sealed_page(cipher, plain, {PageRole::main, 8192});
  EXPECT_NE(page, plain);
  ASSERT_TRUE(cipher.open(page, {PageRole::main, 8192}));
  EXPECT_EQ(page, plain);
}

TEST(PageCipher, a_page_opens_in_no_other_file_place_or_home) {
  const PageCipher cipher{key_of(1)};
  const PageCipher other{key_of(2)};
  const auto sealed = sealed_page(cipher, some_page(1), {PageRole::main, 8192});
  for (const auto place : {PagePlace{PageRole::wal, 8192}, PagePlace{PageRole::journal, 8192},
                           PagePlace{PageRole::main, 4096}, PagePlace{PageRole::main, 8193},
                           PagePlace{PageRole::main, 8192 + (std::uint64_t{1} << 40)}}) {
    auto page = sealed;
    EXPECT_FALSE(cipher.open(page, place));
    EXPECT_EQ(page, Page{});
  }
  auto page = sealed;
  EXPECT_FALSE(other.open(page, {PageRole::main, 8192}));
}

TEST(PageCipher, every_flipped_bit_is_noticed) {
  const PageCipher cipher{key_of(1)};
  const auto sealed = sealed_page(cipher, some_page(1), {PageRole::wal, 56});
  for (std::size_t bit = 0; bit < page_bytes * 8; bit += 7) {
    auto page = sealed;
    page[bit / 8] = static_cast<std::uint8_t>(page[bit / 8] ^ (1U << (bit % 8)));
    EXPECT_FALSE(cipher.open(page, {PageRole::wal, 56}));
  }
}

TEST(PageCipher, a_page_that_uses_its_tail_is_refused_and_not_cut) {
  const PageCipher cipher{key_of(1)};
  for (const auto at : {page_body_bytes, page_bytes - 1}) {
    auto plain = some_page(1);
    plain[at] = 1;
    Page sealed{};
    EXPECT_FALSE(cipher.seal(plain, {PageRole::main, 0}, PageNonce{}, sealed));
    EXPECT_EQ(sealed, Page{});
  }
}

template <std::size_t N>
void headers_are_permuted(const PageCipher& cipher) {
  std::array<std::uint8_t, N> header{};
  header[3] = 5;
  const auto plain = header;
  cipher.encipher_header(header, 4152);
  const auto here = header;
  cipher.decipher_header(header, 4152);
  EXPECT_EQ(header, plain);
  cipher.encipher_header(header, 8272);
  EXPECT_NE(header, here);
  for (std::size_t bit = 0; bit < N * 8; ++bit) {
    auto changed = here;
    changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1U << (bit % 8)));
    cipher.decipher_header(changed, 4152);
    std::size_t same_bytes = 0;
    for (std::size_t i = 0; i < N; ++i) {
      same_bytes += changed[i] == plain[i] ? 1 : 0;
    }
    EXPECT_LT(same_bytes, 6U) << "one bit must spread over the whole header";
  }
}

TEST(PageCipher, a_header_is_permuted_as_a_whole_and_otherwise_at_each_offset) {
  const PageCipher cipher{key_of(1)};
  headers_are_permuted<frame_header_bytes>(cipher);
  headers_are_permuted<log_header_bytes>(cipher);
}

std::string digest(ByteView bytes) {
  std::array<std::uint8_t, 16> hash{};
  crypto_generichash(hash.data(), hash.size(), bytes.data(), bytes.size(), nullptr, 0);
  return to_hex(hash);
}

TEST(PageCipher, the_bytes_on_disk_are_frozen) {
  const PageCipher cipher{key_of(1)};
  Page plain{};
  plain[0] = 'k';
  Page sealed{};
  ASSERT_TRUE(cipher.seal(plain, {PageRole::wal, 56}, PageNonce{}, sealed));
  std::array<std::uint8_t, frame_header_bytes> frame{};
  cipher.encipher_header(frame, 32);
  std::array<std::uint8_t, log_header_bytes> log{};
  cipher.encipher_header(log, 0);
  EXPECT_EQ(digest(sealed), "46ad1ae1fa675fd77f8fc87adeb4a20c");
  EXPECT_EQ(to_hex(frame), "a1047d80166dbd6d9d14420879f8b72b4dbb4f1d7ae01728");
  EXPECT_EQ(to_hex(log), "0d9c6d281d44585fa6d7a30107eedafefcf507e984d3cceb93f460ff178f044a");
}

}  // namespace
}  // namespace kith::store::test
