// Everything that a home holds, as plain files that outlive the program: Markdown to read, JSON to
// compute with; on request the sealed logs and their keys, for other implementations of the
// protocol. Writes into a new folder only.
#pragma once

#include "service/open_home.hpp"

namespace kith::service {

enum class SealedLogs { left_out, with_keys };
/// What I noted for myself, of people and of how promises went. Where it is left out, the logs that
/// hold it (those of my own devices) are, too.
enum class OwnNotes { left_out, with_them };

/// Errors: the folder is there and holds something; no room; no permission. Then what was written
///         stays, and the sentence says so.
[[nodiscard]] Answer export_plain(OpenHome& home, const std::string& folder, SealedLogs sealed,
                                  OwnNotes notes, const Progress& progress);

}  // namespace kith::service
