// The page as its browser waits for it: opening it, a large circle, and what another node says.
#include <benchmark/benchmark.h>

#include "bench/browser.hpp"
#include "bench/person.hpp"
#include "host/home_place.hpp"
#include "transport/local_call.hpp"

namespace kith::bench {
namespace {

using service::Json;

constexpr std::size_t messages = 100'000;
constexpr std::size_t shown = 50;

// Connecting, then all files one after the other, compressed; a browser asks for some at once.
void opening(benchmark::State& state) {
  const Folder folder{"page"};
  { const Person ana{folder, "ana"}; }
  const Browser browser{folder, "ana"};
  std::size_t bytes = 0;
  std::vector<double> milliseconds;
  for (auto _ : state) {
    const Watch watch;
    bytes = 0;
    Connection connection{browser.port()};
    for (const auto* path : {"/", "/style.css", "/app.js", "/icon.svg", "/api/state"}) {
      bytes += Browser::ask(connection, browser.get(path)).size();
    }
    state.SetIterationTime(watch.seconds());
    milliseconds.push_back(watch.seconds() * 1000);
  }
  state.counters["ms"] = median(milliseconds);
  state.counters["KiB"] = static_cast<double>(bytes) / 1024;
  state.counters["starting_ms"] = browser.started_seconds() * 1000;
}
BENCHMARK(opening)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(101);

void last_of_a_large_circle(benchmark::State& state) {
  const Folder folder{"large"};
  {
    Person ana{folder, "ana"};
    const auto garden = ana.new_circle("garden");
    Talk talk;
    ana.bring(garden, talk_to_bring(talk, messages));
    ana.index();
  }
  const Browser browser{folder, "ana"};
  Connection connection{browser.port()};
  std::vector<double> milliseconds;
  std::size_t bytes = 0;
  for (auto _ : state) {
    const Watch watch;
    const auto body =
        Browser::ask(connection, browser.post("read", {{"circle", "garden"}, {"last", shown}}));
    state.SetIterationTime(watch.seconds());
    milliseconds.push_back(watch.seconds() * 1000);
    bytes = body.size();
    check(Json::parse(body).size() == shown);
  }
  state.counters["first_ms"] = milliseconds.front();
  state.counters["ms"] = median(milliseconds);
  state.counters["KiB"] = static_cast<double>(bytes) / 1024;
}
BENCHMARK(last_of_a_large_circle)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(101);

Json asked(transport::LocalCall& door, const Json& request) {
  check(door.say(request.dump()));
  while (true) {
    const auto line = door.hear();
    check(line.has_value());
    auto json = Json::parse(*line);
    if (json.contains("progress")) continue;
    check(json.contains("answer"));
    return json.at("answer");
  }
}

// Ben's node comes to ana's, both know each other and share the garden.
void make_neighbours(Browser& ana, Connection& page, transport::LocalCall& ben) {
  const auto ask = [&](const std::string& command, const Json& request) {
    return Json::parse(Browser::ask(page, ana.post(command, request)));
  };
  const auto anas = ask("card", Json::object()).at("card");
  (void)asked(ben, {{"command", "meet"}, {"card", anas}, {"as", "ana"}});
  const auto bens = asked(ben, {{"command", "card"}}).at("card");
  (void)ask("meet", {{"card", bens}, {"as", "ben"}});
  (void)ask("circle/new", {{"name", "garden"}});
  (void)ask("include", {{"circle", "garden"}, {"person", "ben"}});
  (void)ask("say", {{"circle", "garden"}, {"text", "come in"}});
  (void)asked(ben, {{"command", "sync"}, {"person", "ana"}});
  (void)asked(ben, {{"command", "join"}, {"circle", "garden"}});
}

// From the moment when ben asks his node to say it, until ana's page has the event, and until it
// has read what he said.
void what_another_says(benchmark::State& state) {
  const Folder folder{"heard"};
  { const Person ana{folder, "ana"}; }
  { const Person ben{folder, "ben"}; }
  Browser ana{folder, "ana"};
  const Up bens_node{folder, "ben"};
  auto ben = transport::LocalCall::to(host::paths_of(folder.file("ben")).socket);
  check(ben.has_value());
  Connection page{ana.port()};
  make_neighbours(ana, page, *ben);
  Connection events{ana.port()};
  events.send(ana.get("/api/events"));
  (void)events.until("event: changed");
  std::vector<double> told_ms;
  std::vector<double> read_ms;
  std::size_t number = 0;
  for (auto _ : state) {
    std::this_thread::sleep_for(std::chrono::milliseconds{100});  // what was before is over
    const auto text = "number " + std::to_string(number++);
    const Watch watch;
    check(ben->say(Json{{"command", "say"}, {"circle", "garden"}, {"text", text}}.dump()));
    double told = 0;
    while (true) {
      (void)events.until("event: changed");
      told = watch.seconds();
      const auto read = Json::parse(
          Browser::ask(page, ana.post("read", {{"circle", "garden"}, {"last", shown}})));
      if (read.back().at("text") == text) break;
    }
    state.SetIterationTime(told);
    told_ms.push_back(told * 1000);
    read_ms.push_back(watch.seconds() * 1000);
    (void)ben->hear();
  }
  state.counters["ms"] = median(told_ms);
  state.counters["most_ms"] = *std::ranges::max_element(told_ms);
  state.counters["read_ms"] = median(read_ms);
}
BENCHMARK(what_another_says)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(51);

}  // namespace
}  // namespace kith::bench
