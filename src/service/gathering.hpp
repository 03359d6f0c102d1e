// Requests for people in one place: what they agreed there, a form on paper of what is proposed,
// and typing in who signed it. Source: docs/kinds.md.
#pragma once

#include "kinds/seen.hpp"
#include "service/open_home.hpp"

namespace kith::service {

/// {"circle", "text", "title"?, "present"?: [NAME, …]}: a proposal that concerns those present, and
/// that I go along with; each of them signs for themself. {"id", "audience", "aside", "agreement"}
[[nodiscard]] Answer gather_record(OpenHome& home, const Json& request, const Progress& progress);
/// {"circle", "file"}: what is proposed there as a page to print; {"file", "proposals"}.
[[nodiscard]] Answer gather_form(OpenHome& home, const Json& request, const Progress& progress);
/// {"id": a version, "names": [NAME, …], "at"?, "words"?}
[[nodiscard]] Answer gather_paper(OpenHome& home, const Json& request, const Progress& progress);

/// Of these entries, who was typed in from paper to have signed which version.
[[nodiscard]] Json papers_json(OpenHome& home, const std::vector<kinds::Seen>& entries);

}  // namespace kith::service
