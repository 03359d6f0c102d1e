// Prefixes of links that were packed are found as those that were not; damage is none of them.
#include "store/packed_refs.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "store/row_id.hpp"
#include "store/schema.hpp"
#include "store/sqlite_write.hpp"
#include "tests/store/store_home.hpp"

namespace kith::store::test {
namespace {

constexpr std::uint32_t last_prefix = (1U << 30) - 1;

PackedRef ref(std::uint32_t prefix, EntryKey entry) { return {prefix, row_id(entry)}; }

TEST(PackedRefs, come_back_as_they_were) {
  const std::vector refs{ref(0, at(0, 0)), ref(0, at(0, 1)),
                         ref(5, at(strands_max - 1, limits::seq_max)),
                         ref(last_prefix, at(3, 70000)), ref(last_prefix, at(4, 1))};
  EXPECT_EQ(unpack(pack(refs)), refs);
  EXPECT_EQ(unpack({}), std::vector<PackedRef>{});
}

TEST(PackedRefs, that_were_cut_off_or_say_what_cannot_be_are_damaged) {
  const std::vector refs{ref(77, at(300, 70000))};
  const auto whole = pack(refs);
  for (std::size_t size = 1; size < whole.size(); ++size) {
    EXPECT_FALSE(unpack(ByteView{whole}.first(size))) << size;
  }
  auto twice = pack(std::vector{ref(last_prefix, at(1, 1))});
  const auto further = pack(std::vector{ref(1, at(1, 1))});
  twice.insert(twice.end(), further.begin(), further.end());
  EXPECT_FALSE(unpack(twice)) << "a prefix of more than 30 bits";
  const ByteVec strand{0, 0xbf, 0xff, 0xff, 0xff, 0};  // RFC 9000 §16: two bits say how many bytes
  EXPECT_FALSE(unpack(strand));
  const ByteVec seq{0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
  EXPECT_FALSE(unpack(seq));
}

TEST(PackedRefs, of_one_prefix_are_in_one_block) {
  std::vector<PackedRef> refs;
  for (std::uint32_t i = 0; i < block_refs; ++i) refs.push_back(ref(i, at(1, i)));
  EXPECT_EQ(block_of(refs), block_refs);
  refs.push_back(ref(block_refs, at(1, block_refs)));
  EXPECT_EQ(block_of(refs), block_refs);
  refs[block_refs].prefix = block_refs - 1;
  EXPECT_EQ(block_of(refs), block_refs + 1);
  EXPECT_EQ(block_of(std::span{refs}.first(3)), 3U);
}

template <class Home>
class ManyRefs : public StoreContract<Home> {
 protected:
  static constexpr std::uint64_t count = 40000;  // more than twice what lies unpacked
  void put_all(std::uint64_t batch) {
    for (std::uint64_t first = 0; first < count; first += batch) {
      change::PutIndex put{{1}, {first}, {first + batch - 1}, {}};
      for (auto seq = first; seq < first + batch; ++seq) {
        put.rows.push_back(row(at(1, seq), 5));
        put.rows.back().text.clear();
      }
      this->put(std::move(put));
    }
  }
  [[nodiscard]] bool finds(EntryKey entry) {
    const auto found = this->store().with_prefix(node::prefix_of(link_of(entry))).value();
    return std::ranges::count(found, entry) == 1 && std::ranges::is_sorted(found);
  }
};
TYPED_TEST_SUITE(ManyRefs, Homes);

TYPED_TEST(ManyRefs, are_found_each_once_also_when_indexed_again) {
  for (int times = 0; times < 2; ++times) {
    this->put_all(500);
    this->home.reopen();
    for (std::uint64_t seq = 0; seq < this->count; seq += 7) ASSERT_TRUE(this->finds(at(1, seq)));
  }
  EXPECT_FALSE(this->finds(at(1, this->count)));
}

TYPED_TEST(ManyRefs, of_one_batch_are_found_each_once_also_when_indexed_again) {
  for (const std::uint64_t batch : {20000, 500, 40000}) {
    this->put_all(batch);
    this->home.reopen();
    for (std::uint64_t seq = 0; seq < this->count; seq += 7) ASSERT_TRUE(this->finds(at(1, seq)));
  }
}

// A store of the fourth release knows nothing of packing.
TEST(Schema, of_an_older_store_packs_what_lay_there) {
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(":memory:", &handle), SQLITE_OK);
  store::Connection connection{handle};
  ASSERT_EQ(migrate(connection, schema_steps().first(4)), SQLITE_OK);
  auto insert = connection.use("INSERT INTO ref(prefix, id) VALUES(?1, ?2)");
  std::vector<PackedRef> before;
  for (std::uint64_t seq = 0; seq < 20000; ++seq) {
    const auto prefix = node::prefix_of(link_of(at(2, seq)));
    ASSERT_EQ(insert.with(static_cast<std::int64_t>(prefix), row_id(at(2, seq))).run(), SQLITE_OK);
    before.push_back({packed_prefix(prefix), row_id(at(2, seq))});
  }
  std::ranges::sort(before);
  ASSERT_EQ(migrate(connection, schema_steps()), SQLITE_OK);
  const Words words{handle};
  Writer writer{connection, words};
  auto one = row(at(1, 0), 5);
  one.link = Link{};  // the prefix at which it is asked whether to pack
  ASSERT_EQ(writer.apply({change::PutIndex{{1}, {0}, {0}, {one}}}), SQLITE_OK);
  before.insert(before.begin(), {0, row_id(at(1, 0))});
  std::vector<PackedRef> after;
  auto select = connection.use("SELECT refs FROM packed_ref ORDER BY first");
  while (select.row()) {
    const auto block = unpack(select.blob(0));
    ASSERT_TRUE(block.has_value());
    after.insert(after.end(), block->begin(), block->end());
  }
  EXPECT_EQ(after, before);
  auto left = connection.use("SELECT count(*) FROM ref");
  ASSERT_TRUE(left.row());
  EXPECT_EQ(left.integer(0), 0);
}

}  // namespace
}  // namespace kith::store::test
