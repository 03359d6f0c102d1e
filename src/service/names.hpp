// From what a person types to what it names: circles, people, entries. A whole id first, then the
// names that they gave themself, then what others call a circle and a unique beginning of an id.
#pragma once

#include "service/open_home.hpp"

namespace kith::service {

[[nodiscard]] Outcome<node::CircleNumber> circle_named(OpenHome& home, std::string_view name);
/// A circle, or the tie with a person, so named. Of one name that I gave to both it is the circle.
[[nodiscard]] Outcome<node::CircleNumber> talk_named(OpenHome& home, std::string_view name);
/// With whom a tie is; nothing: it is a circle.
[[nodiscard]] std::optional<PersonId> tie_with(OpenHome& home, node::CircleNumber talk);
/// The circle's name, or that of the person whom the tie is with.
[[nodiscard]] std::string talk_name(OpenHome& home, node::CircleNumber talk);
/// My circles, then my ties.
[[nodiscard]] std::vector<node::CircleNumber> all_talks(OpenHome& home);
/// An entry by its id, or at least 16 hex digits of it.
[[nodiscard]] Outcome<node::EntryKey> entry_named(OpenHome& home, std::string_view id);

[[nodiscard]] Outcome<PersonId> person_named(OpenHome& home, std::string_view name);
/// I gave somebody that very name.
[[nodiscard]] bool is_name_of_person(OpenHome& home, std::string_view name);

/// My name for a person; their id's beginning where I gave none.
[[nodiscard]] std::string name_of(OpenHome& home, const PersonId& person);

/// Bytes of hex digits, upper or lower; nothing where something else stands there.
[[nodiscard]] std::optional<ByteVec> from_hex(std::string_view text);

}  // namespace kith::service
