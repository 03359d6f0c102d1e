// Requests about what I note, for myself alone, of how promises to me went: notes, the pattern that
// they make, wiping them, keeping none. Kept in my self log; nothing here is ever said to anyone.
// Refuses to rank people.
// Source: docs/kinds.md.
#pragma once

#include "service/open_home.hpp"

namespace kith::service {

[[nodiscard]] Answer observe(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer pattern(OpenHome& home, const Json& request, const Progress& progress);
/// Of everyone of whom I noted something under that tag: by name, never by how it went.
[[nodiscard]] Answer came_through(OpenHome& home, const Json& request, const Progress& progress);
/// {"on": true|false} switches; without it, says how it is.
[[nodiscard]] Answer observing(OpenHome& home, const Json& request, const Progress& progress);
/// Of one person, or all: the notes' bodies are deleted, on my other devices too.
[[nodiscard]] Answer wipe_notes(OpenHome& home, const Json& request, const Progress& progress);

/// Deletes notes of two years ago: also for who does not look at them.
[[nodiscard]] Outcome<void> let_old_notes_go(OpenHome& home);
/// All that I noted and that has not gone yet, by time: for the export that asks for it.
[[nodiscard]] Outcome<Json> notes_json(OpenHome& home);

}  // namespace kith::service
