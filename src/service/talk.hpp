// Requests about what is said: saying, who will hear it, reading, searching, forgetting, and what
// was begun and not said yet. A talk is a circle, or the tie with one person.
#pragma once

#include "service/open_home.hpp"

namespace kith::service {

/// What one answer shows at most of a talk, however many are asked for: whoever wants more asks
/// again, `before` the first or `after` the last of these.
inline constexpr std::uint64_t entries_an_answer_max = 250;

/// What others said there and came after I last read, of the last 1000; without whom I muted.
[[nodiscard]] Outcome<std::vector<node::ShownEntry>> unread_in(OpenHome& home,
                                                               node::CircleNumber talk);
/// Says something, or a thing of its own kind: {"id", "audience", "aside"}.
[[nodiscard]] Answer speak(OpenHome& home, node::CircleNumber talk, const node::Saying& saying);
[[nodiscard]] Answer say(OpenHome& home, const Json& request, const Progress& progress);
/// Who would hear it, and who of my audience would not, and why.
[[nodiscard]] Answer hearers(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer read(OpenHome& home, const Json& request, const Progress& progress);
/// Where others said something that I have not read: as talk_json, each once, uncounted.
[[nodiscard]] Answer unread(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer entries_by_id(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer forget(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer draft(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer draft_keep(OpenHome& home, const Json& request, const Progress& progress);

}  // namespace kith::service
