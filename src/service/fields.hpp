// The fields of a request: there, of their type, or a fault that says so.
#pragma once

#include "service/names.hpp"

namespace kith::service {

/// The text, or nothing said: empty.
[[nodiscard]] std::string text_in(const Json& request, const char* field);
[[nodiscard]] std::optional<std::uint64_t> number_in(const Json& request, const char* field);
[[nodiscard]] bool flag_in(const Json& request, const char* field);
/// Errors: wrong_usage.
[[nodiscard]] Outcome<std::string> needed(const Json& request, const char* field);
/// The name of a file or folder, needed.
/// Errors: wrong_usage. file_missing: a zero byte is in it, and no name reaches beyond one.
[[nodiscard]] Outcome<std::string> path_in(const Json& request, const char* field);
/// The texts of a request that nobody may read in memory afterwards: what opens something.
void wipe_secrets(Json& request);
[[nodiscard]] Outcome<node::CircleNumber> circle_in(OpenHome& home, const Json& request);
/// A circle or a tie, in the field "circle".
[[nodiscard]] Outcome<node::CircleNumber> talk_in(OpenHome& home, const Json& request);
[[nodiscard]] Outcome<PersonId> person_in(OpenHome& home, const Json& request);
/// From when on: a day alone begins, and a time without a zone stands, on the clock here. Nothing
/// where the field lacks. Errors: wrong_usage where it is no time.
[[nodiscard]] Outcome<std::optional<WallTime>> time_in(const Json& request, const char* field);
/// Until or by when: as above, but a day alone goes to its end.
[[nodiscard]] Outcome<std::optional<WallTime>> end_in(const Json& request, const char* field);

/// {"answers": [ID, …]}: entries that are here; one that is named twice once. Catches up first.
[[nodiscard]] Outcome<std::vector<Reference>> answers_in(OpenHome& home, const Json& request);
/// {"before": ID} or {"after": ID}: where an earlier or a later page goes on; nothing where the
/// field lacks.
[[nodiscard]] Outcome<std::optional<node::EntryKey>> entry_in(OpenHome& home, const Json& request,
                                                              const char* field);
/// {"tags": [TAG, …]}, or in another field: ascending, each once.
[[nodiscard]] Outcome<std::vector<std::string>> tags_in(const Json& request,
                                                        const char* field = "tags");
/// [NAME, …]; nothing where the field lacks.
[[nodiscard]] Outcome<std::optional<std::vector<PersonId>>> people_in(OpenHome& home,
                                                                      const Json& request,
                                                                      const char* field);

}  // namespace kith::service
