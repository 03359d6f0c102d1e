// kith behind the six verbs of a harness that measures it beside other programs:
//
//   append DIR N | fill DIR AUTHORS PER | more DIR AUTHOR FROM COUNT
//   serve DIR PORT | sync DIR PORT EXPECTED | open DIR
//
// Prints one line, RESULT or READY with JSON behind it; serve ends when its input ends. In DIR of
// `fill` lie the homes of ten authors, of a hub that holds what they wrote, and of a reader whom
// they address: `sync` copies that one from the folder "kith-srv" beside its own, where it has none
// yet. A copied home starts new logs, so `more` after a copy hands over anew.
#include <signal.h>
#include <sys/resource.h>

#include <iostream>
#include <thread>

#include "bench/choir.hpp"
#include "running/sync_alone.hpp"
#include "running/up.hpp"

namespace kith::bench {
namespace {

using service::Json;
namespace files = std::filesystem;

const Watch since_start;
constexpr std::size_t shown = 50;

double cpu_ms() {
  rusage usage{};
  check(::getrusage(RUSAGE_SELF, &usage) == 0);
  const auto ms = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) * 1e-3;
  };
  return ms(usage.ru_utime) + ms(usage.ru_stime);
}

void say(const char* what, const Json& fields) {
  std::cout << what << ' ' << fields.dump() << std::endl;
}

void append(const files::path& folder, std::size_t count) {
  files::create_directories(folder);
  Person ana{folder, "hub"};
  const auto circle = ana.new_circle("choir");
  Talk talk;
  const auto brought = talk_to_bring(talk, count);
  const auto cpu = cpu_ms();
  const Watch watch;
  ana.bring(circle, brought);
  say("RESULT",
      {{"n", count}, {"write_ms", watch.seconds() * 1e3}, {"write_cpu_ms", cpu_ms() - cpu}});
}

void fill(const files::path& folder, std::size_t author_count, std::size_t messages) {
  check(author_count == authors);
  files::create_directories(folder);
  const Watch watch;
  { const Choir choir{folder, messages, 1}; }
  say("RESULT", {{"n", authors * messages}, {"write_ms", watch.seconds() * 1e3}});
}

void more(const files::path& folder, std::size_t author, std::size_t count) {
  Person who{folder, "author" + std::to_string(author), Person::Home::opened};
  Person hub{folder, "hub", Person::Home::opened};
  Talk talk;
  const Watch watch;
  who.bring(who.node().circles().front(), talk_to_bring(talk, count));
  give(who, hub);
  hub.index();
  say("RESULT", {{"n", count}, {"write_ms", watch.seconds() * 1e3}});
}

void serve(const files::path& folder, const std::string& port) {
  Person hub{folder, "hub", Person::Home::opened};
  const auto talks = running::talks_of(hub.home());
  std::thread{[] {
    while (std::cin.get() != std::char_traits<char>::eof()) {
    }
    (void)::kill(::getpid(), SIGTERM);
  }}.detach();
  transport::Loop loop;
  {
    running::RunningNode node{loop, hub.home(), *talks};
    check(running::begin(node, {"127.0.0.1:" + port, {}}).has_value());
    loop.on_end_signal([&node] { node.end(); });
    say("READY", {{"port", std::stoi(port)}});
    node.run();
  }
  loop.drain(running::drain_time_max);
}

std::size_t held(Person& who) {
  std::size_t count = 0;
  for (const auto strand : who.node().strands().of_circle(who.node().circles().front())) {
    for (const auto& span : who.node().strands().spans(strand)) {
      count += span.span.next.value - span.span.from.value;
    }
  }
  return count;
}

std::size_t last_shown(Person& who) {
  const auto entries = who.node().view().last(who.node().circles().front(), shown);
  check(entries.has_value());
  return entries->size();
}

void sync(const files::path& folder, const std::string& port, std::size_t expected) {
  if (!files::exists(folder)) {
    files::create_directories(folder);
    for (const auto* part : {"reader0", "reader0.key", "state"}) {
      files::copy(folder.parent_path() / "kith-srv" / part, folder / part,
                  files::copy_options::recursive);
    }
  }
  Person reader{folder, "reader0", Person::Home::opened};
  const auto talks = running::talks_of(reader.home());
  const auto cpu = cpu_ms();
  const Watch watch;
  const auto answer = running::sync_alone(
      reader.home(), *talks,
      {{"command", "sync"}, {"person", "hub"}, {"at", "tcp:127.0.0.1:" + port}});
  if (!answer) std::cerr << answer.error().sentence << '\n';
  check(answer.has_value());
  const auto received = watch.seconds() * 1e3;  // and durable: nothing is thanked for before
  const auto last = last_shown(reader);
  check(held(reader) >= expected);
  say("RESULT", {{"received_ms", received},
                 {"durable_ms", received},
                 {"queryable_ms", watch.seconds() * 1e3},
                 {"cpu_ms", cpu_ms() - cpu},
                 {"wire", {{"rx", (*answer)["bytes_in"]}, {"tx", (*answer)["bytes_out"]}}},
                 {"round_trips", (*answer)["round_trips"]},
                 {"count", expected},
                 {"last", last}});
}

void open(const files::path& folder) {
  Person hub{folder, "hub", Person::Home::opened};
  const auto last = last_shown(hub);
  say("RESULT", {{"open_ms", since_start.seconds() * 1e3}, {"last", last}});
}

int run(const std::vector<std::string>& words) {
  const auto number = [&](std::size_t place) { return std::stoul(words.at(place)); };
  const auto& verb = words.at(0);
  const files::path folder = words.at(1);
  if (verb == "append" || verb == "batch") {
    append(folder, number(2));
  } else if (verb == "fill") {
    fill(folder, number(2), number(3));
  } else if (verb == "more") {
    more(folder, number(2), number(4));
  } else if (verb == "serve") {
    serve(folder, words.at(2));
  } else if (verb == "sync") {
    sync(folder, words.at(2), number(3));
  } else if (verb == "open") {
    open(folder);
  } else {
    return 2;
  }
  return 0;
}

}  // namespace
}  // namespace kith::bench

int main(int count, char** words) {
  return count < 3 ? 2 : kith::bench::run({words + 1, words + count});
}
