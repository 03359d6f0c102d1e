#include "cli/run.hpp"

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <iterator>

#include "cli/answering.hpp"
#include "cli/manual.hpp"
#include "cli/paging.hpp"
#include "cli/place.hpp"
#include "cli/print.hpp"
#include "cli/qr.hpp"
#include "cli/serve.hpp"
#include "cli/terminal.hpp"
#include "host/backup_file.hpp"
#include "host/burn.hpp"
#include "host/disk.hpp"
#include "service/requests.hpp"

namespace kith::cli {
namespace {

using service::Answer;
using service::Fault;
using service::Json;
using service::OpenHome;
using service::Outcome;
using service::refuse;

Answer introduce_oneself(OpenHome& home) { return service::handle(home, {{"command", "whoami"}}); }

Answer init(const Invocation& invocation, const host::HomePlace& place) {
  host::Lock lock = host::KeyFile{};
  if (!invocation.no_passphrase) {
    auto typed = passphrase({}, "A passphrase for this home", Asking::to_make);
    if (!typed) return Fail<Fault>{typed.error()};
    lock = std::move(*typed);
  }
  const auto home = OpenHome::create(place, lock, invocation.name);
  if (!home) return Fail<Fault>{home.error()};
  if (invocation.no_passphrase && !invocation.json) {
    std::cerr << "No passphrase: whoever gets this folder and " << place.folder
              << ".key reads everything.\n";
  }
  return introduce_oneself(**home);
}

Answer restore(const Invocation& invocation, const host::HomePlace& place) {
  const auto opens =
      passphrase(invocation.passphrase_file, "The backup's passphrase", Asking::to_open);
  if (!opens) return Fail<Fault>{opens.error()};
  host::Lock lock = host::KeyFile{};
  if (!invocation.no_passphrase) {
    auto typed = passphrase({}, "A passphrase for the new home", Asking::to_make);
    if (!typed) return Fail<Fault>{typed.error()};
    lock = std::move(*typed);
  }
  auto home = host::restore_backup(invocation.file, *opens, place, lock);
  if (!home) return Fail<Fault>{service::fault_of(home.error(), invocation.file, place)};
  const auto opened = OpenHome::take(std::move(*home), place);
  if (!opened) return Fail<Fault>{opened.error()};
  return introduce_oneself(**opened);
}

Answer burn(const host::HomePlace& place) {
  std::cerr << "This wipes " << place.folder
            << " and all that you said and heard there, for good. Type yes: " << std::flush;
  std::string typed;
  if (!std::getline(std::cin, typed) || typed != "yes")
    return refuse("at_terminal", "Nothing was burned.");
  if (const auto burned = host::burn_home(place); !burned) {
    return Fail<Fault>{service::fault_of(burned.error(), place)};
  }
  return Json{{"home", place.folder}};
}

service::Progress progress_of(const Invocation& invocation) {
  if (invocation.json || !errors_are_terminal()) return {};
  return [](std::uint64_t done, std::uint64_t all) {
    std::cerr << "\r\x1b[K" << done << " of " << all << (done == all ? "\r\x1b[K" : "")
              << std::flush;
  };
}

Fail<Fault> cannot_write(const std::string& path, host::DiskError error) {
  const auto named = "\"" + path + "\"";
  switch (error) {
    case host::DiskError::exists:
      return refuse("at_terminal",
                    named + " is there already, and a picture never replaces a file.");
    case host::DiskError::missing:
      return refuse("at_terminal", "The folder of " + named + " is not there.");
    case host::DiskError::denied:
      return refuse("at_terminal", "You may not write " + named + ".");
    case host::DiskError::full:
      return refuse("at_terminal", "There is no room for " + named + ".");
    case host::DiskError::io:
      break;
  }
  return refuse("at_terminal", "Writing " + named + " failed; its disk may be failing.");
}

// Whoever gets the picture has the card: it is for its owner's eyes until it is handed over.
Answer with_picture(const Json& answer, const std::string& path) {
  const auto picture = qr_png(answer.at("card").get<std::string>());
  if (!picture)
    return refuse("at_terminal", "The card is too long for a QR code; hand its text over.");
  if (const auto done = host::write_new(path, *picture); !done) {
    return cannot_write(path, done.error());
  }
  return answer;
}

Answer ask_home(Invocation& invocation, const host::HomePlace& place) {
  auto& request = invocation.request;
  for (const char* field : {"text", "card"}) {
    if (!request.contains(field) || request.at(field) != "-") continue;
    std::string text{std::istreambuf_iterator<char>{std::cin}, {}};
    while (text.ends_with('\n')) text.pop_back();
    request[field] = std::move(text);
  }
  if (request.value("file", std::string{}) == "-") {
    request.erase("file");
    if (invocation.command == "recovery use") {
      request["key"] = std::string{std::istreambuf_iterator<char>{std::cin}, {}};
    }
  }
  // What is printed in sentences is for somebody to read: what ends is told once.
  if (invocation.command == "today" && !invocation.json) request["told"] = true;
  if (invocation.command == "backup") {
    const auto typed =
        passphrase(invocation.passphrase_file, "A passphrase for the backup", Asking::to_make);
    if (!typed) return Fail<Fault>{typed.error()};
    request["passphrase"] = std::string{as_text(typed->view())};
  }
  // Before a card is made that nobody would see.
  const auto png = request.value("png", std::string{});
  if (!png.empty() && host::exists(png).value_or(false)) {
    return cannot_write(png, host::DiskError::exists);
  }
  if (!png.empty() && !host::exists(host::parent_of(png)).value_or(true)) {
    return cannot_write(png, host::DiskError::missing);
  }
  auto answer = Answering{place, progress_of(invocation)}.answer_to(request);
  return answer && !png.empty() ? with_picture(*answer, png) : answer;
}

Look look_of_output() {
  const bool terminal = output_is_terminal();
  return {terminal && std::getenv("NO_COLOR") == nullptr, terminal};
}

void print(const Invocation& invocation, const Json& answer) {
  if (invocation.json) {
    // Text from elsewhere is UTF-8 by construction; a stray byte is replaced rather than fatal.
    std::cout << answer.dump(output_is_terminal() ? 2 : -1, ' ', false,
                             Json::error_handler_t::replace)
              << "\n";
  } else {
    print_answer(std::cout, invocation.command, answer, look_of_output());
  }
  std::cout.flush();
}

Answer answer_to(Invocation& invocation) {
  const auto place = home_place(invocation);
  if (!place) return Fail<Fault>{place.error()};
  if (invocation.command == "init") return init(invocation, *place);
  if (invocation.command == "restore") return restore(invocation, *place);
  if (invocation.command == "burn") return burn(*place);
  const auto told = [&](const Json& news) { print(invocation, news); };
  if (invocation.command == "up") return up(invocation, *place, told);
  if (invocation.command == "gather") return gather(invocation, *place, told);
  if (invocation.command == "page") return page(invocation, *place, told);
  return ask_home(invocation, *place);
}

int told(const Fault& fault) {
  std::cerr << "kith: " << one_line(fault.sentence) << "\n";
  return static_cast<int>(fault.status);
}

int written() {
  if (std::cout) return 0;
  std::cerr << "kith: The answer could not be written; what the command did is done.\n";
  return static_cast<int>(service::Status::refused);
}

int show(const Invocation& invocation, const Answer& answer) {
  if (!answer) return told(answer.error());
  for (const char* stays : {"up", "gather", "page"}) {
    if (invocation.command == stays) return 0;  // it was told all
  }
  if (invocation.request.contains("qr")) {
    const auto drawing = qr_drawing(answer->at("card").get<std::string>());
    if (drawing) std::cerr << *drawing;
  }
  print(invocation, *answer);
  return written();
}

int show_pages(const Invocation& invocation) {
  const auto place = home_place(invocation);
  if (!place) return told(place.error());
  Answering answering{*place, progress_of(invocation)};
  const auto shown = print_pages(invocation, answering, std::cout, look_of_output());
  return shown ? written() : told(shown.error());
}

// What was typed where one of our words should stand; else what the grammar says.
std::string misunderstood(const CLI::App& app, const CLI::ParseError& error) {
  const auto rest = app.remaining(true);
  const bool lacks_a_command = std::string_view{error.what()}.starts_with("A subcommand");
  if (!lacks_a_command || rest.empty() || rest.front().starts_with('-')) return error.what();
  return "There is no command \"" + rest.front() + "\".";
}

}  // namespace

int run(int argc, char** argv) {
  Invocation invocation;
  const auto app = grammar(invocation);
  try {
    app->parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool asked = error.get_exit_code() == 0;  // --help, --version
    if (asked) return app->exit(error);
    std::cerr << "kith: " << one_line(misunderstood(*app, error)) << " (`kith --help` says how.)\n";
    return static_cast<int>(service::Status::wrong_usage);
  }
  if (invocation.command == "manual") {
    std::cout << manual_page(*app);
    return 0;
  }
  if (invocation.command == "completions") {
    std::cout << completions_for(*app, invocation.shell);
    return 0;
  }
  if (comes_in_pages(invocation.command)) return show_pages(invocation);
  return show(invocation, answer_to(invocation));
}

}  // namespace kith::cli
