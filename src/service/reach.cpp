#include "service/reach.hpp"

#include <algorithm>
#include <charconv>

#include "base/limits.hpp"
#include "node/address_book.hpp"
#include "node/rhythms.hpp"
#include "node/session_memory.hpp"
#include "service/fields.hpp"
#include "service/time_text.hpp"

namespace kith::service {
namespace {

// What is asked of the home once for all of them.
struct Learned {
  node::AddressBook book;
  node::RhythmOf rhythms;
  node::LastMet met;
};

Outcome<node::AddressBook> book_of(OpenHome& home) {
  auto book = node::AddressBook::open(home.home().store());
  if (!book) return Fail<Fault>{fault_of(node::refusal_of(book.error()))};
  for (const auto& [person, contact] : home.node().contacts().all()) {
    book->told(person, contact.ways, home.now());
  }
  return std::move(*book);
}

Outcome<Learned> learned(OpenHome& home) {
  auto book = book_of(home);
  if (!book) return Fail<Fault>{book.error()};
  auto rhythms = node::kept_rhythms(home.home().store());
  if (!rhythms) return Fail<Fault>{fault_of(node::refusal_of(rhythms.error()))};
  auto met = node::last_met(home.home().store());
  if (!met) return Fail<Fault>{fault_of(node::refusal_of(met.error()))};
  return Learned{std::move(*book), std::move(*rhythms), std::move(*met)};
}

std::string_view text_of(node::WayOrigin origin) {
  switch (origin) {
    case node::WayOrigin::mine:
      return "mine";
    case node::WayOrigin::told:
      return "told";
    case node::WayOrigin::earlier:
      return "earlier";
    case node::WayOrigin::refused:
      break;
  }
  return "refused";
}

Json number_or_null(const std::optional<unsigned>& number) {
  return number ? Json(*number) : Json(nullptr);
}

// Of several devices, the one that is there most: a person is reached where one of them is.
std::optional<unsigned> most(const std::vector<const node::Rhythm*>& devices, const auto& share) {
  std::optional<unsigned> most;
  for (const auto* rhythm : devices) most = std::max(most, share(*rhythm));
  return most;
}

Json rhythm_json(const std::vector<const node::Rhythm*>& devices) {
  if (devices.empty()) return nullptr;
  auto hours = Json::array();
  for (std::size_t hour = 0; hour < node::week_hours; ++hour) {
    hours.push_back(
        number_or_null(most(devices, [&](const auto& one) { return one.share(hour); })));
  }
  const auto over = [&](node::Over way) {
    return number_or_null(most(devices, [&](const auto& one) { return one.share(way); }));
  };
  const auto tries = [&](node::Over way) {
    unsigned all = 0;
    for (const auto* rhythm : devices) {
      if (rhythm->share(way)) all += rhythm->tries(way);
    }
    return all;
  };
  return {{"hours", std::move(hours)},
          {"tries",
           {{"direct", tries(node::Over::direct)},
            {"near", tries(node::Over::near)},
            {"tor", tries(node::Over::tor)}}},
          {"over",
           {{"direct", over(node::Over::direct)},
            {"near", over(node::Over::near)},
            {"tor", over(node::Over::tor)}}}};
}

Json person_json(OpenHome& home, const PersonId& person, const Learned& learned) {
  std::optional<WallTime> last;
  std::vector<const node::Rhythm*> rhythms;
  for (const auto& listed : home.node().contacts().listed(person)) {
    const node::DeviceOf device{person, listed.device};
    const auto met = learned.met.find(device);
    if (met != learned.met.end()) last = std::max(last.value_or(WallTime{}), met->second);
    const auto rhythm = learned.rhythms.find(device);
    if (rhythm != learned.rhythms.end()) rhythms.push_back(&rhythm->second);
  }
  auto ways = Json::array();
  auto book = Json::array();
  for (const auto& way : learned.book.ways(person, home.now())) {
    ways.push_back(way.address);
    book.push_back({{"address", way.address},
                    {"from", text_of(way.origin)},
                    {"since", to_text(way.since)},
                    {"reached", way.reached ? Json(to_text(*way.reached)) : Json(nullptr)}});
  }
  return {{"person", to_hex(person.view())},
          {"name", name_of(home, person)},
          {"ways", std::move(ways)},
          {"book", std::move(book)},
          {"rhythm", rhythm_json(rhythms)},
          {"last_synced", last ? Json(to_text(*last)) : Json(nullptr)}};
}

// tcp:HOST:PORT or tor:HOST:PORT, as docs/protocol.md §9.1 has them; whether the host means
// anything is found out by going there.
bool is_way(std::string_view text) {
  constexpr std::size_t scheme_bytes = 4;
  if (text.size() > limits::way_bytes_max) return false;
  if (!text.starts_with("tcp:") && !text.starts_with("tor:")) return false;
  const auto colon = text.rfind(':');
  if (colon <= scheme_bytes || colon + 1 == text.size()) return false;
  const auto host = text.substr(scheme_bytes, colon - scheme_bytes);
  const bool in_brackets = host.front() == '[' && host.back() == ']';
  const bool plain = std::ranges::all_of(host, [&](char letter) {
    const bool sign =
        letter == '.' || letter == '-' ||
        (in_brackets && (letter == ':' || letter == '[' || letter == ']' || letter == '%'));
    return sign || (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
           (letter >= 'A' && letter <= 'Z');
  });
  const auto digits = text.substr(colon + 1);
  std::uint16_t port = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  return plain && read.ec == std::errc{} && read.ptr == digits.data() + digits.size() && port != 0;
}

struct NamedWay {
  PersonId person;
  std::string address;
};
Outcome<NamedWay> way_in(OpenHome& home, const Json& request) {
  const auto person = person_in(home, request);
  const auto address = needed(request, "address");
  if (!person) return Fail<Fault>{person.error()};
  if (!address) return Fail<Fault>{address.error()};
  // HOST:PORT will do.
  const bool has_scheme = address->starts_with("tcp:") || address->starts_with("tor:");
  auto text = has_scheme ? *address : "tcp:" + *address;
  if (!is_way(text)) {
    return refuse(
        "bad_address",
        "\"" + *address + "\" is no address; write tcp:HOST:PORT, such as tcp:192.0.2.7:4000.",
        Status::wrong_usage);
  }
  return NamedWay{*person, std::move(text)};
}

Fault book_fault(node::BookError error, OpenHome& home, const NamedWay& named) {
  const auto name = name_of(home, named.person);
  if (error == node::BookError::too_many) {
    return {
        Status::refused,
        "There are as many addresses for " + name + " as can be kept; forget one of them first.",
        "too_many_ways"};
  }
  return {Status::refused,
          named.address + " is no address of " + name + "; `kith ways` shows those that there are.",
          "no_such_way"};
}

Answer keep(OpenHome& home, const NamedWay& named, node::AddressBook& book) {
  const auto done =
      home.carry_out<node::Done>(node::Step<node::Done>{book.take_changes(), node::Done{}});
  if (!done) return Fail<Fault>{done.error()};
  const auto all = learned(home);
  if (!all) return Fail<Fault>{all.error()};
  return person_json(home, named.person, *all);
}

}  // namespace

Answer ways(OpenHome& home, const Json& request, const Progress&) {
  std::optional<PersonId> only;
  if (request.contains("person")) {
    const auto person = person_in(home, request);
    if (!person) return Fail<Fault>{person.error()};
    only = *person;
  }
  const auto all = learned(home);
  if (!all) return Fail<Fault>{all.error()};
  auto people = Json::array();
  for (const auto& [person, contact] : home.node().contacts().all()) {
    if (!home.node().contacts().accepted(person) || (only && person != *only)) continue;
    people.push_back(person_json(home, person, *all));
  }
  return Json{{"listening", home.ways()}, {"people", std::move(people)}};
}

Answer way_add(OpenHome& home, const Json& request, const Progress&) {
  const auto named = way_in(home, request);
  if (!named) return Fail<Fault>{named.error()};
  auto book = book_of(home);
  if (!book) return Fail<Fault>{book.error()};
  const auto added = book->add(named->person, named->address, home.now());
  if (!added) return Fail<Fault>{book_fault(added.error(), home, *named)};
  return keep(home, *named, *book);
}

Answer way_forget(OpenHome& home, const Json& request, const Progress&) {
  const auto named = way_in(home, request);
  if (!named) return Fail<Fault>{named.error()};
  auto book = book_of(home);
  if (!book) return Fail<Fault>{book.error()};
  const auto gone = book->forget(named->person, named->address);
  if (!gone) return Fail<Fault>{book_fault(gone.error(), home, *named)};
  return keep(home, *named, *book);
}

Answer wipe_rhythm(OpenHome& home, const Json& request, const Progress&) {
  std::optional<PersonId> person;
  if (request.contains("person")) {
    const auto named = person_in(home, request);
    if (!named) return Fail<Fault>{named.error()};
    person = *named;
  }
  node::Batch batch;
  const auto wiped = node::wipe_rhythms(home.home().store(), person, batch);
  if (!wiped) return Fail<Fault>{fault_of(node::refusal_of(wiped.error()))};
  const auto done =
      home.carry_out<node::Done>(node::Step<node::Done>{std::move(batch), node::Done{}});
  if (!done) return Fail<Fault>{done.error()};
  return Json{{"wiped", *wiped}};
}

}  // namespace kith::service
