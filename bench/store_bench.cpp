// What the store costs: bulk arrival beside plain SQLite with the same rows, indexing, opening a
// large home, bytes on disk.
#include <benchmark/benchmark.h>
#include <sodium.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "bench/machine.hpp"
#include "host/system_entropy.hpp"
#include "store/sqlite_store.hpp"

namespace kith::store {
namespace {

namespace change = node::change;

constexpr std::size_t messages = 100'000;
constexpr std::size_t batch_size = 1'000;
constexpr std::size_t lean_bytes = 265;

struct Home {
  explicit Home(const std::string& name) : folder(name), path(folder.file("home.db")) {}
  std::unique_ptr<SqliteStore> open() {
    auto key = DatabaseKey::blank();
    auto store = SqliteStore::open(path, key, entropy, Presence::may_be_new);
    check(store.has_value());
    return std::move(*store);
  }
  [[nodiscard]] std::uint64_t bytes() const { return std::filesystem::file_size(path); }

  bench::Folder folder;
  std::string path;
  host::SystemEntropy entropy;
};

std::vector<change::PutEntries> arrivals(std::size_t count) {
  std::vector<change::PutEntries> batches;
  for (std::size_t from = 0; from < count; from += batch_size) {
    change::PutEntries put{{1}, {from}, {}, {}, {static_cast<std::int64_t>(from)}};
    for (std::size_t i = 0; i < batch_size; ++i) {
      ByteVec lean(lean_bytes);
      randombytes_buf(lean.data(), lean.size());
      put.lean.push_back(std::move(lean));
      put.links.emplace_back();
      randombytes_buf(put.links.back().raw.data(), Link::size);
    }
    batches.push_back(std::move(put));
  }
  return batches;
}

std::vector<change::PutIndex> indexes(const std::vector<change::PutEntries>& arrived,
                                      bench::Talk& talk) {
  std::vector<change::PutIndex> batches;
  constexpr std::int64_t now = 1'750'000'000'000'000;
  for (const auto& put : arrived) {
    change::PutIndex index{put.strand, put.first, {put.first.value + put.lean.size() - 1}, {}};
    for (std::size_t i = 0; i < put.lean.size(); ++i) {
      const Seq seq{put.first.value + i};
      const auto claimed = now + static_cast<std::int64_t>(seq.value) * 37'000'011;
      index.rows.push_back(
          {{put.strand, seq}, put.links[i], {1}, claimed, claimed, true, {}, talk.message()});
    }
    batches.push_back(std::move(index));
  }
  return batches;
}

void commit(SqliteStore& store, node::Change one, node::Durability durability) {
  node::Batch batch;
  batch.push_back(std::move(one));
  check(store.commit(batch, durability).has_value());
}

// The machine's own limit: the same rows into a bare rowid table, WAL, FULL, default VFS.
double plain_seconds(const std::vector<change::PutEntries>& batches) {
  bench::Rows rows;
  for (const auto& put : batches) rows.insert(rows.end(), put.lean.begin(), put.lean.end());
  return bench::bare_insert(rows, batch_size);
}

// Copies of the batches are made outside the clock: the node hands its own over.
struct Seconds {
  double committed{};  // until the last commit returned
  double settled{};    // until the log was in the database too
};

Seconds crypt_seconds(std::vector<change::PutEntries> batches, Home& home) {
  auto store = home.open();
  std::vector<node::Batch> ready;
  for (auto& put : batches) {
    ready.emplace_back();
    ready.back().emplace_back(std::move(put));
  }
  const bench::Watch watch;
  for (const auto& batch : ready) {
    check(store->commit(batch, node::Durability::full).has_value());
  }
  const auto committed = watch.seconds();
  check(store->settle().has_value());
  return {committed, watch.seconds()};
}

void put_entries_beside_plain(benchmark::State& state) {
  const auto batches = arrivals(messages);
  double plain = 0;
  Seconds crypt;
  for (auto _ : state) {
    Home home{"entries"};
    plain += plain_seconds(batches);
    const auto once = crypt_seconds(batches, home);
    crypt.committed += once.committed;
    crypt.settled += once.settled;
    state.SetIterationTime(once.committed);
  }
  const auto rows = static_cast<double>(state.iterations()) * static_cast<double>(messages);
  state.SetItemsProcessed(static_cast<std::int64_t>(rows));
  state.counters["plain_rows/s"] = rows / plain;
  state.counters["of_plain"] = plain / crypt.committed;
  state.counters["settled_rows/s"] = rows / crypt.settled;
}
BENCHMARK(put_entries_beside_plain)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(5);

double text_bytes_in(const std::vector<change::PutIndex>& indexes) {
  std::size_t bytes = 0;
  for (const auto& index : indexes) {
    for (const auto& row : index.rows) bytes += row.text.size();
  }
  return static_cast<double>(bytes);
}

void index_and_disk(benchmark::State& state) {
  bench::Talk talk;
  const auto batches = arrivals(messages);
  const auto rows = indexes(batches, talk);
  for (auto _ : state) {
    Home home{"index"};
    (void)crypt_seconds(batches, home);
    auto store = home.open();
    const bench::Watch watch;
    for (const auto& index : rows) {
      commit(*store, index, node::Durability::lazy);
    }
    state.SetIterationTime(watch.seconds());
    check(store->settle().has_value());
    store.reset();
    state.counters["disk_of_text"] = static_cast<double>(home.bytes()) / text_bytes_in(rows);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(messages));
}
BENCHMARK(index_and_disk)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(3);

void open_a_million_and_read_the_last_50(benchmark::State& state) {
  Home home{"million"};
  {
    auto store = home.open();
    bench::Talk talk;
    for (std::size_t from = 0; from < 1'000'000; from += messages) {
      auto batches = arrivals(messages);
      for (auto& put : batches) {
        put.first.value += from;
      }
      for (auto& index : indexes(batches, talk)) {
        commit(*store, std::move(index), node::Durability::lazy);
      }
      for (auto& put : batches) {
        commit(*store, std::move(put), node::Durability::lazy);
      }
    }
  }
  sqlite3_int64 used = 0;
  for (auto _ : state) {
    (void)sqlite3_memory_highwater(1);
    auto store = home.open();
    const auto shown = store->last_shown({1}, 50, std::nullopt);
    check(shown.has_value() && shown->size() == 50);
    for (const auto& key : *shown) {
      check(store->entry(key.entry).value().has_value());
    }
    used = std::max(used, sqlite3_memory_highwater(0));
  }
  state.counters["MiB_in_SQLite"] = static_cast<double>(used) / (1024 * 1024);
  state.counters["MiB_on_disk"] = static_cast<double>(home.bytes()) / (1024 * 1024);
}
BENCHMARK(open_a_million_and_read_the_last_50)->Unit(benchmark::kMillisecond)->Iterations(20);

}  // namespace
}  // namespace kith::store
