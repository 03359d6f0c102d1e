// What the store costs: bulk arrival beside plain SQLite with the same rows, indexing, opening a
// large home, bytes on disk.
#include <benchmark/benchmark.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <string>

#include "base/check.hpp"
#include "store/row_id.hpp"
#include "store/sqlite_store.hpp"

namespace kith::store {
namespace {

namespace change = node::change;
using std::chrono::steady_clock;

constexpr std::size_t messages = 100'000;
constexpr std::size_t batch_size = 1'000;
constexpr std::size_t lean_bytes = 265;
constexpr std::size_t text_bytes = 200;

// The kernel's randomness in larger pieces, as the host draws it.
class KernelEntropy final : public Entropy {
 public:
  void fill(ByteSpan out) override {
    for (auto& byte : out) {
      if (used_ == block_.size()) {
        randombytes_buf(block_.data(), block_.size());
        used_ = 0;
      }
      byte = block_[used_++];
    }
  }

 private:
  std::array<std::uint8_t, 4096> block_{};
  std::size_t used_ = 4096;
};

// 400 words of English sound and length, the same in every run.
class Talk {
 public:
  Talk() {
    constexpr std::array starts{"b", "st", "m", "pr", "t", "l", "gr", "w", "s", "ch"};
    constexpr std::array middles{"a", "ee", "o", "ai", "u", "e", "ou", "i"};
    constexpr std::array ends{"nd", "t", "ring", "ve", "llow"};
    for (const auto* start : starts) {
      for (const auto* middle : middles) {
        for (const auto* end : ends) {
          words_.push_back(std::string{start} + middle + end);
        }
      }
    }
  }
  std::string message() {
    std::string text;
    while (text.size() < text_bytes) {
      state_ = state_ * 6364136223846793005U + 1442695040888963407U;
      text += words_[(state_ >> 33) % words_.size()] + ' ';
    }
    text.resize(text_bytes);
    return text;
  }

 private:
  std::vector<std::string> words_;
  std::uint64_t state_ = 1;
};

struct Home {
  explicit Home(const std::string& name)
      : path(std::filesystem::temp_directory_path() / ("kith-bench-" + name)) {
    remove();
  }
  ~Home() { remove(); }
  Home(const Home&) = delete;
  Home& operator=(const Home&) = delete;

  void remove() const {
    for (const auto* part : {"", "-wal", "-shm", "-journal"}) {
      std::filesystem::remove(path.string() + part);
    }
  }
  std::unique_ptr<SqliteStore> open() {
    auto key = DatabaseKey::blank();
    auto store = SqliteStore::open(path, key, entropy, Presence::may_be_new);
    check(store.has_value());
    return std::move(*store);
  }
  [[nodiscard]] std::uint64_t bytes() const { return std::filesystem::file_size(path); }

  std::filesystem::path path;
  KernelEntropy entropy;
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

std::vector<change::PutIndex> indexes(const std::vector<change::PutEntries>& arrived, Talk& talk) {
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

double seconds_since(steady_clock::time_point start) {
  return std::chrono::duration<double>(steady_clock::now() - start).count();
}

// The machine's own limit: the same rows into a bare rowid table, WAL, FULL, default VFS.
double plain_seconds(const std::vector<change::PutEntries>& batches) {
  Home home{"plain"};
  sqlite3* raw = nullptr;
  check(sqlite3_open(home.path.c_str(), &raw) == SQLITE_OK);
  Connection connection{raw};
  check(connection.run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                       "CREATE TABLE entry(id INTEGER PRIMARY KEY, lean BLOB)") == SQLITE_OK);
  const auto start = steady_clock::now();
  for (const auto& put : batches) {
    check(connection.run("BEGIN") == SQLITE_OK);
    {
      auto insert = connection.use("INSERT INTO entry(id, lean) VALUES(?1, ?2)");
      auto id = row_id(put.strand, put.first);
      for (const auto& lean : put.lean) {
        check(insert.with(id++, ByteView{lean}).run() == SQLITE_OK);
      }
    }
    check(connection.run("COMMIT") == SQLITE_OK);
  }
  return seconds_since(start);
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
  const auto start = steady_clock::now();
  for (const auto& batch : ready) {
    check(store->commit(batch, node::Durability::full).has_value());
  }
  const auto committed = seconds_since(start);
  check(store->settle().has_value());
  return {committed, seconds_since(start)};
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

void index_and_disk(benchmark::State& state) {
  Talk talk;
  const auto batches = arrivals(messages);
  const auto rows = indexes(batches, talk);
  for (auto _ : state) {
    Home home{"index"};
    (void)crypt_seconds(batches, home);
    auto store = home.open();
    const auto start = steady_clock::now();
    for (const auto& index : rows) {
      commit(*store, index, node::Durability::lazy);
    }
    state.SetIterationTime(seconds_since(start));
    check(store->settle().has_value());
    store.reset();
    const auto text = static_cast<double>(messages * text_bytes);
    state.counters["disk_of_text"] = static_cast<double>(home.bytes()) / text;
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(messages));
}
BENCHMARK(index_and_disk)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(3);

void open_a_million_and_read_the_last_50(benchmark::State& state) {
  Home home{"million"};
  {
    auto store = home.open();
    Talk talk;
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
