// What the tests of the stores share: a home on a disk in memory that may fail, and short ways to
// say a batch. Refuses to know any one test.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "sim/fault_vfs.hpp"
#include "store/memory_store.hpp"
#include "store/sqlite_store.hpp"
#include "tests/seeded_entropy.hpp"

namespace kith::store::test {

namespace change = node::change;
using kith::test::SeededEntropy;
using node::Batch;
using node::Durability;
using node::EntryKey;
using node::ShownKey;
using node::StoreError;

inline DatabaseKey key_number(std::uint8_t number) {
  auto key = DatabaseKey::blank();
  for (auto& byte : key.writable()) {
    byte = number;
  }
  return key;
}

/// A value of N bytes made of a number.
template <class Id>
Id id(std::uint64_t number) {
  Id value;
  for (std::size_t i = 0; i < Id::size; ++i) {
    value.raw[i] = static_cast<std::uint8_t>(number >> (8 * (i % 8)));
  }
  return value;
}

inline ByteVec bytes(std::string_view text) {
  const auto view = as_bytes(text);
  return {view.begin(), view.end()};
}

inline EntryKey at(std::uint32_t strand, std::uint64_t seq) { return {{strand}, {seq}}; }

/// Entries with those words, as they are typed.
inline std::vector<EntryKey> found_in(const node::Store& store,
                                      const std::vector<std::string>& typed, std::size_t count,
                                      std::optional<node::KeySpan> within = std::nullopt) {
  return store.with_words(store.sought(typed).value(), within, count).value();
}

inline Link link_of(EntryKey entry) {
  return id<Link>(0x9e3779b97f4a7c15U * (entry.seq.value + 1000 * entry.strand.value + 1));
}

inline ByteVec lean_of(EntryKey entry) {
  return bytes("entry " + std::to_string(entry.strand.value) + "." +
               std::to_string(entry.seq.value));
}

/// Entries [first, last], that came at `time`.
inline change::PutEntries entries(std::uint32_t strand, std::uint64_t first, std::uint64_t last,
                                  std::int64_t time = 0) {
  change::PutEntries put{{strand}, {first}, {}, {}, {time}};
  for (auto seq = first; seq <= last; ++seq) {
    put.lean.push_back(lean_of(at(strand, seq)));
    put.links.push_back(link_of(at(strand, seq)));
  }
  return put;
}

inline node::IndexRow row(EntryKey entry, std::int64_t order, std::string text = {}) {
  return {entry, link_of(entry), {1}, order, order, true, {}, std::move(text)};
}

inline change::PutIndex index(node::IndexRow one) {
  return {one.entry.strand, one.entry.seq, one.entry.seq, {one}};
}

/// A MemoryStore.
struct MemoryHome {
  std::unique_ptr<MemoryStore> store = std::make_unique<MemoryStore>();
  void reopen() {}
};

/// A SqliteStore on a disk that may fail.
struct SqliteHome {
  SqliteHome() { EXPECT_TRUE(open()); }

  [[nodiscard]] Result<void, StoreOpenError> open(Presence presence = Presence::may_be_new,
                                                  std::uint8_t key = 1) {
    store.reset();
    auto opened = SqliteStore::open("home", key_number(key), entropy, presence, "store-disk");
    if (!opened) {
      return Fail<StoreOpenError>{opened.error()};
    }
    store = std::move(*opened);
    return {};
  }
  void reopen() { EXPECT_TRUE(open(Presence::must_exist)); }

  FaultVfs disk{"store-disk"};
  SeededEntropy entropy{11};
  std::unique_ptr<SqliteStore> store;
};

[[nodiscard]] inline bool commits(node::Store& store, const Batch& batch,
                                  Durability durability = Durability::full) {
  return store.commit(batch, durability).has_value();
}

/// What every store answers alike.
template <class Home>
class StoreContract : public ::testing::Test {
 protected:
  node::Store& store() { return *home.store; }
  void put(node::Change change) { ASSERT_TRUE(commits(store(), Batch{std::move(change)})); }
  Home home;
};

using Homes = ::testing::Types<MemoryHome, SqliteHome>;
}  // namespace kith::store::test
