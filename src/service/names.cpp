#include "service/names.hpp"

#include <algorithm>

#include "node/references.hpp"

namespace kith::service {
namespace {

constexpr std::size_t id_digits_min = 4;
constexpr std::size_t entry_digits_min = 16;

std::optional<std::uint8_t> digit_of(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<std::uint8_t>(c - 'A' + 10);
  return std::nullopt;
}

// A whole id names what it is the id of, whatever anything is called; a name that I gave goes
// before what others call a circle, and before ids that begin so. Nobody takes a name here by their
// words.
enum class Strength { others_name_or_beginning, own_name, whole_id };

template <class Number>
struct Meant {
  Strength strength{};
  std::vector<Number> found;

  void take(const Number& number, std::optional<Strength> by) {
    if (!by || (!found.empty() && *by < strength)) return;
    if (found.empty() || strength < *by) found.clear();
    strength = *by;
    found.push_back(number);
  }
};

std::optional<Strength> strength_of(std::string_view typed, const std::optional<std::string>& own,
                                    std::string_view others_name, std::string_view id) {
  if (typed == id) return Strength::whole_id;
  if (own && *own == typed) return Strength::own_name;
  const bool begins = typed.size() >= id_digits_min && id.starts_with(typed);
  const bool theirs = !typed.empty() && others_name == typed;
  return begins || theirs ? std::optional{Strength::others_name_or_beginning} : std::nullopt;
}

Meant<node::CircleNumber> circles_meant(OpenHome& home, std::string_view name) {
  const auto& node = home.node();
  Meant<node::CircleNumber> meant;
  for (const auto circle : node.circles()) {
    const auto& id = node.strands().id_of(circle);
    meant.take(circle,
               strength_of(name, node.self().name_of(id), node.name_of(circle), to_hex(id.view())));
  }
  return meant;
}

Meant<PersonId> people_meant(OpenHome& home, std::string_view name) {
  const auto& node = home.node();
  Meant<PersonId> meant;
  for (const auto& [person, contact] : node.contacts().all()) {
    meant.take(person, strength_of(name, node.self().name_of(person), {}, to_hex(person.view())));
  }
  return meant;
}

Outcome<node::CircleNumber> the_circle(const Meant<node::CircleNumber>& meant,
                                       std::string_view name) {
  if (meant.found.empty()) {
    return refuse("unknown_circle", "There is no circle \"" + std::string{name} +
                                        "\" here; `kith circles` lists yours.");
  }
  if (meant.found.size() > 1) {
    return refuse(
        "ambiguous",
        "\"" + std::string{name} +
            "\" names more than one circle; use more digits of its id (`kith --json circles`).");
  }
  return meant.found.front();
}

Outcome<PersonId> the_person(const Meant<PersonId>& meant, std::string_view name) {
  if (meant.found.empty()) {
    return refuse("unknown_person", "You know nobody called \"" + std::string{name} +
                                        "\"; `kith contacts` lists whom you know.");
  }
  if (meant.found.size() > 1) {
    return refuse(
        "ambiguous",
        "\"" + std::string{name} +
            "\" names more than one person; use more digits of the id (`kith --json contacts`).");
  }
  return meant.found.front();
}

}  // namespace

std::optional<ByteVec> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  ByteVec bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const auto high = digit_of(text[i]);
    const auto low = digit_of(text[i + 1]);
    if (!high || !low) return std::nullopt;
    bytes.push_back(static_cast<std::uint8_t>(*high << 4 | *low));
  }
  return bytes;
}

Outcome<node::CircleNumber> circle_named(OpenHome& home, std::string_view name) {
  return the_circle(circles_meant(home, name), name);
}

Outcome<node::CircleNumber> talk_named(OpenHome& home, std::string_view name) {
  const auto circles = circles_meant(home, name);
  const auto people = people_meant(home, name);
  const bool both = !circles.found.empty() && !people.found.empty();
  if (both && circles.strength == people.strength && circles.strength < Strength::own_name) {
    return refuse(
        "ambiguous",
        "\"" + std::string{name} +
            "\" may mean a circle and a person; use more digits of an id (`kith circles`, "
            "`kith contacts`).");
  }
  const bool person = both ? circles.strength < people.strength : circles.found.empty();
  if (!person || people.found.empty()) return the_circle(circles, name);
  const auto one = the_person(people, name);
  if (!one) return Fail<Fault>{one.error()};
  const auto tie = home.node().tie_with(*one);
  return tie ? Outcome<node::CircleNumber>{*tie} : the_circle({}, name);
}

std::optional<PersonId> tie_with(OpenHome& home, node::CircleNumber talk) {
  for (const auto& [person, contact] : home.node().contacts().all()) {
    if (home.node().tie_with(person) == talk) return person;
  }
  return std::nullopt;
}

std::vector<node::CircleNumber> all_talks(OpenHome& home) {
  auto& node = home.node();
  auto talks = node.circles();
  for (const auto& [person, contact] : node.contacts().all()) {
    if (const auto tie = node.tie_with(person)) talks.push_back(*tie);
  }
  return talks;
}

std::string talk_name(OpenHome& home, node::CircleNumber talk) {
  const auto person = tie_with(home, talk);
  return person ? name_of(home, *person) : home.node().name_of(talk);
}

Outcome<node::EntryKey> entry_named(OpenHome& home, std::string_view id) {
  // Whole bytes are looked up; a digit that is left over is compared.
  const bool odd = id.size() % 2 != 0;
  auto bytes = from_hex(std::string{id} + (odd ? "0" : ""));
  if (!bytes || id.size() < entry_digits_min || bytes->size() > Link::size) {
    return refuse(
        "bad_id",
        "\"" + std::string{id} +
            "\" is not the id of an entry: at least 16 digits of what `kith read` shows.");
  }
  if (odd) bytes->pop_back();
  auto keys = node::beginning_with(home.home().store(), home.node().opener(), *bytes);
  if (!keys) return Fail<Fault>{fault_of(node::Refusal::store_failed)};
  if (odd) {
    std::erase_if(*keys, [&](const auto& key) {
      const auto link = home.node().opener().link_of(key);
      return !link || link->raw[bytes->size()] >> 4 != digit_of(id.back());
    });
  }
  if (keys->empty()) return Fail<Fault>{fault_of(node::Refusal::unknown_entry)};
  if (keys->size() > 1)
    return refuse("ambiguous", "More than one entry has an id that begins so; give all of it.");
  return keys->front();
}

Outcome<PersonId> person_named(OpenHome& home, std::string_view name) {
  return the_person(people_meant(home, name), name);
}

bool is_name_of_person(OpenHome& home, std::string_view name) {
  return people_meant(home, name).strength == Strength::own_name;
}

std::string name_of(OpenHome& home, const PersonId& person) {
  // What an introducer calls them, until I give a name of my own.
  for (const auto& [id, offer] : home.node().offers().all()) {
    if (offer.person == person && !home.node().self().name_of(person)) return offer.name;
  }
  constexpr std::size_t digits_shown = 8;
  const auto name = home.node().self().name_of(person);
  return name ? *name : to_hex(person.view()).substr(0, digits_shown);
}

}  // namespace kith::service
