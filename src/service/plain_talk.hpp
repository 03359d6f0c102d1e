// One circle as plain files: Markdown to read, JSON to compute with. Page by page, so that neither
// memory nor the time of a page grows with the circle. Refuses to know what else is exported.
#pragma once

#include <filesystem>
#include <fstream>

#include "service/open_home.hpp"

namespace kith::service {

class PlainTalk {
 public:
  /// Writes talk.md and talk.json into the folder, which is there.
  PlainTalk(OpenHome& home, node::CircleNumber circle, const std::filesystem::path& folder);

  /// A page of it; true: all of it is written. Errors: no room; the home's.
  [[nodiscard]] Outcome<bool> step(OpenHome& home);
  [[nodiscard]] std::uint64_t entries() const { return written_; }

 private:
  [[nodiscard]] Outcome<bool> finish();

  node::CircleNumber circle_;
  std::filesystem::path folder_;
  std::ofstream talk_;
  std::ofstream data_;
  WallTime from_{0};
  std::vector<node::EntryKey> at_from_;  // those of that very moment that are written already
  std::uint64_t written_{};
};

}  // namespace kith::service
