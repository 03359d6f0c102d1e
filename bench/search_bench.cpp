// Finding words among a million messages, as the door and the page ask for it: how soon the first
// answer is there, how long any answer holds the node, and what all of them take until 50 entries
// are found or there is no more. Beside it, in the same run, SQLite's own FTS5 with the same
// messages in the clear, asked for the newest 50 of the same: it has positions, opens nothing, and
// knows no author's order.
#include <benchmark/benchmark.h>

#include "bench/million.hpp"
#include "service/requests.hpp"
#include "store/statement.hpp"

namespace kith::bench {
namespace {

using service::Json;

constexpr std::size_t wanted = 50;
constexpr std::size_t answers_max = 100'000;

// FTS5 as it comes, with the text beside it.
class Plain {
 public:
  Plain() : folder_{"plain-words"} {
    sqlite3* handle = nullptr;
    check(sqlite3_open(folder_.file("plain.db").c_str(), &handle) == SQLITE_OK);
    connection_ = std::make_unique<store::Connection>(handle);
    check(connection_->run("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                           "CREATE VIRTUAL TABLE words USING fts5(text)") == SQLITE_OK);
    Talk talk;
    constexpr std::size_t at_once = 2000;
    for (std::size_t done = 0; done < million; done += at_once) {
      check(connection_->run("BEGIN") == SQLITE_OK);
      {
        auto insert = connection_->use("INSERT INTO words(text) VALUES(?1)");
        for (std::size_t i = 0; i < at_once; ++i) {
          const auto text = talk.message();
          check(insert.with(std::string_view{text}).run() == SQLITE_OK);
        }
      }
      check(connection_->run("COMMIT") == SQLITE_OK);
    }
  }
  std::size_t find(const std::string& query) {
    auto select = connection_->use(
        "SELECT rowid, text FROM words WHERE words MATCH ?1 ORDER BY rowid DESC LIMIT 50");
    std::size_t found = 0;
    select.with(std::string_view{query});
    while (select.row()) ++found;
    check(select.code() == SQLITE_OK);
    return found;
  }

 private:
  Folder folder_;
  std::unique_ptr<store::Connection> connection_;
};

Plain& plain() {
  static Plain made;
  return made;
}

service::OpenHome& home() {
  static const auto opened =
      service::OpenHome::open(place_in(home_of_a_million().path(), "ana"), host::KeyFile{});
  check(opened.has_value());
  return **opened;
}

struct Search {
  double first{};  // seconds of CPU
  double longest{};
  double all{};
  std::size_t answers{};
  std::size_t found{};
};

Search search_to_the_end(const std::string& words) {
  Search search;
  Json request{{"command", "search"}, {"words", words}, {"last", wanted}};
  while (search.answers < answers_max) {
    const SpentWatch watch;
    const auto answer = service::handle(home(), request);
    const auto spent = watch.so_far().cpu;
    check(answer.has_value());
    search.first = search.answers == 0 ? spent : search.first;
    search.longest = std::max(search.longest, spent);
    search.all += spent;
    ++search.answers;
    search.found += answer->at("entries").size();
    if (search.found >= wanted || answer->at("next").is_null()) break;
    request["before"] = answer->at("next");
    request["last"] = wanted - search.found;
  }
  return search;
}

void search(benchmark::State& state, const std::string& words, const std::string& fts5) {
  (void)search_to_the_end(words);  // the home's pages are in the machine's memory, as plain's are
  std::vector<double> firsts;
  std::vector<double> longest;
  std::vector<double> alls;
  std::vector<double> plains;
  Search last;
  std::size_t plain_found = 0;
  for (auto _ : state) {
    last = search_to_the_end(words);
    state.SetIterationTime(last.first);
    firsts.push_back(last.first * 1000);
    longest.push_back(last.longest * 1000);
    alls.push_back(last.all * 1000);
    const SpentWatch watch;
    plain_found = plain().find(fts5);
    plains.push_back(watch.so_far().cpu * 1000);
  }
  state.counters["first_ms"] = median(firsts);
  state.counters["longest_ms"] = median(longest);
  state.counters["all_ms"] = median(alls);
  state.counters["fts5_ms"] = median(plains);
  state.counters["answers"] = static_cast<double>(last.answers);
  state.counters["found"] = static_cast<double>(last.found);
  state.counters["fts5_found"] = static_cast<double>(plain_found);
}

void as(benchmark::internal::Benchmark* bench) {
  bench->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(5);
}
BENCHMARK_CAPTURE(search, a_word, std::string{"band"}, std::string{"band"})->Apply(as);
BENCHMARK_CAPTURE(search, two_words, std::string{"band chove"}, std::string{"band AND chove"})
    ->Apply(as);
BENCHMARK_CAPTURE(search, a_beginning, std::string{"w*"}, std::string{"w*"})->Apply(as);
BENCHMARK_CAPTURE(search, a_phrase, std::string{"\"band chove\""}, std::string{"\"band chove\""})
    ->Apply(as);
BENCHMARK_CAPTURE(search, a_rare_phrase, std::string{"\"band chove toring\""},
                  std::string{"\"band chove toring\""})
    ->Apply(as);
BENCHMARK_CAPTURE(search, nothing, std::string{"nowhere"}, std::string{"nowhere"})->Apply(as);

}  // namespace
}  // namespace kith::bench
