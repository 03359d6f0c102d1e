#include "cli/print_status.hpp"

#include <set>

#include "cli/draw.hpp"
#include "cli/print_reach.hpp"
#include "cli/terminal.hpp"

namespace kith::cli {

using service::Json;

std::string size_text(std::uint64_t bytes) {
  constexpr std::uint64_t unit = 1024;
  if (bytes < unit * unit) return std::to_string((bytes + unit - 1) / unit) + " KiB";
  return std::to_string((bytes + unit * unit / 2) / (unit * unit)) + " MiB";
}

namespace {

std::string in_circle(const Json& log) {
  const auto circle = one_line(text_of(log, "circle"));
  return circle.empty() ? "your own list of names and acts" : circle;
}

// What became of my own logs after a restore, or because a copy of this home spoke elsewhere.
void print_returned(std::ostream& out, const Json& logs) {
  std::set<std::string> told;
  for (const auto& log : logs) {
    if (log.at("retired") == true && told.insert(in_circle(log)).second) {
      out << "  a log of yours in " << in_circle(log)
          << " goes on no more: this home was restored or copied; new words go to a new log\n";
    }
    if (const auto entries = log.at("unreadable").get<std::uint64_t>(); entries > 0) {
      out << "  " << counted(entries, "entry", "entries") << " of your own in " << in_circle(log)
          << " came back from others and cannot be read here, but with a recovery key of that "
             "time (`kith recovery use`); those who heard them still can\n";
    }
  }
}

void print_tor(std::ostream& out, const Json& node) {
  if (node.at("only_tor") == true) out << "  it goes over Tor alone, until `kith up --any-road`\n";
  if (!node.contains("tor")) return;
  const auto& tor = node.at("tor");
  const auto state = text_of(tor, "state");
  out << "  Tor: ";
  if (state == "failing") {
    out << one_line(text_of(tor, "says")) << "\n";
  } else if (state == "connecting") {
    out << tor.at("progress") << " percent of the way into its network ("
        << one_line(text_of(tor, "words")) << ")\n";
  } else if (state == "reachable") {
    out << "those who know you reach you at " << text_of(tor, "address") << "\n";
  } else {
    out << (state == "starting" ? "starting" : "making you known to those who know you") << "\n";
  }
}

void print_port_map(std::ostream& out, const Json& node) {
  if (!node.contains("port_map")) return;
  const auto& map = node.at("port_map");
  const auto says = text_of(map, "says");
  const auto address = text_of(map, "address");
  out << "  From outside: "
      << (!says.empty()     ? says
          : address.empty() ? "the gateway is being asked"
                            : "others reach you at " + address)
      << "\n";
}

}  // namespace

void print_status(std::ostream& out, const Json& answer, const Look&) {
  const auto number = [&](const char* field) { return answer.at(field).get<std::uint64_t>(); };
  out << one_line(text_of(answer, "name")) << ", at home in " << text_of(answer, "home")
      << ", opened by a " << text_of(answer, "opened_by") << "\n"
      << "  " << counted(number("circles"), "circle", "circles") << ", "
      << counted(number("people"), "person", "people") << ", "
      << counted(number("entries"), "entry", "entries") << " in "
      << counted(number("logs"), "log", "logs") << ", " << size_text(number("bytes_on_disk"))
      << " on disk\n";
  if (answer.at("clock_is_sure") == false) {
    out << "  The clock jumped: nothing is said to people with a lease until `kith status "
           "--clock-is-right`\n";
  }
  if (const auto waiting = number("not_yet_searchable"); waiting > 0) {
    out << "  " << counted(waiting, "entry is", "entries are")
        << " not searchable yet; reading makes them so\n";
  }
  for (const auto& refused : answer.at("refused")) {
    out << "  more came of " << one_line(text_of(refused, "person")) << " than is taken in a day";
    if (const auto circle = text_of(refused, "circle"); !circle.empty()) {
      out << ", in " << one_line(circle);
    }
    out << "; the rest waits with whoever has it\n";
  }
  print_returned(out, answer.at("own_returned"));
  if (!answer.at("recovery_key").is_null()) {
    out << "  what you say can be opened with your recovery key of "
        << local(text_of(answer.at("recovery_key"), "made"), Shown::both) << "\n";
  }
  if (!answer.contains("node")) return;
  std::string with;
  for (const auto& name : answer.at("node").at("with")) {
    with += (with.empty() ? "" : ", ") + one_line(name.get<std::string>());
  }
  out << "  a node runs here, " << (with.empty() ? "alone" : "with " + with) << "\n";
  if (answer.at("node").at("can_keep") == false) {
    out << "  what comes cannot be kept: see whether the disk is full; it is tried again by "
           "itself\n";
  }
  for (const auto& seen : answer.at("node").at("breaches")) {
    out << "  " << words_of_breaches(text_of(seen, "name"), seen) << "\n";
  }
  if (answer.at("node").contains("network")) {
    const auto says = text_of(answer.at("node").at("network"), "says");
    if (!says.empty()) out << "  " << says << "\n";
  }
  print_tor(out, answer.at("node"));
  print_port_map(out, answer.at("node"));
}

}  // namespace kith::cli
