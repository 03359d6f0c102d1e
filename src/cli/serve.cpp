#include "cli/serve.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <thread>

#include "cli/browser.hpp"
#include "cli/gathering.hpp"
#include "cli/qr.hpp"
#include "cli/terminal.hpp"
#include "demo/neighbours.hpp"
#include "host/home.hpp"
#include "web/up.hpp"

namespace kith::cli {
namespace {

using service::Answer;
using service::Fault;
using service::Json;
using service::OpenHome;
using service::Outcome;
using service::refuse;

web::UpWishes wishes_of(const Json& request, const host::HomePlace& place) {
  web::UpWishes wishes;
  wishes.house.place = place;
  wishes.house.up = {.listen = request.value("listen", ""),
                     .port_file = request.value("port_file", ""),
                     .lan = request.contains("lan"),
                     .lan_unasked = false,
                     .tor = request.contains("tor"),
                     .only_tor = request.contains("only_tor"),
                     .any_road = request.contains("any_road"),
                     .map_port = request.contains("map_port"),
                     .tor_at = request.value("tor_at", "")};
  return wishes;
}

// Whatever is no number of loopback may be seen from elsewhere.
bool is_elsewhere(const std::string& at) {
  return !at.starts_with("127.") && !at.starts_with("[::1]");
}

Answer run(web::UpWishes wishes, std::unique_ptr<OpenHome> home, const Told& told) {
  wishes.house.up.shown_elsewhere = wishes.page && is_elsewhere(wishes.page->at);
  const auto ended = web::up(wishes, std::move(home), told);
  if (!ended) return Fail<Fault>{ended.error()};
  return Json{};
}

// A home that nobody needs to be asked about is opened at once. Nothing while it is busy.
std::optional<Outcome<std::unique_ptr<OpenHome>>> open_unasked(const host::HomePlace& place) {
  const auto way = host::lock_way(place.folder);
  const bool asks = way && *way == host::LockWay::passphrase;
  const bool none = !way && (way.error() == host::HomeError::no_home ||
                             way.error() == host::HomeError::unfinished);
  if (asks || none) return std::unique_ptr<OpenHome>{};
  if (!way) return Fail<Fault>{service::fault_of(way.error(), place)};
  return open_unless_busy(place, host::KeyFile{});
}

// Gone with all that is in it.
class ShortLivedFolder {
 public:
  ShortLivedFolder() {
    const auto base = std::filesystem::temp_directory_path();
    std::string name = (base / "kith-demo-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~ShortLivedFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  ShortLivedFolder(const ShortLivedFolder&) = delete;
  ShortLivedFolder& operator=(const ShortLivedFolder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::chrono::minutes minutes_east_now() {
  const auto now = std::time(nullptr);
  std::tm local{};
  if (localtime_r(&now, &local) == nullptr) return {};
  return std::chrono::minutes{local.tm_gmtoff / 60};
}

// What one of them types, as it is asked of their home.
Answer request_of(const std::vector<std::string>& words) {
  Invocation typed;
  const auto app = grammar(typed);
  try {
    app->parse(std::vector<std::string>{words.rbegin(), words.rend()});
  } catch (const CLI::ParseError& error) {
    return refuse("at_terminal", error.what(), service::Status::wrong_usage);
  }
  return typed.request;
}

}  // namespace

Answer demo(const Invocation& invocation, const Told& told) {
  const ShortLivedFolder folder;
  if (folder.path().empty()) {
    return refuse("at_terminal",
                  "There is no place for the imaginary homes; see that TMPDIR can be written.");
  }
  const auto script = demo::the_month(host::wall_now(), minutes_east_now());
  auto stage = demo::Stage::set(script, folder.path());
  if (!stage) return Fail<Fault>{stage.error()};
  if (const auto played = stage->play(script, request_of); !played) {
    return Fail<Fault>{played.error()};
  }
  auto homes = stage->take_homes();
  auto own = std::move(homes.extract(script.owner()).mapped());
  auto wishes = wishes_of({{"listen", "127.0.0.1:0"}}, own->place());
  wishes.page = web::PageWishes{
      .at = invocation.request.value("at", "127.0.0.1:0"), .demo = true, .patience = {}};
  wishes.beside = [&](transport::Loop& loop, OpenHome& home) -> std::shared_ptr<void> {
    return std::make_shared<demo::Neighbours>(loop, home, std::move(homes), script);
  };
  return run(wishes, std::move(own), [&](const Json& answer) {
    told(answer);
    if (!invocation.no_browser) {
      show_in_browser(answer.at("page").get<std::string>(),
                      host::HomePlace{.folder = folder.path()});
    }
  });
}

namespace {

// Opens the home, and runs it until a signal.
Answer run_alone(web::UpWishes wishes, const host::HomePlace& place, const Told& told) {
  std::optional<host::Lock> lock;
  for (int tries = 0; tries < tries_max; ++tries) {
    if (running::is_running(place.folder)) {
      return refuse("at_terminal", "A node runs on the home in " + place.folder +
                                       " already; `kith status` says how it does.");
    }
    if (!lock) {
      auto opens = lock_of(place);
      if (!opens) return Fail<Fault>{opens.error()};
      lock = std::move(*opens);
    }
    auto home = open_unless_busy(place, *lock);
    if (home && !*home) return Fail<Fault>{home->error()};
    if (home) return run(wishes, std::move(**home), told);
    std::this_thread::sleep_for(between_tries);
  }
  return Fail<Fault>{service::fault_of(host::HomeError::busy, place)};
}

// What is asked of a house whose people are looked at; what it refuses now, it answers later.
void ask_house(web::House& house, const Json& request,
               const std::function<void(const Json&)>& answered) {
  house.handle(request, [&](const Answer& answer) {
    if (answer) answered(*answer);
  });
}

}  // namespace

Answer up(const Invocation& invocation, const host::HomePlace& place, const Told& told) {
  auto wishes = wishes_of(invocation.request, place);
  if (invocation.request.contains("page")) {
    wishes.page = web::PageWishes{.at = invocation.request.value("page", ""), .patience = {}};
  }
  return run_alone(std::move(wishes), place, told);
}

namespace {

constexpr std::chrono::milliseconds asked_again_after{1000};

void tell_card(Gathering& gathering, const Json& card) {
  gathering.card(card);
  const auto drawn = qr_drawing(card.at("card").get<std::string>());
  if (drawn && output_is_terminal()) std::cerr << *drawn;
}

// A node runs on the home already, for others, too: it is asked again and again.
Answer gather_beside(Gathering& gathering, const std::string& folder) {
  const auto ask = [&](const char* command) {
    return running::ask_running(folder, {{"command", command}}, {});
  };
  if (const auto card = ask("card"); card && *card) tell_card(gathering, **card);
  while (true) {
    const auto ways = ask("ways");
    const auto all = ways ? ask("proposals") : std::nullopt;
    if (!all) return refuse("at_terminal", "The node that ran on this home has ended.");
    if (*ways) gathering.people(**ways);
    if (*all) gathering.proposals(**all);
    std::this_thread::sleep_for(asked_again_after);
  }
}

// How a node would run that this command starts.
bool says_how_to_run(const Json& request) {
  static constexpr std::array how{"listen",   "port_file", "no_lan",   "tor",
                                  "only_tor", "any_road",  "map_port", "tor_at"};
  return std::ranges::any_of(how, [&](const char* one) { return request.contains(one); });
}

}  // namespace

Answer gather(const Invocation& invocation, const host::HomePlace& place, const Told& told) {
  Gathering gathering{std::cout, invocation.json};
  if (!says_how_to_run(invocation.request) && running::is_running(place.folder)) {
    return gather_beside(gathering, place.folder);
  }
  auto wishes = wishes_of(invocation.request, place);
  wishes.house.up.lan = !invocation.request.contains("no_lan");
  std::optional<std::uint64_t> seen;  // how much was committed when it was looked at last
  wishes.watch = [&](web::House& house) {
    if (house.state() != web::HomeState::open) return;
    if (!seen) {
      ask_house(house, {{"command", "card"}},
                [&](const Json& card) { tell_card(gathering, card); });
    }
    ask_house(house, {{"command", "ways"}}, [&](const Json& ways) { gathering.people(ways); });
    if (seen == house.home()->commits()) return;
    ask_house(house, {{"command", "proposals"}},
              [&](const Json& all) { gathering.proposals(all); });
    seen = house.home()->commits();
  };
  return run_alone(std::move(wishes), place, told);
}

Answer page(const Invocation& invocation, const host::HomePlace& place, const Told& told) {
  const auto& request = invocation.request;
  if (request.contains("demo")) return demo(invocation, told);
  auto wishes = wishes_of(request, place);
  // Whoever opens a page types no addresses: those on their network find them.
  wishes.house.up.lan = wishes.house.up.listen.empty() && !request.contains("no_lan");
  wishes.house.up.lan_unasked = true;
  wishes.page = web::PageWishes{.at = request.value("at", "127.0.0.1:0"), .patience = {}};
  const auto tell = [&](const Json& answer) {
    told(answer);
    if (!invocation.no_browser) show_in_browser(answer.at("page").get<std::string>(), place);
  };
  for (int tries = 0; tries < tries_max; ++tries) {
    if (const auto link = running::ask_running(place.folder, {{"command", "page"}}, {})) {
      if (!*link) return *link;
      tell(**link);
      return Json{};
    }
    auto home = open_unasked(place);
    if (home && !*home) return Fail<Fault>{home->error()};
    if (home) return run(wishes, std::move(**home), tell);
    std::this_thread::sleep_for(between_tries);
  }
  return Fail<Fault>{service::fault_of(host::HomeError::busy, place)};
}

}  // namespace kith::cli
