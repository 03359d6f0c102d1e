#include "cli/print_reach.hpp"

#include <array>
#include <ctime>

#include "cli/draw.hpp"
#include "cli/terminal.hpp"

namespace kith::cli {

using service::Json;

namespace {

constexpr std::size_t day_hours = 24;
constexpr std::array<const char*, 7> days{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array<const char*, 8> levels{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

// How many hours the reader's clock is ahead of UTC now, to the nearest.
std::size_t hours_ahead(std::size_t week) {
  const auto now = std::time(nullptr);
  std::tm parts{};
  if (localtime_r(&now, &parts) == nullptr) return 0;
  const auto half = parts.tm_gmtoff >= 0 ? 1800 : -1800;
  const auto hours = (parts.tm_gmtoff + half) / 3600;
  return static_cast<std::size_t>(hours + static_cast<long>(week)) % week;
}

std::string mark_of(const Json& percent) {
  if (percent.is_null()) return " ";
  const auto share = percent.get<unsigned>();
  return share == 0 ? "·" : levels.at(std::min<std::size_t>(share * levels.size() / 101, 7));
}

void print_week(std::ostream& out, const Json& hours, const Paint& paint) {
  const auto ahead = hours_ahead(hours.size());
  out << paint.dim("       0     6     12    18") << "\n";
  for (std::size_t day = 0; day < days.size(); ++day) {
    out << "  " << days.at(day) << "  ";
    for (std::size_t hour = 0; hour < day_hours; ++hour) {
      out << mark_of(hours.at((day * day_hours + hour + hours.size() - ahead) % hours.size()));
    }
    out << "\n";
  }
}

void print_over(std::ostream& out, const Json& rhythm) {
  const auto& over = rhythm.at("over");
  std::string said;
  const auto add = [&](const char* field, const std::string& name) {
    if (over.at(field).is_null()) return;
    // One look is no share of anything.
    const bool once = rhythm.at("tries").at(field) == 1;
    said += (said.empty() ? "" : ", ") + name + " " +
            (once ? "once" : over.at(field).dump() + " % of the times");
  };
  add("near", "on one network");
  add("direct", "directly");
  add("tor", "over Tor");
  if (!said.empty()) out << "  reached " << said << "\n";
}

std::string words_of(const Json& way) {
  const auto from = text_of(way, "from");
  const auto reached = text_of(way, "reached");
  const auto whose = from == "mine"      ? std::string{"yours"}
                     : from == "earlier" ? "told earlier"
                                         : "told by them";
  return whose + (reached.empty() ? "" : ", led there " + local(reached, Shown::both));
}

}  // namespace

std::string words_of_breaches(const std::string& name, const Json& seen) {
  const auto times = seen.at("times").get<std::uint64_t>();
  const auto since = local(text_of(seen, "since"), Shown::both);
  return "what came from " + one_line(name) + " was not as the protocol says, " +
         (times == 1 ? "once, " + since : std::to_string(times) + " times since " + since) +
         "; the newest kith may help, or somebody plays tricks";
}

namespace {

void print_book(std::ostream& out, const Json& person, const Look& look) {
  const Paint paint{look.colour};
  const auto last = text_of(person, "last_synced");
  const bool connected = person.contains("connected") && person.at("connected") == true;
  out << paint.bold(one_line(text_of(person, "name"))) << "  "
      << (connected      ? "connected now"
          : last.empty() ? "never exchanged yet"
                         : "last exchanged " + local(last, Shown::both))
      << "\n";
  if (person.contains("breaches") && !person.at("breaches").is_null()) {
    out << "  " << words_of_breaches(text_of(person, "name"), person.at("breaches")) << "\n";
  }
  for (const auto& way : person.at("book")) {
    out << "  " << one_line(text_of(way, "address")) << "  " << paint.dim(words_of(way)) << "\n";
  }
  if (person.at("book").empty()) out << "  no address; `kith way add` writes one down\n";
  const auto& rhythm = person.at("rhythm");
  if (rhythm.is_null()) return;
  print_over(out, rhythm);
  print_week(out, rhythm.at("hours"), paint);
}

void print_ways(std::ostream& out, const Json& answer, const Look& look) {
  const Paint paint{look.colour};
  for (const auto& person : answer.at("people")) print_book(out, person, look);
  if (answer.at("people").empty()) {
    out << "You know nobody yet; `kith meet` takes somebody's card.\n";
    return;
  }
  out << paint.dim(
             "By your clock: blank, not looked for; ·, looked for and not there; ▁ to █, there so "
             "often.")
      << "\n"
      << paint.dim(
             "Seen by this device, for you alone; it fades; `kith wipe-rhythm` "
             "wipes it.")
      << "\n";
}

}  // namespace

bool print_reach(std::ostream& out, const std::string& command, const Json& answer,
                 const Look& look) {
  if (command == "ways") {
    print_ways(out, answer, look);
  } else if (command == "way add" || command == "way forget") {
    print_book(out, answer, look);
  } else if (command == "wipe rhythm") {
    out << "Forgotten: when " << answer.at("wiped") << " of their devices tend to be there.\n";
  } else {
    return false;
  }
  return true;
}

}  // namespace kith::cli
