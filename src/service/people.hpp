// Requests about people: cards, meeting, names, introductions, whom I wish not to see.
#pragma once

#include "service/open_home.hpp"

namespace kith::service {

[[nodiscard]] Answer card(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer card_look(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer meet(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer contacts(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer rename(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer note(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer note_keep(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer words(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer introduce(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer introductions(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer accept(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer ignore(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer mute(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer unmute(OpenHome& home, const Json& request, const Progress& progress);

}  // namespace kith::service
