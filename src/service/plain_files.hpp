// Everything that a home holds, as plain files that outlive the program: Markdown to read, JSON to
// compute with; on request the sealed logs and their keys, for other implementations of the
// protocol. Writes into a new folder only, and piece by piece: between two of them whoever runs the
// home does other things. What changes meanwhile is in it or not.
#pragma once

#include <deque>
#include <filesystem>

#include "service/open_home.hpp"

namespace kith::service {

enum class SealedLogs { left_out, with_keys };
/// What I noted for myself, of people and of how promises went. Where it is left out, the logs that
/// hold it (those of my own devices) are, too.
enum class OwnNotes { left_out, with_them };

/// That something could not be written there, and that the export is not whole.
[[nodiscard]] Fail<Fault> cannot_write(const std::filesystem::path& path);

class Export {
 public:
  /// Errors: the folder is there and holds something; no permission.
  [[nodiscard]] static Outcome<std::unique_ptr<Export>> into(const std::string& folder,
                                                             SealedLogs sealed, OwnNotes notes);
  /// As {"folder", "logs", "notes"} ask for it.
  [[nodiscard]] static Outcome<std::unique_ptr<Export>> asked(const Json& request);
  Export(const Export&) = delete;
  Export& operator=(const Export&) = delete;
  ~Export() = default;

  /// Some 20 ms of it, longer where a circle has many events. Nothing: it goes on; else the answer,
  /// {"folder", "circles", "ties", "entries"}, or why there is none: no room, the home's. Then what
  /// was written stays, and the sentence says so. Requires: it has not answered yet.
  [[nodiscard]] std::optional<Answer> step(OpenHome& home, const Progress& progress);

 private:
  /// True: it is done. False: there is more of it.
  using Piece = std::function<Outcome<bool>(OpenHome&)>;

  Export(std::filesystem::path root, SealedLogs sealed, OwnNotes notes);
  [[nodiscard]] Outcome<bool> place_some(OpenHome& home);
  [[nodiscard]] Outcome<bool> begin_talk(OpenHome& home, node::CircleNumber talk);
  [[nodiscard]] Outcome<bool> begin_logs(OpenHome& home);
  [[nodiscard]] Outcome<bool> write_index(OpenHome& home);
  [[nodiscard]] Outcome<bool> write_notes(OpenHome& home);
  [[nodiscard]] Outcome<bool> write_keys();
  void put_keys(const LogId& log, std::vector<node::EpochRecord> records);

  std::filesystem::path root_;
  SealedLogs sealed_;
  OwnNotes notes_;
  std::deque<Piece> pieces_;  // what is still to be done, the next one first
  std::uint64_t done_{};
  Json index_;
  std::uint64_t entries_{};
  Json epochs_ = Json::array();
};

}  // namespace kith::service
