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
  auto& node = home.node();
  std::vector<node::CircleNumber> by_name;
  std::vector<node::CircleNumber> by_id;
  for (const auto circle : node.circles()) {
    if (node.name_of(circle) == name) by_name.push_back(circle);
    const auto id = to_hex(node.strands().id_of(circle).view());
    if (name.size() >= id_digits_min && id.starts_with(name)) by_id.push_back(circle);
  }
  const auto& found = by_name.empty() ? by_id : by_name;
  if (found.empty()) {
    return refuse_as("unknown_circle", "There is no circle \"" + std::string{name} +
                                           "\" here; `kith circles` lists yours.");
  }
  if (found.size() > 1) {
    return refuse(
        "\"" + std::string{name} +
        "\" names more than one circle; use more digits of its id (`kith --json circles`).");
  }
  return found.front();
}

Outcome<node::CircleNumber> talk_named(OpenHome& home, std::string_view name) {
  auto circle = circle_named(home, name);
  if (circle) return circle;
  const auto person = person_named(home, name);
  const auto tie = person ? home.node().tie_with(*person) : std::nullopt;
  return tie ? Outcome<node::CircleNumber>{*tie} : circle;
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
    return refuse("\"" + std::string{id} +
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
    return refuse("More than one entry has an id that begins so; give all of it.");
  return keys->front();
}

Outcome<PersonId> person_named(OpenHome& home, std::string_view name) {
  std::vector<PersonId> by_name;
  std::vector<PersonId> by_id;
  for (const auto& [person, contact] : home.node().contacts().all()) {
    if (home.node().self().name_of(person) == name) by_name.push_back(person);
    const auto id = to_hex(person.view());
    if (name.size() >= id_digits_min && id.starts_with(name)) by_id.push_back(person);
  }
  const auto& found = by_name.empty() ? by_id : by_name;
  if (found.empty()) {
    return refuse_as("unknown_person", "You know nobody called \"" + std::string{name} +
                                           "\"; `kith contacts` lists whom you know.");
  }
  if (found.size() > 1) {
    return refuse(
        "\"" + std::string{name} +
        "\" names more than one person; use more digits of the id (`kith --json contacts`).");
  }
  return found.front();
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
